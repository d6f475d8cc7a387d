from __future__ import annotations

import numpy as np
import pytest

from antigone.evidence.name_comparison import NameClass, compare_names
from antigone.evidence.name_index import NameIndex
from antigone.evidence.records import PersonName
from antigone.evidence.tables import load_tables
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import as_printed, draw_names

TABLES = load_tables()
NAMES, ALIKE = TABLES.given_names, TABLES.names.alike

PERSONS = (
    (PersonName("Щербаков", "Иван", "Петрович"),),
    (PersonName("Щербакова", "Ганна", "Петрівна"), PersonName("Сидоренко", kind="birth")),
    (PersonName("Коваленко", "Микола", "Іванович"),),
    (PersonName("الجبوري", "محمد", "حسين"), PersonName("Al-Jubouri", "Mohammed")),
    (),
    (PersonName("Kowalenko", "Nikolaj"),),
)
INDEX = NameIndex(PERSONS, NAMES, ALIKE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Chtcherbakov Ivan", [0, 1]),
        ("Sherbakov H. P.", [1, 0]),
        ("Sydorenko", [1]),
        ("Коваленко Николай Иванович", [2, 5]),
        ("Николай Иванович", [2]),
        ("Mohamed Jabouri", [3]),
        (PersonName("Щербаков", "Пётр"), [0, 1]),
        ("Бондар Тарас", []),
        ("", []),
    ],
)
def test_persons_are_proposed_the_likeliest_first(
    name: str | PersonName, expected: list[int]
) -> None:
    assert [candidate.person for candidate in INDEX.proposals(name)] == expected


def test_a_proposal_says_what_agrees_and_with_which_spelling() -> None:
    (candidate,) = INDEX.proposals("Mohamed Jabouri")
    assert candidate.name_class is NameClass.FAMILY_AND_GIVEN
    assert candidate.spelling == ("جبوري", "محمد", "mohammed")


def test_fewer_are_proposed_where_more_must_be_in_common() -> None:
    found = [
        {c.person for c in INDEX.proposals("Щербаков Иван Сергеевич", at_least=least)}
        for least in NameClass
    ]
    assert found[NameClass.NOTHING] == found[NameClass.GIVEN] == {0, 1}
    assert found[NameClass.GIVEN_AND_PATRONYMIC] == set()
    assert len(INDEX.proposals("Щербаков", most=1)) == 1


def test_proposals_are_those_of_all_pairs() -> None:
    rng = np.random.default_rng(6)
    persons = [draw_names((Sex.MALE, Sex.FEMALE)[i % 2], NAMES, rng) for i in range(60)]
    told = [names[: 1 + i % 2] for i, names in enumerate(persons)]
    index = NameIndex(told, NAMES, ALIKE)
    for names in persons[:30]:
        text = as_printed(names, NAMES, rng)
        for least in (NameClass.GIVEN, NameClass.GIVEN_AND_PATRONYMIC, NameClass.FAMILY_AND_GIVEN):
            expected = {}
            for person, own in enumerate(told):
                # With one name a person's parts are those of this name.
                if len(own) == 1:
                    comparison = compare_names(text, own[0], NAMES, ALIKE)
                    if comparison.name_class >= least:
                        expected[person] = comparison
            found = {c.person: c.comparison for c in index.proposals(text, at_least=least)}
            assert {p: c for p, c in found.items() if len(told[p]) == 1} == expected


def test_nobody_to_look_through() -> None:
    assert NameIndex([], NAMES, ALIKE).proposals("Щербаков") == ()
    assert NameIndex([()], NAMES, ALIKE).proposals("Щербаков") == ()
