from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.word_shares import closed_shares, open_shares

TABLE = {"flag": 0.2, "animal": 0.3, "plant": 0.5}
words = st.lists(st.sampled_from([*TABLE, "violet"]), max_size=30)


@given(words, st.floats(1.0, 50.0), st.floats(0.01, 0.9))
def test_over_all_words_the_mean_is_one(told: list[str], weight: float, error: float) -> None:
    of = closed_shares(told, TABLE, weight, error)
    shares = np.array([of.shares[word] for word in TABLE])
    assert shares.sum() == pytest.approx(1.0)
    factors = of.factors(list(TABLE), list(TABLE))
    assert shares @ factors == pytest.approx(np.ones(3))
    np.testing.assert_allclose(factors, factors.T)


def test_a_closed_list_by_hand() -> None:
    of = closed_shares(["flag"] * 6 + ["violet"] * 4, TABLE, 4.0, 0.25)
    assert of.shares["flag"] == pytest.approx((6 + 4 * 0.2) / 10)
    assert of.factors(["flag"], ["flag", "plant"])[0] == pytest.approx([0.25 + 0.75 / 0.68, 0.25])


def test_an_empty_word_says_nothing() -> None:
    of = closed_shares([], TABLE, 4.0, 0.25)
    assert of.factors(["", "flag"], ["", "flag"])[0].tolist() == [1.0, 1.0]
    assert of.factors(["flag"], [""])[0, 0] == 1.0


def test_no_word_of_an_open_list_is_rarer_than_the_least() -> None:
    of = open_shares(["VDV"] * 9 + ["MAMA", ""], 0.01, 10.0, 0.2)
    assert of.shares["VDV"] == pytest.approx((9 + 0.1) / 20)
    assert of.shares["MAMA"] == pytest.approx(1.1 / 20)
    crowd = open_shares(["MAMA"] + ["VDV"] * 10_000, 0.01, 10.0, 0.2)
    assert crowd.shares["MAMA"] == 0.01
    assert of.factors(["OTHER"], ["OTHER"])[0, 0] == pytest.approx(0.2 + 0.8 / 0.01)
