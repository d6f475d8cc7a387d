"""Starting and cancelling runs. The work itself is in `work`."""

from __future__ import annotations

import secrets
from collections import Counter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.formats.dvi_json import write_dvi_json
from antigone.provenance import JsonValue, fingerprint, program
from antigone.units import VERBAL_SCALE
from antigone.web.accounts.models import User
from antigone.web.examination.completeness import recorded_as_parts
from antigone.web.incidents.access import require
from antigone.web.incidents.desk import signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.matching.assumptions import Assumptions, Choice, assumptions_for
from antigone.web.matching.frozen import freeze
from antigone.web.matching.models import Run
from antigone.web.matching.same_persons import KEPT, as_kept
from antigone.web.matching.since import READ_AT, position
from antigone.web.matching.tables import tables_in_force
from antigone.web.matching.work import compare
from antigone.web.records.assemble import Comparison, incident_for_comparison
from antigone.web.records.consent import locked
from antigone.web.records.models import MarkerSet

SALT_BYTES = 32


class NothingToCompare(ValueError):
    """No remains, or no family whose records may be compared."""


class NotRunning(ValueError):
    """A run that has ended cannot be cancelled."""


@transaction.atomic
def start_run(*, user: User, incident: Incident, choice: Choice | None = None) -> Run:
    """Freeze everything that may be compared now, and hand it to the worker.

    Args:
        choice: prior, and whether signed identifications are left out; a flat prior with them if None.

    Raises:
        NothingToCompare: there are no remains, or no legal basis covers any family.
        PriorRefused: the prior does not fit what is compared.
    """
    incident = locked(incident)
    require(user, incident, Permission.RUN)
    read_at = position(incident.slug)
    comparison = incident_for_comparison(incident)
    _refuse_empty(comparison)
    signed = signed_identifications(incident)
    choice = choice or Choice()
    parts = _parts(incident, comparison) if choice.further_parts else frozenset()
    assumed = assumptions_for(comparison.compared.incident, choice, signed, parts)
    content, salt = write_dvi_json(comparison.dvi), secrets.token_bytes(SALT_BYTES)
    run = Run(
        incident=incident,
        created_by=user,
        program=program(),
        inputs_fingerprint=fingerprint(content, salt),
        assumptions=_assumptions(incident, comparison, assumed) | {READ_AT: read_at},
        held_back=[held.as_json() for held in comparison.held_back if not held.is_gone],
    )
    run.full_clean()
    run.save()
    freeze(run, content, salt)
    record(
        actor=user.username,
        act="run.started",
        incident=incident.slug,
        subject=f"run {run.pk}",
        details={
            "inputs": run.inputs_fingerprint,
            "program": run.program,
            "remains_count": len(comparison.dvi.remains),
            "missing_count": len(comparison.compared.incident.missing),
            "held_back_count": len(comparison.held_back),
            "remains_held_back_count": len(comparison.remains_held_back),
            **assumed.as_json(),
        },
    )
    # The queue is a table of the same database: the job exists exactly if the run does.
    compare.enqueue(run.pk)
    return run


def _parts(incident: Incident, comparison: Comparison) -> frozenset[str]:
    """Remains of which others may be of the same body: recorded as a part, or joined of several."""
    return recorded_as_parts(incident) | frozenset(comparison.bodies)


def _refuse_empty(comparison: Comparison) -> None:
    if not comparison.dvi.remains and comparison.remains_held_back:
        raise NothingToCompare(
            _(
                "All remains are held back: a named examiner has to confirm death, and the recovery "
                "has to be recorded (RE-01). State it for the file, or for each of the remains."
            )
        )
    if not comparison.dvi.remains:
        raise NothingToCompare(_("No remains are recorded yet. Import a data set first."))
    if not comparison.dvi.missing and all(held.is_gone for held in comparison.held_back):
        if comparison.held_back:
            raise NothingToCompare(_("Every family that sought somebody has withdrawn."))
    elif not comparison.dvi.missing:
        raise NothingToCompare(
            _(
                "All families are held back: no legal basis is recorded. Record one for the file, "
                "or for a family, and start again."
            )
        )
    if comparison.alive and not comparison.dvi.missing:
        raise NothingToCompare(_("Everybody who was sought is found alive."))
    if not comparison.dvi.missing:
        raise NothingToCompare(_("No person sought is recorded yet. Import a data set first."))


def _assumptions(
    incident: Incident, comparison: Comparison, assumed: Assumptions
) -> dict[str, JsonValue]:
    """What a reader has to know of the numbers besides the numbers."""
    markers = comparison.dvi.markers
    models = Counter(model.model for m in markers for model in (m.mutation_female, m.mutation_male))
    names = MarkerSet.objects.filter(incident=incident)
    tables = tables_in_force()
    return {
        **assumed.as_json(),
        "tables": tables.fingerprint,
        "own_tables": list(tables.replaced),
        "theta": 0,
        "frequencies": [str(name) for name in names],
        "markers_count": len(markers),
        "found_alive": list(comparison.alive),
        "remains_held_back": [held.as_json() for held in comparison.remains_held_back],
        "bodies": {number: list(parts) for number, parts in comparison.bodies.items()},
        KEPT: as_kept(comparison),
        "mutation": sorted(models),
        "verbal_scale": VERBAL_SCALE,
    }


@transaction.atomic
def cancel_run(*, user: User, run: Run) -> None:
    """End a run that still waits or runs; the worker notices and stops.

    Raises:
        NotRunning: it has ended in the meantime.
    """
    require(user, run.incident, Permission.RUN)
    is_open = Run.objects.filter(pk=run.pk, status__in=[Run.Status.WAITING, Run.Status.RUNNING])
    ended = is_open.update(
        status=Run.Status.CANCELLED, finished_at=timezone.now(), cancelled_by=user
    )
    if not ended:
        raise NotRunning(_("This run has ended already."))
    record(
        actor=user.username,
        act="run.cancelled",
        incident=run.incident.slug,
        subject=f"run {run.pk}",
        details={},
    )
