"""Days, weeks and months."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from antigone.web.glance.periods import Unit, in_periods, periods_of

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(0, 5000), st.lists(st.integers(0, 5000), max_size=20))
def test_each_day_lies_in_the_period_that_ends_on_it_or_next(
    first: date, length: int, offsets: list[int]
) -> None:
    last = first + timedelta(days=length)
    periods = periods_of(first, last)
    assert periods.last_days[-1] == last
    assert sorted(set(periods.last_days)) == list(periods.last_days)
    days = [first + timedelta(days=offset % (length + 1)) for offset in offsets]
    naive = [
        sum((low < day <= high) for day in days)
        for low, high in zip([date.min, *periods.last_days], periods.last_days, strict=False)
    ]
    counts = {day: days.count(day) for day in days}
    assert in_periods(counts, periods) == naive


def test_a_chart_has_no_more_periods_than_can_be_read() -> None:
    first = date(2020, 1, 1)
    for length in range(1, 365 * 8, 13):
        assert len(periods_of(first, first + timedelta(days=length)).last_days) <= 106


def test_a_month_ends_on_its_last_day() -> None:
    periods = periods_of(date(2022, 1, 15), date(2026, 3, 3))
    assert periods.unit is Unit.MONTH
    assert periods.last_days[:2] == (date(2022, 1, 31), date(2022, 2, 28))
