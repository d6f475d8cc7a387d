"""A family at one locus as factors over allele variables: founders, transmissions, observations.

Each person has two variables, the allele from the father and the allele from the mother.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.elimination import Factor, Table
from antigone.genetics.locus import Locus
from antigone.genetics.markers import Genotype
from antigone.genetics.mutation import Matrix
from antigone.genetics.pedigree import Pedigree, Person

Domain = NDArray[np.intp]


@dataclass(frozen=True)
class Network:
    """Factors of a family at a locus, and the variables of each person.

    `variables[person]` are the numbers of the paternal and the maternal allele; `domains[v]` lists
    the states that variable v may take (the axis of v in every factor).
    """

    factors: tuple[Factor, ...]
    variables: Mapping[str, tuple[int, int]]
    domains: Mapping[int, Domain]


def family_network(
    pedigree: Pedigree,
    locus: Locus,
    genotypes: Mapping[str, Genotype],
    founder_inbreeding: Mapping[str, float] | None = None,
    open_persons: Collection[str] = (),
) -> Network:
    """All factors of P(genotypes | pedigree), to be summed by `elimination.eliminate`.

    Persons without information (untyped, not open, without descendants who are either) are left
    out: their factors sum to one. Untyped founders are summed over, also when the mutation model is
    not stationary.

    Args:
        pedigree: any shape.
        locus: states, frequencies, transmission.
        genotypes: observed, by person; partial genotypes are summed over the unseen allele.
        founder_inbreeding: coefficient of founders, 0 where absent.
        open_persons: persons whose two variables keep all states, because the caller reads them or
            multiplies further evidence in.
    """
    inbreeding = founder_inbreeding or {}
    informative = _informative(pedigree, {*genotypes, *open_persons})
    numbers = {p.id: (2 * i, 2 * i + 1) for i, p in enumerate(informative)}
    domains: dict[int, Domain] = {}
    factors: list[Factor] = []
    for person in informative:
        domain, evidence = _observation(locus, genotypes.get(person.id))
        pair = numbers[person.id]
        domains.update(dict.fromkeys(pair, domain))
        if evidence is not None:
            factors.append(Factor(pair, evidence))
        factors += _origin(person, locus, numbers, domains, inbreeding.get(person.id, 0.0))
    return Network(tuple(factors), numbers, domains)


def observation_table(locus: Locus, genotype: Genotype | None) -> Table:
    """P(observed | paternal, maternal state), shape (n, n); all ones when nothing was observed."""
    table = np.ones((locus.count, locus.count))
    if genotype is None:
        return table
    first, second = locus.observed(genotype)
    seen = np.zeros_like(table)
    if second is None:
        seen[first, :] = 1.0
        seen[:, first] = 1.0
    else:
        seen[first, second] = 1.0
        seen[second, first] = 1.0
    return seen


def probability_of(locus: Locus, alleles: Table, genotype: Genotype) -> float:
    """Sum of P(paternal, maternal state) over all that would show the genotype.

    Args:
        alleles: shape (n, n), joint with anything else.
        genotype: two alleles in any order, or one with the other unseen.
    """
    first, second = locus.observed(genotype)
    if second is None:
        return float(alleles[first, :].sum() + alleles[:, first].sum() - alleles[first, first])
    if first == second:
        return float(alleles[first, first])
    return float(alleles[first, second] + alleles[second, first])


def founder_table(locus: Locus, inbreeding: float = 0.0) -> Table:
    """P(paternal, maternal state) of a founder, shape (n, n), with inbreeding coefficient f.

    (1 - f) p_i p_j, and f p_i more where both are the same allele (Wright 1922). An allele that
    stands for several lumped ones is identical by descent with itself only as a whole; that is
    exact, since nothing observed tells the alleles within it apart.
    """
    independent = np.outer(locus.frequencies, locus.frequencies)
    if inbreeding == 0.0:
        return independent
    return (1.0 - inbreeding) * independent + inbreeding * np.diag(locus.frequencies)


def _informative(pedigree: Pedigree, sources: Collection[str]) -> tuple[Person, ...]:
    needed = set(sources)
    for person in reversed(pedigree.parents_first):
        if person.id in needed:
            needed.update(p for p in (person.father, person.mother) if p is not None)
    return tuple(p for p in pedigree.parents_first if p.id in needed)


def _observation(locus: Locus, genotype: Genotype | None) -> tuple[Domain, Table | None]:
    """The states that both alleles of a person may have, and the factor over them."""
    if genotype is None or genotype[1] is None:
        everything = np.arange(locus.count)
        return everything, None if genotype is None else observation_table(locus, genotype)
    domain = np.unique(np.array(locus.observed(genotype), dtype=np.intp))
    return domain, observation_table(locus, genotype)[np.ix_(domain, domain)]


def _origin(
    person: Person,
    locus: Locus,
    numbers: Mapping[str, tuple[int, int]],
    domains: Mapping[int, Domain],
    inbreeding: float,
) -> Sequence[Factor]:
    """Where the two alleles of a person come from."""
    paternal, maternal = numbers[person.id]
    if person.is_founder and inbreeding != 0.0:
        pair = founder_table(locus, inbreeding)[np.ix_(domains[paternal], domains[maternal])]
        return [Factor((paternal, maternal), pair)]
    if person.is_founder:
        return [Factor((v,), locus.frequencies[domains[v]]) for v in (paternal, maternal)]
    return [
        _from_parent(v, person_parent, matrix, locus, numbers, domains)
        for v, person_parent, matrix in (
            (paternal, person.father, locus.male),
            (maternal, person.mother, locus.female),
        )
    ]


def _from_parent(
    child: int,
    parent: str | None,
    matrix: Matrix,
    locus: Locus,
    numbers: Mapping[str, tuple[int, int]],
    domains: Mapping[int, Domain],
) -> Factor:
    """P(child's allele | the parent's two): half of each; a parent not given is of the population."""
    if parent is None:
        return Factor((child,), (locus.frequencies @ matrix)[domains[child]])
    first, second = numbers[parent]
    from_first = matrix[np.ix_(domains[first], domains[child])]
    from_second = matrix[np.ix_(domains[second], domains[child])]
    table = 0.5 * (from_first[:, None, :] + from_second[None, :, :])
    return Factor((first, second, child), table)
