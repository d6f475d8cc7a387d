from __future__ import annotations

from datetime import date, timedelta

import pytest

from antigone.policy.sharing import (
    LONGEST_DAYS,
    sh_01_purpose_and_end,
    sh_02_only_ones_own,
    sh_03_with_another,
    sh_04_family_consents,
    sh_05_roles_for_ones_own,
)

TODAY = date(2026, 11, 27)
MPO, IFM, OTHER = 1, 2, 3


@pytest.mark.parametrize(
    ("purpose", "until", "met"),
    [
        ("To compare.", TODAY, True),
        ("To compare.", TODAY + timedelta(days=LONGEST_DAYS), True),
        ("To compare.", TODAY + timedelta(days=LONGEST_DAYS + 1), False),
        ("To compare.", TODAY - timedelta(days=1), False),
        ("To compare.", None, False),
        (" ", TODAY, False),
    ],
)
def test_sh_01_purpose_and_end(purpose: str, until: date | None, met: bool) -> None:
    assert sh_01_purpose_and_end(purpose, until, TODAY).met == met


@pytest.mark.parametrize(
    ("agency", "lead", "case", "met"),
    [
        (MPO, MPO, None, True),
        (MPO, MPO, IFM, True),
        (IFM, MPO, IFM, True),
        (IFM, MPO, None, False),
        (OTHER, MPO, IFM, False),
        (None, None, None, False),
    ],
)
def test_sh_02_what_was_shared_is_not_passed_on(
    agency: int | None, lead: int | None, case: int | None, met: bool
) -> None:
    assert sh_02_only_ones_own(agency, lead=lead, case=case).met == met


@pytest.mark.parametrize(
    ("lead", "case", "met"),
    [
        (MPO, None, True),
        (MPO, IFM, True),
        (None, None, False),
        (OTHER, None, False),
        (MPO, OTHER, False),
    ],
)
def test_sh_03_the_other_agency_does_not_see_it_yet(
    lead: int | None, case: int | None, met: bool
) -> None:
    assert sh_03_with_another(OTHER, lead=lead, case=case).met == met


def test_sh_04_a_family_is_asked_for_each_agency() -> None:
    assert sh_04_family_consents(by_hand=True, consents=True).met
    assert not sh_04_family_consents(by_hand=True, consents=False).met
    assert sh_04_family_consents(by_hand=False, consents=False).met


@pytest.mark.parametrize(
    ("by", "lead", "of", "met"),
    [
        (IFM, None, MPO, True),
        (MPO, MPO, IFM, True),
        (MPO, MPO, None, True),
        (IFM, MPO, IFM, True),
        (IFM, MPO, MPO, False),
        (IFM, MPO, OTHER, False),
        (IFM, MPO, None, False),
        (None, MPO, None, False),
        (None, MPO, MPO, False),
    ],
)
def test_sh_05_roles_for_ones_own_agency(
    by: int | None, lead: int | None, of: int | None, met: bool
) -> None:
    finding = sh_05_roles_for_ones_own(by, lead=lead, of=of)
    assert (finding.code, finding.met) == ("SH-05", met)
