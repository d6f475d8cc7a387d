"""How two persons may be related, as likelihood ratios of their genotypes at one locus."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.locus import Locus
from antigone.genetics.mutation import Matrix

Alleles = NDArray[np.int64]
"""States of one allele of some genotypes, shape (G,)."""


class Relationship(StrEnum):
    """What two samples may be of, against two unrelated persons."""

    ONE_PERSON = "one person"
    FULL_SIBLINGS = "full siblings"
    PARENT_AND_CHILD = "parent and child"


def genotype_ratios(
    locus: Locus, first: Alleles, second: Alleles, relationship: Relationship
) -> tuple[Matrix, ...]:
    """P(g, h | related) / (P(g) P(h)) of every two genotypes g (rows) and h (columns).

    With s = Σ p_i, founder frequencies p, and M the transmission by one parent, both alleles that
    two children have from that parent are Q[a, b] = ½ (s Σ_c p_c M[c, a] M[c, b] + (pM)_a (pM)_b);
    siblings have one such pair from either parent. A child of a parent ij has the allele x from it
    with probability ½ (M[i, x] + M[j, x]), and one from the population.

    Args:
        locus: all alleles apart.
        first, second: the alleles of the genotypes, in any order; of frequencies above 0.
        relationship: of the two persons.

    Returns:
        Shape (G, G) each. One matrix; for parent and child four, one for each way of being so: the
        row's or the column's person is the mother or the father.

    Two siblings who are both ab, without mutation: ¼ + ¼·(p_a + p_b)/(2 p_a p_b) + ¼/(2 p_a p_b):

    >>> from antigone.genetics.locus import locus_of
    >>> from antigone.genetics.markers import Marker
    >>> locus = locus_of(Marker("L", ("a", "b", "c"), (0.1, 0.2, 0.7)), "abc")
    >>> a, b = np.array([0]), np.array([1])
    >>> (ratio,) = genotype_ratios(locus, a, b, Relationship.FULL_SIBLINGS)
    >>> round(float(ratio[0, 0]), 12)  # 0.25 + 1.875 + 6.25
    8.375
    """
    frequency = locus.frequencies[first] * locus.frequencies[second]
    frequency = np.where(first == second, frequency, 2.0 * frequency)
    if relationship is Relationship.ONE_PERSON:
        return (np.diag(1.0 / frequency),)
    if relationship is Relationship.FULL_SIBLINGS:
        return (_siblings(locus, first, second) / np.outer(frequency, frequency),)
    pairs = ((locus.female, locus.male), (locus.male, locus.female))
    child = [_child(locus, first, second, own, other) / frequency for own, other in pairs]
    return (*child, *(one.T for one in child))


def _siblings(locus: Locus, first: Alleles, second: Alleles) -> Matrix:
    """P(g, h) of two full siblings, each genotype summed over its two orders."""
    mother, father = (_from_one_parent(locus, m) for m in (locus.female, locus.male))
    total = np.zeros((len(first), len(first)))
    for a, b in ((first, second), (second, first)):
        for c, d in ((first, second), (second, first)):
            total += mother[np.ix_(a, c)] * father[np.ix_(b, d)]
    twice = np.where(first == second, 2.0, 1.0)
    result: Matrix = total / np.outer(twice, twice)
    return result


def _from_one_parent(locus: Locus, transmission: Matrix) -> Matrix:
    p = locus.frequencies
    same = (transmission * p[:, None]).T @ transmission
    passed = p @ transmission
    result: Matrix = 0.5 * (p.sum() * same + np.outer(passed, passed))
    return result


def _child(locus: Locus, first: Alleles, second: Alleles, own: Matrix, other: Matrix) -> Matrix:
    """P(child h | parent g): one allele from the parent, the other from the population."""
    from_parent = 0.5 * (own[first] + own[second])
    from_other = locus.frequencies @ other
    total = from_parent[:, first] * from_other[second] + from_parent[:, second] * from_other[first]
    result: Matrix = total / np.where(first == second, 2.0, 1.0)
    return result
