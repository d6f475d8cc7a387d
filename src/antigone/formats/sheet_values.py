"""Single values of cells: days, ages, lengths, places. What can be understood in two ways is refused."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from antigone.evidence.age import OLDEST_YEARS
from antigone.formats.problems import shown
from antigone.formats.record_parts_json import STATURES_CM
from antigone.formats.sheet_words import meaning, plain, western_digits
from antigone.formats.text_tables import decimal_of
from antigone.words import Said, said


class Unreadable(ValueError):
    """A cell cannot be understood; `message` says what stands there and what is allowed."""

    def __init__(self, message: Said) -> None:
        super().__init__(message)
        self.message = message


class DateOrder(StrEnum):
    """In which order numbers of a date stand, where the year does not come first."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class LengthUnit(StrEnum):
    """Units in which a height may be given."""

    CM = "cm"
    M = "m"
    INCH = "in"
    FOOT = "ft"
    """Feet and inches, as 5'10"; or feet with decimals."""


_CM = {LengthUnit.CM: 1.0, LengthUnit.M: 100.0, LengthUnit.INCH: 2.54, LengthUnit.FOOT: 30.48}
_UNITS = {
    "cm": LengthUnit.CM,
    "см": LengthUnit.CM,
    "سم": LengthUnit.CM,
    "m": LengthUnit.M,
    "м": LengthUnit.M,
    "in": LengthUnit.INCH,
    "inch": LengthUnit.INCH,
    "inches": LengthUnit.INCH,
    "ft": LengthUnit.FOOT,
    "feet": LengthUnit.FOOT,
}

_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?.*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_SHORT_YEAR = re.compile(r"\d{1,2}([-./])\d{1,2}\1\d{2}")
_DAY_FIRST_IN_WORDS = re.compile(
    r"(\d{1,2})(?:er|º|°|st|nd|rd|th)?\W+(?:de )?([^\W\d]+(?: [^\W\d]+)??)\.?,?[\W]+(?:de |del )?(\d{4})"
)
_MONTH_FIRST_IN_WORDS = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_YEAR_WORDS = re.compile(r"\s*(?:г\.?|р\.?|року|года|год|рік)\s*$")
_YEAR = re.compile(r"\d{4}")
_SERIAL = re.compile(r"[1-5]\d{4}")
_RANGE = re.compile(r"(\d{1,5}(?:[.,]\d+)?)\s*(?:-|–|—|to|до|à|a)\s*(\d{1,5}(?:[.,]\d+)?)")
_FEET = re.compile(r"(\d)\s*(?:'|’|′|ft|feet)\s*(\d{1,2}(?:[.,]\d+)?)?\s*(?:\"|”|″|''|in)?")
_WITH_UNIT = re.compile(r"([\d.,]+)\s*([^\W\d]+)?\.?")
_DEGREES = re.compile(
    r"""(?P<before>[NSEWСЮЗВ])?\s*(?P<sign>[-+−])?(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|deg)?\s*
    (?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:'|’|′)\s*)?
    (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:"|”|″|'')\s*)?
    (?P<after>[NSEWСЮЗВ])?""",
    re.VERBOSE | re.IGNORECASE,
)
_NEGATIVE = frozenset("SWЮЗ")
_OF_LATITUDE = frozenset("NSСЮ")
_BETWEEN_DEGREES = re.compile(r"\s*[;|/]\s*|\s*,\s+|\s+,\s*|(?<=[NSEWСЮЗВ])[\s,]+", re.IGNORECASE)

FIRST_YEAR, LAST_YEAR = 1850, 2200


def read_day(text: str, order: DateOrder | None) -> date:
    """A day in numbers or with the month in words.

    Args:
        text: of a cell.
        order: of day and month, as stated for the column; None: only what can be read in one way.

    >>> read_day("2026-10-09", None), read_day("25/12/1990", None), read_day("3 березня 1990", None)
    (datetime.date(2026, 10, 9), datetime.date(1990, 12, 25), datetime.date(1990, 3, 3))

    Raises:
        Unreadable: it is no day, or could be two.
    """
    written = _YEAR_WORDS.sub("", western_digits(text.strip()))
    found = _YEAR_FIRST.fullmatch(written)
    if found:
        return _day(text, int(found[1]), int(found[3]), int(found[4]))
    found = _YEAR_LAST.fullmatch(written)
    if found:
        return _year_last(text, int(found[1]), int(found[3]), int(found[4]), order)
    found = _DAY_FIRST_IN_WORDS.fullmatch(written)
    month = meaning("month", found[2]) if found else None
    if found and month:
        return _day(text, int(found[3]), int(month), int(found[1]))
    found = _MONTH_FIRST_IN_WORDS.fullmatch(written)
    month = meaning("month", found[1]) if found else None
    if found and month:
        return _day(text, int(found[3]), int(month), int(found[2]))
    raise Unreadable(_no_day(text, written))


def _year_last(text: str, first: int, second: int, year: int, order: DateOrder | None) -> date:
    if order is None and first <= 12 and second <= 12 and first != second:
        raise Unreadable(
            said(
                "{text} can be two days; state for this column whether day or month comes first",
                text=shown(text),
            )
        )
    day_first = first > 12 if order is None else order is DateOrder.DAY_FIRST
    day, month = (first, second) if day_first or first == second else (second, first)
    return _day(text, year, month, day)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise Unreadable(said("{text} is no day of the calendar", text=shown(text))) from None
    return found


