"""Entering in the register of graves, and correcting what stands there."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.db import transaction

from antigone.policy.deaths import (
    Grave,
    Rest,
    de_04_says_why,
    de_07_examined_before,
    de_08_cremation_reason,
    de_09_alone,
    de_10_found_again,
)
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.deaths.models import DeathRecord, GraveEvent
from antigone.web.deaths.standing import parts_of_record
from antigone.web.examination.models import SectionVersion
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record as enter
from antigone.web.records.consent import locked
from antigone.web.records.models import DeathConfirmation, Remains


@dataclass(frozen=True)
class Buried:
    """What is entered of a grave; the fields are those of `GraveEvent`."""

    kind: str
    carried_out_by: str
    day: str = ""
    place: str = ""
    position: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    marking: str = ""
    individual: bool = True
    cremation_reason: str = ""
    reason: str = ""
    rites: str = ""
    disc: str = "unknown"


def examined_before(record: DeathRecord) -> Finding:
    """Whether death is confirmed and an examination recorded of each part (DE-07)."""
    parts = parts_of_record(record)
    holding = DeathConfirmation.objects.filter(incident=record.incident, taken_back_at__isnull=True)
    confirmed = set(holding.filter(remains__in=parts).values_list("remains", flat=True))
    files = {part.source_file_id for part in parts} - {None}
    of_file = set(holding.filter(source_file__in=files).values_list("source_file", flat=True))
    examined = set(
        SectionVersion.objects.filter(remains__in=parts)
        .exclude(section="recovery")
        .values_list("remains", flat=True)
    )
    return de_07_examined_before(
        unconfirmed=[
            part.number
            for part in parts
            if part.pk not in confirmed and part.source_file_id not in of_file
        ],
        unexamined=[p.number for p in parts if p.pk not in examined and not _from_file(p)],
    )


def _from_file(part: Remains) -> bool:
    """Whether a file brought what an examination found."""
    return bool(part.record)


@transaction.atomic
def enter_grave(
    *,
    user: User,
    record: DeathRecord,
    buried: Buried,
    replaces: GraveEvent | None = None,
    because: str = "",
) -> GraveEvent:
    """Enter a burial, cremation or exhumation, or a correction of one; the old stays readable.

    Raises:
        PermissionDenied: the person keeps no records of the dead here.
        ValidationError: a field is missing or wrong, or the entry was corrected before.
        RuleRefused: DE-04, or DE-07 to DE-10.
    """
    incident = locked(record.incident)
    require(user, incident, Permission.RECORD_DEATHS)
    grave = Grave(
        kind=Rest(buried.kind),
        place=buried.place,
        position=buried.position,
        marking=buried.marking,
        has_coordinates=buried.latitude is not None and buried.longitude is not None,
        individual=buried.individual,
        reason=buried.reason,
        cremation_reason=buried.cremation_reason,
    )
    rules = [
        de_04_says_why(version=1 if replaces is None else 2, because=because),
        de_08_cremation_reason(grave),
        de_09_alone(grave),
        de_10_found_again(grave),
    ]
    if grave.kind is not Rest.EXHUMATION:
        rules.append(examined_before(record))
    insist(rules)
    event = GraveEvent(
        record=record,
        turn=_next_turn(record) if replaces is None else replaces.turn,
        recorded_by=user,
        replaces=replaces,
        because=because.strip(),
        **{one.name: getattr(buried, one.name) for one in fields(buried)},
    )
    event.full_clean()
    event.save()
    enter(
        actor=user.username,
        act="death.grave_entered" if replaces is None else "death.grave_corrected",
        incident=incident.slug,
        subject=record.number,
        details={
            "grave": event.pk,
            "kind": event.kind,
            "replaces": None if replaces is None else replaces.pk,
        },
    )
    return event


def _next_turn(record: DeathRecord) -> int:
    last = record.grave_events.order_by("turn").last()
    return 1 if last is None else last.turn + 1
