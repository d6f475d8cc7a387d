"""Pages of runs: all of them, one with its candidates, its progress, and the joint view."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.matching.figures import candidates_figure, joint_figure
from antigone.web.matching.models import Run
from antigone.web.matching.results import Candidate, NoResults, RunResults
from antigone.web.matching.runs import NothingToCompare, NotRunning, cancel_run, start_run
from antigone.web.matching.words import stage_in_words

ON_A_PAGE = 50
SHOWN_PROBABILITY = 0.005


def run_or_404(request: HttpRequest, slug: str, pk: int) -> tuple[Incident, Run]:
    """A run of an incident in which the person has a role."""
    incident = incident_or_404(request.user, slug)
    runs = Run.objects.select_related("incident", "created_by", "cancelled_by")
    return incident, get_object_or_404(runs, incident=incident, pk=pk)


@require_safe
def runs(request: HttpRequest, incident: str) -> HttpResponse:
    """All runs, newest first."""
    found = incident_or_404(request.user, incident)
    rows = Run.objects.filter(incident=found).select_related("created_by").defer("results")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/runs.html", {"incident": found, "page": page})


@require_POST
def start(request: HttpRequest, incident: str) -> HttpResponse:
    """Begin a run over everything that may be compared now."""
    found = incident_or_404(request.user, incident)
    try:
        started = start_run(user=cast(User, request.user), incident=found)
    except NothingToCompare as nothing:
        messages.warning(request, str(nothing))
        return redirect("matching:runs", incident=found.slug)
    return redirect(started)


@require_safe
def run(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A run: how far it is; when done, who may be whom, pair by pair."""
    found, shown = run_or_404(request, incident, pk)
    context: dict[str, object] = {"incident": found, "run": shown, **_progress(shown)}
    if shown.status == Run.Status.DONE:
        results = RunResults(shown)
        sort, everything = request.GET.get("sort", "lr"), request.GET.get("show") == "all"
        candidates = _sorted(results, sort, everything)
        context |= {
            "results": results,
            "figure": candidates_figure(results),
            "sort": sort,
            "everything": everything,
            "page": Paginator(candidates, ON_A_PAGE).get_page(request.GET.get("page")),
            "supported": sum(_speaks_for(pair) for pair in results.candidates),
            "pairs": len(results.candidates),
        }
    return render(request, "matching/run.html", context)


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


@require_safe
def joint(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Who may be whom, all at once."""
    found, shown = run_or_404(request, incident, pk)
    try:
        results = RunResults(shown)
    except NoResults:
        raise Http404(_("This run has no results.")) from None
    context = {
        "incident": found,
        "run": shown,
        "results": results,
        "figure": joint_figure(results),
        "marginals": [(r, _largest_first(results.marginals[r])) for r in results.marginals],
        "letters": list(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", results.unsettled, strict=False)),
        "columns": [
            remains
            for remains in results.remains
            if any(a.assignment[remains] is not None for a in results.assignments)
        ],
    }
    return render(request, "matching/joint.html", context)


def _largest_first(row: Mapping[str | None, float]) -> list[tuple[str | None, float]]:
    shown = [(person, p) for person, p in row.items() if p >= SHOWN_PROBABILITY]
    return sorted(shown, key=lambda pair: -pair[1])
