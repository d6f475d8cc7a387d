"""Cells that hold a list: entries between semicolons or line breaks, each of parts between commas.

Quotation marks keep a part together, whatever stands in it: tattoo, left arm, "Rose; 1999".
"""

from __future__ import annotations

from dataclasses import dataclass

ENTRY_SEPARATORS = ";؛\n"
"""What parts entries where a person has not stated it."""

_PART_SEPARATORS = ",،:"
_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "“"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry: `no "AB 12"` has the word `no` before what stands in quotation marks.

    Args:
        text: the part; where it has quotation marks, what stands in them.
        before: what stands before the quotation marks.
        quoted: whether it has any.
    """

    text: str
    before: str = ""
    quoted: bool = False

    @property
    def whole(self) -> str:
        """The part as a person reads it."""
        return f"{self.before} {quoted(self.text)}".strip() if self.quoted else self.text


Entry = tuple[Part, ...]


def entries_of(text: str, separator: str = "") -> list[Entry]:
    """The entries of a cell with their parts, without empty ones.

    Args:
        text: of a cell.
        separator: between entries, as stated for the column; empty: `ENTRY_SEPARATORS`.

    >>> [[part.whole for part in entry] for entry in entries_of('ring: gold, no "7;8"; keys')]
    [['ring', 'gold', 'no "7;8"'], ['keys']]
    """
    between = separator or ENTRY_SEPARATORS
    within = "".join(c for c in _PART_SEPARATORS if c not in between)
    reading = _Reading(between, within)
    for letter in text:
        reading.take(letter)
    return reading.ended()


def quoted(text: str) -> str:
    """A text in quotation marks, those in it doubled."""
    return '"' + text.replace('"', '""') + '"'


class _Reading:
    """Letters put into parts, and parts into entries, one letter after another."""

    def __init__(self, between_entries: str, between_parts: str) -> None:
        self._between_entries, self._between_parts = between_entries, between_parts
        self._entries: list[Entry] = []
        self._parts: list[Part] = []
        self._letters: list[str] = []
        self._before = ""
        self._open = ""
        self._just_closed = self._quoted = False

    def take(self, letter: str) -> None:
        if self._open:
            if letter == self._open:
                self._open, self._just_closed = "", True
            else:
                self._letters.append(letter)
        elif letter == '"' and self._just_closed:
            # A doubled mark within marks is one of the text.
            self._letters.append(letter)
            self._open, self._just_closed = '"', False
        elif letter in _QUOTES and not self._quoted:
            self._before = "".join(self._letters).strip()
            self._letters, self._quoted, self._open = [], True, _QUOTES[letter]
        elif letter in self._between_entries:
            self._end_entry()
        elif letter in self._between_parts:
            self._end_part()
        else:
            self._just_closed = False
            if not (self._quoted and letter.isspace()):
                self._letters.append(letter)

    def ended(self) -> list[Entry]:
        self._end_entry()
        return self._entries

    def _end_part(self) -> None:
        text = "".join(self._letters)
        if self._quoted:
            self._parts.append(Part(text, self._before, quoted=True))
        elif text.strip():
            self._parts.append(Part(" ".join(text.split())))
        self._letters, self._before = [], ""
        self._open, self._just_closed, self._quoted = "", False, False

    def _end_entry(self) -> None:
        self._end_part()
        if self._parts:
            self._entries.append(tuple(self._parts))
        self._parts = []
