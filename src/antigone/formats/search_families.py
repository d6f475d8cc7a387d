"""Families of a blind search from a table with one row for each person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from antigone.formats.cursor import fault_of_name
from antigone.formats.problems import ProblemList, shown
from antigone.formats.table import TextTable
from antigone.genetics.family_shape import FamilyShape, shape_of
from antigone.genetics.marker_arrays import NOT_TYPED, Codes
from antigone.genetics.pedigree import Pedigree, PedigreeError, Person, Sex
from antigone.genetics.tables import FamilyBatch
from antigone.search.case import SEXES, SoughtPersons

MISSING_WORDS = {"": False, "no": False, "yes": True}
ABSENT = -1

Structure = tuple[tuple[int, int, int, bool], ...]
"""For each person: places of father and mother in the family, code of the sex, whether typed."""


@dataclass(frozen=True)
class _Found:
    person: str
    number: int
    sex: int
    rows: tuple[int, ...]


def sought_in(
    table: TextTable, genotypes: Codes, sex: NDArray[np.int64], problems: ProblemList
) -> tuple[SoughtPersons, ...]:
    """The missing persons of a table, by the shape of their families.

    Args:
        table: columns `family`, `person`, `father`, `mother`, `missing`.
        genotypes: shape (rows, L, 2).
        sex: codes, shape (rows,).
        problems: what is wrong is noted here.
    """
    typed = np.asarray((genotypes[:, :, 0] != NOT_TYPED).any(axis=1))
    family = table.columns["family"].number
    order = np.argsort(family, kind="stable")
    ends = np.flatnonzero(np.diff(family[order])) + 1
    found: dict[FamilyShape, list[_Found]] = {}
    names: set[str] = set()
    number = 0
    # In the order of the file: the first family first.
    for rows in np.split(order, ends) if len(order) else []:
        structure = _structure(table, rows.tolist(), sex, typed, problems)
        if structure is None:
            continue
        for place, row in enumerate(rows.tolist()):
            if not _is_missing(table, row, bool(typed[row]), names, problems):
                continue
            try:
                shape, donors, of_person = _shape(structure, place)
            except PedigreeError as error:
                problems.add(f"row {row + 1}", f"family {_name(table, 'family', row)}: {error}")
                break
            person = table.columns["person"][row]
            found.setdefault(shape, []).append(
                _Found(person, number, of_person, tuple(int(rows[donor]) for donor in donors))
            )
            number += 1
    if not number and not problems.count:
        problems.add("column 'missing'", "nobody is missing; write yes for those who are sought")
    return tuple(_group(shape, members, genotypes) for shape, members in found.items())


def _group(shape: FamilyShape, members: list[_Found], genotypes: Codes) -> SoughtPersons:
    rows = np.array([one.rows for one in members], dtype=np.int64).reshape(
        len(members), len(shape.typed)
    )
    return SoughtPersons(
        tuple(one.person for one in members),
        np.array([one.number for one in members], dtype=np.int64),
        np.array([one.sex for one in members], dtype=np.int64),
        FamilyBatch(shape, genotypes[rows]),
    )


def _structure(
    table: TextTable,
    rows: list[int],
    sex: NDArray[np.int64],
    typed: NDArray[np.bool_],
    problems: ProblemList,
) -> Structure | None:
    """A family without names; None, with the problems noted, where it makes no sense."""
    before = problems.count
    person = table.columns["person"]
    places: dict[str, int] = {}
    for place, row in enumerate(rows):
        name = person[row]
        fault = fault_of_name(name)
        if fault:
            problems.add(table.place(row, "person"), f"{shown(name)} {fault}")
        elif name in places:
            problems.add(
                table.place(row, "person"), f"person {shown(name)} stands twice in the family"
            )
        places[name] = place
    found = []
    for row in rows:
        parents = []
        for role in ("father", "mother"):
            name = table.columns[role][row]
            if name and name not in places:
                problems.add(
                    table.place(row, role),
                    f"{shown(name)} is not a person of family {_name(table, 'family', row)}",
                )
            parents.append(places.get(name, ABSENT) if name else ABSENT)
        found.append((parents[0], parents[1], int(sex[row]), bool(typed[row])))
    return tuple(found) if problems.count == before else None


def _is_missing(
    table: TextTable, row: int, is_typed: bool, names: set[str], problems: ProblemList
) -> bool:
    text = table.columns["missing"][row]
    if text not in MISSING_WORDS:
        problems.add(table.place(row, "missing"), f"{shown(text)}; allowed are yes, no or nothing")
        return False
    if not MISSING_WORDS[text]:
        return False
    name = table.columns["person"][row]
    if name in names:
        problems.add(
            table.place(row, "person"),
            f"{shown(name)} is missing in two families; each missing person needs an id of their own",
        )
    if is_typed:
        problems.add(
            table.place(row, "person"),
            f"{shown(name)} is missing and typed; a direct reference sample cannot be searched with",
        )
    names.add(name)
    return True


def _name(table: TextTable, column: str, row: int) -> str:
    return shown(table.columns[column][row])


@lru_cache(maxsize=100_000)
def _shape(structure: Structure, sought: int) -> tuple[FamilyShape, tuple[int, ...], int]:
    """Shape, places of the donors in the order of the shape, and sex of the missing person.

    Raises:
        PedigreeError: the pedigree contradicts itself.
    """
    pedigree = Pedigree(
        tuple(
            Person(
                str(place),
                None if father == ABSENT else str(father),
                None if mother == ABSENT else str(mother),
                Sex(SEXES[sex]),
            )
            for place, (father, mother, sex, _) in enumerate(structure)
        )
    )
    donors = [str(place) for place, (_, _, _, is_typed) in enumerate(structure) if is_typed]
    shape, order = shape_of(pedigree, donors, str(sought))
    sex = SEXES.index(pedigree.sex_of(str(sought)))
    return shape, tuple(int(donor) for donor in order), sex
