from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.inscriptions import one_apart, plain_inscription, plain_serial


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MAMA", "мама"),  # Latin and Cyrillic
        ("За  ВДВ!", "за вдв"),
        ("Ёлка", "елка"),
        ("PÉTER", "peter"),
        ("ＡＢ１２", "ab12"),  # full width
        ("٤٥", "45"),
    ],
)
def test_readings_of_one_inscription_are_equal(one: str, other: str) -> None:
    assert plain_inscription(one) == plain_inscription(other) != ""


def test_other_letters_stay_apart() -> None:
    assert plain_inscription("ВДВ") != plain_inscription("ВМФ")
    assert plain_inscription("O1") != plain_inscription("01")
    assert plain_inscription(" .-/ ") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SN: 4711-OI", "471101"),
        ("Serial No. AB1234", "ab 1234"),
        ("№ 55310", "55310"),
        ("АВ1234", "AB1234"),  # Cyrillic and Latin
    ],
)
def test_readings_of_one_serial_are_equal(one: str, other: str) -> None:
    assert plain_serial(one) == plain_serial(other)


def distance(first: str, second: str) -> int:
    """Levenshtein's, by the textbook recursion row by row."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


@given(st.text("ab1", max_size=6), st.text("ab1", max_size=6))
def test_one_apart_is_a_distance_of_one(first: str, second: str) -> None:
    assert one_apart(first, second) == (distance(first, second) == 1)
