"""Rules LA-…."""

from __future__ import annotations

from datetime import date

import pytest

from antigone.policy.wording import la_01_approved, la_02_reader_is_named

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "translated", "approved", "met"),
    [
        ("en", True, False, True),
        ("uk", True, True, True),
        ("uk", True, False, False),
        ("uk", False, False, False),
        ("uk", False, True, False),
    ],
)
def test_la_01_a_translation_needs_an_approval(
    language: str, translated: bool, approved: bool, met: bool
) -> None:
    assert la_01_approved(language, translated=translated, approved=approved).met is met


@pytest.mark.parametrize(
    ("name", "function", "day", "met"),
    [
        ("Olena Hrytsenko", "Tracing officer", TODAY, True),
        ("Olena", "Tracing officer", TODAY, False),
        ("Olena Hrytsenko", "  ", TODAY, False),
        ("Olena Hrytsenko", "Tracing officer", date(2026, 11, 25), False),
    ],
)
def test_la_02_the_reader_is_named(name: str, function: str, day: date, met: bool) -> None:
    assert la_02_reader_is_named(name, function, day, TODAY).met is met
