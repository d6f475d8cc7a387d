"""Rules RA-…: both sides of each."""

from __future__ import annotations

import pytest

from antigone.policy.register import (
    LONGEST_CODE,
    MOST_IN_AN_EXTRACT,
    is_code,
    ra_01_entered,
    ra_03_heading,
    ra_04_shown,
    ra_05_is_an_extract,
)
from antigone.provenance import JsonValue


def test_ra_01_a_number_that_was_asked_for_is_kept() -> None:
    kept = ra_01_entered({"group": "saw", "actor": ""}, about="PM-0147")
    assert kept == {"about": "PM-0147", "group": "saw", "older": False}


@pytest.mark.parametrize("name", ["Olena Marchuk", "Marchuk", "marchuk", "Олена", "PM-0147 Olena"])
def test_ra_01_a_name_that_was_asked_for_is_not_kept(name: str) -> None:
    assert ra_01_entered({}, about=name, older=True) == {"about": None, "older": True}


def test_ra_03_an_extract_says_what_it_is() -> None:
    heading = "\n".join(ra_03_heading(head=(12, "ab" * 32), purpose="law", entries=3))
    for words in ("EXTRACT", "cannot be verified by itself", "12", "ab" * 32, "law", ": 3"):
        assert words in heading


def test_ra_04_counts_codes_and_hashes_are_shown() -> None:
    details: dict[str, JsonValue] = {
        "sha256": "0f" * 32,
        "rows_count": 12,
        "with_enquirers": False,
        "until": "2026-11-28T10:00:00+01:00",
        "remains": ["PM-0001", "PM-0002"],
        "donor": None,
        "purpose": "law",
        "agency": "MPO",
    }
    assert ra_04_shown(details) == details


@pytest.mark.parametrize(
    "words",
    ["for the court in Sorrel Quay", "Olena", "Олена Марчук", "أولينا مارتشوك", "she 3", "x" * 81],
)
def test_ra_04_words_are_not_shown(words: str) -> None:
    shown = ra_04_shown({"purpose_in_words": words, "of": {"one": [words]}})
    assert shown == {"purpose_in_words": None, "of": {"one": [None]}}


def test_ra_05_an_extract_is_short() -> None:
    assert ra_05_is_an_extract(MOST_IN_AN_EXTRACT).met
    refused = ra_05_is_an_extract(MOST_IN_AN_EXTRACT + 1)
    assert not refused.met
    assert "100000" in refused.message


def test_the_longest_code() -> None:
    assert is_code("a" * LONGEST_CODE)
    assert not is_code("a" * (LONGEST_CODE + 1))
    assert not is_code("")
