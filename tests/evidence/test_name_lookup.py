"""Words are found again under the keys they are stored under."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from antigone.evidence.name_keys import WordKeys, agreement, word_keys
from antigone.evidence.name_lookup import asked_keys, exact_keys, packed, stored_keys, unpacked
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.tables import load_tables
from antigone.evidence.written_names import known_parts
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import Writing, draw_names, misspelled, rewritten
from tests.shared_data import shared

TABLES = load_tables()
NAMES, ALIKE = TABLES.given_names, TABLES.names.alike


def keys(word: str, part: Part = Part.FAMILY) -> WordKeys:
    return word_keys(word, part, NAMES)


def test_packed_keys_are_the_same_when_unpacked() -> None:
    for part in Part:
        for word in ("щербаков", "mohammed", "محمد", "петрович", "п", "山田", "o'neil"):
            own = word_keys(word, part, NAMES)
            assert unpacked(packed(own)) == own


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("щербаков", "chtcherbakov"),
        ("щербаков", "щербакова"),
        ("щербаков", "shcerbakov"),
        ("щербаков", "щрбаков"),
        ("коваленко", "kowalenko"),
        ("الجبوري", "jubouri"),
        ("jubouri", "الجبوري"),
        ("山田", "山田"),
    ],
)
def test_a_word_is_found_under_another_spelling(stored: str, asked: str) -> None:
    assert asked_keys(keys(asked)) & stored_keys(keys(stored))


def test_words_that_agree_in_more_than_letters_share_an_exact_key() -> None:
    rng = np.random.default_rng(7)
    words = [w for _ in range(120) for w in _family_words(rng)]
    own = [keys(word) for word in words]
    for one in own[:60]:
        for two in own:
            level = agreement(one, two, alike=2.0)
            if level >= Agreement.ALIKE:
                assert exact_keys(one) & exact_keys(two), (one.word, two.word)


def test_every_published_transliteration_is_found() -> None:
    """The examples of the Ukrainian resolution of 2010, names of persons and of places."""
    path = shared("data", "names", "res55_examples.csv")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 50
    lost = [
        row
        for row in rows
        for one in [keys(row["ukrainian"].casefold())]
        for two in [keys(row["latin"].casefold())]
        if not (asked_keys(one) & stored_keys(two) and asked_keys(two) & stored_keys(one))
    ]
    assert lost == []


def _family_words(rng: np.random.Generator) -> list[str]:
    names = draw_names(Sex.MALE, NAMES, rng)
    written = [rewritten(names, writing, NAMES, rng) for writing in Writing]
    return [w for name in written for w in known_parts(name, NAMES).words.get(Part.FAMILY, ())]


def test_nearly_all_misspelled_words_that_agree_are_found() -> None:
    rng = np.random.default_rng(3)
    agreeing = found = 0
    for _ in range(400):
        for word in _family_words(rng)[:1]:
            slip = misspelled(word, rng)
            one, two = keys(slip), keys(word)
            if agreement(one, two, ALIKE) >= Agreement.ALIKE:
                agreeing += 1
                found += bool(asked_keys(one) & stored_keys(two))
    assert agreeing > 200
    assert found / agreeing > 0.97
