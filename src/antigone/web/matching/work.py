"""The work of a run, in the background: it reads its frozen inputs, and nothing else."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from numpy.random import default_rng

from antigone.formats.bodies_json import direct_json
from antigone.formats.problems import FormatError
from antigone.formats.result_json import next_json, reconciliation_json
from antigone.genetics.markers import MarkerError
from antigone.policy.identification import least_posterior
from antigone.provenance import JsonValue
from antigone.reconcile.direct import compare_remains
from antigone.reconcile.explain import explanations_of_groups
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.joint import reconcile
from antigone.reconcile.next_step import next_steps
from antigone.search.pairs import fast_pairwise
from antigone.web.journal.services import record
from antigone.web.matching.assumptions import given_of, prior_of
from antigone.web.matching.frozen import read_frozen
from antigone.web.matching.kept_pairs import keep_pairs
from antigone.web.matching.models import Run
from antigone.web.matching.same_persons import compared, joined_groups
from antigone.web.matching.screening import Found, is_large, screened
from antigone.web.matching.tables import tables_in_force
from antigone.web.records.alive import insist_nobody_is_alive
from antigone.web.records.assemble import NoLongerCovered, insist_on_basis
from antigone.web.records.consent import locked
from antigone.web.records.entering import insist_on_remains
from antigone.web.records.uploads import forget_expired_uploads
from antigone.web.sealing.erasure import overwrite
from antigone.words import said_json

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_SIGNS = 0.5

MOST_PAIRS_SIMULATED = 10_000
"""In larger incidents no further sample is simulated."""

SEED = 0
"""Of these simulations: the same inputs give the same output."""


class RunCancelled(Exception):
    """The run was cancelled while it worked."""


@task()
def compare(run_id: int) -> None:
    """Do the work of a run once; a run that was cancelled or is done already is left alone."""
    forget_expired_uploads()
    overwrite()
    claimed = Run.objects.filter(pk=run_id, status=Run.Status.WAITING).update(
        status=Run.Status.RUNNING, started_at=timezone.now(), beat_at=timezone.now()
    )
    if claimed != 1:
        return
    run = Run.objects.select_related("incident", "created_by").get(pk=run_id)
    try:
        _work(run)
    except RunCancelled:
        return
    except Exception as error:
        _fail(run, error)


def _work(run: Run) -> None:
    frozen = read_frozen(run)
    if frozen.withdrawn:
        raise NoLongerCovered
    dvi = frozen.dvi
    _insist_on_frozen(run, dvi)
    each = compared(run, dvi)
    if is_large(each):
        found = screened(each, Progress(run))
        _finish(run, dvi, found.results | {"families": _joined_families(run, each)}, found.pairs)
    else:
        _finish(run, dvi, _joined(run, each) | {"families": _families(each)})


def _insist_on_frozen(run: Run, dvi: DviIncident) -> None:
    insist_on_basis(run.incident, dvi.families)
    insist_nobody_is_alive(run.incident, dvi.families)
    parts = (part for body in run.assumptions.get("bodies", {}).values() for part in body)
    insist_on_remains(run.incident, [*(remains.id for remains in dvi.remains), *parts])


def _joined(run: Run, dvi: DviIncident) -> dict[str, JsonValue]:
    """All pairs, the joint posterior, why remains stay open, and what would decide.

    Remains that look like parts of one body are told and not joined: what belongs together is for the
    record to say.
    """
    tell, prior, given = Progress(run), prior_of(run), given_of(run)
    threshold = least_posterior(settings.LEAST_POSTERIOR)
    tell("remains", 0, 1)
    remains = compare_remains(dvi, fixed=given, join_parts=False)
    tell("pairs", 0, 1)
    pairs = fast_pairwise(dvi)
    found = reconcile(
        dvi, progress=tell, prior=prior, fixed=given, pairwise=pairs, tables=tables_in_force()
    )
    groups = explanations_of_groups(dvi, found, threshold=threshold, prior=prior, signed=given)
    result = reconciliation_json(found, groups) | direct_json(remains)
    if found.joint is not None and len(dvi.remains) * len(dvi.missing) <= MOST_PAIRS_SIMULATED:
        steps = next_steps(
            dvi,
            found,
            threshold=threshold,
            rng=default_rng(SEED),
            prior=prior,
            signed=given,
            not_available=_not_available(run),
            progress=tell,
        )
        result["next"] = next_json(steps)
    return result


def _not_available(run: Run) -> dict[str, list[str]]:
    """By family the relatives without a legal basis: nobody is sent to ask them."""
    found: dict[str, list[str]] = {}
    for held in run.held_back:
        if held["donor"] is not None:
            found.setdefault(held["family"], []).append(held["donor"])
    return found


def _families(dvi: DviIncident) -> dict[str, JsonValue]:
    return {missing: family.name for family in dvi.families for missing in family.missing}


def _joined_families(run: Run, dvi: DviIncident) -> dict[str, JsonValue]:
    """Likewise, but only of persons whose family stands as one with others."""
    joined = {number for _, numbers in joined_groups(run) for number in numbers}
    return {missing: family for missing, family in _families(dvi).items() if missing in joined}


class Progress:
    """Tells the page how far a run is, at most twice a second, and notices a cancellation."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._told_at = 0.0
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Called by the core between two pieces of work."""
        now = time.monotonic()
        if stage == self._stage and now - self._told_at < SECONDS_BETWEEN_SIGNS:
            return
        self._stage, self._told_at = stage, now
        still_running = Run.objects.filter(pk=self._run.pk, status=Run.Status.RUNNING)
        if not still_running.update(stage=stage, done=done, total=total, beat_at=timezone.now()):
            raise RunCancelled


def _finish(
    run: Run, dvi: DviIncident, results: dict[str, JsonValue], pairs: Iterable[Found] = ()
) -> None:
    """Store what was found, while nobody can withdraw: a withdrawal before it stops it."""
    with transaction.atomic():
        locked(run.incident)
        _insist_on_frozen(run, dvi)
        done = Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING).update(
            status=Run.Status.DONE, results=said_json(results), finished_at=timezone.now()
        )
        if done:
            keep_pairs(run, pairs)
            _record(run, "run.finished", {"inputs": run.inputs_fingerprint})


def _fail(run: Run, error: Exception) -> None:
    # A message may quote an allele, and a log is read by others: only kind and place are logged.
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("run %s failed: %s\n%s", run.pk, type(error).__name__, place)
    with transaction.atomic():
        failed = Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING).update(
            status=Run.Status.FAILED, error=_reason(error), finished_at=timezone.now()
        )
        if failed:
            _record(run, "run.failed", {"error": type(error).__name__})


def _reason(error: Exception) -> str:
    """Why it failed, in the core's own words where these can hold no genotype."""
    ours = type(error).__module__.startswith("antigone.")
    if ours and not isinstance(error, (MarkerError, FormatError)):
        return str(error)
    return type(error).__name__


def _record(run: Run, act: str, details: dict[str, JsonValue]) -> None:
    record(
        actor=run.created_by.username,
        act=act,
        incident=run.incident.slug,
        subject=f"run {run.pk}",
        details=details,
    )
