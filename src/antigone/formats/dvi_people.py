"""Who stands in an incident file: the remains, and the families with their missing persons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from antigone.evidence.records import AmRecord, PmRecord
from antigone.formats.am_record_json import read_am_record
from antigone.formats.cursor import Cursor
from antigone.formats.pedigree_json import read_pedigree
from antigone.formats.pm_record_json import read_pm_record
from antigone.formats.problems import ProblemList, listed, shown
from antigone.genetics.pedigree import Pedigree, Sex
from antigone.words import said

MOST_REMAINS = 100_000
MOST_FAMILIES = 100_000

NOBODY = "*"
"""In `pairings`: the remains may be none of the missing."""

Victim = tuple[str, Sex, Cursor]
"""Remains as the file has them, before their genotypes are read."""


@dataclass(frozen=True)
class FamilyRow:
    """A family as the file has it, before genotypes are read."""

    name: str
    pedigree: Pedigree
    missing: tuple[str, ...]
    missing_cursors: tuple[Cursor, ...]
    cursor: Cursor


def read_victims(root: Cursor, problems: ProblemList) -> list[Victim]:
    """The remains, with the problems of those that could not be read noted."""
    items = problems.attempt(root, lambda c: c.field("victims").items(at_most=MOST_REMAINS)) or []
    victims = problems.all_of(items, lambda c: (c.field("id").name(), _sex(c), c))
    refuse_doubled("remains", [(name, c.field("id")) for name, _, c in victims], problems)
    return victims


def _sex(cursor: Cursor) -> Sex:
    return Sex(cursor.field("sex").one_of(tuple(sex.value for sex in Sex)))


def read_families(root: Cursor, problems: ProblemList) -> list[FamilyRow]:
    """The families, with the problems of those that could not be read noted."""
    items = problems.attempt(root, lambda c: c.field("families").items(at_most=MOST_FAMILIES)) or []
    families = problems.all_of(items, lambda c: _family_row(c, problems))
    refuse_doubled("family", [(row.name, row.cursor.field("name")) for row in families], problems)
    missing = [
        pair for row in families for pair in zip(row.missing, row.missing_cursors, strict=True)
    ]
    refuse_doubled("missing person", missing, problems)
    return families


def _family_row(cursor: Cursor, problems: ProblemList) -> FamilyRow | None:
    name = cursor.field("name").name()
    pedigree = read_pedigree(cursor.field("pedigree"), problems)
    items = cursor.field("missing").items()
    read = problems.all_of(items, lambda c: (_missing_person(c, pedigree), c))
    missing, cursors = tuple(p for p, _ in read), tuple(c for _, c in read)
    return FamilyRow(name, pedigree, missing, cursors, cursor) if pedigree else None


def _missing_person(cursor: Cursor, pedigree: Pedigree | None) -> str:
    person = cursor.name()
    if person == NOBODY:
        raise cursor.refused(said('"*" stands for nobody and cannot be a person'))
    if pedigree is not None and person not in pedigree.by_id:
        raise cursor.refused(
            said(
                "missing person {person} is not in the pedigree of the family; allowed are {ids}",
                person=shown(person),
                ids=listed(pedigree.ids),
            )
        )
    return person


def record_of(
    victim: Victim, missing: Collection[str] | None, problems: ProblemList
) -> PmRecord | None:
    """What stands beside remains under `record`; None where nothing does.

    Args:
        victim: the remains.
        missing: whom opinions on teeth may name; None where persons could not be read.
        problems: takes what is wrong.
    """
    cursor = victim[2].optional("record")
    if cursor is None:
        return None
    return problems.attempt(cursor, lambda c: read_pm_record(c, problems, missing))


def records_of(row: FamilyRow, problems: ProblemList) -> Mapping[str, AmRecord]:
    """What stands in a family under `records`, by missing person."""
    cursor = row.cursor.optional("records")
    found = problems.attempt(cursor, lambda c: c.fields()) if cursor else None
    records = {}
    for person, record in (found or {}).items():
        if person not in row.missing:
            problems.add(
                record.place,
                said(
                    "{person} is not missing in this family; allowed are {missing}",
                    person=shown(person),
                    missing=listed(row.missing),
                ),
            )
        read = problems.attempt(record, lambda c: read_am_record(c, problems))
        if read is not None:
            records[person] = read
    return records


def refuse_doubled(what: str, named: list[tuple[str, Cursor]], problems: ProblemList) -> None:
    """Note every name that stands more than once."""
    seen: set[str] = set()
    for name, cursor in named:
        if name in seen:
            problems.add(
                cursor.place,
                said(
                    "{what} {name} stands twice; each may stand once",
                    what=said(what),
                    name=shown(name),
                ),
            )
        seen.add(name)


def owners_of(victims: list[Victim], families: list[FamilyRow]) -> dict[str, list[str]]:
    """Where each id of the file occurs."""
    owners: dict[str, list[str]] = {}
    for name, _, _ in victims:
        owners.setdefault(name, []).append("the remains")
    for row in families:
        for person in row.pedigree.ids:
            owners.setdefault(person, []).append(said("family {family}", family=shown(row.name)))
    return owners
