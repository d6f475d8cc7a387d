from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from antigone.evidence.parts_of_body import merged_record, part_twice
from antigone.evidence.records import (
    AgeEstimate,
    AgeMethod,
    Carried,
    ChartSource,
    CodeSystem,
    FoundItem,
    Mark,
    MarkKind,
    MedicalFinding,
    Place,
    PmRecord,
    Recovery,
    SexEstimate,
    SexMethod,
    State,
    StatureEstimate,
    StatureMethod,
    ToothChart,
)
from antigone.genetics.pedigree import Sex
from antigone.simulate.parts import split_record

BOOTS = FoundItem("boots", Carried.WORN)
SCAR = Mark(MarkKind.SCAR)


def chart(teeth: dict[int, str], system: CodeSystem = CodeSystem.INTERPOL) -> ToothChart:
    return ToothChart(system, ChartSource.ONE_EXAMINER, teeth, date(2024, 5, 1))


WHOLE = PmRecord(
    state=State.DECOMPOSED,
    sex=SexEstimate(Sex.MALE, SexMethod.PELVIS),
    age=AgeEstimate(AgeMethod.OTHER_ADULT, 40.0),
    stature=StatureEstimate(176.0, StatureMethod.LEG_BONE),
    traits={"hair": "brown"},
    teeth=chart({11: "sou", 36: "mis"}),
    marks=(SCAR,),
    medical=(MedicalFinding("fracture"),),
    items=(BOOTS, FoundItem("belt", Carried.WORN)),
    recovery=Recovery(date(2024, 4, 1), Place(48.0, 37.0), (10, 20)),
)


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_of_a_record_make_the_record_again(seed: int) -> None:
    parts = split_record(WHOLE, 3, np.random.default_rng(seed))
    merged = merged_record(parts)
    assert set(merged.record.items) == set(WHOLE.items)
    assert merged.record.sex == WHOLE.sex
    assert merged.record.teeth == WHOLE.teeth
    assert merged.record.marks == WHOLE.marks
    assert merged.record.recovery == WHOLE.recovery
    assert merged.contradictions == ()
    assert all(part_twice(a, b) == () for i, a in enumerate(parts) for b in parts[i + 1 :])


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("sou", "sou", ("tooth 11",)),
        ("sou", "car", ("tooth 11",)),
        ("sou", "mpm", ()),
        ("sou", "non", ()),
        ("mpm", "mpm", ()),
        ("une", "sou", ("tooth 11",)),
    ],
)
def test_a_tooth_twice_but_for_an_empty_socket(
    one: str, two: str, expected: tuple[str, ...]
) -> None:
    records = [PmRecord(teeth=chart({11: code})) for code in (one, two)]
    assert part_twice(*records) == expected


def test_other_parts_that_a_body_has_once() -> None:
    skull = PmRecord(sex=SexEstimate(Sex.MALE, SexMethod.SKULL))
    pelvis = PmRecord(sex=SexEstimate(Sex.MALE, SexMethod.PELVIS))
    length = PmRecord(stature=StatureEstimate(170.0, StatureMethod.BODY))
    assert part_twice(skull, skull) == ("the skull",)
    assert part_twice(pelvis, pelvis) == ()
    assert part_twice(skull, pelvis) == ()
    assert part_twice(length, length) == ("the length of the body",)


def test_the_most_certain_counts_and_contradictions_are_named() -> None:
    skull = PmRecord(sex=SexEstimate(Sex.FEMALE, SexMethod.SKULL), traits={"hair": "brown"})
    body = PmRecord(sex=SexEstimate(Sex.MALE, SexMethod.BODY), traits={"hair": "blond"})
    merged = merged_record([skull, body])
    assert merged.record.sex == body.sex
    assert merged.record.traits == {}
    assert merged.contradictions == ("sex: female (skull), male (body)", "hair: brown, blond")


def test_charts_are_put_together_and_a_tooth_beats_its_socket() -> None:
    upper, lower = chart({11: "mpm", 12: "sou", 21: "non"}), chart({11: "sou", 36: "mis"})
    merged = merged_record([PmRecord(teeth=upper), PmRecord(teeth=lower)])
    assert merged.record.teeth == chart({11: "sou", 12: "sou", 21: "non", 36: "mis"})
    other = merged_record(
        [PmRecord(teeth=upper), PmRecord(teeth=chart({31: "V"}, CodeSystem.WINID))]
    )
    assert other.record.teeth == upper
    assert "different systems" in other.contradictions[0]


def test_what_was_looked_for_on_one_part_was_looked_for() -> None:
    looked = PmRecord(state=State.SKELETAL, marks=())
    merged = merged_record([looked, PmRecord(marks=None, items=(BOOTS,)), PmRecord(items=(BOOTS,))])
    assert merged.record.marks == ()
    assert merged.record.medical is None
    assert merged.record.items == (BOOTS,)
    assert merged.record.state is State.SKELETAL


def test_days_of_death_that_fit_no_day_are_named() -> None:
    early = Recovery(date(2024, 1, 20), None, (5, 10))
    late = Recovery(date(2024, 6, 20), Place(48.0, 37.0), (5, 10))
    merged = merged_record([PmRecord(recovery=early), PmRecord(recovery=late)])
    assert merged.record.recovery == late
    assert merged.contradictions == ("days since death: no day of death fits all parts",)
