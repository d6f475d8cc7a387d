"""How common marks, implants or findings are, by kind and place, and what each site then says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.presence_site import SITES, SiteRates, link_weights
from antigone.evidence.presence_tables import MOST_FREQUENT, PresenceTables
from antigone.evidence.records import Region, State

STATES = tuple(State)

Array = NDArray[np.float64]
Detail = tuple[str, ...]
"""Words that tell one of a kind from another, each empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something a body has: its kind, the region where known, and what tells it from others."""

    kind: str
    region: Region | None = None
    detail: Detail = ()


@dataclass(frozen=True, eq=False)
class PresencePopulation:
    """How common features are among the missing.

    Args:
        counts: by kind and region, persons of whom it is told; None: of no known region.
        persons: AM records that were counted.
        tables: numbers of the line.
        weights: by kind that the tables name or somebody tells, as `link_weights`, shape (states,
            sites + 1, 4, 4, 3, 3); the last site is the whole body, used where no region is known.
    """

    counts: Mapping[tuple[str, Region | None], int]
    persons: int
    tables: PresenceTables
    weights: Mapping[str, Array] = field(repr=False)

    def weights_of(self, kind: str) -> Array:
        """The weights of any kind; of one that nobody tells from the tables' default."""
        known = self.weights.get(kind)
        return self._new(kind) if known is None else known

    def _new(self, kind: str) -> Array:
        return _weights([kind], self.counts, self.persons, self.tables)[kind]


def presence_population(
    told: Iterable[tuple[Feature, ...]], tables: PresenceTables
) -> PresencePopulation:
    """Frequencies from what is told of the missing.

    Args:
        told: of each person who was asked about; empty where there is nothing.
        tables: numbers of the line.
    """
    listed = list(told)
    counts = Counter(
        cell for features in listed for cell in {(one.kind, one.region) for one in features}
    )
    kinds = sorted({*tables.kinds, *(kind for kind, _ in counts)})
    weights = _weights(kinds, counts, len(listed), tables)
    return PresencePopulation(counts, len(listed), tables, weights)


def cell_frequencies(
    kind: str,
    counts: Mapping[tuple[str, Region | None], int],
    persons: int,
    tables: PresenceTables,
) -> dict[Region, float]:
    """How many persons truly bear one of a kind, by region.

    Smoothed twice by the `prior_persons` P of the tables. First the kind: with n told in all regions
    of N persons, each of them told with probability 1 - forgotten, the mean number per person is

        m = (n / (1 - forgotten) + P · per_person) / (N + P).

    Then each region with its own n towards m times the region's share:

        f = (n / (1 - forgotten) + P · m · share) / (N + P).

    No frequency is below one in N and `least_persons`: what none of so many persons has is no rarer
    than that, as with (n + 1) / (N + 2). None is above `MOST_FREQUENT`.
    """
    of, prior = tables.of(kind), tables.prior_persons
    told = 1.0 - of.forgotten
    everywhere = sum(counts.get((kind, region), 0) for region in (None, *Region))
    mean = (everywhere / told + prior * of.per_person) / (persons + prior)
    least = 1.0 / (persons + tables.least_persons)
    smoothed = {
        region: (counts.get((kind, region), 0) / told + prior * mean * of.share(region))
        / (persons + prior)
        for region in Region
    }
    return {region: min(max(f, least), MOST_FREQUENT) for region, f in smoothed.items()}


def _weights(
    kinds: Sequence[str],
    counts: Mapping[tuple[str, Region | None], int],
    persons: int,
    tables: PresenceTables,
) -> dict[str, Array]:
    """By kind its `link_weights`, all of them in one go."""
    if not kinds:
        return {}
    of = [tables.of(kind) for kind in kinds]
    frequencies = [cell_frequencies(kind, counts, persons, tables) for kind in kinds]
    right, left = (np.array(side)[:, None] for side in zip(*map(_sides, frequencies), strict=True))
    shape = (len(kinds), len(STATES), right.shape[-1])
    visible = np.array([[rates.visible[state] for state in STATES] for rates in of])
    other_side = np.array([rates.other_side for rates in of])[:, None, None]
    weights = link_weights(
        SiteRates(
            right=np.broadcast_to(right, shape),
            left=np.broadcast_to(left, shape),
            forgotten=np.broadcast_to(
                np.array([rates.forgotten for rates in of])[:, None, None], shape
            ),
            other_side=np.broadcast_to(np.where(left > 0.0, other_side, 0.0), shape),
            told_absent=tables.told_absent,
            visible=np.broadcast_to(visible[:, :, None], shape),
            seen_absent=tables.seen_absent,
        )
    )
    return dict(zip(kinds, weights, strict=True))


def _sides(frequency: Mapping[Region, float]) -> tuple[Array, Array]:
    """Frequencies on the right and on the left of every site; the whole body last."""
    anywhere = 1.0 - np.prod([1.0 - f for f in frequency.values()])
    right = np.array([*(frequency[r] for r, _ in SITES), min(anywhere, MOST_FREQUENT)])
    left = np.array([*(0.0 if side is None else frequency[side] for _, side in SITES), 0.0])
    return right, left
