"""Parts of records as they stand in JSON files, of remains and of persons sought alike.

What is absent or null was not examined or is not known. Everything else is refused unless it is
exactly what a record can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from antigone.evidence.records import (
    ChartSource,
    CodeSystem,
    Implant,
    Mark,
    MarkKind,
    MedicalFinding,
    Place,
    Region,
    ToothChart,
)
from antigone.evidence.tooth_codes import ToothCodeError, finding, require_tooth
from antigone.evidence.trait_tables import TRAITS
from antigone.formats.cursor import Cursor
from antigone.formats.problems import ProblemList, Refused, listed, shown
from antigone.words import said, told

MOST_MARKS = 200
MOST_IMPLANTS = 50
MOST_FINDINGS = 100
MOST_ITEMS = 200
MOST_WORDS = 50
"""Most numbers, names or features of one item."""

STATURES_CM = (20.0, 260.0)
WITHIN_KM = (0.001, 20_040.0)
"""From a metre to half the way around the earth."""

MOTIFS = ("abstract", "animal", "flag", "human", "object", "other", "plant", "symbol")
"""Classes of tattoos, as ANSI/NIST-ITL Type-10 names them."""

CODES_CHARACTERS = 100
"""Longest entry of one tooth."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TOOTH = re.compile(r"[1-9]\d")

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")


class Parts:
    """The parts of a record, each read by itself, so that all that is wrong is told at once."""

    def __init__(self, cursor: Cursor, allowed: tuple[str, ...], problems: ProblemList) -> None:
        self._problems = problems
        self._there: dict[str, Cursor] = {}
        for name, part in cursor.fields().items():
            if name not in allowed:
                problems.add(part.place, _unknown(name, allowed))
            elif part.value is not None:
                self._there[name] = part

    def one(self, name: str, read: Callable[[Cursor], Value]) -> Value | None:
        """A part; None where it is absent, or refused and noted."""
        part = self._there.get(name)
        return None if part is None else self._problems.attempt(part, read)

    def some(
        self, name: str, read: Callable[[Cursor], Value], at_most: int
    ) -> tuple[Value, ...] | None:
        """A list of parts; None where it is absent, or refused and noted."""
        part = self._there.get(name)
        if part is None:
            return None
        items = self._problems.attempt(part, lambda c: c.items(at_most=at_most))
        return None if items is None else tuple(self._problems.all_of(items, read))


def members(cursor: Cursor, *allowed: str) -> Mapping[str, Cursor]:
    """The members of an object that are neither absent nor null.

    Raises:
        Refused: a key is not among the allowed ones.
    """
    found = cursor.fields()
    for name, member in found.items():
        if name not in allowed:
            raise member.refused(_unknown(name, allowed))
    return {name: member for name, member in found.items() if member.value is not None}


def _unknown(name: str, allowed: tuple[str, ...]) -> str:
    return said(
        "{name} is not known here; allowed are {allowed}", name=shown(name), allowed=listed(allowed)
    )


def word(cursor: Cursor, words: type[Word]) -> Word:
    """One of a few words."""
    return words(cursor.one_of(tuple(value.value for value in words)))


def code(cursor: Cursor) -> str:
    """The code of a kind: lower-case Latin letters, digits and underscores."""
    text = cursor.text()
    if not _CODE.fullmatch(text):
        raise cursor.refused(
            said(
                "{text}; allowed is a code of at most 60 lower-case Latin letters, digits "
                'and underscores, e.g. "wedding_ring"',
                text=shown(text),
            )
        )
    return text


def day(cursor: Cursor) -> date:
    """A day as 2026-10-09."""
    text = cursor.text()
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise cursor.refused(
            said("{text}; allowed is a day as YYYY-MM-DD", text=shown(text))
        ) from None


def optional_day(of: Mapping[str, Cursor], name: str) -> date | None:
    """A day that may be absent."""
    return day(of[name]) if name in of else None


def optional_text(of: Mapping[str, Cursor], name: str) -> str:
    """A text on one line; empty where it is absent."""
    return of[name].name() if name in of else ""


def texts(of: Mapping[str, Cursor], name: str) -> tuple[str, ...]:
    """Texts on one line each, as written; none where they are absent."""
    if name not in of:
        return ()
    return tuple(item.name() for item in of[name].items(at_most=MOST_WORDS))


