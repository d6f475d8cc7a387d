from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from antigone.evidence.presence import Features, Seen, presence_log10
from antigone.evidence.presence_population import (
    Detail,
    Feature,
    PresencePopulation,
    cell_frequencies,
    presence_population,
)
from antigone.evidence.presence_tables import FeatureKind, PresenceTables
from antigone.evidence.records import Region, State
from antigone.evidence.word_shares import WordShares

SCAR = FeatureKind(
    per_person=0.6,
    regions={region: 1 / len(Region) for region in Region},
    visible={State.FRESH: 0.9, State.DECOMPOSED: 0.5, State.SKELETAL: 0.0},
    forgotten=0.1,
    other_side=0.1,
)
TABLES = PresenceTables(
    kinds={"scar": SCAR},
    default=replace(SCAR, per_person=0.01),
    prior_persons=50.0,
    least_persons=400.0,
    told_absent=0.05,
    seen_absent=0.05,
    mix_up=0.01,
)
SURE = replace(TABLES, mix_up=1e-300)
WORDS = WordShares({"flag": 0.3, "animal": 0.7}, 0.01, 0.2)
LEFT_ARM = Feature("scar", Region.LEFT_ARM)
TOLD = (LEFT_ARM, Feature("scar", Region.HEAD), Feature("scar", Region.RIGHT_FOOT))
SMALL = presence_population([TOLD, (), (Feature("burn"),)], TABLES)

features = st.lists(
    st.builds(
        Feature,
        st.sampled_from(["scar", "burn"]),
        st.sampled_from([None, *Region]),
        st.sampled_from([("flag",), ("animal",), ("",)]),
    ),
    max_size=4,
).map(tuple)


def agreement(seen: Sequence[Detail], told: Sequence[Detail]) -> NDArray[np.float64]:
    return WORDS.factors([word for (word,) in seen], [word for (word,) in told])


def log10_lr(
    seen: Iterable[Feature],
    told: Iterable[Feature],
    of: PresencePopulation,
    state: State = State.FRESH,
) -> float:
    return float(presence_log10([(state, tuple(seen))], [tuple(told)], of)[0, 0])


def subsets() -> list[Features]:
    chosen = product((False, True), repeat=len(Region))
    return [
        tuple(Feature("scar", region) for region, c in zip(Region, choice, strict=True) if c)
        for choice in chosen
    ]


def chance_of_seeing(
    seen: Features, frequencies: dict[Region, float], state: State, tables: PresenceTables
) -> float:
    """P(seen) of another person, region by region."""
    chance, visible = 1.0, SCAR.visible[state]
    found = {one.region for one in seen}
    for region, f in frequencies.items():
        shown = f * visible + tables.seen_absent * f * (1 - f * visible)
        chance *= shown if region in found else 1 - shown
    return chance


@pytest.mark.parametrize("state", [State.FRESH, State.DECOMPOSED])
def test_among_other_persons_the_mean_over_all_they_may_show_is_one(state: State) -> None:
    population = presence_population([TOLD, (LEFT_ARM,), (), ()], TABLES)
    frequencies = cell_frequencies("scar", population.counts, 4, TABLES)
    everything = subsets()
    chances = np.array([chance_of_seeing(s, frequencies, state, TABLES) for s in everything])
    assert chances.sum() == pytest.approx(1.0)
    mirrored = (LEFT_ARM, Feature("scar", Region.RIGHT_ARM))
    told: list[Features] = [(), TOLD, (LEFT_ARM,), mirrored]
    values = presence_log10([(state, one) for one in everything], told, population)
    assert chances @ 10.0**values == pytest.approx(np.ones(len(told)), rel=1e-9)


def test_regions_multiply() -> None:
    population = presence_population([], SURE)
    nothing = log10_lr((), (), population)
    head, foot = Feature("scar", Region.HEAD), Feature("scar", Region.LEFT_FOOT)
    both = log10_lr((head, foot), (head,), population)
    one = log10_lr((head,), (head,), population) - nothing
    other = log10_lr((foot,), (), population) - nothing
    assert both == pytest.approx(nothing + one + other, rel=1e-9)


def test_details_of_what_may_be_one_thing() -> None:
    population = presence_population([], SURE)
    weights = population.weights_of("scar")[list(State).index(State.FRESH), 0]
    plain = weights[1, 1].sum()
    values = [
        10.0
        ** presence_log10(
            [(State.FRESH, (Feature("scar", Region.HEAD, (seen,)),))],
            [(Feature("scar", Region.HEAD, (told,)),)],
            population,
            agreement,
        )[0, 0]
        for seen, told in (("flag", "flag"), ("flag", "animal"), ("flag", ""))
    ]
    others = values[2] / plain
    assert values[0] == pytest.approx(
        others * (weights[1, 1, 0, 0] + weights[1, 1, 1, 0] * (0.2 + 0.8 / 0.3)), rel=1e-9
    )
    assert values[1] == pytest.approx(
        others * (weights[1, 1, 0, 0] + weights[1, 1, 1, 0] * 0.2), rel=1e-9
    )
    # Over the words of another person the mean is what presence alone says.
    told_flag = [values[0], values[1]]
    assert 0.3 * told_flag[0] + 0.7 * told_flag[1] == pytest.approx(values[2], rel=1e-9)


