from __future__ import annotations

import itertools
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from antigone.evidence.effects import item_lrs, item_population, items_log10
from antigone.evidence.item_owners import ItemPopulation, OwnLikelihoods
from antigone.evidence.likelihood_ratio import Line
from antigone.evidence.names import name_ratio
from antigone.evidence.records import (
    AmRecord,
    Carried,
    FoundItem,
    OwnedItem,
    PersonName,
    PmRecord,
)
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables, packaged_tables

TABLES = load_tables()
OF = TABLES.effects
CARD = "identity_card"

IVAN = AmRecord(
    names=(PersonName("Щербаков", "Иван", "Петрович"),),
    items=(OwnedItem(CARD, ("АВ 123456",)), OwnedItem("boots", (), ("black",))),
)
TARAS = AmRecord(
    names=(PersonName("Бондар", "Тарас"),),
    items=(OwnedItem(CARD, ("CC777001",)), OwnedItem("wedding_ring", (), ("gold",))),
)
NAMELESS = AmRecord(items=(OwnedItem("keys"),))
SILENT = AmRecord()
FILE = [IVAN, TARAS, NAMELESS, SILENT, *[replace(TARAS, items=()) for _ in range(26)]]
POPULATION = item_population(FILE, TABLES)


def card(number: str = "", name: str = "", carried: Carried = Carried.POCKET) -> FoundItem:
    return FoundItem(CARD, carried, (number,) if number else (), (name,) if name else ())


def boots(*features: str, carried: Carried = Carried.WORN) -> FoundItem:
    return FoundItem("boots", carried, features=features)


def total(am: AmRecord, *items: FoundItem, population: ItemPopulation = POPULATION) -> float:
    return sum(lr.log10_lr for lr in item_lrs(PmRecord(items=items), am, population))


def lines(am: AmRecord, *items: FoundItem) -> dict[Line, float]:
    return {lr.line: lr.log10_lr for lr in item_lrs(PmRecord(items=items), am, POPULATION)}


def likelihood(am: AmRecord, item: FoundItem) -> float:
    """P(item | own) of one person of the file."""
    place = next(i for i, record in enumerate(FILE) if record is am)
    return float(OwnLikelihoods(POPULATION.owners, POPULATION).of(item)[0][place])


def mean(*items: FoundItem) -> float:
    own = OwnLikelihoods(POPULATION.owners, POPULATION)
    product = np.prod([own.of(item)[0] for item in items], axis=0)
    return float((product.sum() + OF.prior_persons) / (len(FILE) + OF.prior_persons))


@pytest.mark.parametrize("way", Carried)
def test_one_item_is_own_or_anothers(way: Carried) -> None:
    item, e = card("AB123456", carried=way), OF.of_another[way]
    own = likelihood(IVAN, item)
    assert own == pytest.approx(
        (1 - OF.documents.misread_one - OF.documents.differs) / OF.documents.doubled
    )
    expected = ((1 - e) * own + e * mean(item)) / ((1 - e) + e * mean(item))
    assert total(IVAN, item) == pytest.approx(math.log10(expected))


def naive(am: AmRecord, items: tuple[FoundItem, ...]) -> float:
    """Sum over which items were exchanged, each alone or all of one way together."""

    def weight(likelihoods: list[float], chosen: tuple[FoundItem, ...], way: Carried) -> float:
        g = OF.together[way]
        e = (OF.of_another[way] - g) / (1 - g)
        value = g * mean(*chosen)
        for exchanged in itertools.product((False, True), repeat=len(chosen)):
            term = 1 - g
            for own, item, other in zip(likelihoods, chosen, exchanged, strict=True):
                term *= e * mean(item) if other else (1 - e) * own
            value += term
        return value

    log10 = 0.0
    for way in Carried:
        chosen = tuple(item for item in items if item.carried is way)
        if chosen:
            own = weight([likelihood(am, item) for item in chosen], chosen, way)
            log10 += math.log10(own / weight([1.0] * len(chosen), chosen, way))
    return log10


