"""A walk over parsed JSON that knows at every step where in the file it is."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from antigone.formats.limits import refuse_size
from antigone.formats.problems import Refused, listed, refusal, shown
from antigone.words import said

NAME_CHARACTERS = 200
"""Longest id, name or label that is read."""

SENTENCE_CHARACTERS = 10_000

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSHOWABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


class _Doubled(dict[str, object]):
    """An object of the file in which a key stands twice; `key` is the first such key."""

    key: str = ""


@dataclass(frozen=True)
class Cursor:
    """A value of the file with its place, e.g. `markers[3].genotypes.CH`.

    Every method that takes the value as something it is not raises `Refused` with that place.
    """

    value: object
    place: str = ""

    def fields(self) -> dict[str, Cursor]:
        """The members of an object, in the order of the file."""
        return {key: Cursor(value, self._below(key)) for key, value in self._object().items()}

    def items(self, *, at_most: int | None = None) -> list[Cursor]:
        """The elements of a list."""
        if not isinstance(self.value, list):
            raise self.expected(said("a list […]"))
        if at_most is not None and len(self.value) > at_most:
            raise self.refused(
                said(
                    "{count} entries are too many; allowed are {at_most}",
                    count=len(self.value),
                    at_most=at_most,
                )
            )
        return [Cursor(value, f"{self.place}[{i}]") for i, value in enumerate(self.value)]

    def field(self, name: str) -> Cursor:
        """A member that must be there."""
        found = self.optional(name)
        if found is None:
            raise self.refused(said("{name} is missing", name=shown(name)))
        return found

    def optional(self, name: str) -> Cursor | None:
        """A member that may be absent or null."""
        found = self._object().get(name)
        return None if found is None else Cursor(found, self._below(name))

    def text(self) -> str:
        """Any text."""
        if not isinstance(self.value, str):
            raise self.expected(said("a text in quotation marks"))
        return self.value

    def name(self) -> str:
        """A text that can serve as id, name or label: not empty, one line, no invisible controls."""
        text = self.text()
        fault = fault_of_name(text)
        if fault:
            raise self.refused(said("{name} {fault}", name=shown(text), fault=fault))
        return text

    def sentence(self) -> str:
        """A text on one line that may be long or empty."""
        text = self.text()
        if len(text) > SENTENCE_CHARACTERS:
            raise self.refused(
                said(
                    "{count} characters; allowed are {most}",
                    count=len(text),
                    most=SENTENCE_CHARACTERS,
                )
            )
        if _unshowable(text):
            raise self.refused(
                said("{text} contains control characters; remove them", text=shown(text))
            )
        return text

    def one_of(self, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        if self.value not in allowed or not isinstance(self.value, str):
            raise self.refused(
                said("{found}; allowed are {allowed}", found=self._found(), allowed=listed(allowed))
            )
        return self.value

    def number(self, low: float, high: float = math.inf) -> float:
        """A finite number between two bounds, both included."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.expected(said("a number"))
        bounds = (
            said("from {low} to {high}", low=f"{low:g}", high=f"{high:g}")
            if high < math.inf
            else said("of at least {low}", low=f"{low:g}")
        )
        if not (math.isfinite(self.value) and low <= self.value <= high):
            raise self.refused(
                said(
                    "{found}; allowed is a finite number {bounds}",
                    found=self._found(),
                    bounds=bounds,
                )
            )
        return float(self.value)

    def integer(self, low: int, high: int) -> int:
        """A whole number between two bounds, both included."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.expected(said("a whole number"))
        if not low <= self.value <= high:
            raise self.refused(
                said(
                    "{found}; allowed is a whole number from {low} to {high}",
                    found=self._found(),
                    low=low,
                    high=high,
                )
            )
        return self.value

    def expected(self, what: str) -> Refused:
        """The refusal of a value of the wrong type."""
        return self.refused(said("{found}; allowed is {what}", found=self._found(), what=what))

    def refused(self, message: str) -> Refused:
        """A refusal at this place."""
        return Refused(self.place, message)

    def _object(self) -> dict[str, object]:
        if isinstance(self.value, _Doubled):
            raise self.refused(
                said("the key {key} stands twice; each may stand once", key=shown(self.value.key))
            )
        if not isinstance(self.value, dict):
            raise self.expected(said("an object {{…}}"))
        return self.value

    def _found(self) -> str:
        match self.value:
            case None:
                return said("found null")
            case bool():
                return said("found {value}", value=str(self.value).lower())
            case dict():
                return said("found an object")
            case list():
                return said("found a list")
            case str():
                return said("found the text {value}", value=shown(self.value))
            case _:
                return said("found {value}", value=shown(self.value))

    def _below(self, key: str) -> str:
        if not _PLAIN_KEY.fullmatch(key):
            return f"{self.place}[{shown(key)}]"
        return f"{self.place}.{key}" if self.place else key


def fault_of_name(text: str) -> str:
    """Why a text cannot serve as an id, name or label; empty where it can."""
    if not text.strip():
        return said("is empty; a name is needed")
    if text != text.strip():
        return said("begins or ends with a space; remove it")
    if len(text) > NAME_CHARACTERS:
        return said(
            "has {count} characters; allowed are {most}", count=len(text), most=NAME_CHARACTERS
        )
    return said("contains control characters; remove them") if _unshowable(text) else ""


def showable(text: str) -> str:
    """The text with a question mark for each character that cannot be shown on one line."""
    return "".join("?" if _unshowable(c) else c for c in text[:SENTENCE_CHARACTERS])


def _unshowable(text: str) -> bool:
    return any(c in _BIDI_CONTROLS or unicodedata.category(c) in _UNSHOWABLE for c in text)


def parse_json(data: bytes, file: str) -> Cursor:
    """The document of a JSON file, UTF-8 with or without byte order mark.

    Raises:
        FormatError: the file is empty, too large, not UTF-8, nested too deeply, or broken; with line
            and column where it breaks.
    """
    refuse_size(len(data), file)
    if not data.strip():
        raise refusal(file, "", said("the file is empty; allowed is a JSON document"))
    text = _decoded(data, file)
    try:
        return Cursor(json.loads(text, object_pairs_hook=_object, parse_int=_integer))
    except json.JSONDecodeError as error:
        place = said("line {line}, column {column}", line=error.lineno, column=error.colno)
        raise refusal(file, place, said("broken JSON: {reason}", reason=error.msg)) from error
    except RecursionError as error:
        raise refusal(
            file, "", said("lists and objects are nested too deeply to be read")
        ) from error


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal(
            file, said("line {line}", line=line), said("not UTF-8 text; JSON files are UTF-8")
        ) from error


def _object(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    doubled = _Doubled(members)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            doubled.key = key
            break
        seen.add(key)
    return doubled


def _integer(digits: str) -> int | float:
    # Python refuses to convert thousands of digits; as a float they become infinite and are refused.
    return int(digits) if len(digits) < 300 else float(digits)