def test_a_pair_of_sides_with_details_has_the_mean_one() -> None:
    population = presence_population([], SURE)
    words = ["flag", "animal"]
    arms = [
        tuple(
            Feature("scar", region, (word,))
            for region, word in ((Region.RIGHT_ARM, right), (Region.LEFT_ARM, left))
            if word
        )
        for right, left in product(["", *words], repeat=2)
    ]
    frequency = cell_frequencies("scar", population.counts, 0, SURE)[Region.LEFT_ARM]
    shown = frequency * 0.9 + 0.05 * frequency * (1 - frequency * 0.9)
    chances = np.array(
        [
            math.prod(
                1 - shown if not word else shown * WORDS.shares[word] for word in (right, left)
            )
            for right, left in product(["", *words], repeat=2)
        ]
    )
    told = arms[1:]
    values = presence_log10([(State.FRESH, one) for one in arms], told, population, agreement)
    # The other sites have neither told nor seen: one factor for all.
    other_sites = 10.0 ** log10_lr((), (), population)
    site = population.weights_of("scar")[list(State).index(State.FRESH), 4]
    rest = other_sites / site[0, 0].sum()
    assert chances @ (10.0**values / rest) == pytest.approx(np.ones(len(told)), rel=1e-9)


def test_what_cannot_be_seen_is_not_compared() -> None:
    population = presence_population([TOLD], TABLES)
    assert log10_lr(TOLD, TOLD, population, State.SKELETAL) == 0.0
    assert log10_lr((), TOLD, population, State.SKELETAL) == 0.0


def test_no_contradiction_goes_below_the_floor() -> None:
    population = presence_population([], TABLES)
    everywhere = tuple(Feature("scar", region) for region in Region)
    assert -2.0 <= log10_lr((), everywhere, population) < -1.9


def test_without_a_region_the_whole_body_is_one_place() -> None:
    population = presence_population([], SURE)
    somewhere = Feature("scar")
    whole = population.weights_of("scar")[list(State).index(State.FRESH), -1]
    for told in ((somewhere,), (LEFT_ARM, somewhere)):
        value = log10_lr(TOLD, told, population)
        assert 10.0**value == pytest.approx(whole[1, 1].sum(), rel=1e-9)
    assert 10.0 ** log10_lr((somewhere,), (), population) == pytest.approx(whole[0, 1].sum())
    # Another kind keeps its regions.
    burn = Feature("burn", Region.HEAD)
    apart = log10_lr((somewhere, burn), (LEFT_ARM, burn), population)
    assert apart > log10_lr(
        (somewhere, burn), (LEFT_ARM, replace(burn, region=Region.NECK)), population
    )


def test_several_in_one_region_count_as_one_and_share_their_details() -> None:
    population = presence_population([], SURE)
    flag, animal = (Feature("scar", Region.HEAD, (word,)) for word in ("flag", "animal"))
    assert log10_lr((flag, animal), (flag,), population) == log10_lr((flag,), (flag,), population)

    def with_words(seen: Features, told: Features) -> float:
        return float(
            10.0 ** presence_log10([(State.FRESH, seen)], [told], population, agreement)[0, 0]
        )

    mean = (with_words((flag,), (flag,)) + with_words((animal,), (flag,))) / 2.0
    assert with_words((flag, animal), (flag,)) == pytest.approx(mean, rel=1e-9)


def test_a_kind_that_nobody_knows_counts_where_it_is_named() -> None:
    population = presence_population([(LEFT_ARM,), (Feature("burn", Region.HEAD),)], TABLES)
    fresh = [(State.FRESH, ()), (State.FRESH, (Feature("graft", Region.BACK),))]
    told: list[Features] = [(), (Feature("graft", Region.BACK),)]
    values = presence_log10(fresh, told, population)
    assert values[0, 0] == pytest.approx(
        log10_lr((), (), presence_population([(LEFT_ARM,), ()], TABLES))
    )
    assert values[1, 1] > 1.0
    assert values[0, 1] < values[0, 0]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.none() | st.tuples(st.sampled_from(list(State)), features), max_size=4),
    st.lists(st.none() | features, max_size=4),
)
def test_all_pairs_equal_pair_by_pair(seen: list[Seen | None], told: list[Features | None]) -> None:
    population = SMALL
    values = presence_log10(seen, told, population, agreement)
    assert values.shape == (len(seen), len(told))
    for i, found in enumerate(seen):
        for j, said in enumerate(told):
            if found is None or said is None:
                assert values[i, j] == 0.0
                continue
            turned = found[0], tuple(reversed(found[1]))
            one = presence_log10([turned], [said], population, agreement)[0, 0]
            assert values[i, j] == pytest.approx(one, rel=1e-9, abs=1e-12)


def test_frequencies_are_smoothed_twice() -> None:
    told = [(LEFT_ARM, LEFT_ARM), (LEFT_ARM, Feature("scar")), ()]
    population = presence_population(told, TABLES)
    assert population.persons == 3
    found = cell_frequencies("scar", population.counts, 3, TABLES)
    mean = (3 / 0.9 + 50 * 0.6) / 53
    assert found[Region.LEFT_ARM] == pytest.approx((2 / 0.9 + 50 * mean / 12) / 53)
    assert found[Region.HEAD] == pytest.approx((50 * mean / 12) / 53)
    # None is rarer than one in all persons, real and invented.
    assert cell_frequencies("graft", {}, 3, TABLES)[Region.HEAD] == 1 / 403
    many: dict[tuple[str, Region | None], int] = {("scar", Region.HEAD): 10_000}
    assert cell_frequencies("scar", many, 10_000, TABLES)[Region.HEAD] == 0.9
