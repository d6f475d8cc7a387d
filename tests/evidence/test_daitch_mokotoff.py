from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence import daitch_mokotoff as module
from antigone.evidence.daitch_mokotoff import DIGITS, daitch_mokotoff
from tests.shared_data import shared


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        # Stated in the numbers paper, section 11; two of them in a library manual.
        ("Peters", "739400 734000"),
        ("Moskowitz", "645740"),
        ("Auerbach", "097500 097400"),
        ("Schwarz", "474000 479400"),
        ("Anja", "060000 064000"),
        # By hand: equal codes side by side are one, but for mn and nm.
        ("Topf", "370000"),
        ("Kleinman", "586660"),
        ("Aukssol", "054800"),
        ("Tumnmn", "366000"),
        ("Shcherbakov", "297570"),
        ("Щ", ""),
        ("", ""),
    ],
)
def test_known_codes(name: str, codes: str) -> None:
    assert daitch_mokotoff(name) == frozenset(codes.split())


def test_the_rules_are_those_of_the_table() -> None:
    with shared("data", "names", "daitch_mokotoff_rules.csv").open(encoding="utf-8") as file:
        expected = {
            row["pattern"]: (row["at_start"], row["before_vowel"], row["otherwise"])
            for row in csv.DictReader(file)
        }
    ours = {
        group: ("|".join(r.start), "|".join(r.before_vowel), "|".join(r.elsewhere))
        for group, r in module._rules().items()
    }
    assert ours == expected


@given(st.text(max_size=20))
def test_codes_are_six_digits_and_know_no_case(name: str) -> None:
    codes = daitch_mokotoff(name)
    assert all(len(code) == DIGITS and code.isdecimal() for code in codes)
    if name.isascii():
        assert codes == daitch_mokotoff(name.upper()) == daitch_mokotoff(f"-{name}'")


def test_marked_letters_are_spelled_out() -> None:
    assert daitch_mokotoff("Šćerbakov") == daitch_mokotoff("Shcerbakov")
    assert daitch_mokotoff("Müller") == daitch_mokotoff("Muller")