@pytest.mark.parametrize("am", [IVAN, TARAS])
def test_the_sum_over_all_exchanges(am: AmRecord) -> None:
    items = (
        card("AB123456"),
        card("CC777001"),
        FoundItem("mobile_phone", Carried.LOOSE, ("AB123456",)),
        card("CC777991", carried=Carried.LOOSE),
    )
    for chosen in (items[:1], items[:2], items[2:], items):
        assert total(am, *chosen) == pytest.approx(naive(am, chosen))


def test_an_item_of_which_nothing_is_told_says_nothing() -> None:
    for items in ((card("AB123456", "Shcherbakov"), boots("black")), ()):
        assert item_lrs(PmRecord(items=items), SILENT, POPULATION) == ()
        assert items_log10([PmRecord(items=items)], [SILENT], POPULATION)[0, 0] == 0.0


def test_each_item_counts_in_one_line() -> None:
    by_line = lines(IVAN, card("AB123456", "Shcherbakov I. P."), boots("black"))
    assert list(by_line) == [Line.DOCUMENTS, Line.EFFECTS]
    assert list(lines(IVAN, card("", "Shcherbakov I. P."))) == [Line.NAMES]
    # A number that differs counts with the name, as papers are renewed.
    assert list(lines(IVAN, card("XX999999", "Shcherbakov"))) == [Line.NAMES]
    assert list(lines(IVAN, card("XX999999"))) == [Line.DOCUMENTS]
    assert list(lines(NAMELESS, card("AB123456", "Shcherbakov"))) == [Line.EFFECTS]


def test_a_name_is_the_owners_or_not() -> None:
    item, e = card("", "Chtcherbakov Ivan"), OF.of_another[Carried.POCKET]
    ratio = name_ratio("Chtcherbakov Ivan", IVAN.names, POPULATION.names)
    own = OF.name_of_another + (1 - OF.name_of_another) * ratio
    assert likelihood(IVAN, item) == pytest.approx(own)
    expected = ((1 - e) * own + e * mean(item)) / ((1 - e) + e * mean(item))
    assert total(IVAN, item) == pytest.approx(math.log10(expected))


def test_several_names_are_one_fact() -> None:
    one = total(IVAN, card("", "Chtcherbakov Ivan"))
    for count in (2, 3):
        again = [card("", "Chtcherbakov Ivan") for _ in range(count)]
        assert total(IVAN, *again) == pytest.approx(one)
    another = total(IVAN, card("", "Chtcherbakov Ivan"), card("", "Bondar Taras"))
    assert one - math.log10(2.0) - 0.1 < another < one


def test_two_numbers_say_more_than_one_and_an_exchange_bounds_both() -> None:
    telephone = replace(card("AB123456"), kind="mobile_phone")
    one, both = total(IVAN, card("AB123456")), total(IVAN, card("AB123456"), telephone)
    assert one < both
    persons = len(FILE) + OF.prior_persons
    together = OF.together[Carried.POCKET]
    assert both < math.log10(persons / together)


def test_what_is_anothers_speaks_less_against_where_all_was_exchanged() -> None:
    other = card("CC777001")
    alone = total(IVAN, boots("black", carried=Carried.POCKET))
    beside = total(IVAN, other, boots("black", carried=Carried.POCKET)) - total(IVAN, other)
    apart = total(IVAN, other, boots("black")) - total(IVAN, other)
    assert 0.0 < beside < alone
    assert apart == pytest.approx(total(IVAN, boots("black")))


def test_the_less_surely_an_item_is_own_the_less_it_says() -> None:
    values = [total(IVAN, card("AB123456", carried=way)) for way in Carried]
    assert values == sorted(values, reverse=True)
    against = [total(TARAS, card("AB123456", carried=way)) for way in Carried]
    assert against == sorted(against)


