"""Rules of looking after cases."""

from __future__ import annotations

import pytest

from antigone.policy.assignments import (
    as_01_sees_the_case,
    as_02_hands_on_ones_own,
    as_03_for_oneself,
)


@pytest.mark.parametrize(
    ("is_member", "sees_case", "met"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_as_01_whoever_has_a_case_may_see_it(is_member: bool, sees_case: bool, met: bool) -> None:
    finding = as_01_sees_the_case(is_member=is_member, sees_case=sees_case)
    assert (finding.code, finding.met) == ("AS-01", met)


@pytest.mark.parametrize(
    ("now", "by", "may_assign", "met"),
    [(None, 1, False, True), (1, 1, False, True), (2, 1, False, False), (2, 1, True, True)],
)
def test_as_02_a_case_is_handed_on_by_whoever_has_it(
    now: int | None, by: int, may_assign: bool, met: bool
) -> None:
    finding = as_02_hands_on_ones_own(looked_after_by=now, by=by, may_assign=may_assign)
    assert (finding.code, finding.met) == ("AS-02", met)


@pytest.mark.parametrize(
    ("takes_for", "may_assign", "had_it", "met"),
    [
        (1, False, False, True),
        (2, False, False, False),
        (2, True, False, True),
        (2, False, True, True),
    ],
)
def test_as_03_a_free_case_is_taken_for_oneself(
    takes_for: int, may_assign: bool, had_it: bool, met: bool
) -> None:
    finding = as_03_for_oneself(takes_for=takes_for, by=1, may_assign=may_assign, had_it=had_it)
    assert (finding.code, finding.met) == ("AS-03", met)
