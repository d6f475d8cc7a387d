"""Spreadsheets as people keep them: a line of headings, and below it one row for each person or body.

CSV in any separator, and workbooks (.xlsx). What a workbook holds beside values - formulas, macros, links,
comments - is never run nor followed; it is refused or said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from antigone.formats.problems import ProblemList, refusal
from antigone.formats.sheet_package import is_package
from antigone.formats.sheet_rows import (
    CELL_CHARACTERS,
    MOST_COLUMNS,
    SheetNotes,
    SheetRow,
    cell_place,
    column_letters,
)
from antigone.formats.sheet_workbook import (
    SheetName,
    Workbook,
    note_what_is_ignored,
    open_workbook,
    sheet_named,
)
from antigone.formats.sheet_xlsx import RawRow, raw_rows
from antigone.formats.text_tables import SeparatedText, open_text_table
from antigone.words import said

_LOOKED_AT = 20
"""Among so many rows the line of headings is looked for."""


@dataclass(frozen=True)
class SheetOptions:
    """What a person states about a file where it cannot be found out.

    Args:
        sheet: name of the sheet; empty: the first that is not hidden.
        heading_row: number of the row with the headings; None: the first with at least two cells.
        encoding: of a text file, see `encoding_of`.
        formula_values: take the values that formulas had when the workbook was saved.
    """

    sheet: str = ""
    heading_row: int | None = None
    encoding: str = ""
    formula_values: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet whose headings were read.

    Args:
        file: the name that problems are reported with.
        name: of the sheet in its workbook; empty for a text file.
        headings: one for each column, each different, none empty.
        heading_row: where they stand.
        sheets: all sheets of the workbook.
    """

    file: str
    name: str
    headings: tuple[str, ...]
    heading_row: int
    sheets: tuple[SheetName, ...]
    _rows: Callable[[SheetNotes], Iterator[SheetRow]]

    def rows(self, notes: SheetNotes) -> Iterator[SheetRow]:
        """The rows below the headings, from the first on each time; empty ones are left out.

        Only when the rows have run out are problems and notices complete: merged cells stand at the end
        of a sheet.

        Raises:
            FormatError: the file breaks off or is broken in such a way that nothing more can be read.
        """
        return self._rows(notes)

    def first_rows(self, count: int = 50) -> tuple[SheetRow, ...]:
        """The first rows, to look at and to propose a mapping from; nothing is noted."""
        return tuple(islice(self.rows(SheetNotes(self.file)), count))


def open_sheet(
    data: bytes, file: str, notes: SheetNotes, options: SheetOptions | None = None
) -> Sheet:
    """The sheet of a file, of which so far only the headings are read.

    Raises:
        FormatError: the file is neither CSV nor a workbook that can be read, has no headings, or would
            unpack to more than is allowed.
    """
    stated = options or SheetOptions()
    if is_package(data):
        return _of_workbook(open_workbook(data, file), file, notes, stated)
    return _of_text(open_text_table(data, file, encoding=stated.encoding, short_rows=True), notes)


def _of_text(table: SeparatedText, notes: SheetNotes) -> Sheet:
    headings = _distinct(table.names, table.file, table.line_of_names, notes)

    def rows(notes: SheetNotes) -> Iterator[SheetRow]:
        for row in table.rows(notes.problems):
            if _short_enough(row.line, row.cells, headings, notes.problems):
                yield SheetRow(row.line, row.cells)

    return Sheet(table.file, "", headings, table.line_of_names, (), rows)


def _short_enough(
    number: int, cells: Sequence[str], headings: Sequence[str], problems: ProblemList
) -> bool:
    if max(map(len, cells)) <= CELL_CHARACTERS:
        return True
    column = next(i for i, cell in enumerate(cells) if len(cell) > CELL_CHARACTERS)
    problems.add(
        cell_place(number, column, headings[column]),
        said("a text is longer than {most} characters", most=CELL_CHARACTERS),
    )
    return False


def _of_workbook(workbook: Workbook, file: str, notes: SheetNotes, options: SheetOptions) -> Sheet:
    chosen = sheet_named(workbook, options.sheet, file)
    heading = _heading_row(workbook, chosen, file, options)
    note_what_is_ignored(workbook, notes)
    _note_other_sheets(workbook, chosen, notes)
    headings = _distinct(heading.cells, file, heading.number, notes)

    def rows(notes: SheetNotes) -> Iterator[SheetRow]:
        count = len(headings)
        for row in raw_rows(
            workbook,
            chosen,
            notes,
            formula_values=options.formula_values,
            first_row=heading.number,
        ):
            if row.number < heading.number:
                notes.notice_at(said("Rows above the headings were left out."), row.number)
            elif row.number > heading.number and _has_headings(row, count, notes.problems):
                cells = row.cells
                yield SheetRow(row.number, (*cells[:count], *[""] * (count - len(cells))))

    return Sheet(file, chosen.name, headings, heading.number, workbook.sheets, rows)


def _has_headings(row: RawRow, count: int, problems: ProblemList) -> bool:
    """Whether no cell of the row lies beyond the headings; otherwise that is noted."""
    if len(row.cells) <= count:
        return True
    letters = column_letters(len(row.cells) - 1)
    problems.add(
        said("cell {place}", place=f"{letters}{row.number}"),
        said("has a value, but its column has no heading; write one, or empty the cell"),
    )
    return False


def _heading_row(workbook: Workbook, sheet: SheetName, file: str, options: SheetOptions) -> RawRow:
    quiet = SheetNotes(file)
    rows = raw_rows(workbook, sheet, quiet, formula_values=options.formula_values)
    stated = options.heading_row
    if stated is not None:
        found = next((row for row in rows if row.number >= stated), None)
        if found is None or found.number > stated:
            raise refusal(file, said("row {row}", row=stated), said("this row is empty"))
        return found
    first = list(islice(rows, _LOOKED_AT))
    if not first:
        # A sheet of nothing but formulas has no value that could be a heading.
        quiet.refuse_if_any()
        raise refusal(file, "", said("the sheet {name} is empty", name=sheet.name[:60]))
    return next((row for row in first if sum(map(bool, row.cells)) > 1), first[0])


def _note_other_sheets(workbook: Workbook, chosen: SheetName, notes: SheetNotes) -> None:
    others = [one.name[:60] for one in workbook.sheets if one is not chosen]
    if others:
        notes.notice(
            said(
                "Of the workbook only the sheet {name} is read; it has others: {others}.",
                name=chosen.name[:60],
                others=", ".join(others[:20]),
            )
        )


def _distinct(cells: Sequence[str], file: str, row: int, notes: SheetNotes) -> tuple[str, ...]:
    """Headings on one line each, of which none is empty and none stands twice."""
    if len(cells) > MOST_COLUMNS:
        raise refusal(
            file,
            said("row {row}", row=row),
            said("{count} columns; allowed are {most}", count=len(cells), most=MOST_COLUMNS),
        )
    found: list[str] = []
    seen: set[str] = set()
    for column, cell in enumerate(cells):
        heading = " ".join(cell.split())[:200]
        letters = column_letters(column)
        if not heading:
            heading = said("column {letters}", letters=letters)
            notes.notice(said("Column {letters} has no heading.", letters=letters))
        elif heading in seen:
            # Without headings a person stands here: what is kept of a file names columns only.
            notes.notice(said("Column {letters} has the heading of another.", letters=letters))
        while heading in seen:
            heading = f"{heading} ({letters})"
        seen.add(heading)
        found.append(str(heading))
    return tuple(found)
