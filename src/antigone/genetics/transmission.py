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

from antigone.genetics.elimination import Factor, Table
from antigone.genetics.founders import independent_pair, urn
from antigone.genetics.locus import Locus
from antigone.genetics.markers import Genotype
from antigone.genetics.mutation import Matrix
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
    """

    pedigree: Pedigree
    locus: Locus
    genotypes: Mapping[str, Genotype]
    founder_inbreeding: Mapping[str, float] = field(default_factory=dict)
    theta: float = 0.0
    open_persons: Collection[str] = ()
    selectors: Mapping[Meiosis, int] = field(default_factory=dict)
    first_variable: int = 0

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
            domain = _domain(self.locus, self.genotypes.get(person.id))
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
        for person, genotype in self.genotypes.items():
            pair = self.variables[person]
            domain = self.domains[pair[0]]
            table = observation_table(self.locus, genotype)[np.ix_(domain, domain)]
            yield Factor(pair, table) if pair[0] != pair[1] else Factor(pair[:1], np.diag(table))

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
        genotype = self.genotypes.get(person)
        if genotype is None:
            return None
        first, second = self.locus.observed(genotype)
        may_be_silent = first == second and self.locus.silent not in (None, first)
        one_allele = self.variables[person][0] == self.variables[person][1]
        if second is None or (may_be_silent and not one_allele):
            return None
        return first, second

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


def observation_table(locus: Locus, genotype: Genotype | None) -> Table:
    """P(observed | paternal, maternal state), shape (n, n); all ones when nothing was observed.

    A homozygous observation a/a may be a with a silent allele, where the locus has one.
    """
    if genotype is None:
        return np.ones((locus.count, locus.count))
    first, second = locus.observed(genotype)
    seen = np.zeros((locus.count, locus.count))
    if second is None:
        seen[first, :] = seen[:, first] = 1.0
        return seen
    seen[first, second] = seen[second, first] = 1.0
    if first == second and locus.silent is not None:
        seen[first, locus.silent] = seen[locus.silent, first] = 1.0
    return seen


def probability_of(locus: Locus, alleles: Table, genotype: Genotype) -> float:
    """Sum of P(paternal, maternal state) over all that would show the genotype.

    Args:
        locus: the states.
        alleles: shape (n, n), joint with anything else.
        genotype: two alleles in any order, or one with the other unseen.
    """
    first, second = locus.observed(genotype)
    if second is None:
        return float(alleles[first, :].sum() + alleles[:, first].sum() - alleles[first, first])
    if first != second:
        return float(alleles[first, second] + alleles[second, first])
    hidden = 0.0
    if locus.silent not in (None, first):
        hidden = float(alleles[first, locus.silent] + alleles[locus.silent, first])
    return float(alleles[first, first]) + hidden


def _domain(locus: Locus, genotype: Genotype | None) -> Domain:
    """The states that both alleles of a person may have."""
    if genotype is None or genotype[1] is None:
        return np.arange(locus.count)
    states = {s for s in locus.observed(genotype) if s is not None}
    if len(states) == 1 and locus.silent is not None:
        states.add(locus.silent)
    return np.array(sorted(states), dtype=np.intp)
