"""One place of a body: an exact sum over what is truly there, given what is told and what is seen.

A site is a region and its mirrored region, because what is told of one side may be true of the other.
A region without a mirrored one is a site whose left side never bears anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.records import Region

SITES: tuple[tuple[Region, Region | None], ...] = (
    (Region.HEAD, None),
    (Region.NECK, None),
    (Region.FRONT, None),
    (Region.BACK, None),
    (Region.RIGHT_ARM, Region.LEFT_ARM),
    (Region.RIGHT_HAND, Region.LEFT_HAND),
    (Region.RIGHT_LEG, Region.LEFT_LEG),
    (Region.RIGHT_FOOT, Region.LEFT_FOOT),
)
"""All regions, each once."""

Array = NDArray[np.float64]

_SIDES = (0, 1)
_ANY = (False, True)


@dataclass(frozen=True, eq=False)
class SiteRates:
    """Probabilities at sites, arrays of one shape.

    Args:
        right: that the right side bears one.
        left: that the left side does; 0 where the site has one region.
        forgotten: that one that is there is not told.
        other_side: that it is told of the other side; 0 where the site has one region.
        told_absent: that one is told that is not there, as a share of its frequency.
        visible: that one that is there is seen.
        seen_absent: that one is seen that is not there, as a share of its frequency.
    """

    right: Array
    left: Array
    forgotten: Array
    other_side: Array
    told_absent: float
    visible: Array
    seen_absent: float

    def frequency(self, side: int) -> Array:
        """That a side bears one."""
        return self.left if side else self.right


def pattern(right: bool, left: bool) -> int:
    """The number of a pattern of presence at a site, 0 to 3.

    >>> [pattern(r, l) for r, l in ((False, False), (True, False), (False, True), (True, True))]
    [0, 1, 2, 3]
    """
    return int(right) + 2 * int(left)


def link_weights(of: SiteRates) -> Array:
    """LR of what is told and seen at a site, divided by which of it is one and the same thing.

    Sides are independent and each bears one at its frequency. Of one that is there, the person's
    family tells the right side, or the other, or nothing; an examiner sees it or not; either may
    report one that is not there. The sum over all of this is exact:

        P(told, seen, link) / (P(told) · P(seen)),

    where the link says, for what is told of the right and of the left side, whether it is the very
    thing that is seen on the right (1), on the left (2), or neither (0).

    Returns:
        Shape (*sites, told, seen, link of right, link of left) = (*sites, 4, 4, 3, 3), with told and
        seen as in `pattern`. The sum over the links is the LR of presence alone; times the factors of
        what tells one thing from another, by link, it is the LR of both. Patterns that cannot occur
        have LR 1.
    """
    joint = np.zeros((4, 4, 3, 3, *of.right.shape))
    for true in product(_ANY, repeat=2):
        prior = _chance(true[0], of.right) * _chance(true[1], of.left)
        for told, sources, telling in _tellings(true, of):
            for seen, real, seeing in _sightings(true, of):
                links = tuple(0 if s is None or not real[s] else 1 + s for s in sources)
                joint[told, seen, links[0], links[1]] += prior * telling * seeing
    told_alone = joint.sum(axis=(1, 2, 3))[:, None]
    seen_alone = joint.sum(axis=(0, 2, 3))[None, :]
    never = told_alone * seen_alone == 0.0
    weights = joint / np.where(never, 1.0, told_alone * seen_alone)[:, :, None, None]
    weights[:, :, 0, 0] += never
    moved: Array = np.moveaxis(weights, (0, 1, 2, 3), (-4, -3, -2, -1))
    return moved


def _tellings(
    true: tuple[bool, ...], of: SiteRates
) -> Iterator[tuple[int, tuple[int | None, ...], Array]]:
    """What may be told: its pattern, the side on which each told thing truly is, the probability."""
    for goes in product(*(_destinations(side, true[side]) for side in _SIDES)):
        chance = np.ones(of.right.shape)
        for side in _SIDES:
            if true[side]:
                chance = chance * _telling(side, goes[side], of)
        sources = tuple(_source(place, goes) for place in _SIDES)
        for invented in product(_ANY, repeat=2):
            false = [_chance(invented[s], of.told_absent * of.frequency(s)) for s in _SIDES]
            told = [s is not None or i for s, i in zip(sources, invented, strict=True)]
            yield pattern(*told), sources, chance * false[0] * false[1]


def _destinations(side: int, true: bool) -> tuple[int | None, ...]:
    """The sides of which a thing may be told; None: nothing is told."""
    return (side, 1 - side, None) if true else (None,)


def _telling(side: int, goes: int | None, of: SiteRates) -> Array:
    if goes is None:
        return of.forgotten
    return 1.0 - of.forgotten - of.other_side if goes == side else of.other_side


def _source(place: int, goes: tuple[int | None, ...]) -> int | None:
    """Where the thing told of a side truly is; what is told rightly goes before what strayed."""
    if goes[place] == place:
        return place
    return 1 - place if goes[1 - place] == place else None


def _sightings(
    true: tuple[bool, ...], of: SiteRates
) -> Iterator[tuple[int, tuple[bool, ...], Array]]:
    """What may be seen: its pattern, whether each seen thing is real, the probability."""
    for right, left in product(_sighting(0, true[0], of), _sighting(1, true[1], of)):
        yield pattern(right[0], left[0]), (right[1], left[1]), right[2] * left[2]


def _sighting(side: int, true: bool, of: SiteRates) -> list[tuple[bool, bool, Array]]:
    false = of.seen_absent * of.frequency(side)
    overlooked = 1.0 - of.visible if true else np.ones(of.right.shape)
    found = [(True, False, overlooked * false), (False, False, overlooked * (1.0 - false))]
    return [(True, True, of.visible), *found] if true else found


def _chance(happens: bool, probability: Array) -> Array:
    return probability if happens else 1.0 - probability
