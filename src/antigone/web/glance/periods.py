"""A span of days cut into days, weeks or months, whichever gives a chart that can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate

MOST_DAYS = 92
"""Longer spans are counted by week."""

MOST_WEEKS = 104
"""Longer spans are counted by month."""


class Unit(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Periods:
    """Following periods, each named by its last day; the last one ends today at the latest."""

    unit: Unit
    last_days: tuple[date, ...]

    def place(self, day: date) -> int:
        """The period in which a day lies; earlier days lie in the first."""
        low, high = 0, len(self.last_days) - 1
        while low < high:
            middle = (low + high) // 2
            if self.last_days[middle] < day:
                low = middle + 1
            else:
                high = middle
        return low


def periods_of(first: date, last: date) -> Periods:
    """The periods from the one that holds the first day to the last day.

    >>> periods_of(date(2026, 10, 3), date(2026, 10, 5)).last_days[-1]
    datetime.date(2026, 10, 5)
    >>> periods_of(date(2020, 1, 15), date(2026, 3, 10)).unit
    <Unit.MONTH: 'month'>
    """
    span = (last - first).days + 1
    fitting = {Unit.DAY: MOST_DAYS, Unit.WEEK: 7 * MOST_WEEKS}
    unit = next((unit for unit, most in fitting.items() if span <= most), Unit.MONTH)
    return Periods(unit, tuple(_last_days(unit, first, last)))


def _last_days(unit: Unit, first: date, last: date) -> Iterator[date]:
    end = _end(unit, first)
    while end < last:
        yield end
        end = _end(unit, end + timedelta(days=1))
    yield last


def _end(unit: Unit, day: date) -> date:
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return day + timedelta(days=6 - day.weekday())
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def in_periods(counts: Mapping[date, int], periods: Periods) -> list[int]:
    """Counts by day as counts by period."""
    found: Counter[int] = Counter()
    for day, count in counts.items():
        found[periods.place(day)] += count
    return [found[place] for place in range(len(periods.last_days))]


def risen(counts: Sequence[int]) -> list[int]:
    """How many there were at the end of each period.

    >>> risen([2, 0, 3])
    [2, 2, 5]
    """
    return list(accumulate(counts))
