"""The work of a run, in the background: it reads its frozen inputs, and nothing else."""

from __future__ import annotations

import logging
import time
import traceback

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from antigone.formats.dvi_json import read_dvi_json
from antigone.formats.problems import FormatError
from antigone.formats.result_json import reconciliation_json
from antigone.genetics.markers import MarkerError
from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.joint import reconcile
from antigone.web.journal.services import record
from antigone.web.matching.models import FrozenInput, Run
from antigone.web.matching.screening import is_large, screened_json
from antigone.web.records.assemble import insist_on_basis
from antigone.web.records.imports import forget_expired_uploads

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_SIGNS = 0.5


class RunCancelled(Exception):
    """The run was cancelled while it worked."""


@task()
def compare(run_id: int) -> None:
    """Do the work of a run once; a run that was cancelled or is done already is left alone."""
    forget_expired_uploads()
    claimed = Run.objects.filter(pk=run_id, status=Run.Status.WAITING).update(
        status=Run.Status.RUNNING, started_at=timezone.now(), beat_at=timezone.now()
    )
    if claimed != 1:
        return
    run = Run.objects.select_related("incident", "created_by").get(pk=run_id)
    try:
        results = _work(run)
    except RunCancelled:
        return
    except Exception as error:
        _fail(run, error)
    else:
        _finish(run, results)


def _work(run: Run) -> dict[str, JsonValue]:
    content = bytes(FrozenInput.objects.get(run=run).content)
    dvi = read_dvi_json(content, str(run))
    insist_on_basis(run.incident, dvi.families)
    if is_large(dvi):
        result = screened_json(dvi, Progress(run))
    else:
        result = reconciliation_json(reconcile(dvi, progress=Progress(run)))
    # A withdrawal takes effect at once, also while the work goes on.
    insist_on_basis(run.incident, dvi.families)
    return result | {"families": _families(dvi)}


def _families(dvi: DviIncident) -> dict[str, JsonValue]:
    return {missing: family.name for family in dvi.families for missing in family.missing}


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


def _finish(run: Run, results: dict[str, JsonValue]) -> None:
    with transaction.atomic():
        done = Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING).update(
            status=Run.Status.DONE, results=results, finished_at=timezone.now()
        )
        if done:
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
