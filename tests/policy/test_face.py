"""Rules of searching by face: with what, among whom, and what a lead is worth."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from antigone.policy.face import (
    MOST_LOG10_LR,
    OPINIONS,
    PURPOSES,
    Photograph,
    Released,
    fa_01_picture_of_remains,
    fa_02_is_dead,
    fa_03_released_by_another,
    fa_04_not_identified,
    fa_05_family_gave_it_for_this,
    fa_05_shows_one_person,
    fa_06_still_sought,
    fa_07_in_sight,
    fa_08_good_enough,
    fa_09_capped,
    fa_10_purpose_and_proof,
    fa_11_goes_at_once,
    fa_12_own_opinion,
    fa_14_released_with_reason,
)
from antigone.policy.remains import Confirmation, re_01_may_enter

GIVEN = Photograph(
    kind="portrait",
    of_sought=True,
    by_request=True,
    stands=True,
    covered=True,
    photographs=True,
    faces=True,
    alive=False,
    identified=False,
    same_incident=True,
    in_sight=True,
)


def without(lacking: str) -> Photograph:
    facts: dict[str, Any] = asdict(GIVEN) | {lacking: False}
    return Photograph(**facts)


@pytest.mark.parametrize(
    ("of_remains", "stands", "kind", "words"),
    [
        (True, True, "face", ""),
        (True, True, "full_body", ""),
        (True, True, "teeth", "shows no face"),
        (True, False, "face", "moved or retracted"),
        (False, True, "portrait", "given by a family"),
        (False, True, "face", "given by a family"),
    ],
)
def test_fa_01_only_a_picture_of_remains_is_searched_with(
    of_remains: bool, stands: bool, kind: str, words: str
) -> None:
    finding = fa_01_picture_of_remains(of_remains=of_remains, stands=stands, kind=kind)
    assert (finding.code, finding.met) == ("FA-01", not words)
    assert words in finding.message


def test_fa_02_death_is_confirmed_by_a_named_examiner_and_the_recovery_recorded() -> None:
    named = Confirmation("Imani Roskvist", "Forensic physician")
    for confirmations, recoveries, met in (
        ([named], 1, True),
        ([named], 0, False),
        ([], 1, False),
        ([replace(named, holds=False)], 1, False),
        ([replace(named, examiner="Roskvist")], 1, False),
    ):
        finding = fa_02_is_dead(re_01_may_enter(confirmations, recoveries))
        assert (finding.code, finding.met) == ("FA-02", met)


@pytest.mark.parametrize(
    ("release", "met"),
    [
        (Released(2, "Fresh, face intact."), True),
        (Released(1, "Fresh, face intact."), False),
        (Released(2, "  "), False),
        (None, False),
        (Released(by=2, reason="Fresh.", stands=False), False),
    ],
)
def test_fa_03_another_person_released_it(release: Released | None, met: bool) -> None:
    assert fa_03_released_by_another(release, searcher=1).met is met


def test_fa_04_whoever_has_a_name_is_not_searched_for() -> None:
    assert fa_04_not_identified([]).met
    found = fa_04_not_identified(["M1"])
    assert not found.met
    assert "M1" in found.message


def test_fa_05_each_consent_and_the_basis_are_needed() -> None:
    assert fa_05_family_gave_it_for_this(GIVEN)
    assert fa_05_family_gave_it_for_this(replace(GIVEN, kind="group"))
    for lacking in ("of_sought", "by_request", "stands", "covered", "photographs", "faces"):
        assert not fa_05_family_gave_it_for_this(without(lacking)), lacking
    for kind in ("teeth", "document", "face", "xray"):
        assert not fa_05_family_gave_it_for_this(replace(GIVEN, kind=kind)), kind


def test_fa_06_nobody_who_lives_or_has_a_name_is_looked_at() -> None:
    assert fa_06_still_sought(GIVEN)
    assert not fa_06_still_sought(replace(GIVEN, alive=True))
    assert not fa_06_still_sought(replace(GIVEN, identified=True))


def test_fa_07_neither_another_incident_nor_a_family_out_of_sight_is_searched() -> None:
    assert fa_07_in_sight(GIVEN)
    assert not fa_07_in_sight(replace(GIVEN, same_incident=False))
    assert not fa_07_in_sight(replace(GIVEN, in_sight=False))


def test_fa_08_a_poor_picture_is_not_compared() -> None:
    assert fa_08_good_enough([]).met
    assert not fa_08_good_enough(["too_small"]).met


def test_fa_09_a_face_never_weighs_more_than_ten_to_one() -> None:
    assert fa_09_capped(4.0) == MOST_LOG10_LR == 1.0
    assert fa_09_capped(0.4) == 0.4
    assert fa_09_capped(None) is None


def test_fa_10_purpose_words_and_second_factor_are_all_needed() -> None:
    (met,) = fa_10_purpose_and_proof(PURPOSES[0], "Which family first?", proved=True)
    assert met.met
    unmet = fa_10_purpose_and_proof("curiosity", " ", proved=False)
    assert len(unmet) == 3
    assert not any(finding.met for finding in unmet)
    (one,) = fa_10_purpose_and_proof(PURPOSES[0], "Which family first?", proved=False)
    assert "second factor" in one.message


def test_fa_11_what_may_not_be_used_is_destroyed() -> None:
    assert fa_11_goes_at_once([1, 2, 3], {2, 9}) == frozenset({1, 3})
    assert fa_11_goes_at_once([], {2}) == frozenset()


@pytest.mark.parametrize(
    ("opinion", "reasons", "opened", "met"),
    [
        ("same_1", "The ears agree.", True, True),
        ("none", "Only the brow can be seen.", True, True),
        ("certain", "The ears agree.", True, False),
        ("same_1", " ", True, False),
        ("same_1", "The ears agree.", False, False),
    ],
)
def test_fa_12_an_opinion_has_a_step_reasons_and_two_open_pictures(
    opinion: str, reasons: str, opened: bool, met: bool
) -> None:
    finding = fa_12_own_opinion(opinion, reasons, opened_both=opened)
    assert (finding.code, finding.met) == ("FA-12", met)


def test_the_scale_has_as_many_steps_to_each_side() -> None:
    assert len(OPINIONS) == 7
    assert OPINIONS[3] == "none"


@pytest.mark.parametrize(
    ("reason", "released", "opened", "met"),
    [
        ("Fresh.", False, True, True),
        ("Fresh.", True, True, False),
        ("Fresh.", False, False, False),
        ("  ", False, True, False),
    ],
)
def test_fa_14_a_picture_is_released_once_with_a_reason(
    reason: str, released: bool, opened: bool, met: bool
) -> None:
    assert fa_14_released_with_reason(reason, released=released, opened=opened).met is met


def test_fa_05_of_several_persons_only_the_one_is_measured_whose_eyes_are_set() -> None:
    assert fa_05_shows_one_person("portrait", eyes_set=False)
    assert not fa_05_shows_one_person("group", eyes_set=False)
    assert fa_05_shows_one_person("group", eyes_set=True)
