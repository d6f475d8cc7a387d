"""Typed numbers of `traits.toml`: how the colour of eyes and hair, and the hand used, are confused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.likelihood_ratio import Line
from antigone.evidence.records import State
from antigone.evidence.table_cursor import TableCursor

TRAITS = (Line.EYES, Line.HAIR, Line.HANDEDNESS)


@dataclass(frozen=True, eq=False)
class TraitTable:
    """Numbers of one trait.

    Args:
        values: the words in use.
        also: other words, each for one of `values`.
        observed_given_told: P(seen on the person alive | told), rows told, columns seen; rows sum to 1.
        frequencies: of what is told, before any AM record is counted; their sum is 1.
        prior_persons: so many persons they count for.
        dead_error: by state of remains, probability that the observation says nothing any more.
            A state that is absent: the trait cannot be seen.
        mix_up: probability that observation or record belongs to somebody else.
    """

    values: tuple[str, ...]
    also: Mapping[str, str]
    observed_given_told: NDArray[np.float64]
    frequencies: NDArray[np.float64]
    prior_persons: float
    dead_error: Mapping[State, float]
    mix_up: float

    def value_of(self, word: str) -> str | None:
        """The word of the table for a word as recorded; None where the table knows none."""
        plain = " ".join(word.split()).casefold()
        plain = self.also.get(plain, plain)
        return plain if plain in self.values else None


@dataclass(frozen=True)
class TraitTables:
    """Numbers of `traits.toml`, by line."""

    by_line: Mapping[Line, TraitTable]


def read_traits(table: TableCursor) -> TraitTables:
    """The numbers of `traits.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed, a list has the wrong
            length, a word stands twice.
    """
    of = table.exactly(*(line.value for line in TRAITS))
    return TraitTables({line: _trait(of[line.value]) for line in TRAITS})


def _trait(table: TableCursor) -> TraitTable:
    of = table.exactly(
        "values",
        "also",
        "counts",
        "exchangeable",
        "pseudo_count",
        "frequencies",
        "prior_persons",
        "dead_error",
        "mix_up",
    )
    values = _words(of["values"])
    return TraitTable(
        values=values,
        also=_other_words(of["also"], values),
        observed_given_told=_given_told(
            _counts(of["counts"], len(values)),
            exchangeable=of["exchangeable"].flag(),
            pseudo_count=of["pseudo_count"].above_zero(),
        ),
        frequencies=_frequencies(of["frequencies"], len(values)),
        prior_persons=of["prior_persons"].above_zero(),
        dead_error=_dead_error(of["dead_error"]),
        mix_up=of["mix_up"].rate(),
    )


def _words(cursor: TableCursor) -> tuple[str, ...]:
    found: list[str] = []
    for item in cursor.items():
        word = item.text()
        if word != " ".join(word.split()).casefold():
            raise item.refused(f"{word!r}; allowed are words in small letters")
        if word in found:
            raise item.refused(f"{word!r} stands twice; each word may stand once")
        found.append(word)
    if len(found) < 2:
        raise cursor.refused("one word; at least two are needed")
    return tuple(found)


def _other_words(cursor: TableCursor, values: tuple[str, ...]) -> dict[str, str]:
    found = {word: item.one_of(values) for word, item in cursor.entries().items()}
    for word in found:
        if word in values:
            raise cursor.refused(f"{word!r} stands among the values; allowed are other words")
    return found


def _counts(cursor: TableCursor, size: int) -> NDArray[np.float64]:
    rows = [[cell.number(0.0, 1e9) for cell in row.items(size)] for row in cursor.items(size)]
    return np.array(rows, dtype=np.float64)


def _given_told(
    counts: NDArray[np.float64], *, exchangeable: bool, pseudo_count: float
) -> NDArray[np.float64]:
    """Rows to probabilities; observers who are exchangeable are each taken as the one who tells."""
    both = (counts + counts.T) / 2.0 if exchangeable else counts
    smoothed = both + pseudo_count
    given: NDArray[np.float64] = smoothed / smoothed.sum(axis=1, keepdims=True)
    return given


def _frequencies(cursor: TableCursor, size: int) -> NDArray[np.float64]:
    found = np.array([item.above_zero(1.0) for item in cursor.items(size)])
    if abs(found.sum() - 1.0) > 0.001:
        raise cursor.refused(f"the sum is {found.sum():g}; allowed is 1")
    normed: NDArray[np.float64] = found / found.sum()
    return normed


def _dead_error(cursor: TableCursor) -> dict[State, float]:
    states = {state.value: state for state in State}
    found: dict[State, float] = {}
    for key, item in cursor.entries().items():
        if key not in states:
            raise cursor.refused(f"{key!r} is not known here; allowed are {', '.join(states)}")
        found[states[key]] = item.rate()
    return found
