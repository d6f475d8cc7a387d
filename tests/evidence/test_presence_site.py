from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from antigone.evidence.presence_site import SITES, SiteRates, link_weights, pattern
from antigone.evidence.records import Region

PATTERNS = [(right, left) for right in (False, True) for left in (False, True)]


@dataclass(frozen=True)
class Site:
    right: float = 0.1
    left: float = 0.2
    forgotten: float = 0.15
    other_side: float = 0.1
    told_absent: float = 0.05
    visible: float = 0.7
    seen_absent: float = 0.03

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        one = np.array([self.right, self.left, self.forgotten, self.other_side, self.visible])
        right, left, forgotten, other_side, visible = one[:, None]
        rates = SiteRates(
            right, left, forgotten, other_side, self.told_absent, visible, self.seen_absent
        )
        weights: NDArray[np.float64] = link_weights(rates)[0]
        return weights

    def lr(self, told: tuple[bool, bool], seen: tuple[bool, bool]) -> float:
        return float(self.weights[pattern(*told), pattern(*seen)].sum())


@cache
def told_given(true: tuple[bool, bool], site: Site) -> dict[tuple[bool, bool], float]:
    """P(told | true) by walking through all that a family may do, apart from the program."""
    reports: dict[tuple[bool, bool], float] = defaultdict(float)
    keep = 1 - site.forgotten - site.other_side
    choices = [
        [((side,), keep), ((1 - side,), site.other_side), ((), site.forgotten)]
        if true[side]
        else [((), 1.0)]
        for side in (0, 1)
    ]
    invented = [site.told_absent * site.right, site.told_absent * site.left]
    for (first, p), (second, q) in product(*choices):
        for also in PATTERNS:
            r = np.prod([i if a else 1 - i for a, i in zip(also, invented, strict=True)])
            said = {*first, *second, *(side for side in (0, 1) if also[side])}
            reports[0 in said, 1 in said] += p * q * float(r)
    return reports


@cache
def seen_given(true: tuple[bool, bool], site: Site) -> dict[tuple[bool, bool], float]:
    shown = []
    for side, frequency in ((0, site.right), (1, site.left)):
        false = site.seen_absent * frequency
        hidden = (1 - false) * (1 - site.visible * true[side])
        shown.append(1 - hidden)
    return {
        (right, left): (shown[0] if right else 1 - shown[0]) * (shown[1] if left else 1 - shown[1])
        for right, left in PATTERNS
    }


def prior(true: tuple[bool, bool], site: Site) -> float:
    right = site.right if true[0] else 1 - site.right
    return right * (site.left if true[1] else 1 - site.left)


def alone(site: Site, told: tuple[bool, bool], seen: tuple[bool, bool]) -> tuple[float, float]:
    of_told = sum(prior(x, site) * told_given(x, site)[told] for x in PATTERNS)
    return of_told, sum(prior(x, site) * seen_given(x, site)[seen] for x in PATTERNS)


def naive(site: Site, told: tuple[bool, bool], seen: tuple[bool, bool]) -> float:
    joint = sum(
        prior(x, site) * told_given(x, site)[told] * seen_given(x, site)[seen] for x in PATTERNS
    )
    of_told, of_seen = alone(site, told, seen)
    return joint / (of_told * of_seen)


sites = st.builds(
    Site,
    right=st.floats(0.001, 0.9),
    left=st.floats(0.001, 0.9),
    forgotten=st.floats(0.01, 0.5),
    other_side=st.floats(0.01, 0.4),
    told_absent=st.floats(0.001, 0.5),
    visible=st.floats(0.01, 0.99),
    seen_absent=st.floats(0.001, 0.5),
)


@given(sites)
def test_the_sum_over_what_is_true(site: Site) -> None:
    for told, seen in product(PATTERNS, repeat=2):
        assert site.lr(told, seen) == pytest.approx(naive(site, told, seen), rel=1e-9)


@given(sites)
def test_among_other_persons_the_mean_is_one(site: Site) -> None:
    mean = 0.0
    for told, seen in product(PATTERNS, repeat=2):
        of_told, of_seen = alone(site, told, seen)
        mean += of_told * of_seen * site.lr(told, seen)
    assert mean == pytest.approx(1.0, rel=1e-10)


@given(sites)
def test_a_mirrored_body_gives_the_same(site: Site) -> None:
    other = replace(site, right=site.left, left=site.right)
    weights, mirrored = site.weights, other.weights
    swap, links = [0, 2, 1, 3], [0, 2, 1]
    turned = mirrored[np.ix_(swap, swap, links, links)].swapaxes(2, 3)
    np.testing.assert_allclose(weights, turned, rtol=1e-9)


def test_what_cannot_be_seen_says_nothing() -> None:
    site = Site(visible=0.0)
    for told, seen in product(PATTERNS, repeat=2):
        assert site.lr(told, seen) == pytest.approx(1.0, rel=1e-12)


def test_without_errors_it_is_one_over_the_frequency() -> None:
    site = Site(0.02, 0.3, forgotten=1e-12, other_side=0.0, told_absent=1e-12, visible=1.0 - 1e-12)
    none, right = (False, False), (True, False)
    only_right = 0.02 * 0.7
    assert site.lr(right, right) == pytest.approx(1 / only_right, rel=0.1)
    assert site.lr(none, none) == pytest.approx(1 / (0.98 * 0.7), rel=1e-2)


def test_a_region_without_a_mirrored_one_by_hand() -> None:
    f, v, a, b = 0.05, 0.8, 0.02, 0.04
    site = Site(f, 0.0, 0.1, 0.0, a, v, b)
    told_if, told_else = 1 - 0.1 * (1 - a * f), a * f
    seen_if, seen_else = 1 - (1 - v) * (1 - b * f), b * f
    joint = f * told_if * seen_if + (1 - f) * told_else * seen_else
    told, seen = f * told_if + (1 - f) * told_else, f * seen_if + (1 - f) * seen_else
    assert site.lr((True, False), (True, False)) == pytest.approx(joint / (told * seen))
    # The left side, which is not there, cannot be told or seen.
    assert site.lr((False, True), (True, True)) == 1.0


def test_the_other_side_is_explained_by_a_family_that_misplaces() -> None:
    right, left = (True, False), (False, True)
    careful, careless = Site(0.05, 0.05, other_side=1e-9), Site(0.05, 0.05, other_side=0.1)
    assert careful.lr(right, left) < 1.0 < careless.lr(right, left)
    assert careless.lr(right, left) < careless.lr(right, right)


def test_links_are_of_one_thing_each() -> None:
    weights = Site().weights
    for link in (1, 2):
        assert not weights[:, :, link, link].any()
    both = pattern(True, True)
    assert weights[both, both, 1, 2] > weights[both, both, 2, 1] > 0.0
    # What is not told, or not seen, is linked to nothing.
    assert not weights[0, :, 1:, :].any()
    assert not weights[:, 0, 1:, :].any()
    assert not weights[:, pattern(True, False), 2, :].any()


def test_every_region_has_one_site() -> None:
    regions = [region for site in SITES for region in site if region is not None]
    assert sorted(regions) == sorted(Region)
