"""A marker made ready for computing: its states, their frequencies and their transmission.

States are alleles, or alleles that were seen and one state for all the rest where that is exact;
a silent allele is one more state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from antigone.genetics.markers import SILENT, Genotype, Marker
from antigone.genetics.mutation import Matrix, transition_matrix


@dataclass(frozen=True)
class Locus:
    """The states of a marker for one computation.

    Args:
        name: of the marker.
        states: allele label → state; alleles that are lumped together share one state.
        frequencies: shape (n,), of each state.
        female, male: shape (n, n), transmission by mother and father, rows the parent's state.
        silent: the state of the silent allele, where there is one; always the last.
        x_linked: whether men have one allele only, from the mother.
    """

    name: str
    states: Mapping[str, int]
    frequencies: Matrix
    female: Matrix
    male: Matrix
    silent: int | None = None
    x_linked: bool = False

    @property
    def count(self) -> int:
        """Number of states n."""
        return len(self.frequencies)

    def observed(self, genotype: Genotype) -> tuple[int, int | None]:
        """A genotype as states; None stands for an allele that was not seen."""
        first, second = genotype
        return self.states[first], None if second is None else self.states[second]


def locus_of(marker: Marker, seen: Iterable[str]) -> Locus:
    """The smallest set of states that is exact for computations in which only `seen` is observed.

    All alleles outside `seen` become one state when the chain of transmissions allows it: each of
    them must mutate to each seen allele with one and the same probability (strong lumpability;
    Kemeny & Snell, Finite Markov Chains, 1960, theorem 6.3.2). That holds without mutation and for
    the models equal and proportional, not for those that count steps: there a lumped table is
    wrong by many orders of magnitude. The urn of related founders (theta) lumps as well: a
    Dirichlet distribution stays one when its classes are joined.

    Args:
        marker: its alleles, frequencies and models.
        seen: every allele that any genotype of the computation names.
    """
    female, male = _matrices(marker)
    frequencies = np.array(marker.frequencies, dtype=np.float64)
    named = sorted({marker.index[allele] for allele in seen if allele != SILENT})
    rest = [i for i in range(len(marker.alleles)) if i not in set(named)]
    if len(rest) < 2 or not all(_lumpable(m, named, rest) for m in (female, male)):
        states = dict(marker.index)
    else:
        states = {marker.alleles[i]: state for state, i in enumerate(named)}
        states.update((marker.alleles[i], len(named)) for i in rest)
        # The rest has what the seen leave of 1: published tables, used as written, miss it a little.
        left = 1.0 - marker.silent_frequency - float(frequencies[named].sum())
        frequencies = np.append(frequencies[named], max(0.0, left))
        female, male = _lump(female, named, rest), _lump(male, named, rest)
    locus = Locus(marker.name, states, frequencies, female, male, None, marker.chromosome == "X")
    return _with_silent(locus, marker.silent_frequency) if marker.silent_frequency > 0.0 else locus


@lru_cache(maxsize=256)
def _matrices(marker: Marker) -> tuple[Matrix, Matrix]:
    female, male = (
        transition_matrix(model, marker.alleles, marker.frequencies)
        for model in (marker.mutation_female, marker.mutation_male)
    )
    female.flags.writeable = male.flags.writeable = False
    return female, male


def _lumpable(matrix: Matrix, named: list[int], rest: list[int]) -> bool:
    return bool(np.all(matrix[np.ix_(rest, named)] == matrix[rest[0], named]))


def _lump(matrix: Matrix, named: list[int], rest: list[int]) -> Matrix:
    """The chain over the named states and one for the rest; rest[0] speaks for all of the rest."""
    rows = matrix[[*named, rest[0]]]
    return np.column_stack([rows[:, named], rows[:, rest].sum(axis=1)])


def _with_silent(locus: Locus, frequency: float) -> Locus:
    """The locus with one more state that nothing mutates to or from."""
    state = locus.count
    return Locus(
        locus.name,
        {**locus.states, SILENT: state},
        np.append(locus.frequencies, frequency),
        _extended(locus.female),
        _extended(locus.male),
        state,
        locus.x_linked,
    )


def _extended(matrix: Matrix) -> Matrix:
    count = len(matrix)
    larger = np.eye(count + 1)
    larger[:count, :count] = matrix
    return larger
