from __future__ import annotations

import pytest

from antigone.evidence.belongings import Belongings, Commonness, plain_features
from antigone.evidence.records import Carried, FoundItem, OwnedItem
from antigone.evidence.tables import load_tables

OF = load_tables().effects
RING, BOOTS = OwnedItem("wedding_ring", (), ("gold",)), OwnedItem("boots", (), ("black", "army"))
PERSONS: tuple[tuple[OwnedItem, ...], ...] = (
    (RING, BOOTS),
    (BOOTS,),
    (OwnedItem("boots", (), ("brown",)), OwnedItem("boots")),
    (OwnedItem("keys"),),
    (),
)


def values(kind: str, *features: str, persons: object = PERSONS) -> list[float]:
    item = FoundItem(kind, Carried.WORN, features=features)
    assert isinstance(persons, tuple)
    found: list[float] = Belongings(persons).likelihoods(item, Commonness(persons), OF).tolist()
    return found


def test_shares_are_smoothed() -> None:
    common = Commonness(PERSONS)
    assert common.asked == 4
    assert common.of_kind("boots") == pytest.approx((3 + 1) / (4 + 2))
    assert common.of_kind("wrist_watch") == pytest.approx(1 / (4 + 2))
    assert common.of_feature("boots", "black") == pytest.approx((2 + 1) / (4 + 2))
    assert common.of_feature("wrist_watch", "black") == pytest.approx(0.5)


def test_the_closed_formula_of_kinds() -> None:
    told = OF.kind_untold + (1 - OF.kind_untold) / (2 / 6)
    assert values("Wedding ring") == pytest.approx(
        [told, OF.kind_untold, OF.kind_untold, OF.kind_untold, 1.0]
    )


def test_the_closed_formula_of_features_and_the_item_that_fits_best() -> None:
    kind = OF.kind_untold + (1 - OF.kind_untold) / (4 / 6)
    error = OF.feature_error
    black = error + (1 - error) / (3 / 6)
    # One pair of boots of the third person has no feature that was told.
    assert values("boots", "Black")[:3] == pytest.approx([kind * black, kind * black, kind])
    assert values("boots", "black", "new")[0] == pytest.approx(kind * black * error)


def test_a_common_kind_says_little_and_a_rare_one_no_more_than_the_limit() -> None:
    common = tuple((OwnedItem("boots"),) for _ in range(500))
    assert max(values("boots", persons=common)) < 1.01
    rare = (*common, (OwnedItem("harp", (), ("silver",)),))
    assert max(values("harp", "silver", persons=rare)) == OF.item_at_most


def test_told_of_nothing_says_nothing_and_absence_little() -> None:
    assert values("harp")[4] == 1.0
    assert min(values("harp", "silver", "old")) >= OF.kind_untold


def test_the_mean_over_those_asked_is_near_one() -> None:
    # Exactly one with the true share; the smoothed one is a little larger.
    persons = tuple((OwnedItem("ring" if i < 30 else "boots"),) for i in range(100))
    mean = sum(values("ring", persons=persons)) / 100
    assert mean == pytest.approx(1.0, abs=0.01)


def test_features_are_words() -> None:
    assert plain_features([" Dark  Red ", "dark red", ""]) == {"dark red"}
