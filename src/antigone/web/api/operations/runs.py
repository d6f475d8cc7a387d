"""Operations about runs: start, watch, cancel, and read what they found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field as About
from ninja import Path, Query, Router

from antigone.policy.tokens import Scope
from antigone.reconcile.priors import ListKind
from antigone.web.accounts.models import User
from antigone.web.api.entering import person_of
from antigone.web.api.operation import operation
from antigone.web.api.problems import conflict, invalid
from antigone.web.api.said import (
    SOUND,
    Field,
    Id,
    In,
    Listed,
    Log10,
    Out,
    Page,
    as_log10,
    page_of_items,
    page_of_rows,
)
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.matching.assumptions import Choice, PriorRefused
from antigone.web.matching.candidates import Candidate, candidate_of, with_both
from antigone.web.matching.evidence import FrozenPair, frozen_pair, pair_evidence
from antigone.web.matching.joint_view import Weighed, joint_view
from antigone.web.matching.kept_pairs import shown_pairs
from antigone.web.matching.models import KeptPair, Run
from antigone.web.matching.pair_lines import pair_lines, weighed_evidence
from antigone.web.matching.results import NoResults, RunResults
from antigone.web.matching.runs import NothingToCompare, NotRunning, cancel_run, start_run
from antigone.web.matching.shown import shown_results
from antigone.web.records.assemble import NoLongerCovered
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.sight import (
    may_see_family_record,
    may_see_genotypes,
    may_see_remains_record,
)
from antigone.web.sentences import translated
from antigone.words import said_of_json

router = Router()
PART = "Runs"


class RunShown(Out):
    """A comparison: how far it is, and what it rests on."""

    id: int
    status: str = About(description="waiting, running, done, failed or cancelled")
    stage: str
    done: int
    total: int
    created_by: str
    created_at: datetime
    finished_at: datetime | None
    program: str
    inputs: str = About(description="Salted fingerprint of what was compared.")
    prior: str


class Start(In):
    """What is chosen before a run."""

    prior: ListKind = ListKind.FLAT
    expected: float | None = About(
        None, description="On an open list: how many of the remains are of persons sought."
    )
    without_signed: bool = About(
        False, description="Leave signed identifications out, to see what would be without them."
    )


class Order(StrEnum):
    """In which order candidates come."""

    LR = "lr"
    RUN = "run"


class CandidatesAsked(Page):
    """Which candidates are asked for."""

    order: Order = Order.LR
    least: float | None = About(None, description="Only pairs with at least this log10 LR of DNA.")
    remains: str = About("", pattern=SOUND, max_length=100, description="Only these remains.")
    missing: str = About("", pattern=SOUND, max_length=100, description="Only this person.")


class CandidateShown(Out):
    """One pair: worth looking at, and no more than that."""

    remains: str
    missing: str
    log10_lr: Log10 = About(description="Of DNA alone.")
    other_log10_lr: Log10 = About(description="Of all else that was recorded; null: nothing was.")
    posterior: float | None = About(description="In the joint view, from DNA; null: there is none.")


class MarkerShown(Out):
    """One marker of a pair; alleles only for those who may see them."""

    marker: str
    log10_lr: Log10
    remains: str | None
    relatives: list[str] | None


class LineShown(Out):
    """One line of evidence besides DNA."""

    line: str
    log10_lr: Log10
    counts: bool = About(description="Whether the sum contains it; else a stronger line says it.")


class PairShown(CandidateShown):
    """One pair in detail, computed anew from what its run read."""

    inconsistent_family: bool
    relatives: list[str] = About(description="Codes, in the order of the alleles.")
    markers: list[MarkerShown] = About(description="Empty where the inputs are gone.")
    lines: list[LineShown] | None = About(description="null: not yours to see, or none.")


class JointAsked(Page):
    """Which of the two joint posteriors is asked for."""

    evidence: Weighed = Weighed.DNA


class Standing(Out):
    """Whom remains may be; persons with a probability below 0.005 are left out."""

    remains: str
    persons: dict[str, float]
    nobody: float = About(description="That they are nobody of those sought.")
    settled: bool
    error: float | None = About(description="Proved bound of the error; null: an estimate.")


class JointShown(Listed[Standing]):
    """A page of the joint view, and what all of it rests on."""

    evidence: Weighed
    prior: str
    threshold: float
    refusal: str | None = About(description="Why there is no joint view.")


@operation(
    router,
    "GET",
    "/incidents/{incident}/runs",
    scope=Scope.READ_RUNS,
    part=PART,
    gives=Listed[RunShown],
)
def list_runs(request: HttpRequest, incident: str, asked: Query[Page]) -> Listed[RunShown]:
    """All runs, the oldest first."""
    found = whole_incident_or_404(person_of(request), incident)
    rows = Run.objects.filter(incident=found).select_related("created_by").defer("results")

    def show(here: Sequence[Run]) -> list[RunShown]:
        return [_shown(row) for row in here]

    items, following = page_of_rows(rows, asked, show)
    return Listed(items=items, next=following)


@operation(
    router,
    "POST",
    "/incidents/{incident}/runs",
    scope=Scope.WRITE_RUNS,
    part=PART,
    gives=RunShown,
    status=201,
    refuses=(409,),
)
def start(request: HttpRequest, incident: str, given: Start) -> RunShown:
    """Begin a run over everything that may be compared now."""
    person = person_of(request)
    found = whole_incident_or_404(person, incident)
    require(person, found, Permission.RUN)
    is_open = given.prior is ListKind.OPEN
    choice = Choice(given.prior, given.expected if is_open else None, given.without_signed)
    try:
        return _shown(start_run(user=person, incident=found, choice=choice))
    except NothingToCompare as nothing:
        raise conflict(str(nothing)) from None
    except PriorRefused as refusal:
        name = "expected" if is_open else "prior"
        raise invalid([Field(field=name, message=str(refusal))]) from None


@operation(
    router,
    "GET",
    "/incidents/{incident}/runs/{run}",
    scope=Scope.READ_RUNS,
    part=PART,
    gives=RunShown,
)
def read_run(request: HttpRequest, incident: str, run: Path[Id]) -> RunShown:
    """One run: how far it is."""
    return _shown(_run_or_404(person_of(request), incident, run))


@operation(
    router,
    "POST",
    "/incidents/{incident}/runs/{run}/cancel",
    scope=Scope.WRITE_RUNS,
    part=PART,
    gives=RunShown,
    refuses=(409,),
)
def cancel(request: HttpRequest, incident: str, run: Path[Id]) -> RunShown:
    """End a run that is not needed."""
    person = person_of(request)
    found = _run_or_404(person, incident, run)
    require(person, found.incident, Permission.RUN)
    try:
        cancel_run(user=person, run=found)
    except NotRunning as ended:
        raise conflict(str(ended)) from None
    return _shown(_run_or_404(person, incident, run))


@operation(
    router,
    "GET",
    "/incidents/{incident}/runs/{run}/candidates",
    scope=Scope.READ_RUNS,
    part=PART,
    gives=Listed[CandidateShown],
    refuses=(409,),
)
def list_candidates(
    request: HttpRequest, incident: str, run: Path[Id], asked: Query[CandidatesAsked]
) -> Listed[CandidateShown]:
    """The pairs of a run, as far as they may be shown now."""
    results = _results(_run_or_404(person_of(request), incident, run))
    if results.keeps_rows:
        return _of_rows(results, asked)
    chosen = [pair for pair in results.candidates if _is_asked(pair, asked)]
    if asked.order is Order.LR:
        chosen.sort(key=_strength, reverse=True)

    def show(here: Sequence[Candidate]) -> list[CandidateShown]:
        return [CandidateShown(**_numbers(results, pair)) for pair in here]

    items, following = page_of_items(chosen, asked, show)
    return Listed(items=items, next=following)


def _of_rows(results: RunResults, asked: CandidatesAsked) -> Listed[CandidateShown]:
    """The pairs of a run over many, which stand in rows of their own."""
    run = results.run
    rows = shown_pairs(run, [asked.missing] if asked.missing else None)
    if asked.remains:
        rows = rows.filter(remains__number=asked.remains)
    if asked.least is not None:
        rows = rows.filter(log10_lr__gte=asked.least)
    if asked.order is Order.RUN:
        rows = rows.order_by("pk")

    def show(here: Sequence[KeptPair]) -> list[CandidateShown]:
        return [CandidateShown(**_numbers(results, candidate_of(run, pair))) for pair in here]

    items, following = page_of_items(with_both(rows), asked, show)
    return Listed(items=items, next=following)


@operation(
    router,
    "GET",
    "/incidents/{incident}/runs/{run}/pairs/{remains}/{missing}",
    scope=Scope.READ_RUNS,
    part=PART,
    gives=PairShown,
    refuses=(409,),
)
def read_pair(
    request: HttpRequest, incident: str, run: Path[Id], remains: str, missing: str
) -> PairShown:
    """One pair in detail."""
    person = person_of(request)
    found = _run_or_404(person, incident, run)
    results = _results(found)
    try:
        pair = results.candidate(remains, missing)
    except KeyError:
        raise Http404 from None
    frozen = _frozen(found, pair)
    relatives, markers = _markers(person, found, frozen)
    return PairShown(
        **_numbers(results, pair),
        inconsistent_family=pair.family in results.inconsistent_families,
        relatives=relatives,
        markers=markers,
        # Of a run over many the rest is weighed on the page of a pair, where somebody waits for it.
        lines=None if results.keeps_rows else _lines(person, found, frozen),
    )


@operation(
    router,
    "GET",
    "/incidents/{incident}/runs/{run}/joint",
    scope=Scope.READ_RUNS,
    part=PART,
    gives=JointShown,
    refuses=(409,),
)
def read_joint(
    request: HttpRequest, incident: str, run: Path[Id], asked: Query[JointAsked]
) -> JointShown:
    """The joint view: for each of the remains whom they may be."""
    results = _results(_run_or_404(person_of(request), incident, run))
    view = joint_view(results, asked.evidence)
    errors = {remains: block.error for block in view.blocks for remains in block.remains}

    def show(here: Sequence[str]) -> list[Standing]:
        return [
            Standing(
                remains=remains,
                persons=view.persons(remains),
                nobody=view.nobody(remains),
                settled=remains not in view.open_remains,
                error=errors.get(remains, 0.0),
            )
            for remains in here
        ]

    items, following = page_of_items(list(view.marginals), asked, show)
    return JointShown(
        items=items,
        next=following,
        evidence=view.weighed,
        prior=results.prior,
        threshold=view.threshold,
        refusal=results.joint_refusal,
    )


def _run_or_404(person: User, slug: str, pk: int) -> Run:
    incident = whole_incident_or_404(person, slug)
    rows = Run.objects.select_related("incident", "created_by")
    return get_object_or_404(rows, incident=incident, pk=pk)


def _shown(run: Run) -> RunShown:
    return RunShown(
        id=run.pk,
        status=run.status,
        stage=run.stage,
        done=run.done,
        total=run.total,
        created_by=run.created_by.username,
        created_at=run.created_at,
        finished_at=run.finished_at,
        program=run.program,
        inputs=run.inputs_fingerprint,
        prior=translated(said_of_json(run.assumptions.get("prior", ""))),
    )


def _results(run: Run) -> RunResults:
    """What may be shown of a run now; 409 where it has no results."""
    try:
        return shown_results(run)
    except NoResults:
        raise conflict(_("This run has no results.")) from None


def _is_asked(pair: Candidate, asked: CandidatesAsked) -> bool:
    strong = asked.least is None or (pair.log10_lr is not None and pair.log10_lr >= asked.least)
    return strong and asked.remains in {"", pair.remains} and asked.missing in {"", pair.missing}


def _strength(pair: Candidate) -> float:
    """Pairs of an inconsistent family say nothing: they stand behind the excluded ones."""
    value = pair.log10_lr
    return -math.inf if value is None or math.isnan(value) else max(value, -1e300)


def _numbers(results: RunResults, pair: Candidate) -> dict[str, Any]:
    return {
        "remains": pair.remains,
        "missing": pair.missing,
        "log10_lr": as_log10(pair.log10_lr),
        "other_log10_lr": as_log10(results.other_log10_lr(pair.remains, pair.missing)),
        "posterior": pair.posterior,
    }


def _frozen(run: Run, pair: Candidate) -> FrozenPair | None:
    try:
        return frozen_pair(run, pair.remains, pair.missing)
    except NoLongerCovered:
        return None


def _markers(
    person: User, run: Run, frozen: FrozenPair | None
) -> tuple[list[str], list[MarkerShown]]:
    if frozen is None:
        return [], []
    evidence, sees = pair_evidence(frozen), may_see_genotypes(person, run.incident)
    rows = [
        MarkerShown(
            marker=row.marker,
            log10_lr=as_log10(row.log10_lr),
            remains=row.remains if sees else None,
            relatives=list(row.relatives) if sees else None,
        )
        for row in evidence.rows
        if row.compared
    ]
    return list(evidence.relatives), rows


def _lines(person: User, run: Run, frozen: FrozenPair | None) -> list[LineShown] | None:
    """For those who may see both records: a line says what one of them holds."""
    incident = run.incident
    sees = may_see_remains_record(person, incident) and may_see_family_record(person, incident)
    if frozen is None or not sees:
        return None
    try:
        found = pair_lines(frozen, weighed_evidence(incident, frozen))
    except NoLongerCovered:
        return None
    if found is None:
        return None
    return [
        LineShown(line=line.name, log10_lr=as_log10(line.log10_lr), counts=not line.stronger)
        for line in found.lines
    ]
