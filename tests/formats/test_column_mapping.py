"""Mappings of columns: proposed with reasons, corrected by a person, remembered, refused where wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.formats.column_mapping import (
    SEPARATORS,
    ColumnMapping,
    MappedColumn,
    faults_of,
    fingerprint_of,
)
from antigone.formats.column_mapping_json import mapping_json, parse_mapping, read_mapping
from antigone.formats.column_mapping_proposal import ProposedMapping, propose_mapping
from antigone.formats.problems import FormatError
from antigone.formats.sheet_fields import NEVER_TAKEN, Goes, RecordKind, fields_of
from antigone.formats.sheet_values import DateOrder, LengthUnit
from antigone.provenance import canonical_json
from tests.formats.sheets import rows_of

AM, PM = RecordKind.AM, RecordKind.PM


def fields(proposed: ProposedMapping) -> list[str]:
    return [column.field for column in proposed.mapping.columns]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            "No.|Surname|Name|Father's name|Gender|DOB|Eye color|Date last seen|Contact phone|Remarks",
            "number surname given_name patronymic sex born_on eyes last_seen_on contact_phone notes",
        ),
        (
            "№|Прізвище|Ім’я|По батькові|Стать|Дата народження|Зріст, см|Особливі прикмети|Заявник",
            "number surname given_name patronymic sex born_on stature_cm marks enquirer_name",
        ),
        (
            "Номер дела|ФИО|Дата рождения|Пол|Цвет глаз|Дата исчезновения|Степень родства|Телефон",
            "number full_name born_on sex eyes last_seen_on relation contact_phone",
        ),
        (
            "Nom|Prénom|Né(e) le|Sexe|Taille (cm)|Yeux|Lien de parenté|Vêtements|Signes particuliers",
            "surname given_name born_on sex stature_cm eyes relation clothing marks",
        ),
        (
            "Nombre|Apellidos|Fecha de nacimiento|Sexo|Estatura|Señas particulares|Lugar de desaparición",
            "given_name surname born_on sex stature_cm marks last_seen_place",
        ),
        (
            "الرقم|الاسم|اسم الأب|اللقب|الجنس|تاريخ الميلاد|الطول (سم)|تاريخ الفقدان|الهاتف",
            "number given_name patronymic surname sex born_on stature_cm last_seen_on contact_phone",
        ),
    ],
)
def test_headings_in_six_languages(headings: str, expected: str) -> None:
    proposed = propose_mapping(headings.split("|"), [], AM)
    assert fields(proposed) == expected.split()
    assert all(one.reason for one in proposed.proposals)


def test_headings_of_remains() -> None:
    headings = (
        "Body No|Sex|Condition|Est. age|Height|Date of recovery|Site|Lat|Long|Found by|Effects|"
        "Date of death|Identified as"
    )
    proposed = propose_mapping(headings.split("|"), [], PM)
    assert fields(proposed) == [
        *("number", "sex", "state", "age_years", "stature_cm", "found_on", "found_at", "latitude"),
        *("longitude", "finder", "items", "death", "identified_as"),
    ]
    assert proposed.mapping.left_out == ("Date of death", "Identified as")
    assert proposed.proposals[-2].reason == NEVER_TAKEN["death"]
    assert proposed.to_state == ("sex_method", "age_method", "stature_method", "carried")


def test_cells_speak_against_a_heading() -> None:
    rows = rows_of(*[["brown", "M", "x"]] * 5)
    proposed = propose_mapping(["Date of birth", "Sex", "Thing"], rows, AM)
    assert fields(proposed)[:2] == ["born_on", "sex"]
    first = proposed.proposals[0]
    assert not first.sure
    assert first.reason.endswith("But only 0 of the first 5 cells can be read so.")
    assert "eyes" in first.alternatives


def test_a_column_that_no_heading_explains_is_left_out_but_its_cells_suggest() -> None:
    rows = rows_of(*[["ч"], ["ж"], ["ч"]])
    (proposal,) = propose_mapping(["Thing"], rows, AM).proposals
    assert proposal.column.field == ""
    assert proposal.alternatives == ("sex",)


def test_slips_of_the_pen_and_longer_headings_are_found_but_not_sure() -> None:
    proposed = propose_mapping(
        ["Tatoos", "Place of disapearance", "Phone no of the mother"], [], AM
    )
    assert fields(proposed) == ["tattoos", "last_seen_place", "contact_phone"]
    assert not any(one.sure for one in proposed.proposals[:2])


def test_a_single_field_is_proposed_once() -> None:
    proposed = propose_mapping(["Sex", "Gender", "Notes", "Remarks"], [], AM)
    assert fields(proposed) == ["sex", "", "notes", "notes"]


def test_the_order_of_day_and_month_from_cells_and_headings() -> None:
    def order(heading: str, *cells: str) -> DateOrder | None:
        proposed = propose_mapping([heading], rows_of(*[[c] for c in cells]), AM)
        return proposed.mapping.columns[0].date_order

    assert order("Born", "03.04.1990", "25.12.1990") is DateOrder.DAY_FIRST
    assert order("Born", "03/04/1990", "12/25/1990") is DateOrder.MONTH_FIRST
    assert order("Born", "03/04/1990") is None
    assert order("Born", "25/12/1990", "12/25/1990") is None
    assert order("Born (MM/DD/YYYY)", "03/04/1990") is DateOrder.MONTH_FIRST
    assert order("Дата рождения (дд.мм.гггг)") is DateOrder.DAY_FIRST


def test_units_from_headings_and_cells() -> None:
    def unit(heading: str, *cells: str) -> LengthUnit:
        proposed = propose_mapping([heading], rows_of(*[[c] for c in cells]), AM)
        assert fields(proposed) == ["stature_cm"]
        return proposed.mapping.columns[0].unit

    assert unit("Height (m)") is LengthUnit.M
    assert unit("Height in") is LengthUnit.INCH
    assert unit("Height [ft]") is LengthUnit.FOOT
    assert unit("Зріст", "1,78", "1,65") is LengthUnit.M
    assert unit("Height", "178") is LengthUnit.CM


def test_commas_that_part_items() -> None:
    proposed = propose_mapping(["Clothes"], rows_of(["black jacket, jeans"], ["boots"]), AM)
    assert proposed.mapping.columns[0].separator == ","
    proposed = propose_mapping(["Clothes"], rows_of(["jacket, black; jeans, blue"]), AM)
    assert proposed.mapping.columns[0].separator == ""


def test_what_a_person_corrected_comes_first() -> None:
    corrected = ColumnMapping(
        AM,
        (
            MappedColumn("Date", "last_seen_on", date_order=DateOrder.DAY_FIRST),
            MappedColumn("Sex", "notes", {"x": ""}),
        ),
        {"stature_informant": "document"},
    )
    proposed = propose_mapping(["DATE:", "Sex", "Height", "Gender"], [], AM, corrected)
    assert fields(proposed) == ["last_seen_on", "notes", "stature_cm", "sex"]
    assert proposed.mapping.columns[0] == replace(corrected.columns[0], heading="DATE:")
    assert proposed.mapping.assumed == {"stature_informant": "document"}
    assert proposed.to_state == ()
    assert propose_mapping(["Sex"], [], PM, corrected).mapping.columns[0].field == "sex"


def test_fingerprints() -> None:
    assert fingerprint_of(["Name", "Né le"]) == fingerprint_of(["NAME ", "ne le:"])
    assert fingerprint_of(["a", "b"]) != fingerprint_of(["b", "a"])
    assert fingerprint_of(["ab", "c"]) != fingerprint_of(["a", "bc"])


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (ColumnMapping(AM, (MappedColumn("a", "sex"),)), "other headings"),
        (ColumnMapping(AM, (MappedColumn("a"), MappedColumn("b"))), "No column has a field"),
        (ColumnMapping(AM, (MappedColumn("a", "state"), MappedColumn("b"))), "'state' is no field"),
        (
            ColumnMapping(AM, (MappedColumn("a", "sex"), MappedColumn("b", "sex"))),
            "a and b both hold Sex; one of them can",
        ),
        (
            ColumnMapping(AM, (MappedColumn("a", "latitude"), MappedColumn("b"))),
            "needs a longitude",
        ),
        (ColumnMapping(PM, (MappedColumn("a", "sex"), MappedColumn("b"))), "state of the remains"),
        (
            ColumnMapping(AM, (MappedColumn("a", "sex"), MappedColumn("b")), {"state": "fresh"}),
            "'state' cannot be stated",
        ),
        (
            ColumnMapping(PM, (MappedColumn("a", "sex"), MappedColumn("b")), {"state": "new"}),
            "'new' is no value of state; allowed are fresh",
        ),
        (
            ColumnMapping(AM, (MappedColumn("a", "items", separator="x"), MappedColumn("b"))),
            "cannot part entries",
        ),
    ],
)
def test_faults_of_a_mapping(mapping: ColumnMapping, told: str) -> None:
    assert any(told in fault for fault in faults_of(mapping, ("a", "b")))


def test_a_mapping_without_faults() -> None:
    columns = (MappedColumn("a", "sex"), MappedColumn("b", "notes"), MappedColumn("c", "notes"))
    assert faults_of(ColumnMapping(PM, columns, {"state": "fresh"}), ("a", "b", "c")) == ()


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cf"]), max_size=5)
_COLUMNS = st.builds(
    MappedColumn,
    _WORDS,
    st.sampled_from(["", *fields_of(AM)]),
    st.dictionaries(_WORDS, _WORDS, max_size=2),
    st.none() | st.sampled_from(DateOrder),
    st.sampled_from(LengthUnit),
    st.sampled_from(SEPARATORS),
    st.booleans(),
)


@given(
    st.builds(
        ColumnMapping,
        st.sampled_from(RecordKind),
        st.lists(_COLUMNS, max_size=3).map(tuple),
        st.dictionaries(_WORDS, _WORDS, max_size=2),
    )
)
def test_a_mapping_comes_back_from_json(mapping: ColumnMapping) -> None:
    text = canonical_json(mapping_json(mapping)).decode()
    assert parse_mapping(text) == mapping


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kind":"am"}',
        '{"kind":"am","columns":[{"heading":1,"field":""}]}',
        "[" * 9_999,
    ],
)
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        parse_mapping(text)


def test_a_flag_of_a_mapping_is_true_or_false() -> None:
    column = {"heading": "a", "field": "", "keep_unreadable": 1}
    with pytest.raises(FormatError, match="true or false"):
        read_mapping({"kind": "am", "columns": [column]})


def test_contacts_never_go_into_a_record() -> None:
    contacts = [f.code for f in fields_of(AM).values() if f.goes is Goes.CONTACT]
    assert len(contacts) == 6
    assert not [f for f in fields_of(PM).values() if f.goes is Goes.CONTACT]
