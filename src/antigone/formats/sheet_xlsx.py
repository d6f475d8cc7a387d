"""The cells of one sheet of a workbook, row by row, as texts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from antigone.formats.sheet_rows import (
    CELL_CHARACTERS,
    MOST_COLUMNS,
    SheetNotes,
    column_letters,
)
from antigone.formats.sheet_workbook import CellFormat, SheetName, Workbook, unescaped
from antigone.formats.sheet_xml import (
    Attributes,
    Handlers,
    XmlStopped,
    chunks_parsed,
    whole_number,
)
from antigone.words import Said, said

MOST_ROWS = 1_048_576
"""As many as a sheet can have."""

_PLAIN = CellFormat()
_DIGITS = "0123456789"
_MOST_DAYS = 2_958_466
"""Serial number of the day after 31 December 9999."""

_PHANTOM_DAY = 60
"""29 February 1900, which spreadsheet programs count though it never was."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that is not empty: its number, and its cells from column A on as texts."""

    number: int
    cells: Sequence[str]


def raw_rows(
    workbook: Workbook,
    sheet: SheetName,
    notes: SheetNotes,
    *,
    formula_values: bool = False,
    first_row: int = 1,
) -> Iterator[RawRow]:
    """The rows of a sheet that are not empty, in their order.

    Cells that cannot be taken are noted as problems; hidden rows and columns are read, and said.

    Args:
        workbook: the workbook.
        sheet: one of its sheets.
        notes: takes problems and notices.
        formula_values: take the value that a formula had when the workbook was saved.
        first_row: merged cells from this row on are problems.

    Raises:
        FormatError: the sheet is broken.
    """
    reading = _Reading(workbook, notes, formula_values, first_row)
    file = workbook.package.file
    stream = workbook.package.opened(sheet.part)
    for _ in chunks_parsed(stream, reading.handlers, file, sheet.name[:60]):
        yield from reading.done
        reading.done.clear()


