from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.transliteration import (
    APOSTROPHES,
    Romanization,
    Script,
    romanized,
    script_of,
    sounds,
)
from tests.shared_data import shared

PRIMES = str.maketrans({"ʹ": "'", "’": "'", "ʺ": "''", "”": "''"})

RUSSIAN_COLUMNS = {
    "passport_since_2014_icao9303": Romanization.RUSSIAN_PASSPORT_2014,
    "passport_2010_2014_fms26": Romanization.RUSSIAN_PASSPORT_2010,
    "iso9_1995": Romanization.RUSSIAN_ISO9,
    "bgn_pcgn_1947": Romanization.RUSSIAN_BGN,
}
UKRAINIAN_COLUMNS = {
    "res55_2010_elsewhere": Romanization.UKRAINIAN_2010,
    "national_1996": Romanization.UKRAINIAN_1996,
    "bgn_pcgn_1965": Romanization.UKRAINIAN_BGN,
}

SHCHERBAKOV = (
    "Shcherbakov",
    "Scherbakov",
    "Chtcherbakov",
    "Schtscherbakow",
    "Ščerbakov",
    "Szczerbakow",
    "Stcherbakoff",
)

cyrillic_words = st.text("абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя'", min_size=1, max_size=12)

syllables = st.lists(
    st.tuples(st.sampled_from("бвгджзклмнпрстфхцчшщ"), st.sampled_from("аеиоу")),
    min_size=1,
    max_size=5,
).map(lambda pairs: "".join(consonant + vowel for consonant, vowel in pairs) + "в")


def rows(name: str) -> list[dict[str, str]]:
    with shared("data", "names", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_all_official_examples_of_resolution_55() -> None:
    examples = rows("res55_examples.csv")
    assert len(examples) == 74
    for example in examples:
        assert romanized(example["ukrainian"], Romanization.UKRAINIAN_2010) == example["latin"]


@pytest.mark.parametrize(("column", "table"), RUSSIAN_COLUMNS.items())
def test_russian_letters_are_those_of_the_tables(column: str, table: Romanization) -> None:
    for row in rows("translit_russian.csv"):
        # After a consonant, where no rule for the start of a word or for vowels holds.
        expected = "b" + row[column].translate(PRIMES)
        if column.startswith("passport_2010") and row["letter"] == "ъ":
            expected = "b"  # not in the table of 2010
        assert romanized("б" + row["letter"], table) == expected, row["letter"]


@pytest.mark.parametrize(("column", "table"), UKRAINIAN_COLUMNS.items())
def test_ukrainian_letters_are_those_of_the_tables(column: str, table: Romanization) -> None:
    for row in rows("translit_ukrainian.csv"):
        assert romanized("б" + row["letter"], table) == "b" + row[column].translate(PRIMES)
    for row in rows("translit_ukrainian.csv"):
        first = romanized(row["letter"] + "б", Romanization.UKRAINIAN_2010)
        assert first == row["res55_2010_initial"] + "b"


@pytest.mark.parametrize(
    ("text", "table", "expected"),
    [
        ("ЩЕРБАКОВ Иван", Romanization.RUSSIAN_PASSPORT_2010, "SHCHERBAKOV Ivan"),
        ("Елисеев Подъезд", Romanization.RUSSIAN_BGN, "Yeliseyev Pod''yezd"),
        ("Цыганов", Romanization.RUSSIAN_PASSPORT_2010, "Tcyganov"),
        ("Згурський", Romanization.UKRAINIAN_1996, "Zghurs'kyi"),
        ("Путин Жуков", Romanization.FRENCH, "Poutine Joukov"),
        ("Хрущёв", Romanization.GERMAN, "Chruschtschew"),
        ("Щукин", Romanization.POLISH, "Szczukin"),
        ("Мар’яна", Romanization.UKRAINIAN_2010, "Mariana"),
        ("Smith 12", Romanization.FRENCH, "Smith 12"),
        ("محمد", Romanization.FRENCH, "محمد"),
    ],
)
def test_words_of_any_case(text: str, table: Romanization, expected: str) -> None:
    assert romanized(text, table) == expected


@given(cyrillic_words)
def test_nothing_cyrillic_is_left_by_any_table(word: str) -> None:
    for table in Romanization:
        assert script_of(romanized(word, table)) is Script.LATIN
        assert romanized(word.upper(), table).casefold() == romanized(word, table).casefold()


@pytest.mark.parametrize("spelling", SHCHERBAKOV)
def test_spellings_of_one_name_may_sound_the_same(spelling: str) -> None:
    assert sounds(spelling) & sounds("Щербаков")


@given(syllables)
def test_what_a_table_writes_may_sound_like_the_original(word: str) -> None:
    for table in Romanization:
        assert sounds(romanized(word, table)) & sounds(word), romanized(word, table)


@pytest.mark.parametrize(
    ("original", "spelling"),
    [
        ("Королёв", "Korolyov"),
        ("Королев", "Korolev"),
        ("Корольов", "Korolëv"),
        ("Зайцев", "Saizew"),
        ("Лазарев", "Lasarew"),
        ("Жуков", "Joukov"),
        ("Чайковский", "Tchaikovsky"),
        ("Хрущёв", "Chruschtschow"),
        ("Смирнов", "Smirnoff"),
        ("Путин", "Poutine"),
        ("Юрий", "Iouri"),
        ("Євген", "Yevhen"),
        ("Захар", "Zahar"),
        ("Цой", "Tsoy"),
    ],
)
def test_usual_spellings_may_sound_the_same(original: str, spelling: str) -> None:
    assert sounds(original) & sounds(spelling)


@pytest.mark.parametrize(
    ("one", "two"),
    [("Щербаков", "Sherbakov"), ("Иванов", "Петров"), ("Гончар", "Кончар"), ("Жуков", "Чуков")],
)
def test_other_names_sound_otherwise(one: str, two: str) -> None:
    assert not sounds(one) & sounds(two)


def test_signs_and_marks_are_of_no_importance() -> None:
    for sign in APOSTROPHES:
        assert sounds(f"Знам{sign}янка") == sounds("Знамянка")
    assert sounds("Dvořák") == sounds("Dvorak")
    assert sounds("محمد") == frozenset()
    assert sounds("") == {""}


def test_a_script_is_told_by_any_letter() -> None:
    assert [script_of(text) for text in ("Ivan Щ.", "علي", "Ali", "")] == [
        Script.CYRILLIC,
        Script.ARABIC,
        Script.LATIN,
        Script.LATIN,
    ]
