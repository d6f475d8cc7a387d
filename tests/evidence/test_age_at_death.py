from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from antigone.evidence.age_at_death import (
    AgeAtDeath,
    age_at_death,
    ages_at_death,
    ages_sought,
)
from antigone.evidence.records import AmRecord, LastSeen, Recovery
from antigone.evidence.tables import load_tables

TABLES = replace(load_tables().age, unknown_elapsed_years=2.0)
BORN, SEEN, FOUND = date(1980, 3, 1), date(2022, 3, 1), date(2022, 9, 1)
YEAR = 365.2425


def am(**fields: object) -> AmRecord:
    return replace(AmRecord(last_seen=LastSeen(on=SEEN)), **fields)  # type: ignore[arg-type]


def bounds(record: AmRecord, recovery: Recovery | None) -> tuple[float, float]:
    found = age_at_death(record, recovery, TABLES)
    assert found is not None
    return found.low_years, found.high_years


def test_two_dates_and_the_time_since_death() -> None:
    recovery = Recovery(found_on=FOUND, days_since_death=(30, 60))
    low, high = bounds(am(born_on=BORN), recovery)
    assert low == pytest.approx((FOUND.toordinal() - 60 - BORN.toordinal()) / YEAR)
    assert high == pytest.approx((FOUND.toordinal() - 30 - BORN.toordinal()) / YEAR)


def test_death_lies_between_last_seen_and_found() -> None:
    low, high = bounds(am(born_on=BORN), Recovery(found_on=FOUND))
    assert low == pytest.approx(42.0, abs=0.01)
    assert high == pytest.approx(42.5, abs=0.01)


def test_a_time_since_death_is_cut_at_the_day_last_seen() -> None:
    low, high = bounds(am(born_on=BORN), Recovery(found_on=FOUND, days_since_death=(100, 4000)))
    assert low == pytest.approx(42.0, abs=0.01)
    assert high < 42.25


def test_most_die_soon_after_they_were_last_seen() -> None:
    # Found after thirty years and nobody says how long they had been dead.
    assert bounds(am(born_on=BORN), Recovery(found_on=date(2052, 3, 1))) == pytest.approx(
        (42.0, 44.0), abs=0.01
    )
    assert bounds(am(born_on=BORN), None) == pytest.approx((42.0, 44.0), abs=0.01)


def test_contradicting_dates_leave_the_age_when_last_seen() -> None:
    early = Recovery(found_on=date(2021, 1, 1), days_since_death=(5, 10))
    assert bounds(am(born_on=BORN), early) == pytest.approx((42.0, 42.0), abs=0.01)


def test_an_age_told_in_whole_years_is_open_by_a_year() -> None:
    found = age_at_death(am(age_years=42.0), Recovery(found_on=SEEN), TABLES)
    assert found == AgeAtDeath(42.0, 43.0, told=True)
    exact = age_at_death(am(age_years=0.5), Recovery(found_on=SEEN), TABLES)
    assert exact == AgeAtDeath(0.5, 0.5, told=True)


def test_dates_are_preferred_to_a_told_age() -> None:
    found = age_at_death(am(born_on=BORN, age_years=30.0), Recovery(found_on=SEEN), TABLES)
    assert found is not None
    assert not found.told
    assert found.low_years == pytest.approx(42.0, abs=0.01)


def test_with_a_date_of_birth_alone_the_remains_say_when_death_was() -> None:
    record = AmRecord(born_on=BORN)
    assert age_at_death(record, None, TABLES) is None
    assert age_at_death(record, Recovery(), TABLES) is None
    recovery = Recovery(found_on=FOUND, days_since_death=(0, 365))
    assert bounds(record, recovery) == pytest.approx((41.5, 42.5), abs=0.01)
    assert bounds(record, Recovery(found_on=FOUND)) == pytest.approx((40.5, 42.5), abs=0.01)


def test_a_told_age_stands_where_the_day_last_seen_is_not_known() -> None:
    record = AmRecord(born_on=BORN, age_years=42.0)
    found = age_at_death(record, Recovery(found_on=FOUND, days_since_death=(0, 9)), TABLES)
    assert found == AgeAtDeath(42.0, 45.0, told=True)


def test_what_gives_no_age() -> None:
    found = Recovery(found_on=FOUND)
    assert age_at_death(AmRecord(), found, TABLES) is None
    assert age_at_death(am(), found, TABLES) is None
    unborn = am(born_on=date(2030, 1, 1))
    assert age_at_death(unborn, found, TABLES) is None
    assert age_at_death(AmRecord(born_on=date(2030, 1, 1)), found, TABLES) is None


def test_all_records_at_once_equal_one_by_one() -> None:
    records = [
        None,
        AmRecord(),
        am(born_on=BORN),
        am(age_years=30.0),
        am(age_years=30.5),
        AmRecord(born_on=BORN),
        AmRecord(age_years=12.0),
        AmRecord(born_on=BORN, age_years=12.0),
        am(born_on=date(2030, 1, 1)),
    ]
    for recovery in (
        None,
        Recovery(),
        Recovery(days_since_death=(3, 5)),
        Recovery(found_on=FOUND),
        Recovery(found_on=FOUND, days_since_death=(10, 400)),
        Recovery(found_on=date(1970, 1, 1), days_since_death=(1, 2)),
    ):
        sought = ages_sought(records)
        low, high = ages_at_death(sought, recovery, TABLES)
        for i, record in enumerate(records):
            found = age_at_death(record, recovery, TABLES) if record else None
            if found is None:
                assert np.isnan(low[i])
            else:
                assert (low[i], high[i]) == (found.low_years, found.high_years)
                assert low[i] <= high[i]
                assert found.told == sought.told[i]
