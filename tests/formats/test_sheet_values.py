"""Single values of cells, and cells that hold a list."""

from __future__ import annotations

from datetime import date

import pytest

from antigone.evidence.records import (
    Carried,
    FoundItem,
    Implant,
    Mark,
    MarkKind,
    MedicalFinding,
    OwnedItem,
    PersonName,
    Region,
)
from antigone.formats.sheet_lists import (
    read_found_items,
    read_implants,
    read_marks,
    read_medical,
    read_other_names,
    read_owned_items,
)
from antigone.formats.sheet_values import (
    DateOrder,
    LengthUnit,
    Unreadable,
    read_coordinates,
    read_day,
    read_degrees,
    read_length,
    read_year,
    read_years,
)

DAY_FIRST, MONTH_FIRST = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1990-03-04", None, date(1990, 3, 4)),
        ("1990-03-04 12:30", None, date(1990, 3, 4)),
        ("1990.03.04", None, date(1990, 3, 4)),
        ("03/04/1990", DAY_FIRST, date(1990, 4, 3)),
        ("03/04/1990", MONTH_FIRST, date(1990, 3, 4)),
        ("04.04.1990", None, date(1990, 4, 4)),
        ("25.12.1990", None, date(1990, 12, 25)),
        ("12/25/1990", None, date(1990, 12, 25)),
        ("03.04.1990 р.", DAY_FIRST, date(1990, 4, 3)),
        ("4 березня 1990", None, date(1990, 3, 4)),
        ("4 марта 1990 г.", None, date(1990, 3, 4)),
        ("4-Mar-1990", None, date(1990, 3, 4)),
        ("March 4, 1990", None, date(1990, 3, 4)),
        ("1er août 1990", None, date(1990, 8, 1)),
        ("4 de marzo de 1990", None, date(1990, 3, 4)),
        ("٤ كانون الثاني ١٩٩٠", None, date(1990, 1, 4)),
    ],
)
def test_days(text: str, order: DateOrder | None, day: date) -> None:
    assert read_day(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "told"),
    [
        ("03.04.1990", None, "can be two days; state for this column"),
        ("25.12.1990", MONTH_FIRST, "no day of the calendar"),
        ("31.02.1990", DAY_FIRST, "no day of the calendar"),
        ("03.04.90", DAY_FIRST, "a year of two digits"),
        ("32936", None, "as spreadsheet programs count days"),
        ("spring", None, "allowed is a day such as 2026-10-09"),
        ("0000-00-00", None, "no day of the calendar"),
    ],
)
def test_days_that_are_none(text: str, order: DateOrder | None, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        read_day(text, order)


@pytest.mark.parametrize(
    ("text", "unit", "cm"),
    [
        ("178", LengthUnit.CM, 178.0),
        ("178,5 см", LengthUnit.M, 178.5),
        ("1.78", LengthUnit.M, 178.0),
        ("70", LengthUnit.INCH, 177.8),
        ("5'10\"", LengthUnit.CM, 177.8),
        ("5 ft 10 in", LengthUnit.CM, 177.8),
        ("١٧٨", LengthUnit.CM, 178.0),
    ],
)
def test_heights(text: str, unit: LengthUnit, cm: float) -> None:
    assert read_length(text, unit) == pytest.approx(cm)


@pytest.mark.parametrize("text", ["1.78", "tall", "1,780", "178 kg", "300"])
def test_heights_that_are_none(text: str) -> None:
    with pytest.raises(Unreadable):
        read_length(text, LengthUnit.CM)


@pytest.mark.parametrize(
    "text",
    [
        *("48.1, 37.4", "48.1 37.4", "48,1; 37,4", "48.1,37.4", "48,1 37,4", "N48.1 E37.4"),
        *("48°06'00\"N 37°24'00\"E", "48° 6' N, 37° 24' E", "48.1° / 37.4°", "٤٨٫١, 37.4"),
    ],
)
def test_coordinates(text: str) -> None:
    if "٫" in text:
        with pytest.raises(Unreadable):
            read_coordinates(text)
        return
    assert read_coordinates(text) == pytest.approx((48.1, 37.4))


def test_west_and_south_lie_below_zero_and_letters_must_fit() -> None:
    assert read_degrees("48°30' S", latitude=True) == -48.5
    assert read_degrees("1e-3", latitude=True) == 0.001
    for text in ("48 E", "91", "-48 S", "48° 75'", "x"):
        with pytest.raises(Unreadable):
            read_degrees(text, latitude=True)


def test_years() -> None:
    assert (read_year("1990 р."), read_years("34,5")) == (1990, 34.5)
    for read, text in ((read_year, "90"), (read_years, "~40"), (read_years, "140")):
        with pytest.raises(Unreadable):
            read(text)


def test_marks_are_understood_exactly_or_stay_words() -> None:
    read = read_marks(
        'tattoo, left arm, plant, "Мама; 1999"; шрам на лівому коліні; limps; scar, odd'
    )
    assert read.values == (
        Mark(MarkKind.TATTOO, Region.LEFT_ARM, "plant", "Мама; 1999"),
        Mark(MarkKind.SCAR, Region.LEFT_LEG),
        Mark(MarkKind.SCAR),
    )
    assert read.words == ("limps", "scar, odd")
    assert read_marks("шрам на шия").values == (Mark(MarkKind.SCAR, Region.NECK),)
    assert read_marks("anchor, right forearm", kind=MarkKind.TATTOO).values == (
        Mark(MarkKind.TATTOO, Region.RIGHT_ARM),
    )
    assert read_marks("scar, left arm, right arm").words == ("scar, left arm, right arm",)
    assert read_marks("немає").none


def test_implants_and_findings() -> None:
    implants = read_implants('пластина, left arm, no "SN-1", maker "Zimmer"; #odd_thing; hip, blue')
    assert implants.values == (
        Implant("plate", Region.LEFT_ARM, "Zimmer", "SN-1"),
        Implant("odd_thing"),
    )
    assert implants.words == ("hip, blue",)
    medical = read_medical("fracture, left arm; broken leg in 1999; cesárea")
    assert medical.values == (
        MedicalFinding("fracture", Region.LEFT_ARM),
        MedicalFinding("caesarean"),
    )
    assert medical.words == ("broken leg in 1999",)


def test_items() -> None:
    read = read_owned_items('black jacket; обручка: золото, № 17; паспорт, no "АВ 12, 3"; toy')
    assert read.values == (
        OwnedItem("jacket", (), ("black",)),
        OwnedItem("wedding_ring", ("17",), ("золото",)),
        OwnedItem("passport", ("АВ 12, 3",)),
    )
    assert read.words == ("toy",)
    assert read_owned_items("jacket, jeans", ",").values == (
        OwnedItem("jacket"),
        OwnedItem("trousers"),
    )
    assert read_owned_items("no jacket").values == ()


def test_found_items_need_to_say_how_they_lay() -> None:
    text = 'keys, in a pocket; ring, name "Ivan"'
    assert read_found_items(text).values == (FoundItem("keys", Carried.POCKET),)
    assert read_found_items(text).words == ('ring, name "Ivan"',)
    assert read_found_items(text, carried=Carried.LOOSE).values[1] == FoundItem(
        "ring", Carried.LOOSE, (), ("Ivan",)
    )


def test_other_names() -> None:
    read = read_other_names("Сокіл; birth: Петренко, Олена; a, b, c, d")
    assert read.values == (
        PersonName("Сокіл", kind="alias"),
        PersonName("Петренко", "Олена", kind="birth"),
    )
    assert read.words == ("a, b, c, d",)
