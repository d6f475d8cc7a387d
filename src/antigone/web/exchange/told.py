"""What an intake tells its uploader: problems, notices, rows that clash; kept so that any language fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from antigone.formats.problems import SHOWN_PROBLEMS, Problem
from antigone.provenance import JsonValue
from antigone.web.exchange.base import Judged, Verdict
from antigone.web.sentences import translated
from antigone.words import Said, said

MOST_LISTED = 50
"""So many rows of a sort are listed; of the rest only the number is told."""


@dataclass
class Told:
    """All that is known of a file so far, besides its rows.

    Args:
        problems: what is wrong with it; the last one may say that there are more.
        notices: what is to be known of the file as a whole.
        clashes: rows that contradict the record, by row and key, and why; as far as listed.
        remarks: rows that come in, with something to be known of them; as far as listed.
    """

    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    clashes: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Note what is wrong; the first ones are listed."""
        self.problems = [*dict.fromkeys([*self.problems, *problems])][: SHOWN_PROBLEMS + 1]

    def add_notices(self, notices: Iterable[str]) -> None:
        """Note what is to be known, each once."""
        self.notices = [*dict.fromkeys([*self.notices, *notices])]

    def add_judged(self, judged: Iterable[Judged]) -> None:
        """Note the rows of which something has to be said; the first ones are listed."""
        for one in judged:
            listed = self.clashes if one.verdict is Verdict.CLASH else self.remarks
            if one.words and len(listed) < MOST_LISTED:
                listed.append((one.row.number, one.row.key, one.words))

    def as_json(self) -> dict[str, JsonValue]:
        """As it is kept."""
        return {
            "problems": [[p.file, p.place, _kept(p.message)] for p in self.problems],
            "notices": [_kept(notice) for notice in self.notices],
            "clashes": [[number, key, _kept(words)] for number, key, words in self.clashes],
            "remarks": [[number, key, _kept(words)] for number, key, words in self.remarks],
        }


def told_from(value: JsonValue) -> Told:
    """What `Told.as_json` wrote; nothing yet where there is none."""
    if value is None:
        return Told()
    kept = cast("dict[str, Any]", value)
    return Told(
        problems=[Problem(file, place, _said(text)) for file, place, text in kept["problems"]],
        notices=[_said(notice) for notice in kept["notices"]],
        clashes=[(number, key, _said(words)) for number, key, words in kept["clashes"]],
        remarks=[(number, key, _said(words)) for number, key, words in kept["remarks"]],
    )


def in_the_readers_language(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems, said in the language of the page."""
    return [Problem(p.file, translated(p.place), translated(p.message)) for p in problems]


def _kept(text: object) -> JsonValue:
    """A sentence with its template and its values, or plain text."""
    if isinstance(text, Said):
        return {"say": text.template, "of": {k: _kept(v) for k, v in text.values.items()}}
    return text if isinstance(text, (int, float)) else str(text)


def _said(kept: JsonValue) -> str:
    if isinstance(kept, Mapping):
        of = cast("Mapping[str, JsonValue]", kept["of"])
        values = {k: _said(v) if isinstance(v, Mapping) else v for k, v in of.items()}
        return said(str(kept["say"]), **values)
    return str(kept)
