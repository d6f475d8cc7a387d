"""Place and time as a prior: where and when remains were found, and a person was last seen.

They shift the prior odds among the missing and are no evidence: no likelihood ratio holds them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.place_tables import PlaceTables
from antigone.evidence.records import LastSeen, Place, Recovery
from antigone.words import counted, in_turn, said

EARTH_KM = 6371.0
"""Mean radius of the Earth."""

FARTHEST_KM = 20_000.0
"""Radius of a place: nothing on the Earth is farther."""

LONGEST_DAYS = 36_525
"""Longer times, a century, are taken as this."""

ROWS = 32
"""Remains whose factors are computed at a time."""

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


class PlaceTimeRefused(ValueError):
    """A place or a time cannot be used; the message says what is allowed."""


@dataclass(frozen=True, eq=False)
class Whereabouts:
    """Where and when the missing were last seen; what all remains are compared with.

    Args:
        persons: number of all missing persons.
        placed: those whose last place is known.
        directions: of these places from the middle of the Earth, shape (placed, 3).
        within_km: their radii.
        dated: those whose last day is known.
        days: these days as ordinals.
        tables: numbers of `place.toml`.
    """

    persons: int
    placed: Indices
    directions: Array
    within_km: Array
    dated: Indices
    days: Indices
    tables: PlaceTables


@dataclass(frozen=True, slots=True)
class PlaceTimeFactor:
    """What place and time do to the prior odds of one pair, and the sentence a page shows."""

    log10_factor: float
    words: str


def whereabouts(seen: Sequence[LastSeen | None], tables: PlaceTables) -> Whereabouts:
    """The last places and days of all missing persons of an incident.

    Raises:
        PlaceTimeRefused: a place is not on the Earth or its radius is not allowed.
    """
    placed = {j: one.place for j, one in enumerate(seen) if one and one.place}
    dated = {j: one.on.toordinal() for j, one in enumerate(seen) if one and one.on}
    return Whereabouts(
        len(seen),
        np.array(list(placed), dtype=np.intp),
        *_directions(list(placed.values())),
        np.array(list(dated), dtype=np.intp),
        np.array(list(dated.values()), dtype=np.intp),
        tables,
    )


def place_time_prior(
    recoveries: Sequence[Recovery | None], seen: Sequence[LastSeen | None], tables: PlaceTables
) -> Array:
    """log10 of the factor on the prior odds of every pair, shape (remains, missing).

    See `place_time_rows`.
    """
    sought = whereabouts(seen, tables)
    result = np.zeros((len(recoveries), len(seen)))
    for start in range(0, len(recoveries), ROWS):
        result[start : start + ROWS] = place_time_rows(recoveries[start : start + ROWS], sought)
    return result


def place_time_rows(recoveries: Sequence[Recovery | None], sought: Whereabouts) -> Array:
    """log10 of the factor on the prior odds of some remains with all missing persons.

    For remains i and person j the factor is P(place, time of i | i is j) over its mean over the
    missing of whom something is known, so that it only redistributes among them; where nothing of a
    pair is known it is 1, exactly. It is bounded on both sides by the tables.

    Place: from where they were last seen people are found near, or far, or anywhere on the Earth, by
    the shares of the tables; near and far are von Mises-Fisher densities on the sphere (Mardia, Jupp,
    Directional Statistics, 2000, 9.3.2), which up to some hundred km are two-dimensional normal ones.
    A place known within r km is uniform on a disc and adds r²/4 to the variance in each direction.

    Time: survival after being last seen is geometric in days, short or long; the time since death is
    what then remains to the day of the find, and an estimate of it is log-normal around it. A find
    before the person was last seen is impossible but for a wrong date. Days are whole; without an
    estimate what counts is that death came before the find.

    Raises:
        PlaceTimeRefused: a place is not on the Earth, a time is negative or turned round.
    """
    factor = np.ones((len(recoveries), sought.persons))
    known = np.zeros(factor.shape, dtype=np.bool_)
    rows, densities = _place_densities(recoveries, sought)
    at = np.ix_(rows, sought.placed)
    factor[at], known[at] = _relative(densities), True
    rows, likelihoods = _time_likelihoods(recoveries, sought)
    at = np.ix_(rows, sought.dated)
    error = sought.tables.date_error
    factor[at] *= error + (1.0 - error) * _relative(likelihoods)
    known[at] = True
    means = factor.sum(axis=1, where=known) / np.maximum(known.sum(axis=1), 1)
    log10 = np.log10(factor / np.where(means > 0.0, means, 1.0)[:, None])
    bounded = np.clip(log10, sought.tables.least_log10, sought.tables.most_log10)
    result: Array = np.where(known, bounded, 0.0)
    return result


def place_time_in_words(
    recovery: Recovery | None, person: int, seen: LastSeen | None, sought: Whereabouts
) -> PlaceTimeFactor:
    """The factor of one pair, and what it rests on.

    Args:
        recovery: of the remains.
        person: place of the missing person in the whereabouts.
        seen: of the same person.
        sought: of all missing persons.

    Raises:
        PlaceTimeRefused: a place is not on the Earth, a time is negative or turned round.
    """
    value = float(place_time_rows([recovery], sought)[0, person])
    distance = _distance(recovery, seen)
    facts = [fact for fact in (distance, _elapsed(recovery, seen, first=not distance)) if fact]
    if not facts:
        return PlaceTimeFactor(0.0, said("Place and time say nothing of this pair."))
    words = said(
        "{facts}. Place and time multiply the prior odds of this pair by {factor}, beside the mean "
        "of the missing persons; they are no evidence.",
        facts=in_turn(facts),
        factor=f"{10.0**value:.2g}",
    )
    return PlaceTimeFactor(value, words)


def great_circle_km(first: Place, second: Place) -> float:
    """Distance of two places along the surface of the Earth.

    >>> round(great_circle_km(Place(0.0, 179.0), Place(0.0, -179.0)), 1)  # two degrees
    222.4

    Raises:
        PlaceTimeRefused: a place is not on the Earth.
    """
    directions, _ = _directions([first, second])
    chord = float(np.linalg.norm(directions[0] - directions[1]))
    return 2.0 * EARTH_KM * math.asin(min(1.0, chord / 2.0))


def _place_densities(
    recoveries: Sequence[Recovery | None], sought: Whereabouts
) -> tuple[Indices, Array]:
    """Density of the place of each find beside the uniform one; remains whose place is known.

    Returns:
        Which of the remains these are; and shape (these, placed).
    """
    of = sought.tables.moved
    places = {i: one.place for i, one in enumerate(recoveries) if one and one.place}
    directions, within_km = _directions(list(places.values()))
    away = 1.0 - directions @ sought.directions.T
    doubt = (within_km[:, None] ** 2 + sought.within_km**2) / 4.0
    near = _von_mises_fisher(away, EARTH_KM**2 / (of.near_km**2 + doubt))
    wide = _von_mises_fisher(away, EARTH_KM**2 / (of.wide_km**2 + doubt))
    anywhere = 1.0 - of.near_share - of.wide_share
    return (
        np.array(list(places), dtype=np.intp),
        of.near_share * near + of.wide_share * wide + anywhere,
    )


def _von_mises_fisher(away: Array, kappa: Array) -> Array:
    """Density beside the uniform one, at 1 - cos of the angle from the middle."""
    density: Array = 2.0 * kappa * np.exp(-kappa * away)
    # Where no tail reaches round the Earth the divisor is 1 to the last digit.
    if kappa.min(initial=np.inf) < 20.0:
        density /= -np.expm1(-2.0 * kappa)
    return density


def _time_likelihoods(
    recoveries: Sequence[Recovery | None], sought: Whereabouts
) -> tuple[Indices, Array]:
    """P(day of the find, estimate | person), times a constant of the remains whose day is known.

    Returns:
        Which of the remains these are; and shape (these, dated).
    """
    found = {i: one for i, one in enumerate(recoveries) if one and one.found_on}
    days = np.array([r.found_on.toordinal() for r in found.values() if r.found_on], dtype=np.intp)
    passed = np.clip(days[:, None] - sought.days, -1, LONGEST_DAYS)
    intervals = [_interval(one) for one in found.values()]
    distinct = {one: k for k, one in enumerate(dict.fromkeys(intervals))}
    by_days = _by_days(list(distinct), int(passed.max(initial=0)), sought.tables)
    columns = np.array([distinct[one] for one in intervals], dtype=np.intp)
    # The last row stands for a find before the person was last seen: -1 days.
    possible = np.vstack([by_days, np.zeros((1, len(distinct)))])
    return np.array(list(found), dtype=np.intp), possible[passed, columns[:, None]]


def _by_days(
    intervals: Sequence[tuple[int, int] | None], longest: int, tables: PlaceTables
) -> Array:
    """P(estimate | days from last seen to find), shape (days + 1, intervals).

    Σ P(survived e days) P(estimate | d - e days since death) over e from 0 to d. The sum over the
    first 2k days of a geometric survival follows from that over the first k, shifted by k days.
    """
    estimates = _estimates(intervals, longest, tables)
    of = tables.survived
    result = np.zeros(estimates.shape)
    for share, mean in ((of.soon_share, of.soon_days), (1.0 - of.soon_share, of.late_days)):
        alive = mean / (1.0 + mean)
        so_far, summed = estimates, 1
        while summed <= longest:
            doubled = so_far.copy()
            doubled[summed:] += alive**summed * so_far[:-summed]
            so_far, summed = doubled, 2 * summed
        result += share * (1.0 - alive) * so_far
    return result


def _estimates(
    intervals: Sequence[tuple[int, int] | None], longest: int, tables: PlaceTables
) -> Array:
    """P(estimate | days since death), times a constant of the estimate, shape (days + 1, intervals)."""
    logs = np.log1p(np.arange(longest + 1, dtype=np.float64))
    result = np.ones((longest + 1, len(intervals)))
    for column, interval in enumerate(intervals):
        if interval is not None:
            low, high = (math.log1p(days) for days in interval)
            variance = tables.interval_sd**2 + ((high - low) / 2.0) ** 2
            result[:, column] = np.exp(-0.5 * (logs - (low + high) / 2.0) ** 2 / variance)
    return result


def _relative(values: Array) -> Array:
    """Each row beside its mean; 1 in all of it where that is 0 or there is nothing."""
    means = values.sum(axis=1, keepdims=True) / max(values.shape[1], 1)
    relative: Array = np.where(means > 0.0, values / np.where(means > 0.0, means, 1.0), 1.0)
    return relative


def _directions(places: Sequence[Place]) -> tuple[Array, Array]:
    """Unit vectors, shape (places, 3), and the radii in km."""
    for place in places:
        _insist(place)
    latitude = np.radians([place.latitude for place in places])
    longitude = np.radians([place.longitude for place in places])
    parts = (
        np.cos(latitude) * np.cos(longitude),
        np.cos(latitude) * np.sin(longitude),
        np.sin(latitude),
    )
    return np.stack(parts, axis=1), np.array([place.within_km for place in places])


def _insist(place: Place) -> None:
    if not (abs(place.latitude) <= 90.0 and math.isfinite(place.longitude)):
        raise PlaceTimeRefused(
            said(
                "latitude {latitude}, longitude {longitude}; allowed are latitudes from -90 "
                "to 90 and finite longitudes, in degrees",
                latitude=f"{place.latitude:g}",
                longitude=f"{place.longitude:g}",
            )
        )
    if not 0.0 <= place.within_km <= FARTHEST_KM:
        raise PlaceTimeRefused(
            said(
                "a place known within {within_km} km; allowed is a radius from 0 to "
                "{farthest_km}, half round the Earth",
                within_km=f"{place.within_km:g}",
                farthest_km=f"{FARTHEST_KM:,.0f}",
            )
        )


def _interval(recovery: Recovery | None) -> tuple[int, int] | None:
    if recovery is None or recovery.days_since_death is None:
        return None
    low, high = recovery.days_since_death
    if not 0 <= low <= high:
        raise PlaceTimeRefused(
            said(
                "dead for {low} to {high} days; allowed are days of at least 0, the fewer first",
                low=low,
                high=high,
            )
        )
    return low, high


def _distance(recovery: Recovery | None, seen: LastSeen | None) -> str:
    if recovery is None or recovery.place is None or seen is None or seen.place is None:
        return ""
    within = recovery.place.within_km + seen.place.within_km
    km = great_circle_km(recovery.place, seen.place)
    return said(
        "Found {km} km from where last seen, both places known within {within} km together",
        km=f"{km:.3g}",
        within=f"{within:.3g}",
    )


def _elapsed(recovery: Recovery | None, seen: LastSeen | None, *, first: bool) -> str:
    if recovery is None or recovery.found_on is None or seen is None or seen.on is None:
        return ""
    days = (recovery.found_on - seen.on).days
    if days < 0:
        if first:
            return said(
                "Found {days} days before last seen, which is possible only if a date is wrong",
                days=-days,
            )
        return said(
            "found {days} days before last seen, which is possible only if a date is wrong",
            days=-days,
        )
    if first:
        words = counted(
            "Found {number} days after last seen", "Found {number} days after last seen", days
        )
    else:
        words = counted(
            "found {number} days after last seen", "found {number} days after last seen", days
        )
    if recovery.days_since_death is None:
        return words
    low, high = recovery.days_since_death
    return said(
        "{days}, death estimated {low} to {high} days before the find",
        days=words,
        low=low,
        high=high,
    )
