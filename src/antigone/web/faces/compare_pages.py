"""The page of one lead: two pictures side by side, opened with a reason, and somebody's own opinion."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
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
from antigone.web.faces.doors import hit_or_404
from antigone.web.faces.drawing import Marked, marked
from antigone.web.faces.forms import OpenForm, OpinionForm
from antigone.web.faces.measures import read
from antigone.web.faces.models import FaceHit, FaceOpinion, FaceVector
from antigone.web.faces.opinions import (
    NotShown,
    give_opinion,
    has_opened_both,
    open_both,
    opinions_shown,
)
from antigone.web.faces.words import ERROR_RATES, band_words, warning
from antigone.web.media.models import Opening, Picture
from antigone.web.media.opening import WAITS
from antigone.web.media.pixels import shape_of
from antigone.web.media.rights import NotOpened
from antigone.web.records.models import Family
from antigone.web.requests.consents import answers
from antigone.web.requests.models import ConsentGiven, Purpose
from antigone.web.sealing.keys import KeyDestroyed

Points = tuple[tuple[float, float], ...]


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, incident: str, pk: int, missing: str) -> HttpResponseBase:
    """Two sides of a lead."""
    return _compare(request, hit_or_404(request, incident, pk, missing))


@second_factor_needed
def _compare(request: HttpRequest, hit: FaceHit) -> HttpResponse:
    act = request.POST.get("act", "") if request.method == "POST" else ""
    opening = OpenForm(request.POST if act == "open" else None)
    opinion = OpinionForm(request.POST if act == "opinion" else None)
    refused: tuple[Finding, ...] = ()
    try:
        if act == "open" and opening.is_valid():
            return _opened(request, hit, opening)
        if act == "opinion" and opinion.is_valid():
            return _given(request, hit, opinion)
    except RuleRefused as refusal:
        refused = refusal.findings
    except NotOpened as refusal:
        refused = (refusal.finding,)
    except (NotShown, KeyDestroyed):
        messages.warning(request, _("The family no longer allows it: the lead is gone."))
        return redirect(hit.search)
    status = REFUSED if refused else MALFORMED if request.method == "POST" else 200
    context = _context(request, hit) | {
        "opening": opening,
        "opinion": opinion,
        "refused": refused,
    }
    return render(request, "faces/compare.html", context, status=status)


def _address(hit: FaceHit) -> str:
    at = {"incident": hit.search.incident.slug, "pk": hit.search_id}
    return reverse("faces:compare", kwargs=at | {"missing": hit.missing_person.number})


def _opened(request: HttpRequest, hit: FaceHit, form: OpenForm) -> HttpResponse:
    remains, family = open_both(
        user=cast(User, request.user),
        hit=hit,
        words=form.cleaned_data["words"],
        proved=proved_lately(request),
    )
    return redirect(f"{_address(hit)}?{urlencode({'remains': remains.pk, 'family': family.pk})}")


def _given(request: HttpRequest, hit: FaceHit, form: OpinionForm) -> HttpResponse:
    give_opinion(user=cast(User, request.user), hit=hit, **form.cleaned_data)
    messages.success(request, _("Your opinion is written down."))
    return redirect(_address(hit))


def _context(request: HttpRequest, hit: FaceHit) -> dict[str, object]:
    user, search = cast(User, request.user), hit.search
    rows = FaceOpinion.objects.filter(remains=search.remains, missing_person=hit.missing_person)
    joins = ("given_by", "missing_person__family__key")
    of_remains = _drawn(request, "remains", search.picture, _points_of_remains(hit))
    return {
        "incident": search.incident,
        "search": search,
        "remains": search.remains,
        "missing_person": hit.missing_person,
        "family": hit.missing_person.family,
        "hit": hit,
        "band": band_words(hit.band),
        "of_remains": of_remains,
        "of_family": _drawn(request, "family", hit.picture, _points_of_family(hit)),
        "seen": of_remains is not None or has_opened_both(user, hit),
        "declined": _declined(hit.missing_person.family),
        "opinions": opinions_shown(search.incident, rows.select_related(*joins)),
        "warning": warning(),
        "error_rates": ERROR_RATES,
    }


def _declined(family: Family) -> bool:
    """Whether all of a family who answered about DNA said no, or took their yes back."""
    asked = [rows for question, rows in answers(family).items() if question.purpose is Purpose.DNA]
    newest = {rows[-1].answer for rows in asked}
    refusals = {ConsentGiven.Answer.NO.value, ConsentGiven.Answer.WITHDRAWN.value}
    return bool(newest & refusals) and ConsentGiven.Answer.YES.value not in newest


def _drawn(request: HttpRequest, which: str, picture: Picture, points: Points) -> Marked | None:
    """One side, if this person opened it just now and has not seen it yet."""
    asked = request.GET.get(which, "")
    if not asked.isascii() or not asked.isdecimal():
        return None
    rows = Opening.objects.filter(
        picture=picture,
        opened_by=cast(User, request.user),
        shown_at__isnull=True,
        opened_at__gt=timezone.now() - WAITS,
    )
    opening = rows.filter(pk=int(asked[:18])).first()
    if opening is None:
        return None
    at = {"incident": picture.incident.slug, "pk": opening.pk}
    words = _("Picture of the remains") if which == "remains" else _("Photograph from the family")
    return marked(reverse("media:shown", kwargs=at), shape_of(picture), points, words)


def _points_of_remains(hit: FaceHit) -> Points:
    return tuple((float(x), float(y)) for x, y in hit.search.points)


def _points_of_family(hit: FaceHit) -> Points:
    row = FaceVector.objects.filter(picture=hit.picture_id).first()
    if row is None:
        return ()
    try:
        return read(row, hit.missing_person.family).points
    except KeyDestroyed:
        return ()
