"""Records line by line: nothing is invented, and what was looked for in vain is told from what was not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given

from antigone.evidence.records import (
    AgeEstimate,
    AgeMethod,
    AmRecord,
    LastSeen,
    Mark,
    MarkKind,
    PersonName,
    Place,
    PmRecord,
    Recovery,
    Region,
)
from antigone.web.records.record_facts import (
    Fact,
    RecordShown,
    am_record_shown,
    number_in_words,
    pm_record_shown,
)
from tests.formats.records import am_records, pm_records


def texts(facts: Iterable[Fact]) -> list[tuple[str, str, str]]:
    return [(fact.term, fact.text, fact.note) for fact in facts]


def all_facts(shown: RecordShown) -> list[Fact]:
    return [*shown.description, *shown.circumstances, *shown.body, *shown.items]


@given(pm_records())
def test_any_record_of_remains_can_be_shown(record: PmRecord) -> None:
    shown = pm_record_shown(record, "V1")
    assert len(shown.items) == len(record.items)
    assert all(fact.term and (fact.text or fact.day) for fact in all_facts(shown))


@given(am_records())
def test_any_record_of_a_missing_person_can_be_shown(record: AmRecord) -> None:
    shown = am_record_shown(record, "M1")
    assert len(shown.items) == len(record.items)
    assert all(fact.term and (fact.text or fact.day) for fact in all_facts(shown))


def test_what_is_not_recorded_is_not_there() -> None:
    assert texts(pm_record_shown(PmRecord(), "V1").description) == [("State", "fresh", "")]
    shown = am_record_shown(AmRecord(), "M1")
    assert (shown.description, shown.circumstances, shown.items, shown.teeth) == ((), (), (), None)


def test_not_looked_for_is_told_from_none_seen() -> None:
    assert texts(pm_record_shown(PmRecord(), "V1").body) == [
        ("Marks", "not looked for", ""),
        ("Medical findings", "not looked for", ""),
    ]
    assert texts(pm_record_shown(PmRecord(marks=(), medical=()), "V1").body) == [
        ("Marks", "none seen", ""),
        ("Medical findings", "none seen", ""),
    ]


def test_marks_stand_in_the_order_of_the_body() -> None:
    marks = (
        Mark(MarkKind.SCAR),
        Mark(MarkKind.SCAR, Region.LEFT_FOOT),
        Mark(MarkKind.TATTOO, Region.HEAD, "flag", "N"),
    )
    shown = am_record_shown(AmRecord(marks=marks, medical=()), "M1")
    assert texts(shown.body)[:3] == [
        ("head", "tattoo, flag, “N”", ""),
        ("left foot", "scar", ""),
        ("not told where", "scar", ""),
    ]


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (AgeEstimate(AgeMethod.APPEARANCE, years=30.0), "30 years"),
        (AgeEstimate(AgeMethod.CHILD_TEETH, years=0.0), "0 years"),
        (AgeEstimate(AgeMethod.CHILD_TEETH, years=6.5), "6.5 years"),
        (AgeEstimate(AgeMethod.PUBIC_PHASE, phase=2), "phase 2 of six"),
    ],
)
def test_ages(age: AgeEstimate, text: str) -> None:
    assert pm_record_shown(PmRecord(age=age), "V1").description[1].text == text


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(48.05164, 37.5), "48.05164° N, 37.5° E"),
        (Place(-33.9, -70.0), "33.9° S, 70° W"),
        (Place(0.0, 0.0), "0° N, 0° E"),
    ],
)
def test_places_name_the_half_of_the_earth(place: Place, text: str) -> None:
    (fact,) = am_record_shown(AmRecord(last_seen=LastSeen(place=place)), "M1").circumstances
    assert fact.text.replace("\N{NO-BREAK SPACE}", " ") == text
    assert fact.note == "within 1 km"


def test_a_place_known_closely_is_told_in_metres() -> None:
    near = AmRecord(last_seen=LastSeen(place=Place(48.0, 37.5, within_km=0.004)))
    (fact,) = am_record_shown(near, "M1").circumstances
    assert fact.note == "within 4 m"


@pytest.mark.parametrize(
    ("days", "text"),
    [((1, 1), "1 day before"), ((5, 5), "5 days before"), ((5, 9), "5 to 9 days before")],
)
def test_days_since_death(days: tuple[int, int], text: str) -> None:
    record = PmRecord(recovery=Recovery(days_since_death=days))
    assert pm_record_shown(record, "V1").circumstances[0].text == text


def test_names_are_written_as_they_came() -> None:
    names = (PersonName("الحسيني", "علي"), PersonName(given="Лёва", kind="diminutive"))
    shown = am_record_shown(AmRecord(names=names), "M1").description
    assert texts(shown) == [("Name", "الحسيني, علي", ""), ("Called", "Лёва", "")]
    assert all(fact.name for fact in shown)


def test_numbers_keep_their_digits() -> None:
    assert [number_in_words(n) for n in (174.0, 0.1, 48.05164)] == ["174", "0.1", "48.05164"]
