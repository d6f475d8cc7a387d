"""Rules of pictures: a reason, a right and a second factor, and what a family decides."""

from __future__ import annotations

import pytest

from antigone.policy.pictures import (
    REASONS,
    me_01_reason_given,
    me_02_may_open,
    me_06_keeps_place,
    me_09_family_allows,
)
from antigone.web.media.models import Opening


@pytest.mark.parametrize(
    ("reason", "words", "met"),
    [
        *((reason, "", reason != "other") for reason in REASONS),
        ("other", "a question of the court", True),
        ("other", "  ", False),
        ("", "", False),
        ("curiosity", "I want to see it", False),
    ],
)
def test_me_01_a_reason_is_one_of_a_few_or_stands_in_words(
    reason: str, words: str, met: bool
) -> None:
    finding = me_01_reason_given(reason, words)
    assert (finding.code, finding.met) == ("ME-01", met)


def test_the_reasons_of_the_pages_are_those_of_the_rule() -> None:
    assert set(Opening.Reason.values) == set(REASONS)


@pytest.mark.parametrize(
    ("right", "proved", "met"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_me_02_right_and_second_factor_are_both_needed(
    right: bool, proved: bool, met: bool
) -> None:
    assert me_02_may_open(right, proved).met == met


@pytest.mark.parametrize(
    ("of_family", "wanted", "kept"),
    [(False, False, True), (False, True, True), (True, False, False), (True, True, True)],
)
def test_me_06_only_a_family_decides_on_its_places(
    of_family: bool, wanted: bool, kept: bool
) -> None:
    assert me_06_keeps_place(of_family, wanted) == kept


@pytest.mark.parametrize(
    ("covered", "consents", "met"),
    [
        (True, [], True),
        (True, [True], True),
        (True, [True, False], False),
        (False, [True], False),
        (False, [], False),
    ],
)
def test_me_09_a_basis_and_each_consent_are_needed(
    covered: bool, consents: list[bool], met: bool
) -> None:
    assert me_09_family_allows(covered, consents).met == met
