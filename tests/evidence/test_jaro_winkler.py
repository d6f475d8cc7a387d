from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.jaro_winkler import LONGEST, encoded, jaro_winkler, mark_alike

words = st.text("abcdešž", max_size=9)


def naive(one: str, two: str) -> float:
    """The definition, with lists of letters."""
    if not one or not two:
        return 0.0
    reach = max(max(len(one), len(two)) // 2 - 1, 0)
    left: list[str | None] = list(two)
    common = []
    for i, letter in enumerate(one):
        for j in range(max(0, i - reach), min(len(two), i + reach + 1)):
            if left[j] == letter:
                left[j] = None
                common.append(letter)
                break
    other = [letter for letter, unused in zip(two, left, strict=True) if unused is None]
    m = len(common)
    if not m:
        return 0.0
    moved = sum(a != b for a, b in zip(common, other, strict=True))
    jaro = (m / len(one) + m / len(two) + (m - moved / 2) / m) / 3
    prefix = 0
    while prefix < min(len(one), len(two), 4) and one[prefix] == two[prefix]:
        prefix += 1
    return jaro + 0.1 * prefix * (1 - jaro) if jaro > 0.7 else jaro


@pytest.mark.parametrize(
    ("one", "two", "value"),
    [
        ("martha", "marhta", 0.9611),
        ("dixon", "dicksonx", 0.8133),
        ("dwayne", "duane", 0.84),
        ("jones", "johnson", 0.8324),
        ("same", "same", 1.0),
        ("abc", "xyz", 0.0),
        ("", "abc", 0.0),
    ],
)
def test_published_values(one: str, two: str, value: float) -> None:
    assert jaro_winkler(one, two) == pytest.approx(value, abs=5e-5)


@given(words, words)
def test_the_kernel_agrees_with_the_definition(one: str, two: str) -> None:
    assert jaro_winkler(one, two) == pytest.approx(naive(one, two), abs=1e-12)


@given(st.lists(words, min_size=1, max_size=3), st.lists(words, max_size=12), st.floats(0.5, 1.0))
def test_none_is_passed_over_and_none_marked_in_vain(
    own: list[str], others: list[str], at_least: float
) -> None:
    owners = np.arange(len(others)) // 2
    found = np.zeros(len(others), dtype=np.bool_)
    mark_alike(encoded(own), encoded(others), owners, at_least, found)
    expected = np.zeros(len(others), dtype=np.bool_)
    for owner, other in zip(owners.tolist(), others, strict=True):
        expected[owner] |= any(jaro_winkler(word, other) >= at_least for word in own)
    assert found.tolist() == expected.tolist()


def test_letters_beyond_the_longest_are_cut_off() -> None:
    assert jaro_winkler("a" * LONGEST + "b", "a" * LONGEST + "c") == 1.0
