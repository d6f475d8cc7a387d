"""The page of a pair that a run compared, and that is not shown any more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from antigone.web.incidents.desk import signed_identifications
from antigone.web.matching.evidence import PairEvidence, kept_pair, pair_evidence
from antigone.web.matching.models import Run
from antigone.web.matching.shown import was_taken_out
from antigone.web.records.alive import found_alive
from antigone.web.records.models import MissingPerson, Remains
from antigone.web.records.profiles import typed_markers
from antigone.web.records.sight import may_see_genotypes

GONE = 410


def gone(request: HttpRequest, run: Run, remains: str, missing: str) -> HttpResponse:
    """Say why nothing is shown; with the DNA behind a signed identification that a law keeps (CO-06).

    Raises:
        Http404: the run compared no such pair.
    """
    row = Remains.objects.filter(incident=run.incident, number=remains).first()
    if row is None or not was_taken_out(run, missing):
        raise Http404(_("This run compared no such pair."))
    evidence = _kept(run, remains, missing)
    context = {
        "incident": run.incident,
        "run": run,
        "remains": row,
        "typed": len(typed_markers(row)),
        "missing_person": MissingPerson.objects.get(incident=run.incident, number=missing),
        "alive": missing in found_alive(run.incident, [missing]),
        "evidence": evidence,
        "candidate": {"log10_lr": evidence.total if evidence else None},
        "may_see": may_see_genotypes(request.user, run.incident),
    }
    return render(request, "matching/gone.html", context, status=GONE)


def _kept(run: Run, remains: str, missing: str) -> PairEvidence | None:
    if signed_identifications(run.incident, [remains]).get(remains) != missing:
        return None
    pair = kept_pair(run, remains, missing)
    return None if pair is None else pair_evidence(pair)
