from __future__ import annotations

import numpy as np
import pytest

from antigone.evidence.name_keys import WordTable, agreement, word_keys
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.tables import load_tables
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import Writing, draw_names, misspelled, rewritten

TABLES = load_tables()
NAMES, ALIKE = TABLES.given_names, TABLES.names.alike


def between(one: str, two: str, part: Part) -> Agreement:
    found = agreement(word_keys(one, part, NAMES), word_keys(two, part, NAMES), ALIKE)
    assert found == agreement(word_keys(two, part, NAMES), word_keys(one, part, NAMES), ALIKE)
    return found


@pytest.mark.parametrize(
    ("one", "two", "part", "expected"),
    [
        ("щербаков", "chtcherbakov", Part.FAMILY, Agreement.SAME),
        ("щербаков", "щербакова", Part.FAMILY, Agreement.SAME),
        ("чайковский", "чайковська", Part.FAMILY, Agreement.SAME),
        ("щербаков", "sherbakov", Part.FAMILY, Agreement.ALIKE),
        ("щербаков", "щербаченко", Part.FAMILY, Agreement.DIFFERENT),
        ("جبوري", "jubouri", Part.FAMILY, Agreement.SAME),
        ("جبوري", "dulaymi", Part.FAMILY, Agreement.DIFFERENT),
        ("عزاوي", "عزاوي", Part.FAMILY, Agreement.SAME),
        ("николай", "mykola", Part.GIVEN, Agreement.SAME),
        ("николай", "коля", Part.GIVEN, Agreement.ALIKE),
        ("саша", "oleksandra", Part.GIVEN, Agreement.ALIKE),
        ("марина", "мария", Part.GIVEN, Agreement.DIFFERENT),
        ("محمد", "mohamed", Part.GIVEN, Agreement.SAME),
        ("محمد", "mahmoud", Part.GIVEN, Agreement.DIFFERENT),
        ("и", "ivan", Part.GIVEN, Agreement.INITIAL),
        ("n", "микола", Part.GIVEN, Agreement.INITIAL),
        ("y", "юрий", Part.GIVEN, Agreement.INITIAL),
        ("п", "иван", Part.GIVEN, Agreement.DIFFERENT),
        ("m", "m", Part.GIVEN, Agreement.INITIAL),
        ("петрович", "petrivna", Part.PATRONYMIC, Agreement.SAME),
        ("николаевич", "mykolaiovych", Part.PATRONYMIC, Agreement.SAME),
        ("самедович", "samedovna", Part.PATRONYMIC, Agreement.SAME),
        ("петрович", "petro", Part.PATRONYMIC, Agreement.SAME),
        ("петрович", "павлович", Part.PATRONYMIC, Agreement.DIFFERENT),
        ("خالد", "khalid", Part.PATRONYMIC, Agreement.SAME),
    ],
)
def test_words_agree(one: str, two: str, part: Part, expected: Agreement) -> None:
    assert between(one, two, part) is expected


def test_each_word_is_the_same_as_itself() -> None:
    for part in Part:
        for word in ("ли", "щербаков", "علي", "ли-бо", "x", "łódź"):
            expected = Agreement.INITIAL if len(word) == 1 else Agreement.SAME
            assert between(word, word, part) is expected


def some_words(part: Part, rng: np.random.Generator, count: int) -> list[str]:
    found: list[str] = []
    for _ in range(count):
        names = draw_names((Sex.MALE, Sex.FEMALE)[int(rng.integers(2))], NAMES, rng)
        for name in (names[0], rewritten(names, list(Writing)[int(rng.integers(4))], NAMES, rng)):
            word = getattr(name, part.value).casefold().split(" ")[-1].split("-")[-1]
            if word:
                found += [word, misspelled(word, rng), word[:1]]
    return [word for word in dict.fromkeys(found) if word.isalpha()]


@pytest.mark.parametrize("part", Part)
def test_a_table_of_words_agrees_word_by_word(part: Part) -> None:
    rng = np.random.default_rng(4)
    words = some_words(part, rng, 30)
    keys = [word_keys(word, part, NAMES) for word in words]
    table = WordTable(keys, ALIKE)
    for own in keys:
        expected = [agreement(own, other, ALIKE) for other in keys]
        assert table.agreements(own).tolist() == expected


def test_a_table_without_words() -> None:
    table = WordTable([], ALIKE)
    assert table.agreements(word_keys("щербаков", Part.FAMILY, NAMES)).tolist() == []
