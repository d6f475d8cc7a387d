from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from antigone.evidence.place_tables import PlaceTables
from antigone.evidence.records import LastSeen, Place, Recovery
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables, packaged_tables
from antigone.reconcile.place_time import (
    EARTH_KM,
    PlaceTimeRefused,
    great_circle_km,
    place_time_in_words,
    place_time_prior,
    whereabouts,
)

TABLES = load_tables().place
WIDE = replace(TABLES, least_log10=-6.0, most_log10=6.0)
DAY = date(2026, 3, 1)
HERE = Place(48.0, 37.5, 0.0)

places = st.builds(
    Place, st.floats(-89.0, 89.0), st.floats(-180.0, 180.0), st.sampled_from([0.0, 1.0, 30.0])
)
days = st.integers(-20, 400).map(lambda n: DAY + timedelta(days=n))
last_seen = st.none() | st.builds(LastSeen, st.none() | days, st.none() | places)
recoveries = st.none() | st.builds(
    Recovery,
    st.none() | days,
    st.none() | places,
    st.none() | st.sampled_from([(0, 0), (3, 10), (30, 90), (100, 3000)]),
)


def away(km: float, within_km: float = 0.0) -> Place:
    """So far to the north of `HERE`."""
    return Place(48.0 + math.degrees(km / EARTH_KM), 37.5, within_km)


def factors(
    recovery: Recovery, seen: list[LastSeen | None], tables: PlaceTables = WIDE
) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 10.0 ** place_time_prior([recovery], seen, tables)[0]
    return result


def survival(days: int) -> float:
    """P(death so many whole days after being last seen): geometric, short or long."""
    of = TABLES.survived
    parts = ((of.soon_share, of.soon_days), (1 - of.soon_share, of.late_days))
    return sum(share / (1 + mean) * (mean / (1 + mean)) ** days for share, mean in parts)


def time_likelihood(passed: int, interval: tuple[int, int] | None) -> float:
    """The naive sum over the day of death."""
    if interval is None:
        return sum(survival(e) for e in range(passed + 1))
    low, high = (math.log(1 + d) for d in interval)
    sd = math.hypot(TABLES.interval_sd, (high - low) / 2)
    return sum(
        survival(e) * math.exp(-0.5 * ((math.log(1 + passed - e) - (low + high) / 2) / sd) ** 2)
        for e in range(passed + 1)
    )


def test_place_by_hand() -> None:
    # On a plane: two normal densities in two dimensions, and a share anywhere on the Earth.
    of, kms = TABLES.moved, (0.0, 4.0, 20.0, 150.0)

    def density(km: float, within: float) -> float:
        parts = ((of.near_share, of.near_km), (of.wide_share, of.wide_km))
        squares = [(share, sd**2 + within**2 / 4 + 9.0 / 4) for share, sd in parts]
        normal = sum(s * math.exp(-(km**2) / (2 * v)) / (2 * math.pi * v) for s, v in squares)
        return normal + (1 - of.near_share - of.wide_share) / (4 * math.pi * EARTH_KM**2)

    seen: list[LastSeen | None] = [LastSeen(place=away(km, 10.0)) for km in kms]
    expected = np.array([density(km, 10.0) for km in kms])
    found = factors(Recovery(place=replace(HERE, within_km=3.0)), seen)
    np.testing.assert_allclose(found, expected / expected.mean(), rtol=1e-3)


@pytest.mark.parametrize("interval", [None, (0, 0), (3, 10), (30, 90)])
def test_time_is_the_sum_over_the_day_of_death(interval: tuple[int, int] | None) -> None:
    passed = [0, 1, 5, 40, 200]
    seen: list[LastSeen | None] = [LastSeen(DAY - timedelta(days=d)) for d in passed]
    likely = np.array([time_likelihood(d, interval) for d in passed])
    error = TABLES.date_error
    expected = error + (1 - error) * likely / likely.mean()
    found = factors(Recovery(DAY, days_since_death=interval), seen)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_found_before_last_seen_is_left_to_a_wrong_date() -> None:
    seen: list[LastSeen | None] = [
        LastSeen(DAY + timedelta(days=1)),
        LastSeen(DAY - timedelta(days=9)),
    ]
    found = factors(Recovery(DAY), seen)
    assert found[0] == pytest.approx(TABLES.date_error)
    # Where all are impossible, time says nothing.
    assert factors(Recovery(DAY), [seen[0], seen[0]]).tolist() == [1.0, 1.0]


