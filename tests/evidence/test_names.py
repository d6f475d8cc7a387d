from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.named_persons import NamedPersons
from antigone.evidence.names import NamePopulation, name_population, name_ratio, name_ratios
from antigone.evidence.records import AmRecord, PersonName
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables, packaged_tables
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import as_printed, draw_names

TABLES = load_tables()
OF = TABLES.names
SHCHERBAKOV = PersonName("Щербаков", "Иван", "Петрович")
OTHERS = ("Бондар Тарас", "Ткаченко Микола", "Гончар Олена", "Мельник Юрій", "Левчук Роман")


def population_of(*names: PersonName) -> NamePopulation:
    return name_population([AmRecord(names=(n,)) for n in names], OF, TABLES.given_names)


def others() -> list[PersonName]:
    return [PersonName(*text.split()) for text in OTHERS]


EMPTY = population_of()


def mixed(ratio: float) -> float:
    return OF.mix_up + (1.0 - OF.mix_up) * ratio


def among_others(part: Part, agreement: Agreement, same: float = 0.0) -> float:
    """Rate of the table; `same` is that of relatives."""
    rate = OF.different[part][agreement]
    return (1.0 - OF.relatives) * rate + OF.relatives * same


def test_without_an_am_file_the_rates_of_the_table_hold() -> None:
    family, given = OF.same[Part.FAMILY], OF.same[Part.GIVEN]
    found = name_ratio("Ткаченко", [SHCHERBAKOV], EMPTY)
    other = among_others(Part.FAMILY, Agreement.DIFFERENT)
    assert found == pytest.approx(mixed(family[Agreement.DIFFERENT] / other))
    found = name_ratio("Chtcherbakov Ivan", [SHCHERBAKOV], EMPTY)
    other = among_others(Part.FAMILY, Agreement.SAME, same=1.0)
    other *= OF.different[Part.GIVEN][Agreement.SAME]
    expected = family[Agreement.SAME] * given[Agreement.SAME] / other
    assert found == pytest.approx(mixed(expected))
    found = name_ratio("И. Sherbakov", [SHCHERBAKOV], EMPTY)
    other = among_others(Part.FAMILY, Agreement.ALIKE) * OF.different_initial[Part.GIVEN]
    assert found == pytest.approx(mixed(family[Agreement.ALIKE] * OF.same_initial / other))


def test_the_closed_formula_of_counts() -> None:
    population = population_of(SHCHERBAKOV, *others())
    n, k = 6, OF.prior_persons
    family = (1 + k * OF.different[Part.FAMILY][Agreement.SAME]) / (n + k)
    given = (1 + k * OF.different[Part.GIVEN][Agreement.SAME]) / (n + k)
    unrelated, related = (1.0 - OF.relatives) * family * given, OF.relatives * given
    both = (1 + k * (unrelated + related)) / (n + k)
    same = OF.same[Part.FAMILY][Agreement.SAME] * OF.same[Part.GIVEN][Agreement.SAME]
    found = name_ratio("Shcherbakov Ivan", [SHCHERBAKOV], population)
    assert found == pytest.approx(mixed(same / both))


def test_the_mean_over_the_am_file_and_prior_persons_is_at_most_one() -> None:
    # Σ n(o) P(o | one) / (n(o) + k prior(o)) over the outcomes o is at most Σ P(o | one) = 1.
    rng = np.random.default_rng(3)
    sexes = (Sex.MALE, Sex.FEMALE)
    names = [draw_names(sexes[i % 2], TABLES.given_names, rng) for i in range(150)]
    population = population_of(*(own[0] for own in names))
    for own in names[:20]:
        ratios = name_ratios(
            as_printed(own, TABLES.given_names, rng), population.persons, population
        )
        assert (ratios - OF.mix_up).sum() / (len(names) + OF.prior_persons) <= 1.0


def test_a_common_name_weighs_less_than_a_rare_one() -> None:
    many = population_of(SHCHERBAKOV, *[PersonName("Бондар", "Тарас")] * 60, *others())
    rare = name_ratio("Shcherbakov", [SHCHERBAKOV], many)
    common = name_ratio("Bondar", [PersonName("Бондар", "Тарас")], many)
    assert 1.0 < common < rare / 10.0
    # A namesake makes the whole name less telling.
    doubled = population_of(SHCHERBAKOV, SHCHERBAKOV, *others())
    single = population_of(SHCHERBAKOV, *others(), PersonName("Коваль", "Ігор"))
    text = "Щербаков Иван Петрович"
    assert name_ratio(text, [SHCHERBAKOV], doubled) < name_ratio(text, [SHCHERBAKOV], single)


