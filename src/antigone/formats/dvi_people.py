"""Who stands in an incident file: the remains, and the families with their missing persons."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.formats.cursor import Cursor
from antigone.formats.pedigree_json import read_pedigree
from antigone.formats.problems import ProblemList, listed, shown
from antigone.genetics.pedigree import Pedigree, Sex

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
        raise cursor.refused('"*" stands for nobody and cannot be a person')
    if pedigree is not None and person not in pedigree.by_id:
        raise cursor.refused(
            f"missing person {shown(person)} is not in the pedigree of the family; "
            f"allowed are {listed(pedigree.ids)}"
        )
    return person


def refuse_doubled(what: str, named: list[tuple[str, Cursor]], problems: ProblemList) -> None:
    """Note every name that stands more than once."""
    seen: set[str] = set()
    for name, cursor in named:
        if name in seen:
            problems.add(cursor.place, f"{what} {shown(name)} stands twice; each may stand once")
        seen.add(name)


def owners_of(victims: list[Victim], families: list[FamilyRow]) -> dict[str, list[str]]:
    """Where each id of the file occurs."""
    owners: dict[str, list[str]] = {}
    for name, _, _ in victims:
        owners.setdefault(name, []).append("the remains")
    for row in families:
        for person in row.pedigree.ids:
            owners.setdefault(person, []).append(f"family {shown(row.name)}")
    return owners
