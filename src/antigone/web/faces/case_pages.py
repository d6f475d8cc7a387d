"""Pages of one of the remains: its pictures with their releases, and the searches made with them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.refusal import RuleRefused
from antigone.web.faces.doors import picture_of_remains_or_404, release_or_404
from antigone.web.faces.engines import NoEngine, calibration_in_force, engine_in_force
from antigone.web.faces.forms import BecauseForm
from antigone.web.faces.models import FaceSearch
from antigone.web.faces.releasing import NotReleased, release_picture, take_back_release
from antigone.web.faces.rights import TO_SEARCH, has_opened
from antigone.web.faces.shown import candidates
from antigone.web.faces.standing import of_remains as rules_of
from antigone.web.faces.words import ERROR_RATES, warning
from antigone.web.incidents.access import incident_or_404, permissions_of, require
from antigone.web.incidents.roles import Permission, roles_with
from antigone.web.media.words import words_of_picture
from antigone.web.records.doors import remains_or_404
from antigone.web.records.models import Remains
from antigone.web.records.paging import page_of

MALFORMED, REFUSED = 422, 409


@require_safe
def of_remains(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Which pictures may be searched with, and which searches there were."""
    found = incident_or_404(request.user, incident)
    remains = remains_or_404(request.user, found, number)
    require(request.user, found, Permission.SEE_REMAINS)
    may = permissions_of(request.user, found)
    rows = FaceSearch.objects.filter(remains=remains)
    context = {
        "incident": found,
        "remains": remains,
        "tab": "face",
        "rules": rules_of(remains),
        "candidates": candidates(cast(User, request.user), remains),
        "page": _page(request, rows) if may >= TO_SEARCH else None,
        "may_search": may >= TO_SEARCH,
        "may_release": Permission.RELEASE_FACES in may,
        "searchers": roles_with(TO_SEARCH),
        "no_engine": no_engine(),
        "warning": warning(),
        "error_rates": ERROR_RATES,
    }
    return render(request, "faces/of_remains.html", context)


def _page(request: HttpRequest, rows: QuerySet[FaceSearch]) -> Page[FaceSearch]:
    def dress(found: QuerySet[FaceSearch]) -> QuerySet[FaceSearch]:
        return found.select_related("asked_by", "incident")

    return page_of(rows, request.GET.get("page"), dress=dress)


def no_engine() -> str:
    """Why faces cannot be compared on this installation; "" where they can."""
    try:
        calibration_in_force(engine_in_force().identity)
    except NoEngine as missing:
        return str(missing)
    return ""


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Release one picture, with a reason."""
    picture = picture_of_remains_or_404(request, incident, pk, Permission.RELEASE_FACES)
    remains = cast(Remains, picture.remains)
    form, refused = BecauseForm(request.POST or None), tuple[Finding, ...]()
    if request.method == "POST" and form.is_valid():
        try:
            release_picture(
                user=cast(User, request.user), picture=picture, reason=form.cleaned_data["reason"]
            )
        except RuleRefused as refusal:
            refused = refusal.findings
        else:
            messages.success(
                request, _("The picture is released. Another person may search with it.")
            )
            return redirect("faces:of_remains", incident=incident, number=remains.number)
    context = {
        "incident": picture.incident,
        "remains": remains,
        "form": form,
        "picture": picture,
        "opened": has_opened(cast(User, request.user), [picture.pk]),
        "rules": refused or rules_of(remains),
        "words": words_of_picture(picture),
        "warning": warning(),
    }
    return render(request, "faces/release.html", context, status=_status(request, refused))


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Take a release back, with a reason."""
    released = release_or_404(request, incident, pk)
    remains = cast(Remains, released.picture.remains)
    form = BecauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back_release(
                user=cast(User, request.user), release=released, reason=form.cleaned_data["reason"]
            )
        except NotReleased:
            messages.warning(request, _("The release was taken back before."))
        else:
            messages.info(request, _("Nobody searches with this picture any more."))
        return redirect("faces:of_remains", incident=incident, number=remains.number)
    context = {
        "incident": released.incident,
        "remains": remains,
        "form": form,
        "release": released,
    }
    return render(request, "faces/take_back.html", context, status=_status(request, ()))


def _status(request: HttpRequest, refused: tuple[Finding, ...]) -> int:
    if refused:
        return REFUSED
    return MALFORMED if request.method == "POST" else 200
