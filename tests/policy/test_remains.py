"""The rules about remains: what lets them into a comparison, and when numbers are of one body."""

from __future__ import annotations

import pytest

from antigone.policy.remains import (
    Confirmation,
    re_01_may_enter,
    re_01_names_the_examiner,
    re_02_one_body,
    re_03_may_be_parted,
)

BY_NAME = Confirmation("Dr Imani Roskvist", "Forensic physician")


@pytest.mark.parametrize(
    ("confirmations", "recoveries", "met", "words"),
    [
        ([BY_NAME], 1, True, "Imani Roskvist"),
        ([], 1, False, "No named examiner has confirmed death."),
        ([BY_NAME], 0, False, "No recovery is recorded."),
        ([], 0, False, "confirmed death, and no recovery"),
        ([Confirmation("Dr Imani Roskvist", "Physician", holds=False)], 1, False, "No named"),
        ([Confirmation("Imani", "Physician")], 1, False, "No named"),
        ([Confirmation("Imani Roskvist", " ")], 1, False, "No named"),
        ([Confirmation("A B", "C", holds=False), BY_NAME], 2, True, "Roskvist"),
    ],
)
def test_re_01_death_is_confirmed_and_the_recovery_recorded(
    confirmations: list[Confirmation], recoveries: int, met: bool, words: str
) -> None:
    finding = re_01_may_enter(confirmations, recoveries)
    assert (finding.code, finding.met) == ("RE-01", met)
    assert words in finding.message


def test_re_01_the_examiner_is_named() -> None:
    assert re_01_names_the_examiner(BY_NAME).met
    assert not re_01_names_the_examiner(Confirmation("Roskvist", "Physician")).met
    assert not re_01_names_the_examiner(Confirmation("Imani Roskvist", "")).met


def test_re_02_numbers_are_joined_where_nothing_excludes_it() -> None:
    assert re_02_one_body("The bones articulate.", []).met
    assert not re_02_one_body("  ", []).met
    refused = re_02_one_body("The bones articulate.", ["both have the skull"])
    assert (refused.code, refused.met) == ("RE-02", False)
    assert "both have the skull" in refused.message


def test_re_03_a_body_that_is_identified_is_not_parted() -> None:
    assert re_03_may_be_parted("A mix-up of tags.", []).met
    assert not re_03_may_be_parted("", []).met
    refused = re_03_may_be_parted("A mix-up of tags.", ["V1 is identified as M1"])
    assert (refused.code, refused.met) == ("RE-03", False)
    assert "V1 is identified as M1" in refused.message
