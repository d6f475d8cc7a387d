"""Where the alleles of founders come from: the population, with inbreeding or with coancestry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.elimination import Factor, Table, table_within_limit
from antigone.genetics.locus import Locus
from antigone.genetics.mutation import Matrix


def independent_pair(locus: Locus, inbreeding: float = 0.0) -> Table:
    """P(paternal, maternal state) of a founder, shape (n, n), with inbreeding coefficient f.

    (1 - f) p_i p_j, and f p_i more where both are the same allele (Wright 1922,
    doi:10.1086/279872). A state that stands for several lumped alleles is identical by descent with
    itself only as a whole; that is exact, since nothing observed tells the alleles within it apart.
    """
    independent = np.outer(locus.frequencies, locus.frequencies)
    if inbreeding == 0.0:
        return independent
    return (1.0 - inbreeding) * independent + inbreeding * np.diag(locus.frequencies)


def urn(
    locus: Locus,
    theta: float,
    known: Iterable[int],
    unknown: Sequence[tuple[int, Sequence[int]]],
) -> list[Factor]:
    """P(all founder alleles) when they are drawn from one population with coancestry theta.

    The next allele is of state a with probability (n_a θ + (1 - θ) p_a) / (1 + (n - 1) θ), n alleles
    having been drawn before, n_a of them a (Balding & Nichols, FSI 1994;64:125-140,
    doi:10.1016/0379-0738(94)90222-4): a Pólya urn, in which the order of drawing does not matter.

    Args:
        locus: states and frequencies.
        theta: coancestry (Fst), in (0, 1).
        known: states of founder alleles that are certain.
        unknown: variables of the other founder alleles, with the states that each may take.

    Returns:
        A factor for each known allele, and one over all unknown variables.

    Raises:
        EliminationTooLarge: the factor over the unknown variables is above the memory limit.
    """
    drawn = np.zeros(locus.count)
    # Apart, so that the elimination scales each: the product of hundreds would underflow to 0.
    certain: list[Factor] = []
    for state in known:
        certain.append(Factor((), _next(locus.frequencies, drawn, theta)[state]))
        drawn[state] += 1.0
    variables = tuple(v for v, _ in unknown)
    domains = [np.asarray(domain, dtype=np.intp) for _, domain in unknown]
    table = table_within_limit([len(d) for d in domains])
    for place, domain in enumerate(domains):
        table *= _draw(locus.frequencies, drawn, theta, domains[:place], domain, len(domains))
    return [*certain, Factor(variables, table)]


def _next(frequencies: Matrix, drawn: Matrix, theta: float) -> Matrix:
    """Probability of each state in the next draw."""
    total = drawn.sum()
    if total == 0.0:
        return frequencies
    result: Matrix = (drawn * theta + (1.0 - theta) * frequencies) / (1.0 + (total - 1.0) * theta)
    return result


def _draw(
    frequencies: Matrix,
    drawn: Matrix,
    theta: float,
    before: Sequence[NDArray[np.intp]],
    domain: NDArray[np.intp],
    dimensions: int,
) -> Table:
    """P(the state of one more draw | the known ones and the unknown ones before it), broadcastable."""
    place = len(before)
    axis = [1] * dimensions
    axis[place] = len(domain)
    total = drawn.sum() + place
    if total == 0.0:
        return frequencies[domain].reshape(axis)
    same = drawn[domain].reshape(axis)
    for earlier, states in enumerate(before):
        shape = [1] * dimensions
        shape[earlier], shape[place] = len(states), len(domain)
        same = same + (states[:, None] == domain[None, :]).astype(np.float64).reshape(shape)
    probability: Table = (same * theta + (1.0 - theta) * frequencies[domain].reshape(axis)) / (
        1.0 + (total - 1.0) * theta
    )
    return probability
