"""The page of one pair, which asks whether these remains may be this person."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antigone.web.figures.numbers import THIN_SPACE
from antigone.web.matching.assumptions import given_of
from antigone.web.matching.candidates import Candidate
from antigone.web.matching.evidence import frozen_pair, pair_evidence, posterior_alone
from antigone.web.matching.gone_page import gone
from antigone.web.matching.models import Run
from antigone.web.matching.pair_explanation import pair_explanation
from antigone.web.matching.pair_lines import PairLines, pair_lines, weighed_evidence
from antigone.web.matching.pair_posterior import pair_posterior
from antigone.web.matching.results import NoResults, RunResults
from antigone.web.matching.shown import shown_results
from antigone.web.records.assemble import NoLongerCovered
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.models import MissingPerson, Remains
from antigone.web.records.profiles import typed_markers
from antigone.web.records.sight import (
    may_see_family_record,
    may_see_genotypes,
    may_see_remains_record,
)

ROUNDED = 1e-4
"""Stored totals are rounded; a line computed anew that differs by more was weighed otherwise."""


@require_safe
def pair(request: HttpRequest, incident: str, pk: int, remains: str, missing: str) -> HttpResponse:
    """Two sides, what all evidence says of them, what it assumes, and what comes next."""
    found = whole_incident_or_404(request.user, incident)
    runs = Run.objects.select_related("incident").defer("held_back")
    run = get_object_or_404(runs, incident=found, pk=pk)
    try:
        results = shown_results(run)
        candidate = results.candidate(remains, missing)
    except (NoResults, KeyError):
        return gone(request, run, remains, missing)
    row = Remains.objects.select_related("profile").get(incident=found, number=remains)
    sought = MissingPerson.objects.select_related("family__incident", "person").get(
        incident=found, number=missing
    )
    sees_records = may_see_remains_record(request.user, found) and may_see_family_record(
        request.user, found
    )
    alone = results.keeps_rows and request.GET.get("lines") != "all"
    anew = _computed_anew(results, candidate, sees_records, alone)
    other = _other(results, candidate, anew.get("lines"))
    total = _total(candidate, other)
    context = {
        "incident": found,
        "run": run,
        "results": results,
        "candidate": candidate,
        "inconsistent": candidate.family in results.inconsistent_families,
        "remains": row,
        "typed": len(typed_markers(row)),
        "missing_person": sought,
        "may_see": may_see_genotypes(request.user, found),
        "sees_records": sees_records,
        "other": other,
        "total": total,
        "weighed_otherwise": _weighed_otherwise(anew.get("lines"), other),
        "given": [(r, m) for r, m in given_of(run).items() if r == remains or m == missing],
        "posterior": pair_posterior(results, candidate),
        "priors": _priors(results, candidate, total),
        "unsettled": [
            group
            for group in results.unsettled
            if remains in group.remains and missing in group.missing
        ],
        **anew,
    }
    return render(request, "matching/pair.html", context)


def _computed_anew(
    results: RunResults, pair: Candidate, sees_records: bool, alone: bool
) -> dict[str, Any]:
    """What is not stored with a run: the DNA marker by marker, the rest line by line.

    Args:
        alone: without the rest, whose frequencies come from the records of all families.
    """
    run = results.run
    try:
        frozen = frozen_pair(run, pair.remains, pair.missing, alone=alone)
    except NoLongerCovered:
        frozen = None
    if frozen is None:
        return {}
    evidence = pair_evidence(frozen)
    if not sees_records:
        return {"evidence": evidence}
    if alone:
        return {"evidence": evidence, "lines_when_asked": True}
    try:
        weighed = weighed_evidence(run.incident, frozen)
    except NoLongerCovered:
        return {"evidence": evidence, "lines_withdrawn": True}
    return {
        "evidence": evidence,
        "lines": pair_lines(frozen, weighed),
        "explanation": pair_explanation(results, frozen, weighed),
    }


def _other(results: RunResults, pair: Candidate, lines: PairLines | None) -> float | None:
    """log10 LR of all that is known besides DNA: as the run weighed it, or where it did not, as now."""
    weighed = results.other_log10_lr(pair.remains, pair.missing)
    if weighed is None and lines is not None and lines.lines:
        return lines.log10_lr
    return weighed


def _total(candidate: Candidate, other: float | None) -> float | None:
    """log10 LR of all evidence; None where the pair was not compared, or by its DNA alone."""
    if candidate.log10_lr is None or other is None:
        return None
    return candidate.log10_lr + other


def _weighed_otherwise(lines: PairLines | None, other: float | None) -> bool:
    """Whether the lines no longer add up to what the run found: the program has changed since."""
    return (
        lines is not None
        and other is not None
        and not math.isclose(lines.log10_lr, other, abs_tol=ROUNDED)
    )


def _priors(
    results: RunResults, candidate: Candidate, total: float | None
) -> list[tuple[str, str, float, float | None]]:
    """How much the posterior of the pair alone hangs on what was thought before."""
    if candidate.log10_lr is None:
        return []
    compared = max(2, results.missing_count + 1)
    among = [
        (compared, _("the persons sought in this run, or somebody else")),
        (500, _("all who may have died there")),
        (10_000, _("all missing in the region")),
        (1_000_000, _("no circumstance used at all")),
    ]
    return [
        (
            f"{n:,}".replace(",", THIN_SPACE),
            words,
            posterior_alone(candidate.log10_lr, n),
            None if total is None else posterior_alone(total, n),
        )
        for n, words in among
    ]