def test_a_name_weighs_at_most_as_one_of_all_counted() -> None:
    population = population_of(SHCHERBAKOV, *others())
    most = 6 + OF.prior_persons
    assert 500.0 < name_ratio("Щербаков Иван Петрович", [SHCHERBAKOV], population) < most


def test_no_name_excludes() -> None:
    for text in ("Бондар Тарас Ігорович", "الجبوري", "X. Y. Smith"):
        assert name_ratio(text, [SHCHERBAKOV], EMPTY) >= OF.mix_up


def test_a_relative_is_nearer_than_a_stranger_and_farther_than_oneself() -> None:
    population = population_of(SHCHERBAKOV, *others())
    text = "Щербаков Иван Петрович"
    (brother, cousin) = (
        name_ratio(text, [replace(SHCHERBAKOV, given="Фёдор", patronymic=father)], population)
        for father in ("Петрович", "Сергеевич")
    )
    stranger = name_ratio(text, [PersonName("Бондар", "Тарас", "Ігорович")], population)
    assert stranger < cousin < brother < 4.0
    assert brother < name_ratio(text, [SHCHERBAKOV], population) / 100.0


def test_any_of_several_names_may_be_the_one() -> None:
    married = [PersonName("Коваль", "Ганна"), PersonName("Щербакова", kind="birth")]
    population = population_of(*married, *others())
    assert name_ratio("Anna Shcherbakova", married, population) > 100.0
    assert name_ratio("Anna Koval", married, population) > 100.0


def test_two_ways_to_read_are_a_mixture() -> None:
    roman, maksim = PersonName("Роман", "Максим"), PersonName("Максим", "Роман")
    one = name_ratio("Роман Максим", [roman], EMPTY)
    assert one == pytest.approx(name_ratio("Роман Максим", [maksim], EMPTY))
    # The rates without an AM file are the same for all names.
    certain = name_ratio("Щербаков Иван", [SHCHERBAKOV], EMPTY)
    assert certain / 2.0 < one < certain / 2.0 + 1.0


def test_where_nothing_can_be_compared_the_ratio_is_one() -> None:
    assert name_ratio("", [SHCHERBAKOV], EMPTY) == 1.0
    assert name_ratio("12345", [SHCHERBAKOV], EMPTY) == 1.0
    assert name_ratio("Щербаков Иван", [], EMPTY) == pytest.approx(1.0)
    assert name_ratio("Щербаков", [PersonName(given="Иван")], EMPTY) == pytest.approx(1.0)


def test_all_persons_equal_one_by_one() -> None:
    rng = np.random.default_rng(2)
    names = [draw_names((Sex.MALE, Sex.FEMALE)[i % 2], TABLES.given_names, rng) for i in range(40)]
    told: list[tuple[PersonName, ...]] = [*names[:30], (), (PersonName("Щ", "И", "П"),)]
    population = name_population([AmRecord(names=own) for own in told], OF, TABLES.given_names)
    elsewhere = NamedPersons(names[30:], TABLES.given_names, OF.alike)
    for own in names:
        text = as_printed(own, TABLES.given_names, rng)
        for persons, listed in ((population.persons, told), (elsewhere, names[30:])):
            found = name_ratios(text, persons, population)
            expected = [name_ratio(text, one, population) for one in listed]
            assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("alike = 0.9\n", "alike = 1.0\n", "alike: 1; allowed is a probability above 0 and below"),
        ("same = 0.96\n", "same = 0.99\n", "same.family: the sum is 1.015; allowed is below 1"),
        ("[same.given]", "[same.first]", "same: 'given' is missing; needed are family, given, pat"),
        ("given = 0.124", "given = 0", "initial.different.given: 0; allowed is a probability"),
        ("prior_persons = 1000.0", "prior_persons = 0", "prior_persons: 0; allowed is a number ab"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = packaged_tables()["names"].decode()
    assert old in text
    (tmp_path / "names.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError) as refusal:
        load_tables(tmp_path)
    assert f"names.toml: {message}" in str(refusal.value)
