"""The entry of one tooth in a chart, as buttons change it: a code or a surface put in or taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from antigone.evidence.records import CodeSystem
from antigone.evidence.tooth_codes import (
    INTERPOL_CODES,
    NCIC_CODES,
    SURFACES,
    WINID_PRIMARY,
    WINID_SECONDARY,
    Code,
)

PERMANENT_ROWS = (
    (18, 17, 16, 15, 14, 13, 12, 11),
    (21, 22, 23, 24, 25, 26, 27, 28),
    (48, 47, 46, 45, 44, 43, 42, 41),
    (31, 32, 33, 34, 35, 36, 37, 38),
)
"""As they are drawn: the person's right on the left, the upper jaw above."""

MILK_ROWS = (
    (55, 54, 53, 52, 51),
    (61, 62, 63, 64, 65),
    (85, 84, 83, 82, 81),
    (71, 72, 73, 74, 75),
)

ALL_TEETH = tuple(sorted(tooth for row in (*PERMANENT_ROWS, *MILK_ROWS) for tooth in row))

SOUND: Mapping[CodeSystem, str] = {
    CodeSystem.INTERPOL: "sou",
    CodeSystem.NCIC: "V",
    CodeSystem.WINID: "V",
}
"""What each system writes for a tooth that was never treated."""

_ALONE: Mapping[CodeSystem, frozenset[str]] = {
    CodeSystem.INTERPOL: frozenset({"sou", "non"}),
    CodeSystem.NCIC: frozenset({"V", "X", "/", "ALL", "UNK"}),
    CodeSystem.WINID: frozenset({"U", "V", "X", "J", "/"}),
}
"""Codes beside which no surface stands, and of which an entry holds one."""

_SAME_SURFACE = {"I": "O", "B": "V", "F": "V"}
_CAPITALS = "MOIDVBFL"


@dataclass(frozen=True, slots=True)
class CodeButton:
    """A code of the system with its meaning, and whether it stands in the entry."""

    code: str
    meaning: str
    pressed: bool


def code_buttons(system: CodeSystem, entry: str) -> tuple[CodeButton, ...]:
    """All codes of a system, in its order."""
    there = set(_codes(system, entry))
    return tuple(
        CodeButton(code, _(of.meaning), code in there) for code, of in codes_of(system).items()
    )


def codes_of(system: CodeSystem) -> Mapping[str, Code]:
    """The codes of a system, without its letters for surfaces."""
    if system is CodeSystem.INTERPOL:
        return INTERPOL_CODES
    return NCIC_CODES if system is CodeSystem.NCIC else WINID_PRIMARY | WINID_SECONDARY


def surfaces_in(system: CodeSystem, entry: str) -> str:
    """The surfaces of an entry, in the order M O D V L."""
    if system is CodeSystem.INTERPOL:
        letters = {letter for word in entry.split() if _is_surfaces(word) for letter in word}
    else:
        codes = codes_of(system)
        words = [word for word in entry.split() if word not in codes]
        letters = {c for word in words for c in word if c in _CAPITALS and c not in codes}
    plain = {_SAME_SURFACE.get(letter, letter) for letter in letters}
    return "".join(surface for surface in SURFACES if surface in plain)


def toggled_code(entry: str, code: str, system: CodeSystem) -> str:
    """The entry with a code that was not there, or without one that was.

    >>> toggled_code("sou", "amf", CodeSystem.INTERPOL), toggled_code("MOD", "R", CodeSystem.WINID)
    ('amf', 'MOD-R')
    """
    if code not in codes_of(system):
        return entry
    codes = _codes(system, entry)
    if code in codes:
        return _without(entry, code, system)
    if code in _ALONE[system]:
        kept = [c for c in codes if system is CodeSystem.WINID and c in WINID_SECONDARY]
        return code if system is CodeSystem.INTERPOL else _written([code, *kept], "", system)
    if system is CodeSystem.INTERPOL:
        words = [word for word in entry.split() if word not in _ALONE[system]]
        return " ".join([*words, code])
    hinders = _ALONE[system] - ({"X"} if system is CodeSystem.WINID else set())
    kept = [c for c in codes if c not in hinders]
    return _written([*kept, code], surfaces_in(system, entry), system)


def toggled_surface(entry: str, surface: str, tooth: int, system: CodeSystem) -> str:
    """The entry with one surface more or less.

    >>> toggled_surface("amf MO", "D", 16, CodeSystem.INTERPOL)
    'amf MOD'
    >>> toggled_surface("V", "V", 16, CodeSystem.NCIC)
    'F'
    """
    if system is CodeSystem.INTERPOL:
        return _toggled_in_words(entry, surface, tooth)
    there = surfaces_in(system, entry)
    now = there.replace(surface, "") if surface in there else there + surface
    codes = [c for c in _codes(system, entry) if not now or c not in _ALONE[system]]
    return _written(codes, now, system)


def _toggled_in_words(entry: str, surface: str, tooth: int) -> str:
    """Surfaces belong to the code before them: those of the last code are changed."""
    words = [word for word in entry.split() if word not in _ALONE[CodeSystem.INTERPOL]]
    last = words.pop() if words and _is_surfaces(words[-1]) else ""
    plain = {_SAME_SURFACE.get(letter, letter) for letter in last} ^ {surface}
    biting = "I" if tooth % 10 <= 3 else "O"
    written = "".join(biting if s == "O" else s for s in SURFACES if s in plain)
    return " ".join([*words, written] if written else words)


def _is_surfaces(word: str) -> bool:
    return bool(word) and set(word) <= set(_CAPITALS)


def _codes(system: CodeSystem, entry: str) -> list[str]:
    known = codes_of(system)
    if system is CodeSystem.INTERPOL:
        return [word for word in entry.split() if word in known]
    found: list[str] = []
    for word in entry.split():
        found += [word] if word in known else [letter for letter in word if letter in known]
    return found


def _without(entry: str, code: str, system: CodeSystem) -> str:
    if system is not CodeSystem.INTERPOL:
        kept = [c for c in _codes(system, entry) if c != code]
        return _written(kept, surfaces_in(system, entry), system)
    words = entry.split()
    at = words.index(code)
    # The surfaces behind a code go with it.
    end = at + 2 if at + 1 < len(words) and _is_surfaces(words[at + 1]) else at + 1
    return " ".join([*words[:at], *words[end:]])


def _written(codes: list[str], surfaces: str, system: CodeSystem) -> str:
    """An entry of NCIC or WinID, which write the vestibular surface F."""
    letters = "".join("F" if s == "V" else s for s in SURFACES if s in surfaces)
    if system is CodeSystem.NCIC:
        return letters + "".join(dict.fromkeys(codes))
    first = letters + "".join(c for c in dict.fromkeys(codes) if c in WINID_PRIMARY)
    second = "".join(c for c in dict.fromkeys(codes) if c in WINID_SECONDARY)
    return f"{first}-{second}" if first and second else first or second
