"""What stands of a record now: its identification, its version, the grave, the family's wishes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from antigone.policy.deaths import Rest
from antigone.provenance import canonical_json, fingerprint
from antigone.web.board.models import Identification
from antigone.web.deaths.models import DeathRecord, GraveEvent, RecordVersion
from antigone.web.incidents.desk import offers
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.models import MissingPerson, Remains


def parts_of_record(record: DeathRecord) -> tuple[Remains, ...]:
    """All numbers of the body, the one of the record first."""
    others = [part for part in parts_of(record.remains) if part.pk != record.remains_id]
    return (record.remains, *others)


def records_of_body(remains: Remains) -> list[DeathRecord]:
    """The records there are of this body, whichever of its parts they name."""
    rows = DeathRecord.objects.filter(remains__in=parts_of(remains))
    return list(rows.select_related("incident").order_by("pk"))


def standing_identification(record: DeathRecord) -> Identification | None:
    """The signed identification of this body that stands; None: it is not identified."""
    return next(iter(standing_identifications(record)), None)


def standing_identifications(record: DeathRecord) -> list[Identification]:
    """All that stand of this body: parts that are identified as one person each have their own (ID-15)."""
    rows = Identification.objects.filter(remains__in=parts_of_record(record), stands=True)
    related = ("incident", "remains", "missing_person__family__key", "missing_person__person")
    return list(rows.select_related(*related, "proposal").order_by("decided_at", "pk"))


def newest_version(record: DeathRecord) -> RecordVersion | None:
    """The version that counts; None where nothing was confirmed yet."""
    rows = record.versions.select_related("identification__missing_person", "recorded_by", "key")
    return rows.order_by("version").last()


def standing_graves() -> QuerySet[GraveEvent]:
    """Of each person the last thing that was done, where the body rests in it still."""
    later = GraveEvent.objects.filter(record=OuterRef("record"), turn__gt=OuterRef("turn"))
    rows = GraveEvent.objects.filter(~Exists(later), replaced_by__isnull=True)
    return rows.exclude(kind=Rest.EXHUMATION)


def current_grave(record: DeathRecord) -> GraveEvent | None:
    """Where the person of one record rests now; None: nowhere yet, or exhumed since."""
    return standing_graves().filter(record=record).first()


def wishes_of(missing_person: MissingPerson) -> list[str]:
    """What the family wishes for the person, as recorded: each app that knows offers `wishes_of`."""
    return [wish for offer in offers("wishes_of") for wish in offer(missing_person)]


def fingerprint_of_wishes(wishes: list[str]) -> str:
    """Names exactly these wishes: whoever hands over has read them and no older ones."""
    return fingerprint(canonical_json(wishes))


def next_number(letter: str, taken: Iterable[str]) -> str:
    """The next number of a kind in an incident.

    >>> next_number("D", ["D-0001", "D-0009", "other"])
    'D-0010'
    """
    found = (re.fullmatch(rf"{letter}-(\d+)", number) for number in taken)
    return f"{letter}-{max((int(one[1]) for one in found if one), default=0) + 1:04d}"
