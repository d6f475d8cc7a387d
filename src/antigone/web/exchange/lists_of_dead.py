"""Rows of the records of the dead and of the graves: as `lists` has others, within the same rights.

Whoever is named stands there by number, for those who may read the name; the name itself stands nowhere
but on the marker of a grave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from antigone.web.accounts.models import User
from antigone.web.deaths.doors import death_records_in_sight, named_for
from antigone.web.deaths.models import GraveEvent
from antigone.web.deaths.rows import Row, newest_versions, rows_of
from antigone.web.deaths.standing import standing_graves
from antigone.web.exchange.chunks import CHUNK, chunks
from antigone.web.incidents.access import may
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission


@dataclass(frozen=True, slots=True)
class DeathRow:
    """The record of a dead person.

    Args:
        version: of the particulars; None where nothing was confirmed yet.
        named: the newest version names somebody.
        person: whom, by the number of the person sought; empty where the name is not shown to whoever
            takes the list out.
        in_doubt: the identification does not stand any more.
        resting_place: what was done with the body, where it rests so still.
        handed_over_at: when the remains went to somebody who buries them.
    """

    number: str
    remains: str
    begun_at: datetime
    version: int | None
    named: bool
    person: str
    in_doubt: bool
    certificate: str
    certified_at: datetime | None
    resting_place: str
    handed_over_at: datetime | None


@dataclass(frozen=True, slots=True)
class GraveRow:
    """Where a body rests, and how it is found again.

    Args:
        kind: burial, cremation, at_sea or other.
        day: as far as it is known: a year, a month or a day.
        position: plot, row, number.
        marking: what the marker says, word for word; where somebody is named whom the reader may not read,
            nothing, for the name may stand on it.
        alone: nobody else rests in the grave.
    """

    record: str
    remains: str
    person: str
    kind: str
    day: str
    place: str
    position: str
    latitude: float | None
    longitude: float | None
    accuracy_m: float | None
    marking: str
    alone: bool
    identity_disc: str


def rows_of_deaths(user: User, incident: Incident) -> Iterator[DeathRow]:
    """The records of the dead that a person may know of; none for whom remains are not to be seen."""
    if not may(user, incident, Permission.SEE_REMAINS):
        return
    records = death_records_in_sight(user, incident).select_related("remains").order_by("pk")
    for chunk in chunks(records.defer("remains__record").iterator(CHUNK)):
        yield from map(_death_row, rows_of(user, incident, chunk))


def _death_row(row: Row) -> DeathRow:
    return DeathRow(
        number=row.record.number,
        remains=row.record.remains.number,
        begun_at=row.record.begun_at,
        version=row.version.version if row.version else None,
        named=row.is_named,
        person=row.person,
        in_doubt=row.version is not None and row.version.in_doubt,
        certificate=row.certificate.number if row.certificate else "",
        certified_at=row.certificate.issued_at if row.certificate else None,
        resting_place=row.grave.kind if row.grave else "",
        handed_over_at=row.handed.at if row.handed else None,
    )


def rows_of_graves(user: User, incident: Incident) -> Iterator[GraveRow]:
    """The graves of these, where a body rests in them still; an identification that fell names nobody."""
    if not may(user, incident, Permission.SEE_REMAINS):
        return
    records = death_records_in_sight(user, incident).order_by()
    graves = standing_graves().filter(record__in=records).select_related("record__remains")
    for chunk in chunks(graves.defer("record__remains__record").order_by("pk").iterator(CHUNK)):
        versions = newest_versions([one.record_id for one in chunk])
        read = named_for(user, incident, list(versions.values()))
        persons = {
            record: version.identification.missing_person.number
            for record, version in versions.items()
            if version.pk in read and version.identification and not version.in_doubt
        }
        hidden = {
            record
            for record, version in versions.items()
            if version.identification and version.pk not in read
        }
        for one in chunk:
            person = persons.get(one.record_id, "")
            yield _grave_row(one, person, reads=one.record_id not in hidden)


def _grave_row(one: GraveEvent, person: str, *, reads: bool) -> GraveRow:
    return GraveRow(
        record=one.record.number,
        remains=one.record.remains.number,
        person=person,
        kind=one.kind,
        day=one.day,
        place=one.place,
        position=one.position,
        latitude=one.latitude,
        longitude=one.longitude,
        accuracy_m=one.accuracy_m,
        marking=one.marking if reads else "",
        alone=one.individual,
        identity_disc=one.disc,
    )
