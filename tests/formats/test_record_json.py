"""Records besides DNA: reading what was written gives the same record, and faults are refused by place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from antigone.evidence.records import AmRecord, PmRecord, State
from antigone.formats.am_record_json import read_am_record
from antigone.formats.cursor import Cursor
from antigone.formats.pm_record_json import read_pm_record
from antigone.formats.problems import FormatError, ProblemList
from antigone.formats.record_json_writer import am_record_json, pm_record_json
from antigone.provenance import JsonValue
from tests.formats.records import FULL_AM, FULL_PM, am_records, pm_records


def pm_of(value: object) -> PmRecord:
    problems = ProblemList("x")
    return problems.whole(Cursor(value, "record"), lambda c: read_pm_record(c, problems))


def am_of(value: object) -> AmRecord:
    problems = ProblemList("x")
    return problems.whole(Cursor(value, "record"), lambda c: read_am_record(c, problems))


def through_text(value: Mapping[str, JsonValue]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(value, allow_nan=False))
    return read


@given(pm_records())
def test_any_record_of_remains_round_trips(record: PmRecord) -> None:
    assert pm_of(through_text(pm_record_json(record))) == record


@given(am_records())
def test_any_record_of_a_missing_person_round_trips(record: AmRecord) -> None:
    assert am_of(through_text(am_record_json(record))) == record


def test_equal_records_are_written_alike_in_whatever_order_they_came() -> None:
    assert FULL_PM.teeth is not None
    turned = replace(FULL_PM.teeth, teeth=dict(sorted(FULL_PM.teeth.teeth.items(), reverse=True)))
    other = json.dumps(pm_record_json(replace(FULL_PM, teeth=turned)))
    assert other == json.dumps(pm_record_json(FULL_PM))


def test_what_is_not_known_is_not_written() -> None:
    assert pm_record_json(PmRecord()) == {"state": "fresh"}
    assert am_record_json(AmRecord()) == {}
    assert am_of({}) == AmRecord()


@pytest.mark.parametrize("part", ["marks", "medical"])
def test_looked_for_and_none_seen_differs_from_not_looked_for(part: str) -> None:
    assert getattr(pm_of({"state": "fresh"}), part) is None
    assert getattr(pm_of({"state": "fresh", part: None}), part) is None
    assert getattr(pm_of({"state": "fresh", part: []}), part) == ()
    assert pm_record_json(replace(PmRecord(), **{part: ()}))[part] == []  # type: ignore[arg-type]
    assert am_record_json(replace(AmRecord(), **{part: ()}))[part] == []  # type: ignore[arg-type]


def test_every_null_says_as_much_as_nothing() -> None:
    names = [name for name in pm_record_json(FULL_PM) if name != "state"]
    assert pm_of({"state": "skeletal"} | dict.fromkeys(names)) == PmRecord(State.SKELETAL)
    assert am_of(dict.fromkeys(am_record_json(FULL_AM))) == AmRecord()


def changed(record: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The record with the value at a place such as `marks[0].kind` replaced, or added."""
    target: Any = record
    *before, last = path.replace("[", ".").replace("]", "").split(".")
    for step in before:
        target = target[int(step) if isinstance(target, list) else step]
    target[int(last) if isinstance(target, list) else last] = value
    return record


PM_FAULTS: list[tuple[str, object, str]] = [
    ("state", "warm", "allowed are fresh, decomposed, skeletal"),
    ("state", 1, "found 1"),
    ("sex", "M", "an object"),
    ("sex.method", "guess", "allowed are body, pelvis"),
    ("sex.sex", "male", "allowed are F, M, U"),
    ("sex.certainty", "high", "'certainty' is not known here; allowed are sex, method"),
    ("age.phase", 0, "a whole number from 1 to 6"),
    ("age.phase", 7, "a whole number from 1 to 6"),
    ("age.phase", 3.0, "a whole number"),
    ("age.phase", True, "a whole number"),
    ("stature.cm", 19.9, "from 20 to 260"),
    ("stature.cm", 1e999, "from 20 to 260"),
    ("stature.cm", "174", "a number"),
    ("stature.method", "thigh", "leg_bone"),
    ("traits.nose", "long", "allowed are eyes, hair, handedness"),
    ("traits.hair", "", "is empty"),
    ("traits.hair", ["brown"], "found a list"),
    ("teeth.system", "fdi", "allowed are interpol, ncic, winid"),
    ("teeth.source", "dentist", "one_examiner"),
    ("teeth.charted_on", "9 October 2026", "a day as YYYY-MM-DD"),
    ("teeth.charted_on", "20261009", "a day as YYYY-MM-DD"),
    ("teeth.charted_on", "2026-02-30", "a day as YYYY-MM-DD"),
    ("teeth.charted_on", 20261009, "quotation marks"),
    ("teeth.teeth.19", "sou", "no such FDI number; allowed are 11-18"),
    ("teeth.teeth.56", "sou", "no such FDI number"),
    ("teeth.teeth.016", "sou", "FDI numbers"),
    ("teeth.teeth.16", "Amf", "'Amf' is no code of the system interpol"),
    ("teeth.teeth.16", " ", "is left out"),
    ("teeth.teeth.16", "sou " * 26, "104 characters; allowed are 100"),
    ("teeth.teeth.16", None, "found null"),
    ("tooth_opinions[0].tooth", 16.0, "a whole number"),
    ("tooth_opinions[0].tooth", 49, "no such FDI number"),
    ("tooth_opinions[0].verdict", "possible", "explained"),
    ("tooth_opinions[0].reason", "", "gives one"),
    ("tooth_opinions[0].by", " ", "is empty"),
    ("marks", {}, "a list"),
    ("marks", [{"kind": "scar"}] * 201, "201 entries are too many; allowed are 200"),
    ("marks[0].kind", "wart", "allowed are birthmark"),
    ("marks[0].region", "left", "allowed are head, neck"),
    ("marks[0].motif", "dragon", "allowed are abstract, animal"),
    ("marks[0].text", "a\nb", "control characters"),
    ("marks[0].size", 3, "allowed are kind, region, motif, text"),
    ("implants[0].kind", "Hip prosthesis", "allowed is a code"),
    ("implants[0].serial", 4471, "quotation marks"),
    ("implants", [{"kind": "plate"}] * 51, "allowed are 50"),
    ("medical", [{"kind": "fracture"}] * 101, "allowed are 100"),
    ("items", [{"kind": "boots", "carried": "worn"}] * 201, "allowed are 200"),
    ("items[0].carried", "held", "allowed are worn, pocket, loose, handed_in"),
    ("items[0].kind", "", "allowed is a code"),
    ("items[0].numbers", "123", "a list"),
    ("items[0].numbers", ["1"] * 51, "allowed are 50"),
    ("items[0].names[0]", "\u202eabc", "control characters"),
    ("items[0].features", ["Red"], "allowed is lower case"),
    ("recovery.place.latitude", 90.1, "from -90 to 90"),
    ("recovery.place.longitude", -181, "from -180 to 180"),
    ("recovery.place.within_km", 0, "from 0.001 to 20040"),
    ("recovery.days_since_death", [5], "two numbers of days"),
    ("recovery.days_since_death", [90, 20], "the least, 90, is above the greatest, 20"),
    ("recovery.days_since_death[0]", -1, "a whole number from 0 to 73000"),
]