def features(of: Mapping[str, Cursor]) -> tuple[str, ...]:
    """What tells an item from others of its kind, in lower case."""
    found = texts(of, "features")
    for feature in found:
        if feature != feature.lower():
            raise of["features"].refused(
                said("{feature}; allowed is lower case", feature=shown(feature))
            )
    return found


def traits(cursor: Cursor) -> dict[str, str]:
    """By trait its value as observed or told."""
    of = members(cursor, *(trait.value for trait in TRAITS))
    return {trait: value.name() for trait, value in of.items()}


def mark(cursor: Cursor) -> Mark:
    """A mark on the body; only a tattoo has a motif."""
    of = members(cursor, "kind", "region", "motif", "text")
    kind = word(cursor.field("kind"), MarkKind)
    motif = of["motif"].one_of(MOTIFS) if "motif" in of else ""
    if motif and kind is not MarkKind.TATTOO:
        raise of["motif"].refused(
            said("only a tattoo has a motif; this is a {kind}", kind=said(kind.value))
        )
    return Mark(kind, _region(of), motif, optional_text(of, "text"))


def implant(cursor: Cursor) -> Implant:
    """An implant or prosthesis."""
    of = members(cursor, "kind", "region", "maker", "serial")
    return Implant(
        code(cursor.field("kind")),
        _region(of),
        optional_text(of, "maker"),
        optional_text(of, "serial"),
    )


def medical_finding(cursor: Cursor) -> MedicalFinding:
    """A healed fracture, an operation, a missing organ."""
    of = members(cursor, "kind", "region")
    return MedicalFinding(code(cursor.field("kind")), _region(of))


def _region(of: Mapping[str, Cursor]) -> Region | None:
    return word(of["region"], Region) if "region" in of else None


def place(of: Mapping[str, Cursor]) -> Place | None:
    """The member `place`, in degrees, with the radius in which it surely lies."""
    if "place" not in of:
        return None
    cursor = of["place"]
    degrees = members(cursor, "latitude", "longitude", "within_km")
    latitude = cursor.field("latitude").number(-90.0, 90.0)
    longitude = cursor.field("longitude").number(-180.0, 180.0)
    if "within_km" not in degrees:
        return Place(latitude, longitude)
    return Place(latitude, longitude, degrees["within_km"].number(*WITHIN_KM))


def tooth_chart(cursor: Cursor, problems: ProblemList) -> ToothChart:
    """A chart whose codes all belong to its system; each that does not is noted."""
    of = members(cursor, "system", "source", "charted_on", "teeth")
    system = word(cursor.field("system"), CodeSystem)
    source = word(cursor.field("source"), ChartSource)
    charted_on = optional_day(of, "charted_on")
    entries = problems.all_of(
        cursor.field("teeth").fields().items(), lambda entry: _entry(*entry, system)
    )
    return ToothChart(system, source, dict(entries), charted_on)


def _entry(number: str, cursor: Cursor, system: CodeSystem) -> tuple[int, str]:
    codes = cursor.sentence()
    if not codes.strip():
        raise cursor.refused(said("no code; a tooth of which nothing is known is left out"))
    if len(codes) > CODES_CHARACTERS:
        raise cursor.refused(
            said(
                "{count} characters; allowed are {most}",
                count=len(codes),
                most=CODES_CHARACTERS,
            )
        )
    if not _TOOTH.fullmatch(number):
        raise cursor.refused(
            said("{number}; allowed are FDI numbers, e.g. 16, 55", number=shown(number))
        )
    fault = _fault(int(number), codes, system)
    if fault:
        raise cursor.refused(fault)
    return int(number), codes


@lru_cache(maxsize=65_536)
def _fault(tooth: int, codes: str, system: CodeSystem) -> str:
    """Why the codes cannot stand at this tooth; empty where they can."""
    try:
        finding(tooth, codes, system)
    except ToothCodeError as error:
        return told(error)
    return ""


def tooth_number(cursor: Cursor) -> int:
    """A tooth by its FDI number."""
    tooth = cursor.integer(11, 85)
    try:
        require_tooth(tooth)
    except ToothCodeError as error:
        raise Refused(cursor.place, told(error)) from None
    return tooth
