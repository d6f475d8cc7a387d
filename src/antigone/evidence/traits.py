"""Colour of eyes and hair, and the hand used, as lines of evidence: a confusion table each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.records import AmRecord, PmRecord, State
from antigone.evidence.trait_tables import TraitTable, TraitTables
from antigone.words import said, word

_WORDS = {
    Line.EYES: (said("eyes"), said("the eyes")),
    Line.HAIR: (said("hair"), said("the hair")),
    Line.HANDEDNESS: (said("hand"), said("the hand used")),
}

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TraitPopulation:
    """How often each value is told of the missing, by trait.

    Args:
        frequencies: by line, in the order of the table's values; their sum is 1.
        persons: by line, AM records that were counted.
        tables: numbers of `traits.toml`.
    """

    frequencies: Mapping[Line, Array]
    persons: Mapping[Line, int]
    tables: TraitTables


def trait_population(records: Iterable[AmRecord], tables: TraitTables) -> TraitPopulation:
    """Frequencies of what is told in the AM file, the tables' own as so many more persons.

    A word that the table does not know is not counted.
    """
    listed = list(records)
    frequencies, persons = {}, {}
    for line, table in tables.by_line.items():
        words = (table.value_of(record.traits.get(line.value, "")) for record in listed)
        places = [table.values.index(word) for word in words if word is not None]
        counts = np.bincount(places, minlength=len(table.values)) if places else 0.0
        total = counts + table.prior_persons * table.frequencies
        frequencies[line] = total / total.sum()
        persons[line] = len(places)
    return TraitPopulation(frequencies, persons, tables)


def trait_lr(
    line: Line, pm: str, am: str, state: State, population: TraitPopulation
) -> LikelihoodRatio | None:
    """LR of a trait: "this missing person" against "another of the missing".

    P(seen | told) by the confusion table, over its mean with the frequencies of what is told of the
    missing. With the probability that death has left the observation without meaning, or that it is
    of somebody else, it says nothing: LR = ε + (1 - ε)·ratio ≥ ε. An exact sum.

    Returns:
        None where the state of the remains no longer shows the trait, or the table knows no such
        word (`TraitTable.value_of`).

    >>> from antigone.evidence.tables import load_tables
    >>> population = trait_population([], load_tables().traits)
    >>> lr = trait_lr(Line.EYES, "blue", "blue", State.FRESH, population)
    >>> lr.compared, round(lr.log10_lr, 2)
    ('eyes: blue observed; blue told', 0.51)
    """
    table = population.tables.by_line[line]
    seen, told = table.value_of(pm), table.value_of(am)
    if seen is None or told is None or state not in table.dead_error:
        return None
    values = _log10_lrs(table, population.frequencies[line], state)
    short, full = _WORDS[line]
    return LikelihoodRatio(
        line,
        float(values[table.values.index(seen), table.values.index(told)]),
        said(
            "{trait}: {seen} observed; {told} told", trait=short, seen=word(seen), told=word(told)
        ),
        (
            said(
                "Frequencies of {trait} from {persons} AM records, smoothed.",
                trait=full,
                persons=population.persons[line],
            ),
            said(
                "Of {state} remains the observation says nothing with probability {probability}.",
                state=state.words,
                probability=f"{_nothing(table, state):.2g}",
            ),
        ),
        said("traits.toml, {line}; frequencies from the AM file of this incident", line=line.value),
    )


def trait_log10(
    line: Line,
    pm: Sequence[PmRecord | None],
    am: Sequence[AmRecord | None],
    population: TraitPopulation,
) -> Array:
    """log10 LR of all pairs, shape (remains, missing); 0 where there is nothing to compare."""
    table = population.tables.by_line[line]
    # One more row and column of zeros: nothing observed, nothing told.
    size = len(table.values)
    by_state = {
        state: np.pad(_log10_lrs(table, population.frequencies[line], state), (0, 1))
        for state in table.dead_error
    }
    columns = np.array([_place(table, r.traits.get(line.value, "")) if r else size for r in am])
    result = np.zeros((len(pm), len(am)))
    for row, record in enumerate(pm):
        if record and record.state in by_state:
            seen = _place(table, record.traits.get(line.value, ""))
            result[row] = by_state[record.state][seen][columns.astype(np.intp)]
    return result


def _log10_lrs(table: TraitTable, frequencies: Array, state: State) -> Array:
    """log10 LR of each seen (rows) and told (columns) value."""
    given = table.observed_given_told
    among_the_missing = frequencies @ given
    nothing = _nothing(table, state)
    values: Array = np.log10(nothing + (1.0 - nothing) * (given / among_the_missing).T)
    return values


def _nothing(table: TraitTable, state: State) -> float:
    """Probability that the observation says nothing of this person."""
    return 1.0 - (1.0 - table.dead_error[state]) * (1.0 - table.mix_up)


def _place(table: TraitTable, word: str) -> int:
    value = table.value_of(word)
    return len(table.values) if value is None else table.values.index(value)