@given(st.lists(recoveries, max_size=3), st.lists(last_seen, max_size=6))
def test_among_the_missing_of_whom_something_is_known_the_mean_is_one(
    found: list[Recovery | None], seen: list[LastSeen | None]
) -> None:
    wide = replace(TABLES, least_log10=-300.0, most_log10=300.0)
    values = place_time_prior(found, seen, wide)
    assert values.shape == (len(found), len(seen))
    for i, recovery in enumerate(found):
        known = [j for j, one in enumerate(seen) if says_something(recovery, one)]
        if known:
            assert (10.0 ** values[i, known]).mean() == pytest.approx(1.0)
        others = [j for j in range(len(seen)) if j not in known]
        assert (values[i, others] == 0.0).all()


def says_something(recovery: Recovery | None, seen: LastSeen | None) -> bool:
    if recovery is None or seen is None:
        return False
    dated = recovery.found_on is not None and seen.on is not None
    return dated or (recovery.place is not None and seen.place is not None)


@given(recoveries, st.lists(last_seen, max_size=5), st.floats(-720.0, 720.0))
def test_turning_the_earth_changes_nothing(
    recovery: Recovery | None, seen: list[LastSeen | None], by: float
) -> None:
    def turned(place: Place | None) -> Place | None:
        return replace(place, longitude=place.longitude + by) if place else None

    moved = replace(recovery, place=turned(recovery.place)) if recovery else None
    others = [replace(one, place=turned(one.place)) if one else None for one in seen]
    before = place_time_prior([recovery], seen, TABLES)
    np.testing.assert_allclose(place_time_prior([moved], others, TABLES), before, atol=1e-4)


@given(st.lists(recoveries, max_size=3), st.lists(last_seen, max_size=5))
def test_bounds_hold_on_both_sides(
    found: list[Recovery | None], seen: list[LastSeen | None]
) -> None:
    values = place_time_prior(found, seen, TABLES)
    assert ((values >= TABLES.least_log10) & (values <= TABLES.most_log10)).all()


def test_bounds_are_reached() -> None:
    far: list[LastSeen | None] = [LastSeen(place=away(3000.0)) for _ in range(200)]
    found = factors(Recovery(place=HERE), [LastSeen(place=HERE), *far], TABLES)
    assert found[0] == pytest.approx(100.0)
    assert found[1:] == pytest.approx(0.01)


def test_where_nothing_is_known_the_factor_is_one() -> None:
    seen: list[LastSeen | None] = [None, LastSeen(), LastSeen(DAY), LastSeen(place=HERE)]
    for recovery in (None, Recovery(), Recovery(days_since_death=(1, 5))):
        assert (place_time_prior([recovery], seen, TABLES) == 0.0).all()
    # A single person takes all of it: nothing is redistributed.
    assert (place_time_prior([Recovery(DAY, HERE)], [seen[2]], TABLES) == 0.0).all()
    assert place_time_prior([], seen, TABLES).shape == (0, 4)


def test_nearer_and_better_fitting_persons_gain() -> None:
    seen: list[LastSeen | None] = [LastSeen(place=away(km)) for km in (1.0, 15.0, 200.0, 4000.0)]
    found = factors(Recovery(place=HERE), seen)
    assert list(found) == sorted(found, reverse=True)
    # What is known within a wide circle only tells less.
    vague = factors(Recovery(place=replace(HERE, within_km=500.0)), seen[:3])
    assert vague.max() / vague.min() < 1.5
    anywhere = factors(Recovery(place=replace(HERE, within_km=20_000.0)), seen[:3])
    assert anywhere == pytest.approx(1.0, abs=1e-3)
    dated: list[LastSeen | None] = [LastSeen(DAY - timedelta(days=d)) for d in (60, 10, 800)]
    found = factors(Recovery(DAY, days_since_death=(40, 80)), dated)
    assert list(found) == sorted(found, reverse=True)


