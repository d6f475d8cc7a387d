"""The rows of a spreadsheet as every reader of it sees them, and what is noted while they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from antigone.formats.problems import FormatError, ProblemList
from antigone.words import Said, said

MOST_COLUMNS = 500
Value = str | int | float | bool | date | datetime | None
"""What a cell of a list to be written holds; None is an empty cell, and so is the empty text."""

CELL_CHARACTERS = 32_767
"""The longest text that a cell of a workbook can hold; longer ones are refused in text files too."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with its number as spreadsheet programs count, and its cells as texts.

    Args:
        number: from 1; rows that are empty are left out, but counted.
        cells: one for each heading, without spaces around them; "" is an empty cell. A date of a workbook
            is written as 2026-10-09, with a time as 2026-10-09 14:30, a number with a decimal point.
    """

    number: int
    cells: tuple[str, ...]


class SheetNotes:
    """What is noted while the rows of a file are read, in one pass or in several.

    Problems keep the file from being taken over. Notices say what a person must know and may accept.
    `numbers` are those of the records read so far with their rows, so that a number that stands twice is
    found even where a file is read in pieces.
    """

    def __init__(self, file: str) -> None:
        self.problems = ProblemList(file)
        self.numbers: dict[str, int] = {}
        self._notices: dict[Said, tuple[int, int]] = {}

    @property
    def notices(self) -> tuple[Said, ...]:
        """Each notice once, in the order in which they came up."""
        return tuple(_with_rows(*noted) for noted in self._notices.items())

    def notice(self, sentence: Said) -> None:
        """Note something about the whole file."""
        self._notices.setdefault(sentence, (0, 0))

    def notice_at(self, sentence: Said, row: int) -> None:
        """Note something about a row; said once, with the number of rows and the first of them."""
        count, first = self._notices.get(sentence, (0, row))
        self._notices[sentence] = (count + 1, first)

    def refuse_if_any(self) -> None:
        """End the reading where a problem was noted.

        Raises:
            FormatError: with the problems found so far.
        """
        self.problems.refuse_if_any()

    def error(self) -> FormatError:
        """The refusal of the whole file."""
        return self.problems.error()


def _with_rows(sentence: Said, rows: tuple[int, int]) -> Said:
    count, first = rows
    if not count:
        return sentence
    return said(
        "{notice} Rows: {count}; first: {first}.", notice=sentence, count=count, first=first
    )


def row_place(row: int) -> Said:
    """A row as messages name it."""
    return said("row {row}", row=row)


def cell_place(row: int, column: int, heading: str) -> Said:
    """A cell as messages name it: its row, and its column by letter and heading.

    >>> cell_place(12, 5, "Height (cm)")
    'row 12, column F (Height (cm))'
    """
    return said(
        "row {row}, column {column} ({heading})",
        row=row,
        column=column_letters(column),
        heading=heading[:60],
    )


def column_letters(column: int) -> str:
    """The name of a column, counted from 0, as spreadsheet programs write it.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16_383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