def _no_day(text: str, written: str) -> Said:
    if _SHORT_YEAR.fullmatch(written):
        return said("{text} has a year of two digits; write four", text=shown(text))
    if _SERIAL.fullmatch(written):
        return said(
            "{text} is a date as spreadsheet programs count days; show the column as dates and save "
            "again",
            text=shown(text),
        )
    return said("{text} is no day; allowed is a day such as 2026-10-09", text=shown(text))


def read_year(text: str) -> int:
    """A year of birth.

    Raises:
        Unreadable: it is no year of four digits.
    """
    written = _YEAR_WORDS.sub("", western_digits(text.strip()))
    if _YEAR.fullmatch(written) and FIRST_YEAR <= int(written) <= LAST_YEAR:
        return int(written)
    raise Unreadable(said("{text} is no year; allowed is a year of four digits", text=shown(text)))


def read_years(text: str) -> float:
    """An age in years.

    Raises:
        Unreadable: it is no number, or no age that a person can have.
    """
    number = decimal_of(western_digits(text.strip()))
    if number is None or not 0.0 <= number <= OLDEST_YEARS:
        raise Unreadable(
            said(
                "{text} is no age; allowed is a number of years from 0 to {most}",
                text=shown(text),
                most=f"{OLDEST_YEARS:g}",
            )
        )
    return number


def read_range(text: str) -> tuple[float, float] | None:
    """Two numbers such as 20-30; None where the text is no range.

    >>> read_range("20-30"), read_range("25")
    ((20.0, 30.0), None)
    """
    found = _RANGE.fullmatch(western_digits(text.strip()))
    if not found:
        return None
    low, high = (float(part.replace(",", ".")) for part in (found[1], found[2]))
    return (low, high) if low <= high else None


def read_length(text: str, unit: LengthUnit) -> float:
    """A height in cm, written in the unit of its column or with one of its own.

    >>> read_length("178", LengthUnit.CM), read_length("1,78 m", LengthUnit.CM)
    (178.0, 178.0)
    >>> round(read_length("5'10", LengthUnit.FOOT), 1)
    177.8

    Raises:
        Unreadable: it is no number, its unit is not known, or nobody has that height.
    """
    written = western_digits(text.strip())
    feet = _FEET.fullmatch(written)
    found = _WITH_UNIT.fullmatch(written)
    own = _UNITS.get(plain(found[2])) if found and found[2] else unit
    number = decimal_of(found[1]) if found else None
    if feet and not (found and number is not None and own is not LengthUnit.FOOT):
        inches = float((feet[2] or "0").replace(",", "."))
        cm = round(int(feet[1]) * 30.48 + inches * 2.54, 4)
    elif number is not None and own is not None:
        cm = number if own is LengthUnit.CM else round(number * _CM[own], 4)
    else:
        raise Unreadable(
            said("{text} is no height; allowed is a number, with or without unit", text=shown(text))
        )
    low, high = STATURES_CM
    if not low <= cm <= high:
        raise Unreadable(
            said(
                "{text} would be {cm} cm; allowed are {low} to {high} cm. Is the unit of the column "
                "right?",
                text=shown(text),
                cm=f"{cm:g}",
                low=f"{low:g}",
                high=f"{high:g}",
            )
        )
    return cm


def read_degrees(text: str, *, latitude: bool) -> float:
    r"""A latitude or longitude in degrees with decimals, or in degrees, minutes and seconds.

    >>> read_degrees("48.25", latitude=True), read_degrees("37° 30' 00\" W", latitude=False)
    (48.25, -37.5)

    Raises:
        Unreadable: it is none, or lies outside its bounds.
    """
    most = 90.0 if latitude else 180.0
    number = decimal_of(western_digits(text.strip()))
    if number is not None and abs(number) <= most:
        return number
    found = _DEGREES.fullmatch(western_digits(text.strip()))
    letter = ((found["before"] or found["after"] or "") if found else "").upper()
    if not found or (letter and (letter in _OF_LATITUDE) is not latitude):
        raise Unreadable(_no_degrees(text, most))
    parts = [float((found[name] or "0").replace(",", ".")) for name in ("minutes", "seconds")]
    if max(parts) >= 60.0:
        raise Unreadable(_no_degrees(text, most))
    value = float(found["degrees"].replace(",", ".")) + parts[0] / 60.0 + parts[1] / 3600.0
    if value > most or (letter and found["sign"]):
        raise Unreadable(_no_degrees(text, most))
    negative = letter in _NEGATIVE if letter else found["sign"] in ("-", "−")
    return -value if negative else value


def read_coordinates(text: str) -> tuple[float, float]:
    """Latitude and longitude in one cell, latitude first.

    >>> read_coordinates("48.1, 37.4"), read_coordinates("48,1; 37,4")
    ((48.1, 37.4), (48.1, 37.4))

    Raises:
        Unreadable: there are not two, or one is none.
    """
    parts = [part for part in _BETWEEN_DEGREES.split(text.strip()) if part]
    if len(parts) != 2 and text.count(",") == 1:
        parts = text.split(",")
    if len(parts) != 2 and len(text.split()) == 2:
        parts = text.split()
    if len(parts) != 2:
        raise Unreadable(
            said(
                "{text} are no coordinates; allowed are latitude and longitude such as 48.1, 37.4",
                text=shown(text),
            )
        )
    return read_degrees(parts[0], latitude=True), read_degrees(parts[1], latitude=False)


def _no_degrees(text: str, most: float) -> Said:
    return said(
        "{text} is none; allowed are degrees from -{most} to {most}, e.g. 48.25 or 48° 15' 00\"",
        text=shown(text),
        most=f"{most:g}",
    )
