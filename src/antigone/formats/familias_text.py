"""The lines of a Familias file: encodings, line numbers, quoted names, numbers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from antigone.formats.cursor import fault_of_name
from antigone.formats.limits import refuse_size
from antigone.formats.problems import Refused, refusal, shown
from antigone.words import said

EXPECTED = said("allowed is a file of Familias 3 with a [DVI] block")
EXPECTED_CASE = said("allowed is a file of Familias 3")

LINE_CHARACTERS = 2_000
"""Longest line that is read; also keeps the patterns that lines are compared with fast."""

MOST_LINES = 3_000_000

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_NOT_TEXT = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number, counted from 1."""

    number: int
    text: str

    @property
    def place(self) -> str:
        """Where the line is, in words."""
        return said("line {number}", number=self.number)

    @property
    def unquoted(self) -> str:
        """The text without the quotation marks and spaces around it."""
        return self.text.strip().removeprefix('"').removesuffix('"').strip()

    def refused(self, message: str) -> Refused:
        """A refusal at this line."""
        return Refused(self.place, message)

    def name(self, what: str) -> str:
        """A name or label."""
        fault = fault_of_name(self.unquoted)
        if fault:
            raise self.refused(
                said("{what} {name} {fault}", what=what, name=shown(self.unquoted), fault=fault)
            )
        return self.unquoted

    def count(self, what: str) -> int:
        """A whole number of things that follow."""
        text = self.unquoted
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise self.refused(
                said(
                    "found {found}; expected is {what}, a whole number",
                    found=shown(text),
                    what=what,
                )
            )
        return int(text)

    def number_from(self, low: float, high: float, what: str) -> float:
        """A number between two bounds, both included."""
        try:
            value = float(self.unquoted)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise self.refused(
                said(
                    "found {found}; expected is {what}, a number (with a point) from {low} to {high}",
                    found=shown(self.unquoted),
                    what=what,
                    low=f"{low:g}",
                    high=f"{high:g}",
                )
            )
        return value

    def flag(self, what: str) -> bool:
        """`#TRUE#` or `#FALSE#`."""
        if self.unquoted not in ("#TRUE#", "#FALSE#"):
            raise self.refused(
                said(
                    "found {found}; expected is {what}, #TRUE# or #FALSE#",
                    found=shown(self.unquoted),
                    what=what,
                )
            )
        return self.unquoted == "#TRUE#"


class Lines:
    """Lines taken one after another."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._next = 0

    @property
    def remaining(self) -> list[Line]:
        """The lines that were not taken yet."""
        return self._lines[self._next :]

    def take(self, what: str) -> Line:
        """The next line, which is expected to be `what`."""
        if self._next >= len(self._lines):
            last = self._lines[-1] if self._lines else Line(1, "")
            raise last.refused(said("the file ends here; expected is {what}", what=what))
        self._next += 1
        return self._lines[self._next - 1]


def lines_of(data: bytes, file: str, expected: str = EXPECTED) -> list[Line]:
    """The lines of a file in UTF-8 or Windows-1252, with any line ends.

    Raises:
        FormatError: the file is empty, too large, or no text in these encodings.
    """
    refuse_size(len(data), file)
    if not data.strip():
        raise refusal(file, "", said("the file is empty; {expected}", expected=expected))
    if b"\0" in data or data.startswith(_NOT_TEXT):
        raise refusal(file, "", _no_text(expected))
    if data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES:
        raise refusal(file, "", said("too many lines; allowed are {allowed}", allowed=MOST_LINES))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise refusal(file, Line(line, "").place, _no_text(expected)) from error
    lines = [Line(i, line) for i, line in enumerate(_LINE_BREAK.split(text), start=1)]
    longest = max(lines, key=lambda line: len(line.text))
    if len(longest.text) > LINE_CHARACTERS:
        raise refusal(
            file,
            longest.place,
            said(
                "the line has {count} characters; allowed are {allowed}",
                count=len(longest.text),
                allowed=LINE_CHARACTERS,
            ),
        )
    return lines


def _no_text(expected: str) -> str:
    return said("no text in UTF-8 or Windows-1252; {expected}", expected=expected)
