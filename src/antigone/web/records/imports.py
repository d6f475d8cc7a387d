"""Taking over a data set: upload, look, confirm. Stored whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from django.db import transaction

from antigone.formats.problems import Problem
from antigone.provenance import fingerprint
from antigone.reconcile.incident import DviIncident, Family
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records import models
from antigone.web.records.consent import locked
from antigone.web.records.findable import find_files, find_remains, find_sought
from antigone.web.records.marker_rows import degraded_to_row, markers_to_rows, profile_to_row
from antigone.web.records.name_index import keep_names
from antigone.web.records.profiles import sealed_genotypes
from antigone.web.records.reading import Reading, read_upload
from antigone.web.records.record_rows import pm_record_to_row
from antigone.web.records.told import names_in, sealed_record
from antigone.web.records.uploads import (
    content_of,
    forget_expired_uploads,
    forget_uploads,
    seal_upload,
)
from antigone.web.sealing.keys import drafted_key
from antigone.web.sealing.models import Key
from antigone.words import said_json


class ImportRefused(ValueError):
    """A file cannot be taken over; `problems` says why, place by place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class AlreadyImported(ValueError):
    """The same file was imported before; nothing was done twice."""

    def __init__(self, file: models.ImportedFile) -> None:
        super().__init__(file.name)
        self.file = file


@transaction.atomic
def upload_file(
    *, user: User, incident: Incident, name: str, content: bytes
) -> models.PendingUpload:
    """Keep a readable file for a day, so that its uploader can look before confirming.

    Raises:
        ImportRefused: the file cannot be read, or contradicts what the incident holds.
        AlreadyImported: the same file is part of the incident.
    """
    require(user, incident, Permission.IMPORT)
    forget_expired_uploads()
    file = PurePath(name).name[:200]
    reading = _refuse(read_upload(incident, content, file))
    pending = models.PendingUpload(
        incident=incident, uploaded_by=user, name=file, sha256=reading.sha256
    )
    seal_upload(pending, content)
    pending.full_clean()
    pending.save()
    return pending


@transaction.atomic
def discard_upload(*, user: User, pending: models.PendingUpload) -> None:
    """Remove an upload without importing it."""
    require(user, pending.incident, Permission.IMPORT)
    forget_uploads([pending])


@transaction.atomic
def import_upload(*, user: User, pending: models.PendingUpload) -> models.ImportedFile:
    """Store everything that a file brings, with its journal entry.

    Raises:
        ImportRefused: something else was imported in the meantime that contradicts the file.
        AlreadyImported: somebody imported the same file in the meantime.
    """
    incident = locked(pending.incident)
    require(user, incident, Permission.IMPORT)
    content = content_of(pending)
    reading = _refuse(read_upload(incident, content, pending.name))
    assert reading.dvi is not None  # noqa: S101  (_refuse raises otherwise)
    file = _store_file(user, incident, reading, reading.dvi, len(content))
    _store_marker_set(file, reading.dvi)
    _store_remains(file, reading.dvi)
    _store_families(file, reading.dvi)
    _let_find(file)
    forget_uploads([pending])
    record(
        actor=user.username,
        act="file.imported",
        incident=incident.slug,
        subject=f"file {file.pk}",
        details={
            "fingerprint": fingerprint(content, bytes.fromhex(file.salt)),
            "remains": [r.id for r in reading.dvi.remains],
            "missing": list(reading.dvi.missing),
            "families_count": len(reading.dvi.families),
            "markers": [m.name for m in reading.dvi.markers],
        },
    )
    return file


def _refuse(reading: Reading) -> Reading:
    if reading.earlier is not None:
        raise AlreadyImported(reading.earlier)
    if not reading.can_be_imported:
        raise ImportRefused(reading.problems)
    return reading


def _store_file(
    user: User, incident: Incident, reading: Reading, dvi: DviIncident, size: int
) -> models.ImportedFile:
    pairings = {
        remains: ["*" if person is None else person for person in persons]
        for remains, persons in (dvi.pairings or {}).items()
    }
    file = models.ImportedFile(
        incident=incident,
        name=reading.file,
        sha256=reading.sha256,
        size=size,
        imported_by=user,
        notices=said_json(dvi.notices),
        pairings=pairings or None,
    )
    file.full_clean()
    file.save()
    return file


