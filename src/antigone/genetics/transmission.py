"""A family at one locus as factors over allele variables: founders, transmissions, observations.

Each person has two variables, the allele from the father and the allele from the mother. A man at an
X-linked locus has one; so has an untyped founder with one child, whose other allele nobody receives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.elimination import Factor
from antigone.genetics.founders import independent_pair, urn
from antigone.genetics.locus import Locus
from antigone.genetics.markers import Genotype
from antigone.genetics.mutation import Matrix
from antigone.genetics.observation import (
    Degraded,
    Observation,
    certain_states,
    hemizygous_table,
    observation_table,
    possible_states,
)
from antigone.genetics.pedigree import Pedigree, Person, Sex

Domain = NDArray[np.intp]
Pair = tuple[int, int]
Meiosis = tuple[str, str]
"""A child and the parent who transmits."""


@dataclass(frozen=True)
class Family:
    """What is known of a family at one locus, and how its founders are drawn.

    Args:
        pedigree: any shape.
        locus: states, frequencies, transmission.
        genotypes: observed, by person; partial genotypes are summed over the unseen allele.
        founder_inbreeding: coefficient of founders, 0 where absent.
        theta: coancestry of the founders.
        open_persons: persons whose variables keep all states, because the caller reads them or
            multiplies further evidence in.
        selectors: for each meiosis a variable that says which of the parent's two alleles is
            transmitted (0 the paternal), where the caller couples two loci; else it is summed out.
        first_variable: number of the first variable of this locus.
        degraded: persons whose samples may show less or more than is there.
    """

    pedigree: Pedigree
    locus: Locus
    genotypes: Mapping[str, Genotype]
    founder_inbreeding: Mapping[str, float] = field(default_factory=dict)
    theta: float = 0.0
    open_persons: Collection[str] = ()
    selectors: Mapping[Meiosis, int] = field(default_factory=dict)
    first_variable: int = 0
    degraded: Mapping[str, Degraded] = field(default_factory=dict)

    def observation_of(self, person: str) -> Observation | None:
        """What was seen of a person; None where nothing was."""
        genotype = self.genotypes.get(person)
        return None if genotype is None else Observation(genotype, self.degraded.get(person))

    @cached_property
    def informative(self) -> tuple[Person, ...]:
        """Persons who matter: typed, open, or an ancestor of such; parents first.

        The factors of all others sum to one.
        """
        needed = {*self.genotypes, *self.open_persons}
        for person in reversed(self.pedigree.parents_first):
            if person.id in needed:
                needed.update(p for p in (person.father, person.mother) if p is not None)
        return tuple(p for p in self.pedigree.parents_first if p.id in needed)

    @cached_property
    def variables(self) -> Mapping[str, Pair]:
        """Numbers of the paternal and the maternal allele of each informative person.

        Both are the same where one allele is all that a person has or passes on.
        """
        children: dict[str, int] = {}
        for person in self.informative:
            for parent in {person.father, person.mother} - {None}:
                children[parent or ""] = children.get(parent or "", 0) + 1
        pairs = {}
        for place, person in enumerate(self.informative):
            paternal = self.first_variable + 2 * place
            single = self._has_one_allele(person) or (
                person.is_founder
                and person.id not in self.genotypes
                and person.id not in self.open_persons
                and children.get(person.id) == 1
                and not self.selectors
            )
            pairs[person.id] = (paternal, paternal if single else paternal + 1)
        return pairs

    @cached_property
    def domains(self) -> Mapping[int, Domain]:
        """The states that each variable may take: its axis in every factor."""
        found: dict[int, Domain] = {}
        for person in self.informative:
            domain = possible_states(self.locus, self.observation_of(person.id))
            found.update(dict.fromkeys(self.variables[person.id], domain))
        return found

    @property
    def factors(self) -> list[Factor]:
        """All factors of P(genotypes | pedigree), to be summed by `elimination.eliminate`.

        Untyped founders are summed over, also when the mutation model is not stationary.
        """
        return [*self._observations(), *self._founders(), *self._transmissions()]

    def _has_one_allele(self, person: Person) -> bool:
        return self.locus.x_linked and self.pedigree.sex_of(person.id) is Sex.MALE

    def _observations(self) -> Iterator[Factor]:
        for person in self.genotypes:
            pair = self.variables[person]
            domain = self.domains[pair[0]]
            seen = self.observation_of(person)
            if pair[0] == pair[1]:
                yield Factor(pair[:1], hemizygous_table(self.locus, seen)[domain])
            else:
                yield Factor(pair, observation_table(self.locus, seen)[np.ix_(domain, domain)])

    def _founders(self) -> Iterator[Factor]:
        if self.theta > 0.0:
            yield from self._urn()
            return
        for person in self.informative:
            pair = self.variables[person.id]
            inbreeding = self.founder_inbreeding.get(person.id, 0.0)
            if not person.is_founder:
                continue
            if inbreeding > 0.0 and pair[0] != pair[1]:
                domain = self.domains[pair[0]]
                yield Factor(pair, independent_pair(self.locus, inbreeding)[np.ix_(domain, domain)])
            else:
                for variable in dict.fromkeys(pair):
                    yield Factor((variable,), self.locus.frequencies[self.domains[variable]])

    def _urn(self) -> list[Factor]:
        """All founder alleles from one urn; those that are certain need no variable in it.

        Which of a founder's two known alleles is the paternal does not matter to an urn.
        """
        known: list[int] = []
        unknown: list[tuple[int, list[int]]] = []
        for person in self.informative:
            if not person.is_founder:
                continue
            pair = tuple(dict.fromkeys(self.variables[person.id]))
            certain = self._certain(person.id)
            if certain is not None:
                known += certain[: len(pair)]
            else:
                unknown += [(v, self.domains[v].tolist()) for v in pair]
        unknown += [(v, list(range(self.locus.count))) for v in self._absent_parents.values()]
        return urn(self.locus, self.theta, known, unknown)

    def _certain(self, person: str) -> tuple[int, int] | None:
        """The states of a founder whose alleles are known."""
        pair = self.variables[person]
        seen = self.observation_of(person)
        if pair[0] == pair[1] and seen is not None and seen.is_exact:
            first, second = self.locus.observed(seen.genotype)
            return None if second is None else (first, second)
        return certain_states(self.locus, seen)

    @cached_property
    def _absent_parents(self) -> Mapping[Meiosis, int]:
        """Variables of the alleles that come from parents outside the pedigree."""
        absent = [
            (person.id, role)
            for person in self.informative
            for role, parent in (("father", person.father), ("mother", person.mother))
            if not person.is_founder and parent is None and self._receives(person, role)
        ]
        first = self.first_variable + 2 * len(self.informative)
        return {meiosis: first + i for i, meiosis in enumerate(absent)}

    def _receives(self, person: Person, role: str) -> bool:
        """Whether a child has an allele from this parent: a son has none of his father's X."""
        return role == "mother" or not self._has_one_allele(person)

    def _transmissions(self) -> Iterator[Factor]:
        for person in self.informative:
            if person.is_founder:
                continue
            paternal, maternal = self.variables[person.id]
            for role, child, parent, matrix in (
                ("father", paternal, person.father, self.locus.male),
                ("mother", maternal, person.mother, self.locus.female),
            ):
                if not self._receives(person, role):
                    continue
                if parent is None:
                    yield self._from_population(person.id, role, child, matrix)
                else:
                    yield self._from_parent(
                        child, parent, matrix, self.selectors.get((person.id, parent))
                    )

    def _from_population(self, person: str, role: str, child: int, matrix: Matrix) -> Factor:
        """The allele of a parent outside the pedigree, which may have mutated on the way."""
        if self.theta > 0.0:
            return Factor(
                (self._absent_parents[person, role], child), matrix[:, self.domains[child]]
            )
        return Factor((child,), (self.locus.frequencies @ matrix)[self.domains[child]])

    def _from_parent(self, child: int, parent: str, matrix: Matrix, selector: int | None) -> Factor:
        """P(child's allele | the parent's two): half of each, or the one that the selector says."""
        first, second = self.variables[parent]
        from_first = matrix[np.ix_(self.domains[first], self.domains[child])]
        if first == second:
            return Factor((first, child), from_first)
        from_second = matrix[np.ix_(self.domains[second], self.domains[child])]
        if selector is None:
            half = 0.5 * (from_first[:, None, :] + from_second[None, :, :])
            return Factor((first, second, child), half)
        shape = (len(from_first), len(from_second), from_first.shape[1])
        chosen = [
            np.broadcast_to(t, shape) for t in (from_first[:, None, :], from_second[None, :, :])
        ]
        return Factor((selector, first, second, child), np.stack(chosen))