def test_effects_without_number_or_name_are_limited() -> None:
    rare = [FoundItem(f"harp_{i}", Carried.WORN, features=("silver",)) for i in range(9)]
    owner = AmRecord(items=tuple(OwnedItem(i.kind, (), i.features) for i in rare))
    population = item_population([owner, *[NAMELESS] * 200], TABLES)
    assert total(owner, rare[0], population=population) <= math.log10(OF.item_at_most)
    assert total(owner, *rare, population=population) == math.log10(OF.effects_at_most)
    assert total(NAMELESS, *rare, population=population) >= -math.log10(OF.effects_at_most)


def test_no_item_excludes_and_all_are_finite() -> None:
    strange = [card("CC777001", "Bondar Taras", way) for way in Carried] * 10
    assert total(IVAN, *strange) > -8.0
    many = [card("AB123456", "Shcherbakov Ivan", way) for way in Carried] * 90
    assert math.isfinite(total(IVAN, *many))


def test_a_line_says_what_was_compared_and_what_it_supposes() -> None:
    found = item_lrs(
        PmRecord(
            items=(
                card("AB123456"),
                FoundItem("letter", Carried.LOOSE, names=("Chtcherbakov",)),
                boots("black"),
            )
        ),
        IVAN,
        POPULATION,
    )
    documents, names, effects = found
    assert documents.compared == "identity card (in a pocket): number AB123456 equal to one told"
    assert names.compared == (
        'letter (loose): "Chtcherbakov" and "Щербаков Иван Петрович": family name the same'
    )
    assert effects.compared == "boots (worn), black: told: black"
    for lr in found:
        assert any("change hands" in sentence for sentence in lr.assumptions)
        assert any("Kosovo" in sentence for sentence in lr.assumptions)
    assert "Weighed given what the lines documents and names say." in effects.assumptions


def test_all_pairs_equal_pair_by_pair() -> None:
    items = (
        card("AB123456", "Chtcherbakov Ivan"),
        card("CC777002", carried=Carried.WORN),
        card("XX111222", "Бондар Т.", Carried.LOOSE),
        boots("black"),
        FoundItem("wedding_ring", Carried.HANDED_IN, features=("gold",), names=("Саша", "1")),
    )
    pm: list[PmRecord | None] = [None, PmRecord()]
    pm += [PmRecord(items=chosen) for n in (1, 2, 5) for chosen in itertools.combinations(items, n)]
    elsewhere = replace(IVAN, items=(*IVAN.items, OwnedItem("wedding_ring")))
    for am in (FILE, [None, elsewhere, *FILE[:5]]):
        values = items_log10(pm, am, POPULATION)
        assert values.shape == (len(pm), len(am))
        for i, remains in enumerate(pm):
            for j, missing in enumerate(am):
                expected = 0.0
                if remains and missing:
                    lrs = item_lrs(remains, missing, POPULATION)
                    expected = sum(lr.log10_lr for lr in lrs)
                assert values[i, j] == pytest.approx(expected, abs=1e-12)


def test_many_items_are_weighed() -> None:
    items = (*(boots(f"word {i}") for i in range(40)), card("AB123456"))
    values = items_log10([PmRecord(items=items)], FILE, POPULATION)[0]
    assert values[0] == pytest.approx(total(IVAN, *items))
    assert values[1] == pytest.approx(total(TARAS, *items))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("worn = 0.01\n", "worn = 0.03\n", "together.worn: 0.03; allowed is a finite number from"),
        ("loose = 0.2\n", "loose = 0\n", "of_another.loose: 0; allowed is a probability above 0"),
        ("differs = 0.3", "differs = 0.98", "documents: rates sum to too much"),
        ("item_at_most = 10.0", "item_at_most = 0.5", "item_at_most: 0.5; allowed is a finite"),
        ("doubled = 1e-5", "chance = 1e-5", "documents: 'doubled' is missing; needed are misread"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = packaged_tables()["effects"].decode()
    assert old in text
    (tmp_path / "effects.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError) as refusal:
        load_tables(tmp_path)
    assert f"effects.toml: {message}" in str(refusal.value)
