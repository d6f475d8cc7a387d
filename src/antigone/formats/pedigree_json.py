"""Pedigrees as they stand in JSON files: rows of id, father, mother, sex."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.formats.cursor import Cursor
from antigone.formats.problems import ProblemList, Refused, shown
from antigone.genetics.pedigree import Pedigree, PedigreeError, Person, Sex
from antigone.words import said, told

MOST_PERSONS = 1_000
"""Most persons of one pedigree."""

_SEXES = tuple(sex.value for sex in Sex)


@dataclass(frozen=True)
class _Row:
    person: Person
    cursor: Cursor


def read_pedigree(cursor: Cursor, problems: ProblemList) -> Pedigree | None:
    """The pedigree at a place; None, with every problem noted, where it contradicts itself."""
    rows = problems.attempt(cursor, lambda c: c.items(at_most=MOST_PERSONS))
    if rows is None:
        return None
    read = problems.all_of(rows, _row)
    faults = _faults(read, {row.person.id: row.person for row in read})
    for fault in faults:
        problems.add(fault.place, fault.message)
    if faults or len(read) < len(rows):
        return None
    return problems.attempt(cursor, lambda c: _pedigree(c, read))


def _row(cursor: Cursor) -> _Row:
    father, mother = (cursor.optional(role) for role in ("father", "mother"))
    return _Row(
        Person(
            cursor.field("id").name(),
            father.name() if father else None,
            mother.name() if mother else None,
            Sex(cursor.field("sex").one_of(_SEXES)),
        ),
        cursor,
    )


def _faults(rows: list[_Row], known: dict[str, Person]) -> list[Refused]:
    faults: list[Refused] = []
    fathers = {row.person.father for row in rows}
    seen: set[str] = set()
    for row in rows:
        if row.person.id in seen:
            faults.append(
                row.cursor.field("id").refused(
                    said("person {person} stands twice", person=shown(row.person.id))
                )
            )
        seen.add(row.person.id)
        for role, wrong in (("father", Sex.FEMALE), ("mother", Sex.MALE)):
            fault = _fault_of_parent(row, role, wrong, known)
            faults.extend([fault] if fault else [])
        mother = row.person.mother
        if mother is not None and mother in fathers:
            faults.append(
                row.cursor.field("mother").refused(
                    said("{mother} is given as a mother and as a father", mother=shown(mother))
                )
            )
    return faults


def _fault_of_parent(row: _Row, role: str, wrong: Sex, known: dict[str, Person]) -> Refused | None:
    parent = row.person.father if role == "father" else row.person.mother
    if parent is None:
        return None
    cursor = row.cursor.field(role)
    if parent == row.person.id:
        return cursor.refused(
            said("{parent} is given as their own {role}", parent=shown(parent), role=said(role))
        )
    if parent not in known:
        return cursor.refused(
            said(
                "the {role} {parent} is not in the pedigree; add the person or write null",
                role=said(role),
                parent=shown(parent),
            )
        )
    if known[parent].sex is wrong:
        word = "female" if wrong is Sex.FEMALE else "male"
        return cursor.refused(
            said(
                "the {role} {parent} is recorded as {sex}",
                role=said(role),
                parent=shown(parent),
                sex=said(word),
            )
        )
    return None


def _pedigree(cursor: Cursor, rows: list[_Row]) -> Pedigree:
    try:
        return Pedigree(tuple(row.person for row in rows))
    except PedigreeError as error:
        raise cursor.refused(told(error)) from error
