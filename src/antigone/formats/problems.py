"""What is wrong with a file: each problem with the file, the place, and what is allowed there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from antigone.words import counted, said

SHOWN_PROBLEMS = 50
"""So many problems of a file are listed; of the rest only the number is told."""

SHOWN_CHARACTERS = 60
"""A value from a file is shown up to this length."""

Source = TypeVar("Source")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a file from being read. `place` is empty where it is the whole file."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.message) if part)


class FormatError(ValueError):
    """A file cannot be read; nothing of it was taken over. Printed, it is one problem a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Refused(ValueError):
    """One part of a file is refused while the rest is still read; `ProblemList` collects these."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


class ProblemList:
    """The problems of one file as they are found, so that all of them can be told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._shown: list[Problem] = []
        self._count = 0

    @property
    def count(self) -> int:
        """How many problems were noted so far."""
        return self._count

    def add(self, place: str, message: str) -> None:
        """Note a problem and go on reading."""
        self._count += 1
        if len(self._shown) < SHOWN_PROBLEMS:
            self._shown.append(Problem(self.file, place, message))

    def attempt(self, source: Source, read: Callable[[Source], Value | None]) -> Value | None:
        """Read one part; None, with the problem noted, where it is refused."""
        try:
            return read(source)
        except Refused as refusal:
            self.add(refusal.place, refusal.message)
            return None

    def all_of(
        self, sources: Iterable[Source], read: Callable[[Source], Value | None]
    ) -> list[Value]:
        """Read many parts; those that are refused are noted and left out."""
        values = (self.attempt(source, read) for source in sources)
        return [value for value in values if value is not None]

    def whole(self, source: Source, read: Callable[[Source], Value | None]) -> Value:
        """Read all of a file.

        Raises:
            FormatError: with everything that was noted on the way.
        """
        value = self.attempt(source, read)
        self.refuse_if_any()
        if value is None:
            raise self.error()
        return value

    def refuse_if_any(self) -> None:
        """End the reading where anything was noted.

        Raises:
            FormatError: with the problems found so far.
        """
        if self._count:
            raise self.error()

    def error(self) -> FormatError:
        """The refusal of the whole file."""
        left = self._count - len(self._shown)
        words = counted("and {number} more problems", "and {number} more problems", left)
        rest = [Problem(self.file, "", words)] if left else []
        return FormatError([*self._shown, *rest])


def refusal(file: str, place: str, message: str) -> FormatError:
    """The refusal of a file for one reason."""
    return FormatError([Problem(file, place, message)])


def shown(value: object) -> str:
    """A value from a file as a message quotes it: on one line and not too long."""
    text = repr(value[: SHOWN_CHARACTERS + 1]) if isinstance(value, str) else str(value)
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def listed(values: Iterable[str]) -> str:
    """Allowed values as a message lists them, shortened where there are many."""
    items = list(values)
    if not items:
        return said("none")
    head = ", ".join(shown(item).strip("'\"") for item in items[:30])
    if len(items) <= 30:
        return head
    return said("{listed} and {count} more", listed=head, count=len(items) - 30)
