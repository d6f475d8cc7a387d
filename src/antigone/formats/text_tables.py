"""Tables in text files: cells between tabs, semicolons or commas under a line of names, row by row.

Every reader of such tables begins here, so that encodings, separators, quotation marks and limits are
told alike everywhere.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from antigone.formats.problems import ProblemList, refusal, shown
from antigone.formats.text_decoding import encoding_of, lines_of_text
from antigone.words import Said, said

SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma"}

LINE_CHARACTERS = 120_000
MOST_COLUMNS = 4_096
MOST_ROWS = 3_000_000

_LOOKED_AT = 20
"""So many rows decide between separators that both stand in the line of names."""

_STATED = re.compile(r'\ufeff?"?sep=(?P<separator>[\t;,])"?\s*', re.IGNORECASE)
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TextRow:
    """The cells of one row, as many as there are names; `line` counts from 1 in the file."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SeparatedText:
    """A table in a text file: its names, and its rows when they are asked for.

    Args:
        file: the name that problems are reported with.
        encoding: one of `text_decoding.ENCODINGS`.
        separator: tab, semicolon or comma.
        names: of the columns, without blanks around them; a name may be empty or stand twice.
        line_of_names: where they stand, counted from 1.
        short_rows: rows with fewer cells than names are read, what is missing as empty.
    """

    file: str
    encoding: str
    separator: str
    names: tuple[str, ...]
    line_of_names: int
    short_rows: bool = False
    data: bytes = field(default=b"", repr=False)

    def rows(self, problems: ProblemList) -> Iterator[TextRow]:
        """The rows one after another, without empty ones; those that are broken are noted."""
        unfinished = not self.data.endswith((b"\n", b"\r", b"\n\0", b"\r\0"))
        read = _Rows(lines_of_text(self.data, self.encoding), self.separator, self.line_of_names)
        for number, (line, cells) in enumerate(read.each(problems), start=1):
            if number > MOST_ROWS:
                problems.add(
                    _line(line), said("more than {most} rows; divide the file", most=MOST_ROWS)
                )
                return
            last = unfinished and read.at_the_end
            fault = self._fault(cells, last=last) if len(cells) != len(self.names) else None
            if fault:
                problems.add(_line(line), fault)
                continue
            yield TextRow(line, self._as_many(cells))

    def place(self, row: TextRow, column: int) -> Said:
        """A cell as messages name it, e.g. `line 12, column 'TH01_1'`."""
        name = self.names[column] or str(column + 1)
        return said("line {line}, column {column}", line=row.line, column=shown(name))

    def _as_many(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        missing = len(self.names) - len(cells)
        return cells[: len(self.names)] if missing <= 0 else cells + ("",) * missing

    def _fault(self, cells: tuple[str, ...], *, last: bool) -> Said | None:
        """Why a row with more or fewer cells than names cannot be read; None where it can."""
        count = len(self.names)
        if not any(cells[count:]) and len(cells) > count:
            return None
        if len(cells) < count and self.short_rows and not last and len(cells) > 1:
            return None
        values = {"cells": len(cells), "names": count, "separator": SEPARATORS[self.separator]}
        other = next(
            (s for s in SEPARATORS if s != self.separator and _parts(cells, s) == count), ""
        )
        if other:
            return said(
                "the cells are separated by {other} here, but by {separator} in the line of names; "
                "allowed is one separator in a file",
                **values,
                other=SEPARATORS[other],
            )
        if len(cells) > count and self.separator == ",":
            return said(
                "{cells} cells, but {names} names; a decimal comma or a comma in a text needs "
                "quotation marks around the cell, or semicolons or tabs between the cells",
                **values,
            )
        if last:
            return said(
                "{cells} cells, but {names} names, and the line is not ended: the file seems cut off",
                **values,
            )
        return said("{cells} cells, but {names} names; allowed is one cell for each name", **values)


def open_text_table(
    data: bytes, file: str, *, encoding: str = "", short_rows: bool = False
) -> SeparatedText:
    """The table of a text file, of which so far only the line of names is read.

    The separator is the one that stands in the line of names, or behind `sep=` in a line before it.
    Where several stand there, the first rows decide; where they do not, the file is refused.

    Args:
        data: the content.
        file: the name that problems are reported with.
        encoding: as a person stated it; empty to find it, see `encoding_of`.
        short_rows: read rows with fewer cells than names, as programs write them that leave out empty
            cells at the end; a file cut off in its last line is refused all the same.

    Raises:
        FormatError: no text, no line of names, mixed separators, too many columns.
    """
    found = encoding_of(data, file, encoding)
    problems = ProblemList(file)
    beginning = list(islice(_refused_when_long(lines_of_text(data, found), problems), 400))
    problems.refuse_if_any()
    stated = _STATED.fullmatch(beginning[0]) if beginning else None
    skipped = 1 if stated else 0
    while skipped < len(beginning) and not beginning[skipped].strip(' \t;,"\r\n\u00a0'):
        skipped += 1
    if skipped == len(beginning):
        raise refusal(file, "", said("no line of names was found at the beginning of the file"))
    separator = stated["separator"] if stated else _separator(beginning[skipped:], skipped, file)
    names, lines = _names(beginning[skipped:], skipped, separator, file)
    if len(names) > MOST_COLUMNS:
        raise refusal(
            file,
            _line(skipped + 1),
            said("{count} columns; allowed are {most}", count=len(names), most=MOST_COLUMNS),
        )
    return SeparatedText(file, found, separator, names, skipped + lines, short_rows, data)


def decimal_of(text: str) -> float | None:
    """The number that a cell holds, with a decimal point or a decimal comma; None where it is none.

    A comma before three digits may divide thousands: that is no number here, unless a zero stands
    before it.

    >>> decimal_of("0,125"), decimal_of("9.3"), decimal_of("1,250"), decimal_of("about 3")
    (0.125, 9.3, None, None)
    """
    if not _DECIMAL.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return None
    return float(text.replace(",", "."))


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: an apostrophe goes before it.

    >>> guarded("=1+1"), guarded("PM-1"), unguarded(guarded("'=x"))
    ("'=1+1", 'PM-1', "'=x")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """A cell without the apostrophe that `guarded` put before it."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def written_table(
    names: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ",", mark: bool = False
) -> bytes:
    """A table as text in UTF-8, every cell guarded against being taken for a formula.

    Args:
        names: of the columns.
        rows: cells, as many as names.
        separator: one of `SEPARATORS`.
        mark: begin with the mark of UTF-8, without which old spreadsheets guess another encoding.
    """
    lines = [
        separator.join(_quoted(guarded(cell)) for cell in cells) + "\r\n"
        for cells in chain([names], rows)
    ]
    return "".join(lines).encode("utf-8-sig" if mark else "utf-8")


def _quoted(cell: str) -> str:
    # Any separator is quoted: where a table has one column, readers cannot know which is its own.
    if any(c in cell for c in (*SEPARATORS, '"', "\n", "\r")) or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell


class _Rows:
    """Rows of cells, each with the line in which it begins."""

    def __init__(self, lines: Iterator[str], separator: str, skipped: int) -> None:
        self._lines = lines
        self._separator = separator
        self._skipped = skipped
        self._ahead: str | None = None

    @property
    def at_the_end(self) -> bool:
        """Whether no line is left."""
        return self._ahead is None

    def each(self, problems: ProblemList) -> Iterator[tuple[int, tuple[str, ...]]]:
        for _ in islice(self._lines, self._skipped):
            pass
        self._ahead = next(self._lines, None)
        reader = csv.reader(
            _refused_when_long(self._one_ahead(), problems, self._skipped),
            delimiter=self._separator,
            strict=True,
        )
        while True:
            line = self._skipped + reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                problems.add(_line(line), _broken(str(error)))
                return
            if cells is None:
                return
            stripped = tuple(unguarded(cell.strip()) for cell in cells)
            if any(stripped):
                yield line, stripped

    def _one_ahead(self) -> Iterator[str]:
        while self._ahead is not None:
            line, self._ahead = self._ahead, next(self._lines, None)
            yield line


def _refused_when_long(
    lines: Iterable[str], problems: ProblemList, before: int = 0
) -> Iterator[str]:
    for number, line in enumerate(lines, start=before + 1):
        if len(line) > LINE_CHARACTERS:
            problems.add(
                _line(number),
                said(
                    "the line has {count} characters; allowed are {most}",
                    count=len(line),
                    most=LINE_CHARACTERS,
                ),
            )
            return
        yield line


def _broken(words: str) -> Said:
    if "end of data" in words:
        return said("a quotation mark is opened here and never closed; close or remove it")
    if "field limit" in words:
        return said("a cell is too long; perhaps a quotation mark is opened here and never closed")
    return said("a quotation mark stands within a cell; write it twice, or remove it")


def _separator(lines: Sequence[str], before: int, file: str) -> str:
    read = {s: _beginning(lines, s) for s in SEPARATORS}
    possible = [s for s, rows in read.items() if rows and len(rows[0]) > 1]
    if len(possible) > 1:
        alike = [s for s in possible if all(len(row) == len(read[s][0]) for row in read[s])]
        if len(alike) != 1:
            raise refusal(
                file,
                _line(before + 1),
                said(
                    "{separators} stand between the names; allowed is one separator in a file",
                    separators=", ".join(SEPARATORS[s] for s in possible),
                ),
            )
        possible = alike
    return possible[0] if possible else ","


def _beginning(lines: Sequence[str], separator: str) -> list[tuple[str, ...]]:
    """The first rows, without empty cells at their ends beyond the names."""
    rows: list[tuple[str, ...]] = []
    try:
        for cells in csv.reader(lines, delimiter=separator):
            row = tuple(cell.strip() for cell in cells)
            if any(row):
                count = len(rows[0]) if rows else len(row)
                rows.append(row if any(row[count:]) else row[:count])
            if len(rows) == _LOOKED_AT:
                break
    except csv.Error:
        pass
    return rows


def _names(
    lines: Sequence[str], before: int, separator: str, file: str
) -> tuple[tuple[str, ...], int]:
    """The names, without empty ones at the end; and how many lines they take."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        names = [unguarded(" ".join(cell.split())) for cell in next(reader)]
    except csv.Error as error:
        raise refusal(file, _line(before + 1), _broken(str(error))) from error
    while names and not names[-1]:
        names.pop()
    return tuple(names), reader.line_num


def _parts(cells: Sequence[str], separator: str) -> int:
    return cells[0].count(separator) + 1 if len(cells) == 1 else 0


def _line(number: int) -> Said:
    return said("line {line}", line=number)
