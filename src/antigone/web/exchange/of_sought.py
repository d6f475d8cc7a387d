"""Persons sought, from sheets and PFIF: families without a legal basis, so held back until one is there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.utils.translation import gettext as _

from antigone.evidence.records import AmRecord, PersonName
from antigone.provenance import canonical_json
from antigone.web.exchange.base import Content, Judged, Row, Source, Taking, Verdict
from antigone.web.exchange.models import ImportedNotes
from antigone.web.records import many_rows
from antigone.web.records.findable import find_sought
from antigone.web.records.models import Family, MissingPerson, NameIndex, Person
from antigone.web.records.models.remains import SexChoice
from antigone.web.records.name_index import keep_names
from antigone.web.records.record_rows import am_record_to_row
from antigone.web.records.told import ABOUT as RECORD
from antigone.web.records.told import LONGEST, names_in, told_of
from antigone.web.sealing.keys import drafted_key, sealer
from antigone.web.sealing.models import Key
from antigone.words import said

MOST_ALIKE = 3
"""So many numbers are named of persons who may be the same."""

NameAndBirth = tuple[str, str, str]

Notes = Iterable[tuple[str, str]]
"""Words under the codes of their fields."""

ABOUT = "imported notes"


@dataclass
class Present:
    """What of these rows the incident holds already.

    Args:
        persons: by number who is sought.
        families: numbers under which a family is recorded.
        alike: by name and birth date who bears both.
    """

    persons: dict[str, MissingPerson] = field(default_factory=dict)
    families: set[str] = field(default_factory=set)
    alike: dict[NameAndBirth, list[MissingPerson]] = field(default_factory=dict)


def row_of(
    number: int,
    name: str,
    family: str,
    sex: str,
    record: AmRecord | None,
    notes: Notes = (),
    reached: Notes = (),
) -> Row:
    """A person sought as a row of an intake.

    Args:
        number: of the row.
        name: the number under which the person is sought; empty: one is drawn.
        family: a word that rows of one family have in common; empty: a family of its own.
        notes: what the record has no place for, each under the code of its field.
        reached: who asks and how they are reached, likewise.
    """
    content: Content = {
        "number": name,
        "family": family,
        "sex": sex,
        "record": am_record_to_row(record),
        "notes": [list(note) for note in notes],
        "reached": [list(one) for one in reached],
    }
    return Row(number, name, content)


def compare(source: Source, rows: Sequence[Row]) -> list[Judged]:
    """Each row beside who is sought already, under the same number or under the same name."""
    present = _present(source, rows)
    return [_judged(present, row) for row in rows]


def _judged(present: Present, row: Row) -> Judged:
    number = str(row.content["number"])
    if number in present.persons:
        return _same_number(present.persons[number], row)
    alike = [person for key in _keys_of(row) for person in present.alike.get(key, [])]
    if not number and any(_is_equal(person, row) for person in alike):
        return Judged(row, Verdict.HERE)
    if number in present.families:
        words = said("a family has this number already; change it in the file")
        return Judged(row, Verdict.CLASH, words)
    if not alike:
        return Judged(row, Verdict.NEW)
    words = said(
        "may be the same person as {numbers}: name and date of birth are equal",
        numbers=", ".join(list(dict.fromkeys(p.number for p in alike))[:MOST_ALIKE]),
    )
    return Judged(row, Verdict.NEW, words)


def _same_number(person: MissingPerson, row: Row) -> Judged:
    if person.family.is_withdrawn:
        words = said("the family of this number has withdrawn; nothing of it is taken over")
        return Judged(row, Verdict.CLASH, words)
    if _is_equal(person, row):
        return Judged(row, Verdict.HERE)
    words = said("this number is recorded already, and something else is told there")
    return Judged(row, Verdict.CLASH, words)


def _is_equal(person: MissingPerson, row: Row) -> bool:
    if person.family.is_withdrawn or person.person.sex != row.content["sex"]:
        return False
    return am_record_to_row(told_of(person)) == row.content["record"]


def _present(source: Source, rows: Sequence[Row]) -> Present:
    incident = source.incident
    numbers = {str(row.content["number"]) for row in rows} - {""}
    people = MissingPerson.objects.filter(incident=incident)
    people = people.select_related("family__key", "person")
    names = Family.objects.filter(incident=incident, name__in=numbers)
    return Present(
        {person.number: person for person in people.filter(number__in=numbers)},
        set(names.values_list("name", flat=True)),
        _alike(source, rows),
    )


def _alike(source: Source, rows: Sequence[Row]) -> dict[NameAndBirth, list[MissingPerson]]:
    """Who bears a name and a birth date of these rows. Bare values first: most dates are of others."""
    wanted = {key for row in rows for key in _keys_of(row)}
    if not wanted:
        return {}
    index = NameIndex.objects.filter(born__in={key[2] for key in wanted}).order_by()
    index = index.filter(missing_person__incident=source.incident)
    if source.file is not None:
        index = index.exclude(missing_person__family__source_file=source.file)
    bearers: dict[NameAndBirth, set[int]] = defaultdict(set)
    for family, given, born, pk in index.values_list("family", "given", "born", "missing_person"):
        key = (family.casefold(), given.casefold(), born)
        if key in wanted:
            bearers[key].add(pk)
    people = MissingPerson.objects.select_related("family__key", "person")
    found = people.in_bulk({pk for pks in bearers.values() for pk in pks})
    return {key: [found[pk] for pk in sorted(pks)] for key, pks in bearers.items()}


def _keys_of(row: Row) -> list[NameAndBirth]:
    """Name and birth date, as far as both are told."""
    record = cast("dict[str, Any]", row.content["record"] or {})
    born = record.get("born_on")
    names = record.get("names", []) if born else []
    keys = [
        (
            n.get("family", "")[:LONGEST].casefold(),
            n.get("given", "")[:LONGEST].casefold(),
            str(born),
        )
        for n in names
    ]
    return [key for key in keys if key[0] or key[1]]


def store(taking: Taking, rows: Sequence[Row]) -> None:
    """Families with the persons they seek, what they told sealed with the key of each family."""
    named = [(str(row.content["number"]) or _drawn(taking, row), row) for row in rows]
    families = _families(taking, named)
    persons = many_rows.bulk_create(
        Person(family=family, code=number, sex=str(row.content["sex"]), position=row.number)
        for family, (number, row) in zip(families, named, strict=True)
    )
    told = [
        _sealed(family, row.content) for family, (_number, row) in zip(families, named, strict=True)
    ]
    missing = many_rows.bulk_create(
        MissingPerson(
            incident=taking.file.incident,
            family=person.family,
            person=person,
            number=person.code,
            position=row.number,
            record=record,
        )
        for person, (_number, row), (record, _notes) in zip(persons, named, told, strict=True)
    )
    many_rows.bulk_create(
        ImportedNotes(file=taking.file, missing_person=person, row=row.number, sealed=notes)
        for person, (_number, row), (_record, notes) in zip(missing, named, told, strict=True)
        if notes is not None
    )
    names = [
        name
        for person, (_number, row) in zip(missing, named, strict=True)
        for name in names_in(person, _as_found(row.content))
    ]
    keep_names(taking.file.incident_id, names)
    find_sought(taking.file.incident_id, missing)
    taking.count("missing", len(missing))


def _sealed(family: Family, content: Content) -> tuple[bytes | None, bytes | None]:
    """The record, as `told` keeps it, and the notes; the key is unwrapped once for both."""
    record, notes = content["record"], {part: content[part] for part in ("notes", "reached")}
    seal = sealer(family.key)
    return (
        None if record is None else seal(json.dumps(record, ensure_ascii=False).encode(), RECORD),
        seal(canonical_json(notes), ABOUT) if any(notes.values()) else None,
    )


def _as_found(content: Content) -> AmRecord | None:
    """So much of the record as people are found by."""
    record = cast("dict[str, Any] | None", content["record"])
    if record is None:
        return None
    born = record.get("born_on")
    return AmRecord(
        born_on=date.fromisoformat(born) if born else None,
        names=tuple(PersonName(**name) for name in record.get("names", [])),
    )


def _families(taking: Taking, named: Sequence[tuple[str, Row]]) -> list[Family]:
    """The family of each row: one of its own, or that of an earlier row with the same word for it.

    The word itself may be a name, so it stands sealed among the notes; the family is called by the
    number of the first person whom it seeks.
    """
    known: dict[str, Family] = taking.source.remembered("families", dict)
    fresh: dict[str, Family] = {}
    of_row: list[str] = []
    for number, row in named:
        word = str(row.content["family"])
        key = f"word {word}" if word else f"number {number}"
        of_row.append(key)
        if key not in known and key not in fresh:
            fresh[key] = Family(
                incident=taking.file.incident,
                name=number,
                source_file=taking.file,
                position=row.number,
                agency=taking.user.agency,
            )
    keys = many_rows.bulk_create(drafted_key(Key.Purpose.FAMILY) for _ in fresh)
    for family, key_row in zip(fresh.values(), keys, strict=True):
        family.key = key_row
    many_rows.bulk_create(fresh.values())
    taking.count("families", len(fresh))
    # Only a family with a word of its own may come again in a later row.
    known.update((key, family) for key, family in fresh.items() if key.startswith("word "))
    return [fresh.get(key) or known[key] for key in of_row]


def _drawn(taking: Taking, row: Row) -> str:
    """A number for a row without one: it says from which file and row the person came."""
    return f"AM-F{taking.file.pk}-{row.number:04d}"


def columns() -> tuple[str, ...]:
    """Headings of the preview."""
    return (_("Number"), _("Name"), _("Sex"), _("Born"))


def shown(content: Content) -> tuple[str, ...]:
    """The cells of a row in the preview."""
    record = cast("dict[str, Any]", content["record"] or {})
    names = [PersonName(**name) for name in record.get("names", [])[:1]]
    name = " ".join(part for n in names for part in (n.given, n.patronymic, n.family) if part)
    return (
        str(content["number"]) or _("will be drawn"),
        name,
        str(SexChoice(str(content["sex"])).label),
        str(record.get("born_on") or record.get("age_years") or ""),
    )
