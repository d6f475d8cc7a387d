"""Records of the dead with all that a list shows of each, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from antigone.web.deaths.doors import named_for
from antigone.web.deaths.models import (
    Certificate,
    DeathRecord,
    GraveEvent,
    Handover,
    RecordVersion,
)
from antigone.web.deaths.standing import standing_graves
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident

NEWER = RecordVersion.objects.filter(record=OuterRef("record"), version__gt=OuterRef("version"))


@dataclass(frozen=True)
class Row:
    """One record.

    Args:
        version: the newest; None where nothing was confirmed yet.
        is_named: the version names somebody.
        reads: the person who asks may read whom.
        certificate: the one of this version.
    """

    record: DeathRecord
    version: RecordVersion | None
    is_named: bool
    reads: bool
    certificate: Certificate | None
    grave: GraveEvent | None
    handed: Handover | None

    @property
    def hidden(self) -> bool:
        """Somebody is named, and this person does not read it."""
        return self.is_named and not self.reads

    @property
    def person(self) -> str:
        """The number of whoever is named, for whoever may read it."""
        named = self.version.identification if self.version else None
        return named.missing_person.number if named and self.reads else ""


def rows_of(user: Visitor, incident: Incident, records: Sequence[DeathRecord]) -> list[Row]:
    """Some records, in a fixed number of queries."""
    versions = newest_versions([record.pk for record in records])
    named = named_for(user, incident, list(versions.values()))
    of_versions = Certificate.objects.filter(version__record__in=records)
    certificates = {one.version_id: one for one in of_versions.select_related("version")}
    graves = {grave.record_id: grave for grave in standing_graves().filter(record__in=records)}
    given = Handover.objects.filter(
        record__in=records, what=Handover.What.REMAINS, came_back_at__isnull=True
    )
    handed = {row.record_id: row for row in given.order_by("pk")}
    found = []
    for record in records:
        version = versions.get(record.pk)
        found.append(
            Row(
                record=record,
                version=version,
                is_named=version is not None and version.identification is not None,
                reads=version is not None and version.pk in named,
                certificate=certificates.get(version.pk) if version else None,
                grave=graves.get(record.pk),
                handed=handed.get(record.pk),
            )
        )
    return found


def newest_versions(records: Sequence[int]) -> dict[int, RecordVersion]:
    """By record, by pk, the version that counts."""
    rows = RecordVersion.objects.filter(~Exists(NEWER), record__in=records)
    read = rows.select_related("identification__missing_person", "key")
    return {one.record_id: one for one in read.defer("identification__missing_person__record")}
