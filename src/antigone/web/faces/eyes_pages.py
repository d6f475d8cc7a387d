"""The page on which both eyes are shown to the program, by pointing or by numbers; no script is needed."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.accounts.second_factor import proved_lately, second_factor_needed
from antigone.web.board.refusal import RuleRefused
from antigone.web.faces.case_pages import MALFORMED, REFUSED
from antigone.web.faces.eyes import NotAllowed, SamePlace, set_eyes
from antigone.web.faces.forms import EyesForm, OpenForm
from antigone.web.faces.pointing import SHOWN_WIDTH, Pointed, first_point, pointed
from antigone.web.faces.rights import require_to_search
from antigone.web.incidents.access import incident_or_404
from antigone.web.media.doors import picture_or_404
from antigone.web.media.models import Opening, Picture
from antigone.web.media.opening import WAITS, open_picture
from antigone.web.media.pixels import shape_of
from antigone.web.media.rights import NotOpened
from antigone.web.media.shown import case_url
from antigone.web.media.words import words_of_picture
from antigone.web.sealing.keys import KeyDestroyed


@require_http_methods(["GET", "POST"])
def eyes(request: HttpRequest, incident: str, pk: int) -> HttpResponseBase:
    """Set the eyes in one picture of remains, or in one photograph that a family gave for this."""
    found = incident_or_404(request.user, incident)
    picture = picture_or_404(request.user, found, pk)
    require_to_search(cast(User, request.user), found)
    return _eyes(request, picture)


@second_factor_needed
def _eyes(request: HttpRequest, picture: Picture) -> HttpResponse:
    act = request.POST.get("act", "") if request.method == "POST" else ""
    opening = OpenForm(request.POST if act in {"open", "point"} else None)
    numbers = EyesForm(request.POST if act == "keep" else None)
    refused: tuple[Finding, ...] = ()
    try:
        if act == "open" and opening.is_valid():
            return _open(request, picture, opening.cleaned_data["words"], None)
        if act == "point" and opening.is_valid():
            return _point(request, picture, opening.cleaned_data["words"])
        if act == "keep" and numbers.is_valid():
            return _keep(request, picture, Pointed.both(numbers.points))
    except RuleRefused as refusal:
        refused = refusal.findings
    except NotOpened as refusal:
        refused = (refusal.finding,)
    except (NotAllowed, KeyDestroyed):
        messages.warning(request, _("The family does not allow that its photographs are compared."))
        return redirect(case_url(picture))
    status = REFUSED if refused else MALFORMED if request.method == "POST" else 200
    context = _context(request, picture) | {
        "opening": opening,
        "numbers": numbers,
        "refused": refused,
    }
    return render(request, "faces/eyes.html", context, status=status)


def _address(picture: Picture) -> str:
    return reverse("faces:eyes", kwargs={"incident": picture.incident.slug, "pk": picture.pk})


def _open(
    request: HttpRequest, picture: Picture, words: str, first: Pointed | None
) -> HttpResponse:
    """Open the picture once more: each showing is an entry of its own (ME-01)."""
    made = open_picture(
        user=cast(User, request.user),
        picture=picture,
        reason=Opening.Reason.COMPARISON.value,
        words=words,
        proved=proved_lately(request),
    )
    asked = {"opening": str(made.pk), **(first.as_query() if first else {})}
    return redirect(f"{_address(picture)}?{urlencode(asked)}")


def _point(request: HttpRequest, picture: Picture, words: str) -> HttpResponse:
    """One eye was pointed at: the first leads to the second, the second is kept with it."""
    here, first = pointed(request.POST, shape_of(picture)), first_point(request.POST)
    if here is None:
        messages.warning(request, _("Point at the eye, or write the numbers below."))
        return _open(request, picture, words, first)
    if first is None:
        return _open(request, picture, words, here)
    return _keep(request, picture, first.then(here))


def _keep(request: HttpRequest, picture: Picture, both: Pointed) -> HttpResponse:
    try:
        set_eyes(user=cast(User, request.user), picture=picture, points=both.points)
    except SamePlace:
        messages.warning(request, _("Both eyes stand on one place."))
        return redirect(_address(picture))
    messages.success(request, _("The eyes are set. The next search uses them."))
    if both.points.seem_exchanged:
        messages.warning(
            request,
            _(
                "The right eye stands to the right of the left one. Unless the head stands upside "
                "down, one was taken for the other: set them again."
            ),
        )
    if picture.remains is not None:
        slug, number = picture.incident.slug, picture.remains.number
        return redirect("faces:of_remains", incident=slug, number=number)
    return redirect(case_url(picture))


def _context(request: HttpRequest, picture: Picture) -> dict[str, object]:
    words = words_of_picture(picture)
    if words is None:
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    width, height = shape_of(picture)
    first = first_point(request.GET)
    return {
        "incident": picture.incident,
        "picture": picture,
        "remains": picture.remains,
        "back": case_url(picture),
        "words": words,
        "shown": _opening(request, picture),
        "first": first,
        "width": SHOWN_WIDTH,
        "height": round(SHOWN_WIDTH * height / max(1, width)),
    }


def _opening(request: HttpRequest, picture: Picture) -> Opening | None:
    """The opening that this page shows, if it is this person's and was not shown yet."""
    asked = request.GET.get("opening", "")
    if not asked.isascii() or not asked.isdecimal():
        return None
    rows = Opening.objects.filter(
        picture=picture,
        opened_by=cast(User, request.user),
        shown_at__isnull=True,
        opened_at__gt=timezone.now() - WAITS,
    )
    return rows.filter(pk=int(asked[:18])).first()
