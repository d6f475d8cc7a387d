"""Rules of reports: words and drawings for everybody, pictures for a court that asks."""

from __future__ import annotations

import pytest

from antigone.policy.reports import (
    MOST_PICTURES,
    rp_01_words_and_drawings,
    rp_02_a_court_asks,
    rp_03_chosen_of_these_remains,
    rp_06_court_is_told_once,
)


def test_rp_01_whatever_shows_a_picture_is_refused() -> None:
    finding = rp_01_words_and_drawings(["<img>", "<img>"])
    assert (finding.code, finding.met) == ("RP-01", False)
    assert finding.message.endswith(": <img>.")


def test_rp_01_words_tables_and_line_drawings_are_allowed() -> None:
    assert rp_01_words_and_drawings([]).met


@pytest.mark.parametrize(
    ("authority", "case", "reason", "says"),
    [
        ("", "12/26", "identity is disputed", "Name the court"),
        ("  ", "12/26", "identity is disputed", "Name the court"),
        ("District Court", " ", "identity is disputed", "number"),
        ("District Court", "12/26", " because   ", "in words"),
    ],
)
def test_rp_02_authority_case_and_reason_are_asked_for(
    authority: str, case: str, reason: str, says: str
) -> None:
    finding = rp_02_a_court_asks(authority, case, reason)
    assert (finding.code, finding.met) == ("RP-02", False)
    assert says in finding.message


def test_rp_02_a_court_that_asks_in_a_case_gets_a_copy() -> None:
    assert rp_02_a_court_asks("District Court", "12/26", "identity is disputed").met


@pytest.mark.parametrize(
    ("chosen", "met", "says"),
    [
        ([1], True, "All"),
        ([1, 2], True, "All"),
        ([], False, "Choose"),
        ([1, 9], False, "not of these remains"),
        (list(range(1, MOST_PICTURES + 2)), False, "at most 12"),
    ],
)
def test_rp_03_only_pictures_of_these_remains(chosen: list[int], met: bool, says: str) -> None:
    finding = rp_03_chosen_of_these_remains(chosen, {1, 2})
    assert (finding.code, finding.met) == ("RP-03", met)
    assert says in finding.message


@pytest.mark.parametrize(
    ("stands", "told", "met"),
    [(False, False, True), (False, True, False), (True, False, False), (True, True, False)],
)
def test_rp_06_a_court_is_told_once_when_a_decision_falls(
    stands: bool, told: bool, met: bool
) -> None:
    finding = rp_06_court_is_told_once(stands, told)
    assert (finding.code, finding.met) == ("RP-06", met)