@pytest.mark.parametrize(("place", "value", "words"), PM_FAULTS)
def test_a_fault_in_a_record_of_remains_is_refused(place: str, value: object, words: str) -> None:
    record = through_text(pm_record_json(FULL_PM))
    with pytest.raises(FormatError) as refused:
        pm_of(changed(record, place, value))
    (problem,) = refused.value.problems
    assert f"record.{place}".startswith(problem.place)
    assert words in problem.message


AM_FAULTS: list[tuple[str, object, str]] = [
    ("sex", "X", "allowed are F, M, U"),
    ("born_on", "1991", "a day as YYYY-MM-DD"),
    ("age_years", 126, "from 0 to 125"),
    ("age_years", -1, "from 0 to 125"),
    ("stature.cm", 261, "from 20 to 260"),
    ("stature.informant", "neighbour", "allowed are family, document, measured"),
    ("teeth.teeth.16", "amf", "'amf' is no code of the system winid"),
    ("medical[0].kind", None, "'kind' is missing"),
    ("items[0].carried", "worn", "allowed are kind, numbers, features"),
    ("names", [{"given": "Д"}] * 51, "allowed are 50"),
    ("names[0]", {"kind": "alias"}, "at least one of family, given, patronymic"),
    ("names[0].kind", "nickname", "allowed are legal, birth"),
    ("last_seen.on", "14.09.2026", "a day as YYYY-MM-DD"),
    ("last_seen.place", {"latitude": 1}, "'longitude' is missing"),
    ("state", "fresh", "'state' is not known here; allowed are sex, born_on"),
]


@pytest.mark.parametrize(("place", "value", "words"), AM_FAULTS)
def test_a_fault_in_a_record_of_a_missing_person_is_refused(
    place: str, value: object, words: str
) -> None:
    record = through_text(am_record_json(FULL_AM))
    with pytest.raises(FormatError) as refused:
        am_of(changed(record, place, value))
    (problem,) = refused.value.problems
    assert f"record.{place}".startswith(problem.place)
    assert words in problem.message


@pytest.mark.parametrize(
    ("age", "words"),
    [
        ({"method": "appearance"}, "either years or phase"),
        ({"method": "pubic_phase", "years": 30, "phase": 3}, "either years or phase"),
        ({"method": "appearance", "phase": 3}, "belongs to the method pubic_phase"),
        ({"method": "appearance", "years": 125.1}, "from 0 to 125"),
    ],
)
def test_an_age_is_in_years_or_a_phase_of_the_symphysis(age: object, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        pm_of({"state": "fresh", "age": age})


def test_only_a_tattoo_has_a_motif() -> None:
    with pytest.raises(FormatError, match="only a tattoo has a motif; this is a scar"):
        pm_of({"state": "fresh", "marks": [{"kind": "scar", "motif": "plant"}]})


def test_the_state_of_remains_is_stated() -> None:
    with pytest.raises(FormatError, match="'state' is missing"):
        pm_of({"marks": []})


def test_without_a_radius_a_place_lies_within_a_kilometre() -> None:
    seen = am_of({"last_seen": {"place": {"latitude": 48, "longitude": 37}}}).last_seen
    assert seen is not None
    assert seen.place is not None
    assert seen.place.within_km == 1.0


def test_the_example_in_the_documentation_can_be_read() -> None:
    page = Path(__file__).parents[2] / "docs" / "records-format.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    example = json.loads("".join(line for line in lines if line.startswith("    ")))
    assert pm_of(example["victims"][0]["record"]).teeth
    assert am_of(example["families"][0]["records"]["AM-0212"]).names
