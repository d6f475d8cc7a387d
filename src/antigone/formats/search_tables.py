"""Remains and families of a blind search as tables: a row for each profile, two columns a marker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from antigone.formats.cursor import fault_of_name, parse_json
from antigone.formats.limits import read_file
from antigone.formats.marker_set import read_marker_set
from antigone.formats.problems import ProblemList, listed, shown
from antigone.formats.search_families import sought_in
from antigone.formats.table import TextTable, read_table
from antigone.genetics.marker_arrays import NOT_TYPED, UNSEEN, Codes
from antigone.genetics.markers import Marker
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Sex
from antigone.genetics.remains_rows import EXACT
from antigone.search.case import SEXES, RemainsProfiles, SearchCase

SEX_WORDS = {"": Sex.UNKNOWN, **{sex.value: sex for sex in Sex}}
MOST_LEVELS = 1_000
"""Distinct drop-out probabilities in a table; each makes rows of its own in every family's table."""


def read_markers(path: Path) -> tuple[Marker, ...]:
    """The markers of a JSON file: an object with `markers`, as in DVI JSON.

    Raises:
        FormatError: listing what is wrong, by place.
    """
    problems = ProblemList(str(path))
    found = read_marker_set(parse_json(read_file(path), str(path)), problems, None)
    for marker in found.by_name.values():
        if marker.chromosome != "A":
            problems.add(marker.name, "is X-linked; remains are searched at autosomal markers only")
    problems.refuse_if_any()
    return tuple(found.by_name.values())


def read_search(remains: Path, families: Path, markers: Path) -> SearchCase:
    """The case of three files.

    Raises:
        FormatError: listing what is wrong, by row and column.
    """
    known = read_markers(markers)
    profiles = read_remains(remains, known)
    table = read_table(families)
    problems = ProblemList(table.file)
    fixed = ("family", "person", "father", "mother", "sex", "missing")
    _refuse_columns(table, known, problems, fixed, ())
    problems.refuse_if_any()
    genotypes = _genotypes(table, known, problems)
    sex = _sex(table, problems)
    sought = sought_in(table, genotypes, sex, problems)
    problems.refuse_if_any()
    return SearchCase(known, profiles, sought)


def read_remains(path: Path, markers: Sequence[Marker]) -> RemainsProfiles:
    """The profiles of a table of remains.

    Raises:
        FormatError: listing what is wrong, by row and column.
    """
    table = read_table(path)
    problems = ProblemList(table.file)
    _refuse_columns(table, markers, problems, ("id",), ("sex", "dropout"))
    problems.refuse_if_any()
    ids = _ids(table, problems)
    genotypes = _genotypes(table, markers, problems)
    levels, level = _levels(table, problems)
    sex = _sex(table, problems)
    problems.refuse_if_any()
    each = np.repeat(level[:, None], len(markers), axis=1)
    return RemainsProfiles(ids, sex, genotypes, levels, each)


def _refuse_columns(
    table: TextTable,
    markers: Sequence[Marker],
    problems: ProblemList,
    needed: tuple[str, ...],
    optional: tuple[str, ...],
) -> None:
    of_markers = [f"{marker.name}_{side}" for marker in markers for side in (1, 2)]
    for name in (*needed, *of_markers):
        if name not in table.columns:
            problems.add("", f"column {shown(name)} is missing")
    allowed = {*needed, *optional, *of_markers}
    for name in table.columns:
        if name not in allowed:
            problems.add(
                f"column {shown(name)}",
                f"is not known; allowed are {listed((*needed, *optional))} and two for each marker",
            )


def _ids(table: TextTable, problems: ProblemList) -> tuple[str, ...]:
    column = table.columns["id"]
    times = np.bincount(column.number, minlength=len(column.texts))
    for number, text in enumerate(column.texts):
        fault = fault_of_name(text)
        if not fault and times[number] < 2:
            continue
        rows = np.flatnonzero(column.number == number).tolist()
        if fault:
            problems.add(table.place(rows[0], "id"), f"{shown(text)} {fault}")
        else:
            problems.add(
                table.place(rows[1], "id"), f"remains {shown(text)} stand twice; allowed is once"
            )
    return tuple(column[row] for row in range(table.rows))


def _sex(table: TextTable, problems: ProblemList) -> NDArray[np.int64]:
    if "sex" not in table.columns:
        return np.zeros(table.rows, dtype=np.int64)
    return _translated(
        table,
        "sex",
        problems,
        lambda text: SEXES.index(SEX_WORDS[text]) if text in SEX_WORDS else None,
        "allowed are F, M, U or nothing",
    )


def _levels(
    table: TextTable, problems: ProblemList
) -> tuple[tuple[Degraded, ...], NDArray[np.int64]]:
    if "dropout" not in table.columns:
        return (EXACT,), np.zeros(table.rows, dtype=np.int64)
    levels = {EXACT: 0}

    def level(text: str) -> int | None:
        try:
            return levels.setdefault(Degraded(float(text or "0")), len(levels))
        except ValueError:
            return None

    number = _translated(
        table, "dropout", problems, level, "allowed is a probability from 0 to below 1, or nothing"
    )
    if len(levels) > MOST_LEVELS:
        problems.add(
            "column 'dropout'",
            f"{len(levels)} different probabilities; allowed are {MOST_LEVELS}: round them",
        )
    return tuple(levels), number


def _genotypes(table: TextTable, markers: Sequence[Marker], problems: ProblemList) -> Codes:
    codes = np.empty((table.rows, len(markers), 2), dtype=np.int16)
    for place, marker in enumerate(markers):
        for side in (1, 2):
            known = {**marker.index, "": NOT_TYPED if side == 1 else UNSEEN}
            codes[:, place, side - 1] = _translated(
                table,
                f"{marker.name}_{side}",
                problems,
                known.get,
                f"allowed are {listed(marker.alleles)}, or nothing",
            )
        first, second = codes[:, place, 0], codes[:, place, 1]
        for row in np.flatnonzero((first == NOT_TYPED) & (second >= 0))[:50]:
            problems.add(
                table.place(int(row), f"{marker.name}_1"),
                "is empty beside a second allele; write the allele that was seen first",
            )
        second[first == NOT_TYPED] = NOT_TYPED
    return codes


def _translated(
    table: TextTable,
    name: str,
    problems: ProblemList,
    code: Callable[[str], int | None],
    allowed: str,
) -> NDArray[np.int64]:
    """A column in codes; cells that have none are noted."""
    column = table.columns[name]
    codes = [code(text) for text in column.texts]
    for number, found in enumerate(codes):
        if found is None:
            for row in _some_rows(column.number == number):
                problems.add(table.place(row, name), f"{shown(column.texts[number])}; {allowed}")
    numbers = np.array([NOT_TYPED if c is None else c for c in codes], dtype=np.int64)
    return numbers[column.number] if len(numbers) else np.zeros(0, dtype=np.int64)


def _some_rows(where: NDArray[np.bool_]) -> Iterator[int]:
    yield from (int(row) for row in np.flatnonzero(where)[:50])
