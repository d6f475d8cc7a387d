"""How the cells of a column are read, by what the column holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from antigone.evidence.age_tables import PHASES
from antigone.evidence.records import Carried, MarkKind
from antigone.formats.column_mapping import ColumnMapping, MappedColumn
from antigone.formats.cursor import NAME_CHARACTERS, fault_of_name
from antigone.formats.pm_record_json import MOST_DAYS
from antigone.formats.problems import listed, shown
from antigone.formats.record_parts_json import WITHIN_KM
from antigone.formats.sheet_fields import RecordKind, Shape, SheetField, fields_of
from antigone.formats.sheet_lists import (
    Read,
    read_found_items,
    read_implants,
    read_marks,
    read_medical,
    read_other_names,
    read_owned_items,
)
from antigone.formats.sheet_values import (
    Unreadable,
    read_coordinates,
    read_day,
    read_degrees,
    read_length,
    read_range,
    read_year,
    read_years,
)
from antigone.formats.sheet_words import meaning, meanings, western_digits
from antigone.formats.text_tables import decimal_of
from antigone.words import said

NUMBER_CHARACTERS = 100

MARK_KINDS = {
    "marks": None,
    "tattoos": MarkKind.TATTOO,
    "scars": MarkKind.SCAR,
    "birthmarks": MarkKind.BIRTHMARK,
    "piercings": MarkKind.PIERCING,
}
"""By field the kind of its marks; None: each entry says it."""

_TRAITS = frozenset({"eyes", "hair", "handedness"})


def cell_reader(column: MappedColumn, mapping: ColumnMapping) -> Callable[[str], object]:
    """How cells of a column are read; every reader gives a value or raises `Unreadable`."""
    of = fields_of(mapping.kind)[column.field]
    match of.shape:
        case Shape.NUMBER:
            return _number
        case Shape.NAME | Shape.DOCUMENT:
            return _one_line
        case Shape.WORD:
            return lambda text: _word(text, of)
        case Shape.DAY:
            return lambda text: _day(text, column, of)
        case Shape.YEAR:
            return read_year
        case Shape.YEARS:
            return lambda text: _years(text, mapping.kind)
        case Shape.DAYS:
            return _days
        case Shape.LENGTH:
            return lambda text: read_length(text, column.unit)
        case Shape.LATITUDE:
            return lambda text: read_degrees(text, latitude=True)
        case Shape.LONGITUDE:
            return lambda text: read_degrees(text, latitude=False)
        case Shape.COORDINATES:
            return read_coordinates
        case Shape.DISTANCE:
            return _distance
        case Shape.PHASE:
            return _phase
        case Shape.LIST:
            return _list_reader(column, mapping)
        case Shape.TEXT:
            return str.strip


def _list_reader(column: MappedColumn, mapping: ColumnMapping) -> Callable[[str], Read[object]]:
    code, separator = column.field, column.separator
    if code in MARK_KINDS:
        return lambda text: read_marks(text, separator, MARK_KINDS[code])
    if code == "implants":
        return lambda text: read_implants(text, separator)
    if code == "medical":
        return lambda text: read_medical(text, separator)
    if code == "other_names":
        return lambda text: read_other_names(text, separator)
    if mapping.kind is RecordKind.AM:
        return lambda text: read_owned_items(text, separator)
    stated = mapping.assumed.get("carried")
    carried = Carried(stated) if stated else None
    return lambda text: read_found_items(text, separator, carried)


def _number(text: str) -> str:
    number = " ".join(text.split())
    fault = fault_of_name(number)
    if fault or len(number) > NUMBER_CHARACTERS or number == "*":
        raise Unreadable(
            said(
                "{text} is no number of a record; allowed are up to {most} characters",
                text=shown(text),
                most=NUMBER_CHARACTERS,
            )
        )
    return number


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > NAME_CHARACTERS:
        raise Unreadable(
            said("{count} characters; allowed are {most}", count=len(line), most=NAME_CHARACTERS)
        )
    return line


def _word(text: str, of: SheetField) -> str:
    found = meaning(of.words, text)
    if found is None and of.code in _TRAITS:
        # A record holds any word of a trait, as told; those that no table knows say nothing.
        return _one_line(text)
    if found is None:
        raise Unreadable(
            said(
                "{text} is not known here; allowed are {allowed}, or their words in six languages",
                text=shown(text),
                allowed=listed(meanings(of.words)),
            )
        )
    return found


@dataclass(frozen=True)
class YearOnly:
    """A day of which only the year is told."""

    year: int


def _day(text: str, column: MappedColumn, of: SheetField) -> object:
    try:
        return read_day(text, column.date_order)
    except Unreadable:
        if of.code == "born_on":
            try:
                return YearOnly(read_year(text))
            except Unreadable:
                pass
        raise


@dataclass(frozen=True)
class AgeRange:
    """An age of which bounds are told."""

    low: float
    high: float


def _years(text: str, kind: RecordKind) -> float | AgeRange:
    bounds = read_range(text) if kind is RecordKind.PM else None
    if bounds is None:
        return read_years(text)
    return AgeRange(read_years(f"{bounds[0]:g}"), read_years(f"{bounds[1]:g}"))


def _days(text: str) -> tuple[int, int]:
    number = decimal_of(western_digits(text.strip()))
    low, high = read_range(text) or (number, number)
    if low is None or high is None or high > MOST_DAYS or low != int(low) or high != int(high):
        raise Unreadable(
            said(
                "{text} is no number of days; allowed are one or two, such as 20-90, up to {most}",
                text=shown(text),
                most=MOST_DAYS,
            )
        )
    if low < 0:
        raise Unreadable(said("{text} is below 0", text=shown(text)))
    return int(low), int(high)


def _distance(text: str) -> float:
    number = decimal_of(western_digits(text.strip()))
    low, high = WITHIN_KM
    if number is None or not low <= number <= high:
        raise Unreadable(
            said(
                "{text} is no distance; allowed are {low} to {high} km",
                text=shown(text),
                low=f"{low:g}",
                high=f"{high:g}",
            )
        )
    return number


def _phase(text: str) -> int:
    written = western_digits(text.strip())
    if not (written.isascii() and written.isdigit() and 1 <= int(written[:3]) <= PHASES):
        raise Unreadable(
            said("{text} is no phase; allowed are 1 to {most}", text=shown(text), most=PHASES)
        )
    return int(written)
