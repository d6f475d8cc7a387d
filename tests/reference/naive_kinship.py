"""The likelihood of a pedigree by enumerating every ordered genotype of every person.

Slow, plain, and written from the definition, so that it can be believed at sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from antigone.genetics.markers import SILENT, Genotype, Marker
from antigone.genetics.mutation import Matrix, MutationModel, transition_matrix
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Pedigree, Person, Sex

Ordered = tuple[int | None, int]
"""States of the paternal and the maternal allele; a man has no paternal allele on the X."""


def naive_likelihood(
    pedigree: Pedigree,
    marker: Marker,
    genotypes: Mapping[str, Genotype],
    founder_inbreeding: Mapping[str, float],
    theta: float = 0.0,
    degraded: Mapping[str, Degraded] | None = None,
) -> float:
    """Sum over all ordered genotypes of P(founders) · P(transmissions) · P(observed as seen)."""
    soft = degraded or {}
    labels = (*marker.alleles, *([SILENT] if marker.silent_frequency else []))
    p = (*marker.frequencies, *([marker.silent_frequency] if marker.silent_frequency else []))
    female, male = (
        _matrix(marker, model) for model in (marker.mutation_female, marker.mutation_male)
    )
    states = range(len(labels))
    total = 0.0
    options = [
        [(None, m) for m in states]
        if _one_allele(marker, pedigree, person)
        else list(product(states, states))
        for person in pedigree.persons
    ]
    for choice in product(*options):
        ordered: dict[str, Ordered] = dict(zip(pedigree.ids, choice, strict=True))
        if not all(_shows(ordered[i], genotypes[i], labels) for i in genotypes if i not in soft):
            continue
        weight, urn = 1.0, []
        for who, model in soft.items():
            have = [labels[a] for a in ordered[who] if a is not None]
            frequencies = dict(zip(labels, p, strict=True))
            weight *= naive_observation(have, genotypes[who], model, frequencies)
        for person in pedigree.persons:
            paternal, maternal = ordered[person.id]
            if person.is_founder:
                drawn = [a for a in (paternal, maternal) if a is not None]
                urn += drawn
                weight *= _inbred(p, drawn, founder_inbreeding.get(person.id, 0.0))
                continue
            for allele, parent, matrix in (
                (paternal, person.father, male),
                (maternal, person.mother, female),
            ):
                if allele is None:
                    continue
                if parent is None:
                    weight *= sum(p[a] * matrix[a, allele] for a in states)
                else:
                    passed = [a for a in ordered[parent] if a is not None]
                    weight *= sum(matrix[a, allele] for a in passed) / len(passed)
        total += (
            weight
            * (_urn(p, urn, theta) if theta else 1.0)
            / (_independent(p, urn) if theta else 1.0)
        )
    return float(total)


def naive_observation(
    have: list[str], genotype: Genotype, degraded: Degraded, frequencies: Mapping[str, float]
) -> float:
    """P(a degraded sample shows the genotype | the alleles somebody has), allele by allele."""
    seen = {a for a in genotype if a is not None}
    drop = {
        a: degraded.homozygote if have.count(a) == 2 else degraded.dropout
        for a in set(have) - {SILENT}
    }
    dropped_in = seen - set(drop)
    probability = 1.0
    for allele in seen & set(drop):
        probability *= 1.0 - drop[allele]
    for allele in dropped_in:
        probability *= degraded.dropin * frequencies[allele]
    if genotype[1] is None:
        return probability
    for allele in set(drop) - seen:
        probability *= drop[allele]
    return probability if dropped_in else probability * (1.0 - degraded.dropin)


def _one_allele(marker: Marker, pedigree: Pedigree, person: Person) -> bool:
    return marker.chromosome == "X" and pedigree.sex_of(person.id) is Sex.MALE


def _matrix(marker: Marker, model: MutationModel) -> Matrix:
    matrix = transition_matrix(model, marker.alleles, marker.frequencies)
    if not marker.silent_frequency:
        return matrix
    larger = np.eye(len(matrix) + 1)
    larger[:-1, :-1] = matrix
    return larger


def _shows(ordered: Ordered, genotype: Genotype, labels: tuple[str, ...]) -> bool:
    """Whether somebody with these alleles shows the genotype."""
    have = [labels[a] for a in ordered if a is not None]
    if genotype[1] is None:
        return genotype[0] in have
    seen = sorted(genotype)  # type: ignore[type-var]
    if len(have) == 1:
        return have * 2 == seen
    alternatives = [sorted(have)]
    if SILENT in have:
        alternatives.append(sorted((a for a in have if a != SILENT), key=str) * 2)
    return seen in alternatives


def _inbred(p: tuple[float, ...], drawn: list[int], inbreeding: float) -> float:
    independent = _independent(p, drawn)
    if len(drawn) == 1:
        return independent
    identical = inbreeding * p[drawn[0]] if drawn[0] == drawn[1] else 0.0
    return identical + (1.0 - inbreeding) * independent


def _independent(p: tuple[float, ...], drawn: list[int]) -> float:
    weight = 1.0
    for allele in drawn:
        weight *= p[allele]
    return weight


def _urn(p: tuple[float, ...], drawn: list[int], theta: float) -> float:
    """Balding and Nichols, one allele after the other."""
    weight = 1.0
    for n, allele in enumerate(drawn):
        before = drawn[:n].count(allele)
        weight *= (
            p[allele]
            if n == 0
            else (before * theta + (1 - theta) * p[allele]) / (1 + (n - 1) * theta)
        )
    return weight