class _Reading:
    """Collects the rows of a sheet while its XML is parsed."""

    def __init__(
        self,
        workbook: Workbook,
        notes: SheetNotes,
        formula_values: bool,
        first_row: int,
    ) -> None:
        self.done: list[RawRow] = []
        self.handlers = Handlers(
            {
                "row": self._begin_row,
                "c": self._begin_cell,
                "v": self._enter,
                "t": self._enter,
                "rPh": self._enter_aloud,
                "f": self._begin_formula,
                "col": self._column,
                "mergeCell": self._merged,
            },
            {
                "row": self._end_row,
                "c": self._end_cell,
                "v": self._leave,
                "t": self._leave,
                "rPh": self._leave_aloud,
            },
            self._text,
        )
        self._texts, self._notes, self._formula_values = workbook.texts, notes, formula_values
        self._formats, self._from_1904 = workbook.formats, workbook.days_from_1904
        self._columns: dict[str, int] = {}
        self._row = 0
        self._cells: list[str] = []
        self._hidden = False
        self._column_at = -1
        self._type = "n"
        self._format = _PLAIN
        self._formula = self._inside = self._aloud = False
        self._pieces: list[str] = []
        self._length = 0
        self._first_row = first_row

    def _begin_row(self, attributes: Attributes) -> None:
        text = attributes.get("r")
        number = self._row + 1 if text is None else whole_number(text, MOST_ROWS)
        if number is None or not self._row < number <= MOST_ROWS:
            raise XmlStopped(said("the rows of the sheet are not in order; save it again"))
        self._row, self._cells, self._column_at = number, [], -1
        self._hidden = attributes.get("hidden", "") in ("1", "true", "on")

    def _end_row(self) -> None:
        if any(self._cells):
            self.done.append(RawRow(self._row, self._cells))
            if self._hidden:
                self._notes.notice_at(said("Hidden rows were read like all others."), self._row)

    def _begin_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        if place is None:
            column = self._column_at + 1
        else:
            letters = place.rstrip(_DIGITS)
            known = self._columns.get(letters)
            column = self._column_number(letters) if known is None else known
        if column <= self._column_at:
            raise XmlStopped(said("the cells of row {row} are not in order", row=self._row))
        self._column_at = column
        self._type = attributes.get("t", "n")
        style = attributes.get("s")
        self._format = self._format_of(style) if style else _PLAIN
        self._formula = False
        self._pieces.clear()
        self._length = 0

    def _column_number(self, letters: str) -> int:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            raise XmlStopped(said("a cell of row {row} has no place", row=self._row))
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - ord("A") + 1
        self._columns[letters] = number - 1
        return number - 1

    def _format_of(self, style: str) -> CellFormat:
        number = whole_number(style, 10**6)
        return (
            self._formats[number] if number is not None and number < len(self._formats) else _PLAIN
        )

    def _begin_formula(self, _: Attributes) -> None:
        self._formula = True

    def _enter(self, _: Attributes) -> None:
        self._inside = not self._aloud

    def _leave(self) -> None:
        self._inside = False

    def _enter_aloud(self, _: Attributes) -> None:
        self._aloud = True

    def _leave_aloud(self) -> None:
        self._aloud = False

    def _text(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > CELL_CHARACTERS:
                raise XmlStopped(
                    said("a text is longer than {most} characters", most=CELL_CHARACTERS)
                )

    def _end_cell(self) -> None:
        if self._formula and not self._formula_values:
            self._refuse(
                said(
                    "holds a formula; copy the column and paste it as values, so that all see the same"
                )
            )
            return
        if not self._pieces:
            return
        text = "".join(self._pieces)
        value = self._value(text).strip()
        if not value:
            return
        if self._column_at >= MOST_COLUMNS:
            self._refuse(said("lies beyond the first {most} columns", most=MOST_COLUMNS))
            return
        cells = self._cells
        if len(cells) < self._column_at:
            cells.extend([""] * (self._column_at - len(cells)))
        cells.append(value)

    def _value(self, text: str) -> str:
        match self._type:
            case "s":
                number = whole_number(text.strip(), len(self._texts) - 1)
                if number is None:
                    self._refuse(said("points to a text that the workbook does not have"))
                    return ""
                return self._texts[number]
            case "n":
                return self._number(text.strip())
            case "b":
                return "true" if text.strip() in ("1", "true") else "false"
            case "e":
                self._refuse(said("holds the error {error}; mend or empty it", error=text[:20]))
                return ""
            case "d":
                return text.strip().replace("T00:00:00", "").replace("T", " ")
            case _:
                return unescaped(text)

    def _number(self, text: str) -> str:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self._refuse(said("holds no number, though it is one of numbers"))
            return ""
        if self._format.is_date:
            shown = day_of_serial(number, from_1904=self._from_1904)
            if not shown:
                self._refuse(said("holds a date that no calendar has: {number}", number=text[:30]))
            return shown
        if abs(number) >= 1e15:
            self._refuse(
                said(
                    "holds a number of more than 15 digits, of which spreadsheet programs keep only "
                    "15; write it anew in a column of texts"
                )
            )
            return ""
        plain = str(int(number)) if number == int(number) else repr(number)
        return plain.zfill(self._format.digits) if self._format.digits else plain

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden", "") in ("1", "true", "on"):
            number = whole_number(attributes.get("min"), 20_000)
            letters = column_letters(max(0, (number or 1) - 1))
            self._notes.notice(
                said(
                    "Hidden columns were read like all others, from {letters} on.", letters=letters
                )
            )

    def _merged(self, attributes: Attributes) -> None:
        place = attributes.get("ref", "")[:30]
        last = "".join(c for c in place.partition(":")[2] if c in _DIGITS) or "0"
        if int(last) >= self._first_row:
            self._notes.problems.add(
                said("cells {place}", place=place),
                said("are merged, so that only the first has a value; part them and fill each"),
            )

    def _refuse(self, message: Said) -> None:
        place = f"{column_letters(self._column_at)}{self._row}"
        self._notes.problems.add(said("cell {place}", place=place), message)


def day_of_serial(number: float, *, from_1904: bool = False) -> str:
    """The day, or day and time, that a workbook keeps as a number of days; empty where there is none.

    Days are counted from 31 December 1899 = 0; programs count a 29 February 1900 that never was, so
    that later numbers are one more. A number below 1 is a time of day.

    >>> day_of_serial(1.0), day_of_serial(33_239.0), day_of_serial(33_239.5), day_of_serial(0.25)
    ('1900-01-01', '1991-01-01', '1991-01-01 12:00', '06:00')
    >>> day_of_serial(60.0), day_of_serial(31_777.0, from_1904=True)
    ('', '1991-01-01')
    """
    if not 0.0 <= number < _MOST_DAYS - (1462 if from_1904 else 0):
        return ""
    if from_1904:
        start = date(1904, 1, 1)
    elif _PHANTOM_DAY <= number < _PHANTOM_DAY + 1:
        return ""
    else:
        start = date(1899, 12, 31 if number < _PHANTOM_DAY else 30)
    seconds = round(number * 86_400)
    try:
        moment = datetime(start.year, start.month, start.day) + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    form = "%H:%M:%S" if moment.second else "%H:%M"
    if number < 1.0 and not from_1904:
        return moment.strftime(form)
    day = moment.date().isoformat()
    return f"{day} {moment.strftime(form)}" if seconds % 86_400 else day
