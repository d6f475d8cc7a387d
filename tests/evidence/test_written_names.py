from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.name_tables import Part
from antigone.evidence.records import PersonName
from antigone.evidence.tables import load_tables
from antigone.evidence.written_names import MOST_WORDS, known_parts, read_name

NAMES = load_tables().given_names


def ways(text: str) -> list[tuple[str, str, str]]:
    """By way of reading the words of family, given name and patronymic."""
    return [
        (
            " ".join(reading.name.words.get(Part.FAMILY, ())),
            " ".join(reading.name.words.get(Part.GIVEN, ())),
            " ".join(reading.name.words.get(Part.PATRONYMIC, ())),
        )
        for reading in read_name(text, NAMES)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Щербаков Иван Петрович", ("щербаков", "иван", "петрович")),
        ("Иван Петрович ЩЕРБАКОВ", ("щербаков", "иван", "петрович")),
        ("Щербаков И.П.", ("щербаков", "и", "п")),
        ("И. П. Щербаков", ("щербаков", "и", "п")),
        ("рядовой Щербаков И. П.", ("рядовой щербаков", "и", "п")),
        ("Ivan Shcherbakov", ("shcherbakov", "ivan", "")),
        ("SHCHERBAKOV, Petro", ("shcherbakov", "petro", "")),
        ("Микола Іванович Роман", ("роман", "микола", "іванович")),
        ("Петренко-Коваль Олена Сергіївна", ("петренко коваль", "олена", "сергіївна")),
        ("Войнович Пётр", ("войнович", "пётр", "")),
        ("Знам'янко Ганна", ("знамянко", "ганна", "")),
        ("Николай Иванович", ("", "николай", "иванович")),
        ("Щербаков", ("щербаков", "", "")),
        ("محمد حسين علي الجبوري", ("جبوري", "محمد", "حسين علي")),
        ("Muhammad Husayn Ali al-Jubouri", ("jubouri", "muhammad", "husayn ali")),
        ("AL-JUBOURI Mohammed", ("jubouri", "mohammed", "")),
        ("عبد الرحمن بن خالد الجبوري", ("جبوري", "عبدالرحمن", "خالد")),
        ("Abd al-Rahman bin Khalid Al Jubouri", ("jubouri", "abdulrahman", "khalid")),
        ("Abu Bakr al-Baghdadi", ("baghdadi", "abubakr", "")),
        ("أبو علي", ("", "ابوعلي", "")),
        ("Umm Ali", ("", "ummali", "")),
        ("Md. Rafiq Islam", ("islam", "rafiq", "")),
        ("M. Al-Jubouri", ("jubouri", "m", "")),
        ("Alkhimov Pavel", ("alkhimov", "pavel", "")),
    ],
)
def test_names_that_can_be_read_in_one_way(text: str, expected: tuple[str, str, str]) -> None:
    assert ways(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Роман Максим", [("максим", "роман", ""), ("роман", "максим", "")]),
        ("Ганна", [("", "ганна", ""), ("ганна", "", "")]),
        (
            "Ahmed Hassan",
            [("hassan", "ahmed", ""), ("ahmed", "hassan", ""), ("", "ahmed", "hassan")],
        ),
        ("Роман Роман", [("роман", "роман", ""), ("роман", "роман", "")]),
    ],
)
def test_names_that_can_be_read_in_several_ways(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert ways(text) == expected


@given(st.text(max_size=40))
def test_any_text_is_read_or_has_no_letter(text: str) -> None:
    readings = read_name(text, NAMES)
    if readings:
        assert sum(reading.weight for reading in readings) == pytest.approx(1.0)
        assert all(any(reading.name.words.values()) for reading in readings)
    else:
        assert not any(letter.isalpha() and letter.isascii() for letter in text)


def test_a_long_text_is_cut() -> None:
    text = " ".join(f"Слово{'о' * n}" for n in range(30))
    assert len(" ".join(ways(text)[0]).split()) == MOST_WORDS


def test_parts_that_are_known_are_kept() -> None:
    name = known_parts(PersonName("Иван", "Щербаков", "Ильич"), NAMES)
    assert name.words == {
        Part.FAMILY: ("иван",),
        Part.GIVEN: ("щербаков",),
        Part.PATRONYMIC: ("ильич",),
    }
    assert known_parts(PersonName(), NAMES).words == {}


def test_a_whole_name_in_the_place_of_the_family_name() -> None:
    name = known_parts(PersonName("Щербаков Иван Петрович"), NAMES)
    assert name.words[Part.GIVEN] == ("иван",)


def test_a_call_sign_may_be_either_name() -> None:
    name = known_parts(PersonName(given="Сокіл", kind="call_sign"), NAMES)
    assert name.words == {Part.FAMILY: ("сокіл",), Part.GIVEN: ("сокіл",)}