def test_rows_of_many_remains_equal_rows_alone() -> None:
    rng = np.random.default_rng(4)
    found = [
        Recovery(
            DAY + timedelta(days=int(n)),
            Place(48.0 + float(x), 37.0, 1.0),
            ((0, 5), (20, 200), None)[int(n) % 3],
        )
        for n, x in zip(rng.integers(0, 500, 70), rng.normal(0.0, 0.2, 70), strict=True)
    ]
    seen = [
        LastSeen(DAY + timedelta(days=int(n)), Place(48.0 + float(x), 37.0, 2.0))
        for n, x in zip(rng.integers(-300, 400, 40), rng.normal(0.0, 0.2, 40), strict=True)
    ]
    together = place_time_prior(found, seen, TABLES)
    for i, one in enumerate(found):
        np.testing.assert_allclose(
            together[i], place_time_prior([one], seen, TABLES)[0], atol=1e-12
        )
    sought = whereabouts(seen, TABLES)
    assert place_time_in_words(found[3], 7, seen[7], sought).log10_factor == pytest.approx(
        together[3, 7]
    )


def test_the_sentence_of_a_page() -> None:
    seen: list[LastSeen | None] = [
        LastSeen(DAY, away(12.0, 1.0)),
        LastSeen(DAY + timedelta(days=90), away(300.0)),
        None,
    ]
    recovery = Recovery(DAY + timedelta(days=35), HERE, (10, 30))
    sought = whereabouts(seen, TABLES)
    found = place_time_in_words(recovery, 0, seen[0], sought)
    assert found.words == (
        "Found 12 km from where last seen, both places known within 1 km together; found 35 days after "
        "last seen, death estimated 10 to 30 days before the find. Place and time multiply the prior "
        f"odds of this pair by {10**found.log10_factor:.2g}, beside the mean of the missing persons; "
        "they are no evidence."
    )
    before = place_time_in_words(recovery, 1, seen[1], sought)
    assert (
        "found 55 days before last seen, which is possible only if a date is wrong" in before.words
    )
    nothing = place_time_in_words(recovery, 2, seen[2], sought)
    assert nothing.words == "Place and time say nothing of this pair."
    assert nothing.log10_factor == 0.0


def test_great_circles() -> None:
    quarter = math.pi * EARTH_KM / 2
    assert great_circle_km(Place(90.0, 0.0), Place(0.0, 77.0)) == pytest.approx(quarter)
    assert great_circle_km(Place(0.0, -170.0), Place(0.0, 190.0)) == pytest.approx(0.0, abs=1e-6)
    assert great_circle_km(Place(-10.0, 5.0), Place(10.0, -175.0)) == pytest.approx(2 * quarter)


@pytest.mark.parametrize(
    ("recovery", "message"),
    [
        (
            Recovery(place=Place(91.0, 0.0)),
            "latitude 91, longitude 0; allowed are latitudes from -90",
        ),
        (Recovery(place=Place(math.nan, 0.0)), "latitude nan"),
        (Recovery(place=Place(0.0, math.inf)), "longitude inf; allowed"),
        (Recovery(place=Place(0.0, 0.0, -1.0)), "a place known within -1 km; allowed is a radius"),
        (
            Recovery(DAY, days_since_death=(5, 2)),
            "dead for 5 to 2 days; allowed are days of at least",
        ),
        (Recovery(DAY, days_since_death=(-1, 2)), "dead for -1 to 2 days"),
    ],
)
def test_what_cannot_be_is_refused(recovery: Recovery, message: str) -> None:
    with pytest.raises(PlaceTimeRefused, match=message):
        place_time_prior([recovery], [LastSeen(DAY, HERE)], TABLES)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "wide_share = 0.3",
            "wide_share = 0.35",
            "moved: the shares sum to 1 or more; those who lie",
        ),
        ("near_km = 5.0", "near_km = 0", "moved.near_km: 0; allowed is a finite number from 0.1"),
        ("date_error = 0.03", "date_error = 0", "date_error: 0; allowed is a probability above 0"),
        ("least_log10 = -2.0", "least_log10 = 1.0", "least_log10: 1.0; allowed is a finite number"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = packaged_tables()["place"].decode()
    assert old in text
    (tmp_path / "place.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError) as refusal:
        load_tables(tmp_path)
    assert f"place.toml: {message}" in str(refusal.value)
