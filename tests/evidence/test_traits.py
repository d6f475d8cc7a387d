from __future__ import annotations

import csv
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.likelihood_ratio import Line
from antigone.evidence.records import AmRecord, PmRecord, State
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables, packaged_tables
from antigone.evidence.trait_tables import TRAITS, TraitTable, TraitTables
from antigone.evidence.traits import TraitPopulation, trait_log10, trait_lr, trait_population
from tests.shared_data import shared

TABLES = load_tables().traits
DEFAULT = trait_population([], TABLES)
told_eyes = st.lists(st.sampled_from(TABLES.by_line[Line.EYES].values), max_size=30)


def people(line: Line, words: list[str]) -> list[AmRecord]:
    return [AmRecord(traits={line.value: word}) for word in words]


def lr(line: Line, pm: str, am: str, state: State, of: TraitPopulation = DEFAULT) -> float:
    found = trait_lr(line, pm, am, state, of)
    assert found is not None
    assert found.line is line
    return float(10.0**found.log10_lr)


@given(told_eyes)
def test_among_other_persons_the_mean_is_one(words: list[str]) -> None:
    of = trait_population(people(Line.EYES, words), TABLES)
    for line in TRAITS:
        table = TABLES.by_line[line]
        among = of.frequencies[line] @ table.observed_given_told
        for told in table.values:
            mean = sum(
                p * lr(line, seen, told, State.FRESH, of)
                for p, seen in zip(among, table.values, strict=True)
            )
            assert mean == pytest.approx(1.0, rel=1e-12)


def test_the_closed_formula_for_blue_eyes() -> None:
    # Row "blue" of the symmetrised counts with half a person in each cell, by hand.
    row = np.array([0, 0, 39, 1, 0, 1.5, 1]) + 0.5
    given_blue = row[2] / row.sum()
    told = TABLES.by_line[Line.EYES].frequencies
    seen = float(told @ TABLES.by_line[Line.EYES].observed_given_told[:, 2])
    says_nothing = 1 - 0.85 * 0.99
    expected = says_nothing + (1 - says_nothing) * given_blue / seen
    assert lr(Line.EYES, "blue", "blue", State.FRESH) == pytest.approx(expected, rel=1e-12)


