"""Rules BO-16 to BO-18, each met and unmet."""

from __future__ import annotations

import pytest

from antigone.policy.board_talk import (
    bo_16_may_be_released,
    bo_17_asked_of_what_was_seen,
    bo_18_still_open,
)


@pytest.mark.parametrize(
    ("stands", "released", "asked", "words"),
    [
        (False, False, (), "reopened"),
        (False, True, (), "reopened"),
        (True, True, (), "released before"),
        (True, False, ("Ilse has asked for more (request 3)",), "request 3"),
    ],
)
def test_bo_16_refuses_a_release(
    stands: bool, released: bool, asked: tuple[str, ...], words: str
) -> None:
    refused = bo_16_may_be_released(stands, released, asked)
    assert (refused.code, refused.met) == ("BO-16", False)
    assert words in refused.message


def test_bo_16_only_what_stands_and_is_not_asked_about_is_released_once() -> None:
    assert bo_16_may_be_released(True, False, ()).met


def test_bo_17_more_is_asked_of_what_the_asker_saw() -> None:
    assert bo_17_asked_of_what_was_seen("open", "open", False).met
    assert bo_17_asked_of_what_was_seen("signed", "signed", True).met
    for seen, state, stands, words in (
        ("open", "signed", True, "meanwhile"),
        ("open", "withdrawn", False, "meanwhile"),
        ("refused", "refused", False, "ended"),
        ("signed", "signed", False, "ended"),
    ):
        refused = bo_17_asked_of_what_was_seen(seen, state, stands)
        assert (refused.code, refused.met) == ("BO-17", False)
        assert words in refused.message


def test_bo_18_a_request_is_answered_once() -> None:
    assert bo_18_still_open(True).met
    assert not bo_18_still_open(False).met
