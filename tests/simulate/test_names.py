from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from antigone.evidence.inscriptions import one_apart
from antigone.evidence.name_comparison import NameClass, compare_names
from antigone.evidence.records import PersonName
from antigone.evidence.tables import load_tables
from antigone.evidence.transliteration import Script, script_of
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import (
    MIX,
    Language,
    Writing,
    as_printed,
    draw_names,
    in_other_language,
    language_of,
    misspelled,
    rewritten,
    told_names,
)

TABLES = load_tables()
NAMES = TABLES.given_names
SEXES = (Sex.MALE, Sex.FEMALE)


def drawn(count: int, seed: int, language: Language | None = None) -> list[tuple[PersonName, ...]]:
    rng = np.random.default_rng(seed)
    mix = MIX if language is None else {language: 1.0}
    return [draw_names(SEXES[i % 2], NAMES, rng, mix=mix) for i in range(count)]


def test_the_same_state_gives_the_same_names() -> None:
    assert drawn(20, 5) == drawn(20, 5) != drawn(20, 6)


def test_each_language_is_drawn_by_its_weight() -> None:
    counts = Counter(language_of(names[0], NAMES) for names in drawn(1000, 1))
    assert counts[Language.ARABIC] == pytest.approx(200, abs=50)
    # A name that both languages write alike is taken for Russian.
    assert counts[Language.UKRAINIAN] == pytest.approx(450, abs=90)


@pytest.mark.parametrize("language", Language)
def test_a_person_has_a_name_in_both_scripts(language: Language) -> None:
    script = Script.ARABIC if language is Language.ARABIC else Script.CYRILLIC
    for names in drawn(60, 2, language):
        legal, latin, *home = names
        for part in (legal.family, legal.given, legal.patronymic):
            assert script_of(part) is script
        assert script_of(latin.family + latin.given) is Script.LATIN
        assert [name.kind for name in home] in ([], ["diminutive"])


def test_women_bear_the_forms_of_women() -> None:
    for names in drawn(200, 3, Language.RUSSIAN)[1::2]:
        assert names[0].family.endswith("а") or names[0].family.endswith("ая")
        assert names[0].patronymic.endswith("на")


def test_a_family_tells_the_legal_name_and_at_times_others() -> None:
    rng = np.random.default_rng(4)
    told = [(names, told_names(names, rng)) for names in drawn(300, 4)]
    assert all(own[0] == names[0] and set(own) <= set(names) for names, own in told)
    with_latin = sum(names[1] in own for names, own in told) / 300
    assert with_latin == pytest.approx(0.3, abs=0.1)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("writing", Writing)
def test_what_is_rewritten_is_still_found(language: Language, writing: Writing) -> None:
    rng = np.random.default_rng(5)
    found = 0
    persons = drawn(100, 7, language)
    for names in persons:
        name = rewritten(names, writing, NAMES, rng)
        text = f"{name.family} {name.given}"
        comparison = compare_names(text, names[0], NAMES, TABLES.names.alike)
        found += comparison.name_class >= NameClass.FAMILY_AND_GIVEN
        latin = writing in (Writing.OFFICIAL_LATIN, Writing.FOREIGN_LATIN)
        assert (script_of(text) is Script.LATIN) == latin
    assert found >= 95


def test_prints_vary_and_hold_what_the_source_knows() -> None:
    rng = np.random.default_rng(8)
    (names,) = drawn(1, 9, Language.UKRAINIAN)
    prints = {as_printed(names, NAMES, rng) for _ in range(300)}
    assert len(prints) > 30
    assert any(text.isupper() for text in prints)
    assert any("." in text for text in prints)
    only = {script_of(as_printed(names, NAMES, rng, writing=Writing.ORIGINAL)) for _ in range(20)}
    assert only == {Script.CYRILLIC}


def test_a_name_of_one_language_in_papers_of_the_other() -> None:
    legal = PersonName("Щербаков", "Николай", "Сергеевич")
    other = in_other_language(legal, NAMES)
    assert (other.given, other.patronymic) == ("Микола", "Сергійович")
    back = in_other_language(PersonName("Чайковська", "Ганна", "Петрівна"), NAMES)
    assert (back.family, back.given, back.patronymic) == ("Чайковская", "Анна", "Петровна")


def test_a_slip_changes_one_place() -> None:
    rng = np.random.default_rng(10)
    for _ in range(200):
        slip = misspelled("Щербаков", rng)
        exchanged = sorted(slip) == sorted("Щербаков")
        assert slip[0] == "Щ"
        assert exchanged or slip == "Щербаков" or one_apart(slip, "Щербаков")
    assert misspelled("Ли", rng) == "Ли"
