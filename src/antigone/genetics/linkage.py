"""Two linked markers: their joint likelihood, with the phase of every transmission."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

import numpy as np

from antigone.genetics.case import TypedMarker
from antigone.genetics.elimination import Factor, eliminate
from antigone.genetics.locus import locus_of
from antigone.genetics.observation import alleles_to_keep
from antigone.genetics.pedigree import Pedigree
from antigone.genetics.transmission import Family, Meiosis


def log10_likelihood_of_pair(
    pedigree: Pedigree,
    markers: tuple[TypedMarker, TypedMarker],
    recombination: float,
    theta: float = 0.0,
) -> float:
    """log10 P(genotypes at both markers | pedigree), exactly.

    In each meiosis a selector says at either locus which of the parent's two alleles is passed on;
    the two selectors differ with the recombination fraction. Founder haplotypes are in linkage
    equilibrium.

    Args:
        pedigree: any shape.
        markers: with the genotypes seen at each.
        recombination: fraction r in [0, 0.5]; 0.5 is independence.
        theta: coancestry of the founders, at each marker by itself.

    Raises:
        EliminationTooLarge: no order was found that stays under the memory limit.

    With r = 0.5 the markers are independent:

    >>> from antigone.genetics.markers import Marker
    >>> from antigone.genetics.pedigree import pedigree_of
    >>> duo = pedigree_of([("F", None, None, "M"), ("C", "F", None, "U")])
    >>> one = TypedMarker(Marker("L", ("a", "b"), (0.2, 0.8)), {"C": ("a", "b")})
    >>> round(10 ** log10_likelihood_of_pair(duo, (one, one), 0.5), 12)  # (2·0.2·0.8)²
    0.1024
    """
    numbers = count()
    selectors: list[Mapping[Meiosis, int]] = [
        {meiosis: next(numbers) for meiosis in _meioses(pedigree)} for _ in markers
    ]
    families = []
    first_variable = next(numbers)
    for typed, chosen in zip(markers, selectors, strict=True):
        families.append(
            Family(
                pedigree,
                locus_of(typed.marker, alleles_to_keep(typed.marker, typed.observations)),
                typed.genotypes,
                theta=theta,
                selectors=chosen,
                first_variable=first_variable,
                degraded=typed.degraded,
            )
        )
        first_variable += 4 * len(pedigree.persons)
    stays, changes = 0.5 * (1.0 - recombination), 0.5 * recombination
    coupling = np.array([[stays, changes], [changes, stays]])
    coupled = [
        Factor((selectors[0][meiosis], selectors[1][meiosis]), coupling)
        for meiosis in _meioses(pedigree)
    ]
    factors = [factor for family in families for factor in family.factors]
    return float(eliminate([*factors, *coupled]).log10())


def _meioses(pedigree: Pedigree) -> list[Meiosis]:
    return [
        (person.id, parent)
        for person in pedigree.persons
        for parent in (person.father, person.mother)
        if parent is not None
    ]
