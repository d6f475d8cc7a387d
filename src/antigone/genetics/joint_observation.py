"""What several samples of one person show at a marker, as one observation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.elimination import Table
from antigone.genetics.locus import locus_of
from antigone.genetics.markers import SILENT, Marker
from antigone.genetics.observation import (
    Degraded,
    Observation,
    ObservationError,
    observation_table,
)
from antigone.words import said


def joint_observation(marker: Marker, seen: Sequence[Observation]) -> Observation:
    """One observation that says of a person's alleles what all of these say together.

    Its probability given the alleles is the product of theirs, but for a factor that is the same
    for all alleles that remain possible, and so cancels in every LR. Where only one genotype remains
    possible it is that genotype, seen for certain; samples that add nothing are left out.

    Args:
        marker: at which they were typed.
        seen: at least one; of independent samples of one person.

    Raises:
        ObservationError: the samples cannot be of one person.

    Of two samples in which alleles may drop out, one shows a alone and the other b alone:

    >>> marker = Marker("L", ("a", "b", "c"), (0.1, 0.2, 0.7))
    >>> poor = Degraded(0.2)
    >>> both = [Observation(("a", "a"), poor), Observation(("b", "b"), poor)]
    >>> joint_observation(marker, both)
    Observation(genotype=('a', 'b'), degraded=None)
    """
    if seen[0].is_exact and all(one == seen[0] for one in seen):
        return seen[0]
    locus = locus_of(marker, marker.alleles)
    tables = [observation_table(locus, one) for one in seen]
    possible = np.prod(tables, axis=0) > 0.0
    genotypes = np.argwhere(np.triu(possible | possible.T))
    if len(genotypes) == 0:
        raise ObservationError(
            said("at {marker} the samples cannot be of one person", marker=marker.name)
        )
    if len(genotypes) == 1:
        labels = [*marker.alleles, SILENT]
        low, high = genotypes[0].tolist()
        return Observation((labels[low], labels[high]))
    first, *further = _telling(seen, tables, possible)
    if not further:
        return first
    return Observation(
        first.genotype, replace(first.degraded or Degraded(), further=tuple(further))
    )


def _telling(
    seen: Sequence[Observation], tables: Sequence[Table], possible: NDArray[np.bool_]
) -> list[Observation]:
    """The observations without those that tell nothing beyond the others."""
    kept = list(range(len(seen)))
    for i in range(len(seen)):
        others = [tables[j] for j in kept if j != i]
        values = tables[i][possible]
        alike = bool(np.all(values == values[0]))
        if others and alike and np.array_equal(np.prod(others, axis=0) > 0.0, possible):
            kept.remove(i)
    return [seen[i] for i in kept]
