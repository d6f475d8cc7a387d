"""What the cells of a column look like: whether they bear out a field, and how they are to be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from antigone.formats.column_mapping import MappedColumn
from antigone.formats.column_mapping_headings import BRACKETS, UNIT_WORDS, Candidate
from antigone.formats.sheet_fields import Goes, RecordKind, Shape, SheetField, fields_of
from antigone.formats.sheet_values import (
    DateOrder,
    LengthUnit,
    Unreadable,
    read_coordinates,
    read_day,
    read_degrees,
    read_length,
    read_range,
    read_year,
    read_years,
)
from antigone.formats.sheet_words import meaning, plain, says_none, western_digits
from antigone.words import said

_FIT, _MISFIT = 0.8, 0.5
"""Shares of cells: from the first on they bear out a field, below the second they speak against it."""

_NOT_BY_CELLS = frozenset({Shape.NUMBER, Shape.NAME, Shape.LIST, Shape.DOCUMENT})
_ORDER = re.compile(
    r"(?P<day>(?:dd|дд|jj)\W{0,2}(?:mm|мм))|(?P<month>(?:mm|мм)\W{0,2}(?:dd|дд|jj))"
)
_TWO_NUMBERS = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2\d{4}.*")


def weighed(candidate: Candidate, cells: Sequence[str]) -> Candidate:
    """The candidate with what its cells say for or against it."""
    fits = _FITTING.get(candidate.field.shape)
    if fits is None or not cells:
        return candidate
    fitting = len([cell for cell in cells if fits(cell, candidate.field)])
    share = fitting / len(cells)
    if share >= _FIT:
        return replace(candidate, weight=candidate.weight + 0.1)
    reason = said(
        "{reason} But only {fitting} of the first {count} cells can be read so.",
        reason=candidate.reason,
        fitting=fitting,
        count=len(cells),
    )
    weight = candidate.weight - (0.2 if share >= _MISFIT else 0.5)
    return replace(candidate, weight=weight, reason=reason)


def by_cells(cells: Sequence[str], kind: RecordKind) -> list[Candidate]:
    """Fields that the heading does not name but nearly all cells could be: alternatives only."""
    if len(cells) < 3:
        return []
    found = []
    for field in fields_of(kind).values():
        fits = _FITTING.get(field.shape)
        if fits is None or field.shape in _NOT_BY_CELLS:
            continue
        if all(fits(cell, field) for cell in cells):
            reason = said("The cells could be: {field}.", field=field.label)
            found.append(Candidate(field, 0.3, reason))
    return found


def with_options(column: MappedColumn, field: SheetField, cells: Sequence[str]) -> MappedColumn:
    """The column with the order of its dates, its unit, or what parts its lists, where that can be seen."""
    match field.shape:
        case Shape.DAY:
            stated = _order_in(column.heading)
            return replace(column, date_order=stated or _order(cells))
        case Shape.LENGTH:
            return replace(column, unit=_unit(column.heading, cells))
        case Shape.LIST:
            return replace(column, separator=_separator(field, cells))
        case _:
            return column


def _order(cells: Sequence[str]) -> DateOrder | None:
    """The order that some cells show and none contradicts."""
    pairs = [_TWO_NUMBERS.fullmatch(western_digits(cell)) for cell in cells]
    numbers = [(int(pair[1]), int(pair[3])) for pair in pairs if pair]
    day_first = any(first > 12 for first, _ in numbers)
    month_first = any(second > 12 for _, second in numbers)
    if day_first == month_first:
        return None
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST


def _order_in(heading: str) -> DateOrder | None:
    """The order that a heading states, as "Born (dd/mm/yyyy)"."""
    found = _ORDER.search(heading.casefold())
    if not found:
        return None
    return DateOrder.DAY_FIRST if found["day"] else DateOrder.MONTH_FIRST


def _unit(heading: str, cells: Sequence[str]) -> LengthUnit:
    """The unit in the heading's brackets or at its end; otherwise the first that the cells allow."""
    inside = " ".join(part[1:-1] for part in BRACKETS.findall(heading))
    last = plain(heading).split()[-1:]
    for words in (plain(inside), *last):
        if words in UNIT_WORDS:
            return UNIT_WORDS[words]
    for unit in (LengthUnit.CM, LengthUnit.M):
        if cells and sum(_is_length(cell, unit) for cell in cells) >= _FIT * len(cells):
            return unit
    return LengthUnit.CM


def _is_length(cell: str, unit: LengthUnit) -> bool:
    try:
        read_length(cell, unit)
    except Unreadable:
        return False
    return True


def _separator(field: SheetField, cells: Sequence[str]) -> str:
    """A comma where no cell has a semicolon and most parts between commas are kinds of their own."""
    if field.goes is not Goes.RECORD or any(";" in cell or "\n" in cell for cell in cells):
        return ""
    parts = [part for cell in cells if "," in cell for part in cell.split(",")]
    known = sum(bool(_kind_of_item(part)) for part in parts)
    items = field.code in ("items", "clothing", "footwear", "jewellery")
    return "," if items and parts and known > 0.5 * len(parts) else ""


def _kind_of_item(part: str) -> bool:
    written = part.split()
    return bool(
        meaning("item", part)
        or (written and (meaning("item", written[-1]) or meaning("item", written[0])))
    )


def _can_read(read: Callable[[str], object]) -> Callable[[str, SheetField], bool]:
    def fits(cell: str, _: SheetField) -> bool:
        if len(cell) > 200:
            return False
        try:
            read(cell)
        except Unreadable:
            return False
        return True

    return fits


def _is_word(cell: str, field: SheetField) -> bool:
    return meaning(field.words, cell) is not None


def _has_digit(cell: str, _: SheetField) -> bool:
    return len(cell) <= 100 and any(c.isdecimal() for c in cell)


def _is_day(cell: str) -> object:
    try:
        return read_day(cell, DateOrder.DAY_FIRST)
    except Unreadable:
        return read_day(cell, DateOrder.MONTH_FIRST)


def _is_some_length(cell: str) -> object:
    return next((u for u in LengthUnit if _is_length(cell, u)), None) or read_length(
        cell, LengthUnit.CM
    )


def _is_age(cell: str) -> object:
    return read_range(cell) or read_years(cell)


_FITTING: dict[Shape, Callable[[str, SheetField], bool]] = {
    Shape.NUMBER: _has_digit,
    Shape.NAME: lambda cell, _: len(cell) <= 200,
    Shape.WORD: _is_word,
    Shape.DAY: _can_read(_is_day),
    Shape.YEAR: _can_read(read_year),
    Shape.YEARS: _can_read(_is_age),
    Shape.LENGTH: _can_read(_is_some_length),
    Shape.LATITUDE: _can_read(lambda cell: read_degrees(cell, latitude=True)),
    Shape.LONGITUDE: _can_read(lambda cell: read_degrees(cell, latitude=False)),
    Shape.COORDINATES: _can_read(read_coordinates),
    Shape.DOCUMENT: lambda cell, _: says_none(cell) or any(c.isdecimal() for c in cell),
}