def test_the_counts_are_the_published_ones() -> None:
    with shared("data", "eye_colour_two_observers.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    eyes = tomllib.loads(packaged_tables()["traits"].decode())["eyes"]
    assert eyes["values"] == header[1:]
    assert eyes["counts"] == [[int(cell) for cell in row[1:]] for row in rows]


@given(st.permutations(range(7)), told_eyes)
def test_the_order_of_the_words_is_of_no_importance(order: list[int], words: list[str]) -> None:
    table = TABLES.by_line[Line.EYES]
    shuffled = replace(
        table,
        values=tuple(table.values[i] for i in order),
        observed_given_told=table.observed_given_told[np.ix_(order, order)],
        frequencies=table.frequencies[order],
    )
    tables = TraitTables({**TABLES.by_line, Line.EYES: shuffled})
    records = people(Line.EYES, words)
    one, two = trait_population(records, TABLES), trait_population(records, tables)
    for pm in table.values:
        for am in table.values:
            assert lr(Line.EYES, pm, am, State.FRESH, one) == pytest.approx(
                lr(Line.EYES, pm, am, State.FRESH, two), rel=1e-12
            )


def test_what_can_no_longer_be_seen_is_not_compared() -> None:
    for state in (State.DECOMPOSED, State.SKELETAL):
        assert trait_lr(Line.EYES, "blue", "blue", state, DEFAULT) is None
        assert trait_lr(Line.HAIR, "red", "red", state, DEFAULT) is not None
    assert trait_lr(Line.EYES, "blue", "violet", State.FRESH, DEFAULT) is None
    assert trait_lr(Line.EYES, "", "blue", State.FRESH, DEFAULT) is None


def test_death_weakens_what_hair_says() -> None:
    agreeing = [lr(Line.HAIR, "red", "red", state) for state in State]
    opposed = [lr(Line.HAIR, "red", "black", state) for state in State]
    assert agreeing == sorted(agreeing, reverse=True)
    assert opposed == sorted(opposed)


def test_no_disagreement_excludes() -> None:
    for line in TRAITS:
        table = TABLES.by_line[line]
        for pm in table.values:
            for am in table.values:
                assert lr(line, pm, am, State.FRESH) >= 0.05


def test_a_rare_colour_says_more() -> None:
    assert lr(Line.HAIR, "red", "red", State.FRESH) > lr(Line.HAIR, "brown", "brown", State.FRESH)
    many = trait_population(people(Line.HAIR, ["red"] * 200), TABLES)
    assert lr(Line.HAIR, "red", "red", State.FRESH, many) < 1.5


def test_words_are_taken_as_written_by_anybody() -> None:
    one = trait_lr(Line.HAIR, " Blonde", "FAIR", State.FRESH, DEFAULT)
    assert one == trait_lr(Line.HAIR, "blond", "blond", State.FRESH, DEFAULT)
    eyes = TABLES.by_line[Line.EYES]
    assert [eyes.value_of(w) for w in ("Gray", "blue-grey", "violet")] == ["grey", "grey", None]


def test_frequencies_are_learned_and_smoothed() -> None:
    of = trait_population(people(Line.HANDEDNESS, ["left"] * 10 + ["unknown word"]), TABLES)
    assert of.persons[Line.HANDEDNESS] == 10
    assert of.frequencies[Line.HANDEDNESS] == pytest.approx([0.445, 0.55, 0.005])
    assert of.frequencies[Line.EYES] == pytest.approx(TABLES.by_line[Line.EYES].frequencies)


def test_all_pairs_equal_pair_by_pair() -> None:
    for line in TRAITS:
        words = [*TABLES.by_line[line].values, "violet"]
        pm: list[PmRecord | None] = [None, PmRecord()]
        pm += [PmRecord(state=s, traits={line.value: w}) for s in State for w in words]
        am: list[AmRecord | None] = [None, AmRecord(), *people(line, words)]
        values = trait_log10(line, pm, am, DEFAULT)
        for i, remains in enumerate(pm):
            for j, missing in enumerate(am):
                found = None
                if remains and remains.traits and missing and missing.traits:
                    seen, told = remains.traits[line.value], missing.traits[line.value]
                    found = trait_lr(line, seen, told, remains.state, DEFAULT)
                assert values[i, j] == (found.log10_lr if found else 0.0)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[6, 4, 0, 0, 0, 0, 0]", "[6, 4]", "eyes.counts[0]: a list of 2; allowed is a list of 7"),
        ("[6, 4, 0,", "[6, -4, 0,", "eyes.counts[0][1]: -4; allowed is a finite number from 0"),
        ('"brown", "blue"', '"brown", "brown"', "eyes.values[2]: 'brown' stands twice"),
        ('"brown", "blue"', '"Brown", "blue"', "eyes.values[1]: 'Brown'; allowed are words in s"),
        ("[0.06, 0.42", "[0.16, 0.42", "eyes.frequencies: the sum is 1.1; allowed is 1"),
        ('amber = "hazel"', 'amber = "gold"', "eyes.also.amber: found the text 'gold'; allowed"),
        ('amber = "hazel"', 'hazel = "green"', "eyes.also: 'hazel' stands among the values"),
        (
            "fresh = 0.15",
            "rotten = 0.15",
            "eyes.dead_error: 'rotten' is not known here; allowed ar",
        ),
        ("exchangeable = true", "exchangeable = 1", "eyes.exchangeable: found 1; allowed are true"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = packaged_tables()["traits"].decode()
    assert old in text
    (tmp_path / "traits.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError) as refusal:
        load_tables(tmp_path)
    assert f"traits.toml: {message}" in str(refusal.value)


def test_a_table_says_probabilities() -> None:
    for table in TABLES.by_line.values():
        assert isinstance(table, TraitTable)
        assert table.observed_given_told.sum(axis=1) == pytest.approx(1.0)
        assert (table.observed_given_told > 0.0).all()
