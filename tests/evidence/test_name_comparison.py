from __future__ import annotations

import itertools

import pytest

from antigone.evidence.name_comparison import (
    CLASSES,
    NameClass,
    NameComparison,
    compare_names,
)
from antigone.evidence.name_tables import Agreement
from antigone.evidence.records import PersonName
from antigone.evidence.tables import load_tables

TABLES = load_tables()


def compared(one: str | PersonName, two: str | PersonName) -> NameComparison:
    found = compare_names(one, two, TABLES.given_names, TABLES.names.alike)
    assert compare_names(two, one, TABLES.given_names, TABLES.names.alike) == found
    return found


@pytest.mark.parametrize(
    "spelling",
    [
        "Shcherbakov",
        "Scherbakov",
        "Sherbakov",
        "Chtcherbakov",
        "Schtscherbakow",
        "Ščerbakov",
        "Szczerbakow",
        "Шербаков",
    ],
)
def test_all_spellings_of_one_name_are_found(spelling: str) -> None:
    name = PersonName("Щербаков", "Иван", "Петрович")
    assert compared(f"{spelling} Ivan", name).name_class is NameClass.FAMILY_AND_GIVEN
    assert compared(f"Ivan {spelling}", name).name_class is NameClass.FAMILY_AND_GIVEN
    assert compared(spelling, name).name_class is NameClass.FAMILY


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Щербаков Иван Петрович", "SHCHERBAKOV IVAN PETROVYCH", NameClass.ALL_PARTS),
        ("Микола Іванович Коваленко", "Николай Иванович КОВАЛЕНКО", NameClass.ALL_PARTS),
        ("Коваленко Коля", "Mykola Kovalenko", NameClass.FAMILY_AND_GIVEN),
        ("Щербаков И. П.", "Щербаков Иван Петрович", NameClass.FAMILY_AND_INITIAL),
        ("Щербаков И. С.", "Щербаков Иван Петрович", NameClass.FAMILY),
        ("Щербаков Иван Сергеевич", "Щербаков Иван Петрович", NameClass.FAMILY),
        ("Щербакова Ганна Петрівна", "Щербаков Иван Петрович", NameClass.FAMILY),
        ("Иван Петрович", "Щербаков Иван Петрович", NameClass.GIVEN_AND_PATRONYMIC),
        ("Сидоренко Анна Петровна", "Щербакова Ганна Петрівна", NameClass.GIVEN_AND_PATRONYMIC),
        ("Иван", "Щербаков Иван Петрович", NameClass.GIVEN),
        ("Бондар Тарас", "Щербаков Иван Петрович", NameClass.NOTHING),
        ("محمد حسين الجبوري", "Mohamed Al-Jubouri", NameClass.FAMILY_AND_GIVEN),
        ("محمد بن حسين الجبوري", "Muhammad Hussein Al Jabouri", NameClass.ALL_PARTS),
        ("Мухаммед аль-Джубури", "محمد الجبوري", NameClass.FAMILY_AND_GIVEN),
        ("Abu Ali", "أبو علي", NameClass.GIVEN),
        ("Umm Ali", "أبو علي", NameClass.NOTHING),
        ("", "Щербаков", NameClass.NOTHING),
    ],
)
def test_classes(one: str, two: str, expected: NameClass) -> None:
    assert compared(one, two).name_class is expected


def test_classes_of_arrays_are_those_of_pairs() -> None:
    for levels in itertools.product(Agreement, repeat=3):
        assert CLASSES[levels] == NameComparison(*levels).name_class


def test_more_in_common_is_never_a_lower_class() -> None:
    order = (Agreement.DIFFERENT, Agreement.ALIKE, Agreement.SAME)
    for low, high in itertools.pairwise(order):
        for others in itertools.product(order, repeat=2):
            for place in range(3):
                parts = [list(others), list(others)]
                parts[0].insert(place, low)
                parts[1].insert(place, high)
                assert NameComparison(*parts[1]).order > NameComparison(*parts[0]).order


def test_what_agrees_is_said_in_words() -> None:
    assert compared("Щербаков И.", "Sherbakov Ivan").in_words() == (
        "family name alike, given name may begin so"
    )
    assert compared("", "Щербаков").in_words() == "no part in both"
