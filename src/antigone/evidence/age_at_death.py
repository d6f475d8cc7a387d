"""How old a missing person would be at death: age when last seen, and the time that passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.age_tables import AgeTables
from antigone.evidence.records import AmRecord, Recovery

DAYS_PER_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class AgeAtDeath:
    """The age at death if the remains are this person: surely between two bounds, each as likely.

    Args:
        low_years: youngest.
        high_years: oldest; equal to the youngest where nothing is open.
        told: whether the age was told, in years, and no date of birth is known.
    """

    low_years: float
    high_years: float
    told: bool


@dataclass(frozen=True, eq=False)
class AgesSought:
    """What is told of the age of missing persons; arrays of shape (missing,), nan for not known.

    Args:
        born: date of birth as its ordinal day.
        seen: day last seen alive, likewise.
        told_low: age told, in years.
        told_high: its upper bound: one year more where whole years were told.
    """

    born: NDArray[np.float64]
    seen: NDArray[np.float64]
    told_low: NDArray[np.float64]
    told_high: NDArray[np.float64]

    @property
    def told(self) -> NDArray[np.bool_]:
        """Whether the age rests on what was told, not on two dates."""
        return ~np.isnan(self.told_low) & np.isnan(self.seen - self.born)


def age_at_death(am: AmRecord, recovery: Recovery | None, tables: AgeTables) -> AgeAtDeath | None:
    """Age when last seen plus the time to death; None where no age can be had.

    Death lies between the day last seen and the day the remains were found, and as long before that
    day as the recovery says. Where no time since death is stated, most die soon: at most
    `unknown_elapsed_years` after being seen. Where the recovery contradicts (found before the
    person was last seen), the age when last seen stands; contradicting dates are a matter of place
    and time, not of age.
    """
    sought = ages_sought([am])
    low, high = ages_at_death(sought, recovery, tables)
    if np.isnan(low[0]):
        return None
    return AgeAtDeath(float(low[0]), float(high[0]), bool(sought.told[0]))


def ages_sought(records: Sequence[AmRecord | None]) -> AgesSought:
    """What the records tell of age, as arrays."""
    born = [_day(record.born_on) if record else np.nan for record in records]
    seen = [_day(r.last_seen.on) if r and r.last_seen else np.nan for r in records]
    told = [np.nan if r is None or r.age_years is None else r.age_years for r in records]
    low = np.array(told, dtype=np.float64)
    return AgesSought(
        np.array(born, dtype=np.float64),
        np.array(seen, dtype=np.float64),
        low,
        np.where(low == np.floor(low), low + 1.0, low),
    )


def ages_at_death(
    sought: AgesSought, recovery: Recovery | None, tables: AgeTables
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Youngest and oldest age at death of each missing person, if these remains are that person.

    Both of shape (missing,) in years; nan where no age can be had, or birth lies after the last day.
    """
    dated = (sought.seen - sought.born) / DAYS_PER_YEAR
    dated = np.where(dated < 0.0, np.nan, dated)
    use_dates = ~np.isnan(sought.seen - sought.born)
    low = np.where(use_dates, dated, sought.told_low)
    high = np.where(use_dates, dated, sought.told_high)
    soonest, latest = _elapsed(sought.seen, recovery, tables)
    low, high = low + soonest, high + latest
    if recovery is None or recovery.found_on is None:
        return low, high
    # Only the date of birth is known: the remains say when death was.
    found = float(recovery.found_on.toordinal())
    shortest, longest = _days_since_death(recovery, tables)
    unseen = np.isnan(sought.seen) & np.isnan(sought.told_low)
    youngest = (found - longest - sought.born) / DAYS_PER_YEAR
    oldest = (found - shortest - sought.born) / DAYS_PER_YEAR
    possible = unseen & (oldest >= 0.0)
    return (
        np.where(possible, np.maximum(youngest, 0.0), low),
        np.where(possible, oldest, high),
    )


def _elapsed(
    seen: NDArray[np.float64], recovery: Recovery | None, tables: AgeTables
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Years from the day last seen to death, at least and at most."""
    most = np.full(seen.shape, tables.unknown_elapsed_years)
    if recovery is None or recovery.found_on is None:
        return np.zeros(seen.shape), most
    shortest, longest = _days_since_death(recovery, tables)
    to_found = recovery.found_on.toordinal() - seen
    latest = np.maximum((to_found - shortest) / DAYS_PER_YEAR, 0.0)
    if recovery.days_since_death is None:
        return np.zeros(seen.shape), np.where(np.isnan(seen), most, np.minimum(latest, most))
    soonest = np.maximum((to_found - longest) / DAYS_PER_YEAR, 0.0)
    return (
        np.where(np.isnan(seen), 0.0, soonest),
        np.where(np.isnan(seen), most, latest),
    )


def _days_since_death(recovery: Recovery, tables: AgeTables) -> tuple[float, float]:
    if recovery.days_since_death is None:
        return 0.0, tables.unknown_elapsed_years * DAYS_PER_YEAR
    shortest, longest = recovery.days_since_death
    return float(shortest), float(longest)


def _day(value: date | None) -> float:
    return float(value.toordinal()) if value else np.nan
