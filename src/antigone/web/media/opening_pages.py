"""Pages on which the veil is lifted: a reason, then one picture, once."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from antigone.web.accounts.models import User
from antigone.web.accounts.second_factor import proved_lately, second_factor_needed
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.media.doors import opening_or_404, picture_or_404, prints_or_404
from antigone.web.media.forms import ReasonForm
from antigone.web.media.models import Opening, Picture, PrintFile
from antigone.web.media.opening import hand_out_prints, open_picture, show
from antigone.web.media.rights import NotOpened, to_open
from antigone.web.media.sealed import FileGone
from antigone.web.media.shown import case_url, reasons_for
from antigone.web.media.words import words_of_picture, words_of_prints
from antigone.web.sealing.keys import KeyDestroyed, SealBroken

NO_PICTURE = (KeyDestroyed, FileGone, SealBroken)
PICTURE_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest, incident: str, pk: int) -> HttpResponseBase:
    """Give a reason for opening one picture."""
    found = incident_or_404(request.user, incident)
    picture = picture_or_404(request.user, found, pk)
    _insist_on_right(request, picture)
    return _open_one(request, picture)


@second_factor_needed
def _open_one(request: HttpRequest, picture: Picture) -> HttpResponse:
    form = ReasonForm(reasons_for(picture), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opening = open_picture(
                user=cast(User, request.user),
                picture=picture,
                proved=proved_lately(request),
                **form.given,
            )
        except NotOpened as refused:
            form.add_error("words" if refused.finding.code == "ME-01" else None, str(refused))
        except KeyDestroyed:
            return redirect(case_url(picture))
        else:
            return redirect("media:opened", incident=picture.incident.slug, pk=opening.pk)
    context = _context(picture) | {"form": form, "words": words_of_picture(picture)}
    status = 422 if request.method == "POST" else 200
    return render(request, "media/open.html", context, status=status)


@require_GET
def opened(request: HttpRequest, incident: str, pk: int) -> HttpResponseBase:
    """The page around one open picture."""
    found = incident_or_404(request.user, incident)
    opening = opening_or_404(request.user, found, pk)
    _insist_on_right(request, opening.item)
    return _opened(request, opening)


@second_factor_needed
def _opened(request: HttpRequest, opening: Opening) -> HttpResponse:
    picture = cast(Picture, opening.item)
    words = words_of_picture(picture)
    context = _context(picture) | {"opening": opening, "words": words}
    return render(request, "media/opened.html", context)


@require_GET
def shown(request: HttpRequest, incident: str, pk: int) -> HttpResponseBase:
    """The picture itself, drawn anew: once, for the person who opened it."""
    found = incident_or_404(request.user, incident)
    opening = opening_or_404(request.user, found, pk)
    _insist_on_right(request, opening.item)
    return _shown(request, opening)


@second_factor_needed
def _shown(request: HttpRequest, opening: Opening) -> HttpResponse:
    try:
        drawn = show(user=cast(User, request.user), opening=opening)
    except NO_PICTURE:
        drawn = None
    if drawn is None:
        raise Http404(_("The picture is veiled again. Open it anew, with a reason."))
    name = f'inline; filename="picture-{opening.picture_id}.jpg"'
    headers = PICTURE_HEADERS | {"Content-Disposition": name}
    return HttpResponse(drawn, content_type="image/jpeg", headers=headers)


@require_http_methods(["GET", "POST"])
def hand_out(request: HttpRequest, incident: str, pk: int) -> HttpResponseBase:
    """Give a reason, and take a file of prints as it came."""
    found = incident_or_404(request.user, incident)
    prints = prints_or_404(request.user, found, pk)
    _insist_on_right(request, prints)
    return _hand_out(request, prints)


@second_factor_needed
def _hand_out(request: HttpRequest, prints: PrintFile) -> HttpResponse:
    form = ReasonForm(reasons_for(prints), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            content = hand_out_prints(
                user=cast(User, request.user),
                prints=prints,
                proved=proved_lately(request),
                **form.given,
            )
        except NotOpened as refused:
            form.add_error("words" if refused.finding.code == "ME-01" else None, str(refused))
        except NO_PICTURE:
            return redirect(case_url(prints))
        else:
            name = f'attachment; filename="prints-{prints.pk}.nist"'
            headers = PICTURE_HEADERS | {"Content-Disposition": name}
            return HttpResponse(content, content_type="application/octet-stream", headers=headers)
    context = _context(prints) | {"form": form, "words": words_of_prints(prints)}
    status = 422 if request.method == "POST" else 200
    return render(request, "media/hand_out.html", context, status=status)


def _insist_on_right(request: HttpRequest, item: Picture | PrintFile) -> None:
    for permission in sorted(to_open(item)):
        require(request.user, item.incident, permission)


def _context(item: Picture | PrintFile) -> dict[str, object]:
    return {
        "incident": item.incident,
        "item": item,
        "remains": item.remains,
        "family": item.family,
        "back": case_url(item),
    }
