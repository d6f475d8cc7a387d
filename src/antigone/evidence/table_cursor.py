"""A walk over the numbers of a TOML table that refuses what it does not know, with file and key."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Key = TypeVar("Key", bound=StrEnum)


class TableError(ValueError):
    """A table of numbers cannot be used; the message names file, key, and what is allowed."""

    def __init__(self, file: str, place: str, message: str) -> None:
        super().__init__(": ".join(part for part in (file, place, message) if part))
        self.file, self.place = file, place


@dataclass(frozen=True)
class TableCursor:
    """A value of a table with its place, e.g. `error.pelvis`.

    Every method that takes the value as something it is not raises `TableError` with that place.
    """

    value: object
    file: str
    place: str = ""

    def entries(self) -> dict[str, TableCursor]:
        """The members of a table whose keys are the user's to choose; at least one."""
        if not isinstance(self.value, Mapping) or not self.value:
            raise self.refused(f"{self._found()}; allowed is a table with at least one entry")
        return {key: self._below(str(key), value) for key, value in self.value.items()}

    def exactly(self, *names: str) -> dict[str, TableCursor]:
        """The members of a table that has these keys, all of them and no other."""
        if not isinstance(self.value, Mapping):
            raise self.refused(f"{self._found()}; allowed is a table with {_listed(names)}")
        for name in names:
            if name not in self.value:
                raise self.refused(f"{name!r} is missing; needed are {_listed(names)}")
        for name in self.value:
            if name not in names:
                raise self.refused(f"{name!r} is not known here; allowed are {_listed(names)}")
        return {name: self._below(name, self.value[name]) for name in names}

    def by(self, keys: type[Key]) -> dict[Key, TableCursor]:
        """The members of a table with one entry for each member of an enumeration."""
        found = self.exactly(*(key.value for key in keys))
        return {key: found[key.value] for key in keys}

    def items(self, length: int | None = None) -> list[TableCursor]:
        """The elements of a list that is not empty; of this length where one is stated."""
        if not isinstance(self.value, list) or not self.value:
            raise self.refused(f"{self._found()}; allowed is a list with at least one element")
        if length is not None and len(self.value) != length:
            raise self.refused(f"a list of {len(self.value)}; allowed is a list of {length}")
        return [
            TableCursor(value, self.file, f"{self.place}[{i}]")
            for i, value in enumerate(self.value)
        ]

    def number(self, low: float, high: float = math.inf) -> float:
        """A finite number between two bounds, both included."""
        bounds = f"from {low:g} to {high:g}" if high < math.inf else f"of at least {low:g}"
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.refused(f"{self._found()}; allowed is a number {bounds}")
        # Compared before float(): an integer too large for a float is refused, not raised upon.
        if not (low <= self.value <= high) or abs(self.value) == math.inf:
            raise self.refused(f"{self.value}; allowed is a finite number {bounds}")
        try:
            return float(self.value)
        except OverflowError:
            raise self.refused(f"too large; allowed is a finite number {bounds}") from None

    def above_zero(self, high: float = math.inf) -> float:
        """A finite number above 0, up to a bound."""
        value = self.number(0.0, high)
        if value == 0.0:
            raise self.refused("0; allowed is a number above 0")
        return value

    def rate(self) -> float:
        """A probability above 0 and below 1: nothing in these tables is certain or impossible."""
        value = self.number(0.0, 1.0)
        if value in (0.0, 1.0):
            raise self.refused(f"{value:g}; allowed is a probability above 0 and below 1")
        return value

    def integer(self, low: int, high: int) -> int:
        """A whole number between two bounds, both included."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.refused(f"{self._found()}; allowed is a whole number from {low} to {high}")
        if not low <= self.value <= high:
            raise self.refused(f"{self.value}; allowed is a whole number from {low} to {high}")
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.refused(f"{self._found()}; allowed are true and false")
        return self.value

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.refused(f"{self._found()}; allowed is a text in quotation marks, not empty")
        return self.value

    def one_of(self, allowed: Sequence[str]) -> str:
        """One of a few words."""
        if not isinstance(self.value, str) or self.value not in allowed:
            raise self.refused(f"{self._found()}; allowed are {_listed(allowed)}")
        return self.value

    def refused(self, message: str) -> TableError:
        """A refusal at this place."""
        return TableError(self.file, self.place, message)

    def _below(self, key: str, value: object) -> TableCursor:
        return TableCursor(value, self.file, f"{self.place}.{key}" if self.place else key)

    def _found(self) -> str:
        match self.value:
            case bool():
                return f"found {str(self.value).lower()}"
            case Mapping():
                return "found a table"
            case list():
                return "found an empty list" if not self.value else "found a list"
            case str():
                return f"found the text {self.value[:100]!r}"
            case _:
                return f"found {str(self.value)[:100]}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "no keys"
