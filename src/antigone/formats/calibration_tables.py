"""Labelled pairs and scores to be calibrated, as tables: a row for each pair."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.labelled_pairs import LARGEST_SCORE, LabelledPairs
from antigone.formats.problems import ProblemList, listed, shown
from antigone.formats.table import Column, TextTable, read_table

SAME_WORDS = {
    **dict.fromkeys(("1", "true", "yes", "same"), True),
    **dict.fromkeys(("0", "false", "no", "different"), False),
}
"""What may stand in the column that says whether a pair is one person; capitals are allowed."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_ROWS_SHOWN = 20


def read_labelled_pairs(
    path: Path, *, score: str, same: str, group: str | None = None
) -> LabelledPairs:
    """The labelled pairs of a table; columns with other names are left aside.

    Args:
        path: a CSV file with a line of names, or Parquet with texts.
        score: name of the column of scores.
        same: name of the column that says whether the pair is one person, in `SAME_WORDS`.
        group: name of the column that is equal for pairs that depend on each other.

    Raises:
        FormatError: listing what is wrong, by row and column.
    """
    table = read_table(path)
    problems = ProblemList(table.file)
    wanted = (score, same) if group is None else (score, same, group)
    _refuse_absent(table, wanted, problems)
    scores = _scores(table, score, problems)
    label = table.columns[same]
    labels = [SAME_WORDS.get(text.strip().lower()) for text in label.texts]
    for number, found in enumerate(labels):
        if found is None:
            _refuse_text(table, label, number, f"allowed are {listed(SAME_WORDS)}", problems)
    groups = None if group is None else table.columns[group]
    if groups is not None and "" in groups.texts:
        _refuse_text(table, groups, groups.texts.index(""), "allowed is a name", problems)
    problems.refuse_if_any()
    return LabelledPairs(
        scores,
        np.array(labels, dtype=np.bool_)[label.number],
        None if groups is None else groups.number,
    )


def read_scores(path: Path, *, score: str) -> tuple[TextTable, NDArray[np.float64]]:
    """A table with a column of scores, and that column as numbers, shape (rows,).

    Raises:
        FormatError: listing what is wrong, by row and column.
    """
    table = read_table(path)
    problems = ProblemList(table.file)
    _refuse_absent(table, (score,), problems)
    scores = _scores(table, score, problems)
    problems.refuse_if_any()
    return table, scores


def _refuse_absent(table: TextTable, names: tuple[str, ...], problems: ProblemList) -> None:
    for name in names:
        if name not in table.columns:
            there = listed(table.columns)
            problems.add("", f"column {shown(name)} is missing; the table has {there}")
    if not table.rows:
        problems.add("", "the table has no rows; allowed is one row for each pair")
    problems.refuse_if_any()


def _scores(table: TextTable, name: str, problems: ProblemList) -> NDArray[np.float64]:
    column = table.columns[name]
    values = np.zeros(len(column.texts))
    for number, text in enumerate(column.texts):
        value = float(text) if _NUMBER.fullmatch(text.strip()) else np.inf
        if abs(value) <= LARGEST_SCORE:
            values[number] = value
        else:
            allowed = f"allowed is a number from {-LARGEST_SCORE:g} to {LARGEST_SCORE:g}, as -3.25"
            _refuse_text(table, column, number, allowed, problems)
    return values[column.number]


def _refuse_text(
    table: TextTable, column: Column, number: int, allowed: str, problems: ProblemList
) -> None:
    """Note the rows in which a text of a column stands that cannot be read."""
    for row in np.flatnonzero(column.number == number)[:_ROWS_SHOWN].tolist():
        problems.add(table.place(row, column.name), f"{shown(column.texts[number])}; {allowed}")
