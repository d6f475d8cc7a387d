"""The program that eliminates a family of one shape and one pattern of genotypes at one marker.

A pattern says which typed persons share which alleles, not what the alleles are: allele 0 is the
first one met, 1 the next, and so on. Families of one shape and pattern have the same factors over
the same domains; only frequencies and mutation rates differ, and these stand in the input slots.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from antigone.genetics.family_shape import FamilyShape
from antigone.genetics.locus import Locus
from antigone.genetics.marker_arrays import NOT_TYPED, SILENT_CODE, UNSEEN
from antigone.genetics.markers import SILENT, Genotype
from antigone.genetics.observation import Observation, observation_table
from antigone.genetics.program import Program, ProgramWriter, SlotFactor, Slots
from antigone.genetics.transmission import Family

Pattern = tuple[tuple[int, int], ...]
"""Two codes for each typed person of the shape: an allele of the pattern, or a code of `marker_arrays`."""


@dataclass(frozen=True)
class Inputs:
    """Where the inputs of a program stand, for a locus of n states.

    In this order: the constants 0, ½ and 1; frequencies (n); mother's and father's transmission
    (n × n each, rows the parent's state); what reaches a child from a mother and from a father who
    are outside the pedigree (n each).
    """

    states: int

    zero, half, one = 0, 1, 2

    @property
    def frequencies(self) -> Slots:
        """Slots of the frequencies, shape (n,)."""
        return np.arange(3, 3 + self.states, dtype=np.int32)

    def transmission(self, parent_is_father: bool) -> Slots:
        """Slots of a transmission matrix, shape (n, n)."""
        n = self.states
        first = 3 + n + (n * n if parent_is_father else 0)
        return np.arange(first, first + n * n, dtype=np.int32).reshape(n, n)

    def from_population(self, parent_is_father: bool) -> Slots:
        """Slots of the alleles from a parent outside the pedigree, shape (n,)."""
        n = self.states
        first = 3 + n + 2 * n * n + (n if parent_is_father else 0)
        return np.arange(first, first + n, dtype=np.int32)

    @property
    def count(self) -> int:
        """Number of slots in all."""
        return 3 + 3 * self.states + 2 * self.states**2


@lru_cache(maxsize=20_000)
def program_of(shape: FamilyShape, pattern: Pattern, states: int, has_silent: bool) -> Program:
    """The program that gives P(missing person's alleles, relatives' genotypes), n × n slots.

    Args:
        shape: of the family.
        pattern: codes of the typed persons, in the order of `shape.typed`.
        states: number n of states of the locus, its alleles numbered as in the pattern.
        has_silent: whether the last state is a silent allele.

    Raises:
        ProgramTooLong: too many multiplications; the family needs the general elimination.
    """
    family = _family(shape, pattern, states, has_silent)
    inputs = Inputs(states)
    writer = ProgramWriter(inputs.count, inputs.one)
    factors = [
        *_observations(family, inputs),
        *_founders(family, inputs),
        *_transmissions(family, inputs, writer),
    ]
    return writer.finish(writer.eliminate(factors, family.variables[shape.sought]))


def _family(shape: FamilyShape, pattern: Pattern, states: int, has_silent: bool) -> Family:
    silent = states - 1 if has_silent else None
    names = {str(i): i for i in range(states)} | ({SILENT: states - 1} if has_silent else {})
    # Only states and domains are read from it; the numbers come with each family.
    locus = Locus("", names, np.ones(states), np.eye(states), np.eye(states), silent)
    genotypes = {
        person: _genotype(codes)
        for person, codes in zip(shape.typed, pattern, strict=True)
        if codes[0] != NOT_TYPED
    }
    return Family(shape.pedigree, locus, genotypes, open_persons=(shape.sought,))


def _genotype(codes: tuple[int, int]) -> Genotype:
    labels = [SILENT if c == SILENT_CODE else None if c == UNSEEN else str(c) for c in codes]
    return labels[0] or "", labels[1]


def _observations(family: Family, inputs: Inputs) -> Iterator[SlotFactor]:
    for person, genotype in family.genotypes.items():
        pair = family.variables[person]
        domain = family.domains[pair[0]]
        seen = observation_table(family.locus, Observation(genotype))[np.ix_(domain, domain)]
        yield SlotFactor(pair, np.where(seen > 0.0, inputs.one, inputs.zero).astype(np.int32))


def _founders(family: Family, inputs: Inputs) -> Iterator[SlotFactor]:
    for person in family.informative:
        if person.is_founder:
            for variable in dict.fromkeys(family.variables[person.id]):
                yield SlotFactor((variable,), inputs.frequencies[family.domains[variable]])


def _transmissions(family: Family, inputs: Inputs, writer: ProgramWriter) -> Iterator[SlotFactor]:
    for person in family.informative:
        if person.is_founder:
            continue
        for child, parent, is_father in zip(
            family.variables[person.id], (person.father, person.mother), (True, False), strict=True
        ):
            domain = family.domains[child]
            if parent is None:
                yield SlotFactor((child,), inputs.from_population(is_father)[domain])
            else:
                yield _from_parent(family, child, parent, inputs.transmission(is_father), writer)


def _from_parent(
    family: Family, child: int, parent: str, matrix: Slots, writer: ProgramWriter
) -> SlotFactor:
    """P(child's allele | the parent's two): half of each."""
    first, second = family.variables[parent]
    from_first = matrix[np.ix_(family.domains[first], family.domains[child])]
    if first == second:
        return SlotFactor((first, child), from_first)
    from_second = matrix[np.ix_(family.domains[second], family.domains[child])]
    both = np.stack(np.broadcast_arrays(from_first[:, None, :], from_second[None, :, :]), axis=-1)
    half = np.full(both.shape, Inputs.half, dtype=np.int32)
    return SlotFactor((first, second, child), writer.sum_of_products(both, half))
