"""Pages on which a picture or a file of prints is moved, retracted, taken back or proposed."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.media.doors import picture_or_404, prints_or_404
from antigone.web.media.forms import MoveForm, RetractForm
from antigone.web.media.models import PrintFile
from antigone.web.media.moving import Item, NotMoved, move, retract, take_back
from antigone.web.media.proposals import NothingToPropose, propose_for_recovery
from antigone.web.media.rights import to_add
from antigone.web.media.shown import case_url
from antigone.web.media.words import words_of_picture, words_of_prints


@require_http_methods(["GET", "POST"])
def move_item(request: HttpRequest, incident: str, pk: int, what: str) -> HttpResponse:
    """It belongs to other remains."""
    item = _item(request, incident, pk, what)
    form = MoveForm(request.user, item.incident, request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, because = form.cleaned_data["number"], form.cleaned_data["because"]
        try:
            move(user=cast(User, request.user), item=item, to=to, because=because)
        except NotMoved:
            form.add_error("number", _("It cannot be moved there: it is there, or is not here."))
        else:
            messages.success(request, _("It now stands under %s.") % to.number)
            return redirect(case_url(item))
    return _page(request, "media/move.html", item, {"form": form})


@require_http_methods(["GET", "POST"])
def retract_item(request: HttpRequest, incident: str, pk: int, what: str) -> HttpResponse:
    """It no longer counts."""
    item = _item(request, incident, pk, what)
    form = RetractForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retract(user=cast(User, request.user), item=item, because=form.cleaned_data["because"])
        except NotMoved:
            messages.warning(request, _("This was done before. Nothing was changed."))
        else:
            messages.success(request, _("It is retracted. It stays, with the reason."))
        return redirect(case_url(item))
    return _page(request, "media/retract.html", item, {"form": form})


@require_http_methods(["GET", "POST"])
def take_back_item(request: HttpRequest, incident: str, pk: int, what: str) -> HttpResponse:
    """A family takes back what it gave."""
    item = _item(request, incident, pk, what, of_family=True)
    if request.method == "POST":
        try:
            take_back(user=cast(User, request.user), item=item)
        except NotMoved:
            messages.warning(request, _("This was done before. Nothing was changed."))
        else:
            messages.success(request, _("It is destroyed. A placeholder stays."))
        return redirect(case_url(item))
    return _page(request, "media/take_back.html", item, {})


@require_POST
def propose(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Propose what a picture says of time and place for the recovery of its remains."""
    item = _item(request, incident, pk, "picture")
    picture = picture_or_404(request.user, item.incident, pk)
    try:
        propose_for_recovery(user=cast(User, request.user), picture=picture)
    except NothingToPropose:
        messages.warning(request, _("There is nothing to propose, or it was proposed before."))
    else:
        messages.success(request, _("Proposed for the recovery. Who records the recovery decides."))
    return redirect(case_url(picture))


def _item(
    request: HttpRequest, incident: str, pk: int, what: str, *, of_family: bool = False
) -> Item:
    """A picture or file of prints, of remains or of a family, whichever the page is about."""
    found = incident_or_404(request.user, incident)
    item: Item
    if what == "prints":
        item = prints_or_404(request.user, found, pk)
    else:
        item = picture_or_404(request.user, found, pk)
    if (item.family_id is not None) != of_family:
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    require(request.user, found, to_add(of_family))
    return item


def _page(request: HttpRequest, template: str, item: Item, more: dict[str, object]) -> HttpResponse:
    of_prints = isinstance(item, PrintFile)
    words = words_of_prints(item) if isinstance(item, PrintFile) else words_of_picture(item)
    context = {
        "incident": item.incident,
        "item": item,
        "words": words,
        "of_prints": of_prints,
        "back": case_url(item),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, template, context | more, status=status)