def _let_find(file: models.ImportedFile) -> None:
    sought = models.MissingPerson.objects.filter(family__source_file=file).select_related("family")
    find_files(file.incident_id, [file])
    find_remains(file.incident_id, file.remains.all())
    find_sought(file.incident_id, sought)


def _store_marker_set(file: models.ImportedFile, dvi: DviIncident) -> None:
    name = file.name
    version = models.MarkerSet.objects.filter(incident=file.incident, name=name).count() + 1
    markers = models.MarkerSet(
        incident=file.incident,
        source_file=file,
        name=name,
        version=version,
        content=markers_to_rows(dvi.markers),
    )
    markers.full_clean()
    markers.save()


def _store_remains(file: models.ImportedFile, dvi: DviIncident) -> None:
    rows = []
    for position, remains in enumerate(dvi.remains):
        row = models.Remains(
            incident=file.incident,
            number=remains.id,
            sex=remains.sex.value,
            source_file=file,
            position=position,
            agency=file.imported_by.agency,
            registered_by=file.imported_by,
            record=pm_record_to_row(remains.record),
        )
        row.clean_fields()
        rows.append(row)
    models.Remains.objects.bulk_create(rows)
    models.Profile.objects.bulk_create(
        models.Profile(
            remains=row,
            genotypes=profile_to_row(remains.profile),
            degraded=degraded_to_row(remains.degraded),
        )
        for row, remains in zip(rows, dvi.remains, strict=True)
        if remains.profile
    )


def _store_families(file: models.ImportedFile, dvi: DviIncident) -> None:
    place = {number: position for position, number in enumerate(dvi.missing)}
    keys = _new_keys(Key.Purpose.FAMILY, len(dvi.families))
    for position, (family, key) in enumerate(zip(dvi.families, keys, strict=True)):
        row = models.Family(
            incident=file.incident,
            name=family.name,
            source_file=file,
            position=position,
            agency=file.imported_by.agency,
            key=key,
        )
        row.clean_fields()
        row.save()
        persons = _store_pedigree(row, family)
        _store_missing(row, family, persons, place)
        models.Profile.objects.bulk_create(
            models.Profile(
                person=persons[code],
                sealed=sealed_genotypes(_key_of(persons[code]), profile_to_row(profile)),
            )
            for code, profile in family.profiles.items()
            if profile
        )


def _new_keys(purpose: Key.Purpose, count: int) -> list[Key]:
    return Key.objects.bulk_create(drafted_key(purpose) for _ in range(count))


def _key_of(person: models.Person) -> Key:
    assert person.key is not None  # noqa: S101  (whoever is typed got one)
    return person.key


def _store_missing(
    row: models.Family,
    family: Family,
    persons: Mapping[str, models.Person],
    place: Mapping[str, int],
) -> None:
    missing = models.MissingPerson.objects.bulk_create(
        models.MissingPerson(
            incident=row.incident,
            family=row,
            person=persons[number],
            number=number,
            position=place[number],
            record=sealed_record(row.key, family.records.get(number)),
        )
        for number in family.missing
    )
    names = [n for person in missing for n in names_in(person, family.records.get(person.number))]
    keep_names(row.incident_id, names)


def _store_pedigree(row: models.Family, family: Family) -> Mapping[str, models.Person]:
    typed = [code for code, profile in family.profiles.items() if profile]
    keys = dict(zip(typed, _new_keys(Key.Purpose.DONOR, len(typed)), strict=True))
    rows = {
        person.id: models.Person(
            family=row,
            code=person.id,
            sex=person.sex.value,
            position=position,
            key=keys.get(person.id),
        )
        for position, person in enumerate(family.pedigree.persons)
    }
    for one in rows.values():
        one.clean_fields()
    models.Person.objects.bulk_create(rows.values())
    for person in family.pedigree.persons:
        rows[person.id].father = rows[person.father] if person.father else None
        rows[person.id].mother = rows[person.mother] if person.mother else None
    models.Person.objects.bulk_update(rows.values(), ["father", "mother"])
    return rows
