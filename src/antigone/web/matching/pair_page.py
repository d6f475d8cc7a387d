"""The page of one pair, which asks whether these remains may be this person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antigone.web.figures.numbers import THIN_SPACE
from antigone.web.incidents.access import incident_or_404
from antigone.web.matching.evidence import pair_evidence, posterior_alone
from antigone.web.matching.models import Run
from antigone.web.matching.results import Candidate, NoResults, RunResults
from antigone.web.records.assemble import NoLongerCovered
from antigone.web.records.models import MissingPerson, Remains
from antigone.web.records.profiles import typed_markers
from antigone.web.records.sight import may_see_genotypes


@require_safe
def pair(request: HttpRequest, incident: str, pk: int, remains: str, missing: str) -> HttpResponse:
    """Two sides, what DNA says of them, what it assumes, and what comes next."""
    found = incident_or_404(request.user, incident)
    run = get_object_or_404(Run.objects.select_related("incident"), incident=found, pk=pk)
    try:
        results = RunResults(run)
        candidate = results.candidate(remains, missing)
    except (NoResults, KeyError):
        raise Http404(_("This run compared no such pair.")) from None
    row = Remains.objects.select_related("profile").get(incident=found, number=remains)
    sought = MissingPerson.objects.select_related("family", "person").get(
        incident=found, number=missing
    )
    evidence, withdrawn = None, False
    try:
        evidence = pair_evidence(run, remains, missing)
    except NoLongerCovered:
        withdrawn = True
    context = {
        "incident": found,
        "run": run,
        "results": results,
        "candidate": candidate,
        "inconsistent": candidate.family in results.inconsistent_families,
        "remains": row,
        "typed": len(typed_markers(row)),
        "missing_person": sought,
        "evidence": evidence,
        "withdrawn": withdrawn,
        "may_see": may_see_genotypes(request.user, found),
        "priors": _priors(results, candidate),
        "others": _others(results, candidate),
        "nobody": results.marginals.get(remains, {}).get(None),
        "unsettled": [
            group
            for group in results.unsettled
            if remains in group.remains and missing in group.missing
        ],
    }
    return render(request, "matching/pair.html", context)


def _priors(results: RunResults, candidate: Candidate) -> list[tuple[str, str, float]]:
    """How much the posterior of the pair alone hangs on what was thought before."""
    if candidate.log10_lr is None:
        return []
    compared = max(2, len(results.missing) + 1)
    among = [
        (compared, _("the persons sought in this run, or somebody else")),
        (500, _("all who may have died there")),
        (10_000, _("all missing in the region")),
        (1_000_000, _("no circumstance used at all")),
    ]
    return [
        (f"{n:,}".replace(",", THIN_SPACE), words, posterior_alone(candidate.log10_lr, n))
        for n, words in among
    ]


def _others(results: RunResults, candidate: Candidate) -> list[tuple[str, float]]:
    """Other persons whom these remains may be, most probable first."""
    marginals = results.marginals.get(candidate.remains, {})
    others = [
        (m, p) for m, p in marginals.items() if m is not None and m != candidate.missing and p > 0
    ]
    return sorted(others, key=lambda pair: -pair[1])
