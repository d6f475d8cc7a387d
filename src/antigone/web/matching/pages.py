"""Pages of runs: all of them, how one is started, one with its candidates, and its progress."""

from __future__ import annotations

import math
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.desk import count_of_signed
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.matching.assumptions import PriorRefused
from antigone.web.matching.candidates import Candidate, candidate_of, with_both
from antigone.web.matching.figures import candidates_figure
from antigone.web.matching.forms import StartForm
from antigone.web.matching.kept_pairs import shown_pairs
from antigone.web.matching.models import KeptPair, Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.runs import NothingToCompare, NotRunning, cancel_run, start_run
from antigone.web.matching.shown import shown_results
from antigone.web.matching.words import stage_in_words
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.sight import may_see_remains_record

ON_A_PAGE = 50

STRONGEST = 1_000
"""So many pairs of a run over many are listed."""


def run_or_404(request: HttpRequest, slug: str, pk: int) -> tuple[Incident, Run]:
    """A run of an incident in which the person has a role."""
    incident = whole_incident_or_404(request.user, slug)
    runs = Run.objects.select_related("incident", "created_by", "cancelled_by")
    return incident, get_object_or_404(runs, incident=incident, pk=pk)


@require_safe
def runs(request: HttpRequest, incident: str) -> HttpResponse:
    """All runs, newest first."""
    found = whole_incident_or_404(request.user, incident)
    return _runs(request, found, start_form(found))


def start_form(incident: Incident) -> StartForm:
    """The choices before a run that anybody starts now."""
    return StartForm(signed=count_of_signed(incident))


def _runs(request: HttpRequest, incident: Incident, form: StartForm) -> HttpResponse:
    rows = Run.objects.filter(incident=incident).select_related("created_by").defer("results")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"incident": incident, "page": page, "start_form": form}
    return render(request, "matching/runs.html", context, status=422 if form.errors else 200)


@require_POST
def start(request: HttpRequest, incident: str) -> HttpResponse:
    """Begin a run over everything that may be compared now."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.RUN)
    form = StartForm(request.POST, signed=count_of_signed(found))
    if not form.is_valid():
        return _runs(request, found, form)
    try:
        started = start_run(user=cast(User, request.user), incident=found, choice=form.choice())
    except NothingToCompare as nothing:
        messages.warning(request, str(nothing))
        return redirect("matching:runs", incident=found.slug)
    except PriorRefused as refusal:
        form.add_error("prior" if form.closed else "expected", str(refusal))
        return _runs(request, found, form)
    return redirect(started)


@require_safe
def run(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A run: how far it is; when done, who may be whom, pair by pair."""
    found, shown = run_or_404(request, incident, pk)
    context: dict[str, object] = {
        "incident": found,
        "run": shown,
        "start_form": None if shown.is_open else start_form(found),
        **_progress(shown),
    }
    if shown.status == Run.Status.DONE:
        results = shown_results(shown)
        sort, everything = request.GET.get("sort", "lr"), request.GET.get("show") == "all"
        asked = request.GET.get("page")
        pairs = (
            _of_rows(results, asked)
            if results.keeps_rows
            else _of_all(results, sort, everything, asked)
        )
        context |= {
            "sees_remains": may_see_remains_record(request.user, found),
            "results": results,
            "figure": candidates_figure(results),
            "sort": sort,
            "everything": everything,
            **pairs,
        }
    return render(request, "matching/run.html", context)


def _of_all(
    results: RunResults, sort: str, everything: bool, asked: str | None
) -> dict[str, object]:
    candidates = _sorted(results, sort, everything)
    return {
        "page": Paginator(candidates, ON_A_PAGE).get_page(asked),
        "supported": sum(_speaks_for(pair) for pair in results.candidates),
        "pairs": len(results.candidates),
    }


def _of_rows(results: RunResults, asked: str | None) -> dict[str, object]:
    """The strongest pairs of a run over many; those of one case stand on its page."""
    run = results.run
    best = list(shown_pairs(run).values_list("pk", flat=True)[:STRONGEST])
    paginator: Paginator[Any] = Paginator(best, ON_A_PAGE)
    page = paginator.get_page(asked)
    rows = {pair.pk: pair for pair in with_both(KeptPair.objects.filter(pk__in=page.object_list))}
    return {
        "page": Page[Candidate](
            [candidate_of(run, rows[pk]) for pk in page.object_list], page.number, paginator
        ),
        "supported": results.supported_count,
        "strongest": len(best),
        "pairs": results.pairs_count,
    }


def _speaks_for(pair: Candidate) -> bool:
    return pair.log10_lr is not None and pair.log10_lr > 0


def _sorted(results: RunResults, sort: str, everything: bool) -> list[Candidate]:
    pairs = [pair for pair in results.candidates if everything or _speaks_for(pair)]
    if sort == "remains":
        return pairs
    if sort == "missing":
        return sorted(pairs, key=lambda pair: results.missing.index(pair.missing))
    return sorted(pairs, key=_strength, reverse=True)


def _strength(pair: Candidate) -> float:
    value = pair.log10_lr
    # Pairs of an inconsistent family (0/0) say nothing: they stand behind the excluded ones.
    return -math.inf if value is None or math.isnan(value) else max(value, -1e300)


@require_safe
def status(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """How far a run is, as a piece of its page; when it has ended the page is loaded anew."""
    found, shown = run_or_404(request, incident, pk)
    context = {"incident": found, "run": shown, **_progress(shown)}
    response = render(request, "matching/_status.html", context)
    if not shown.is_open:
        response.headers["HX-Refresh"] = "true"
    return response


def _progress(shown: Run) -> dict[str, object]:
    share = round(100 * shown.done / shown.total) if shown.total else None
    return {"stage": stage_in_words(shown.stage), "percent": share}


@require_POST
def cancel(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """End a run that is not needed."""
    found, shown = run_or_404(request, incident, pk)
    require(request.user, found, Permission.RUN)
    try:
        cancel_run(user=cast(User, request.user), run=shown)
    except NotRunning as ended:
        messages.warning(request, str(ended))
    else:
        messages.info(request, _("The run is cancelled. Nothing of it was stored as a result."))
    return redirect(shown)
