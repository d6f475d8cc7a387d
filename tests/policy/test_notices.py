"""When, by whom and how a family is told, and what is written for it: each rule on both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from antigone.policy import notices as rules

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 27)


def test_no_02_signed_and_released_or_nothing() -> None:
    assert rules.no_02_signed_and_released(stands=True, released=True).met
    waits = rules.no_02_signed_and_released(stands=True, released=False)
    assert not waits.met
    assert "nobody has released it" in waits.message
    fell = rules.no_02_signed_and_released(stands=False, released=True)
    assert not fell.met
    assert "reopened" in fell.message


@pytest.mark.parametrize(
    ("may", "sees", "until", "words"),
    [
        (False, True, TODAY, "role"),
        (True, False, TODAY, "another agency"),
        (True, True, None, "No training"),
        (True, True, TODAY - timedelta(days=1), "no longer valid"),
    ],
)
def test_no_03_an_untrained_person_is_not_sent(
    may: bool, sees: bool, until: date | None, words: str
) -> None:
    assert rules.no_03_trained(may_notify=True, sees_family=True, valid_until=TODAY, on=TODAY).met
    found = rules.no_03_trained(may_notify=may, sees_family=sees, valid_until=until, on=TODAY)
    assert not found.met
    assert words in found.message


def test_no_04_nobody_goes_against_the_wish_of_the_family() -> None:
    assert rules.no_04_wants_to_be_told(wishes=True, withdrawn=False).met
    assert "does not want" in rules.no_04_wants_to_be_told(wishes=False, withdrawn=False).message
    gone = rules.no_04_wants_to_be_told(wishes=True, withdrawn=True)
    assert not gone.met
    assert "withdrawn" in gone.message


@pytest.mark.parametrize(
    ("at", "assigned_at", "words"),
    [
        (NOON + HOUR, NOON - HOUR, "still to come"),
        (NOON - 2 * HOUR, NOON - HOUR, "nobody was assigned yet"),
        (NOON, None, "Nobody is assigned"),
    ],
)
def test_no_05_a_visit_is_recorded_after_it(
    at: datetime, assigned_at: datetime | None, words: str
) -> None:
    assert rules.no_05_after_the_visit(at=NOON, now=NOON, assigned_at=NOON - HOUR).met
    found = rules.no_05_after_the_visit(at=at, now=NOON, assigned_at=assigned_at)
    assert not found.met
    assert words in found.message


@pytest.mark.parametrize(("notifier", "assigned"), [(True, False), (False, True)])
def test_no_06_by_the_notifier_or_who_sent_them(notifier: bool, assigned: bool) -> None:
    assert rules.no_06_by_whom(is_notifier=notifier, has_assigned=assigned).met
    other = rules.no_06_by_whom(is_notifier=False, has_assigned=False)
    assert not other.met
    assert "Another person" in other.message


def test_no_07_in_person_unless_the_family_asked_otherwise() -> None:
    for told, in_person, asked in [(True, True, False), (True, False, True), (False, False, False)]:
        assert rules.no_07_in_person(told=told, in_person=in_person, asked_for_telephone=asked).met
    found = rules.no_07_in_person(told=True, in_person=False, asked_for_telephone=False)
    assert not found.met
    assert "in person" in found.message


@pytest.mark.parametrize("allowed", [rules.SHEET_FIELDS, rules.LETTER_FIELDS, rules.CAUSE_FIELDS])
@pytest.mark.parametrize(
    "strange", ["injuries", "wounds", "cause_of_death", "photo", "picture", "state", "findings"]
)
def test_no_08_only_named_fields(allowed: frozenset[str], strange: str) -> None:
    assert rules.no_08_named_fields(allowed, allowed).met
    found = rules.no_08_named_fields([strange], allowed)
    assert not found.met
    assert strange in found.message


def test_no_08_the_cause_stands_on_its_own_sheet_alone() -> None:
    assert not rules.no_08_named_fields(["cause"], rules.LETTER_FIELDS).met
    assert not rules.no_08_named_fields(["cause"], rules.SHEET_FIELDS).met
    assert rules.no_08_named_fields(["cause"], rules.CAUSE_FIELDS).met


def test_no_09_no_letter_instead_of_telling() -> None:
    assert rules.no_09_after_telling(told=True, in_time=True).met
    assert "instead of telling" in rules.no_09_after_telling(told=False, in_time=False).message
    assert not rules.no_09_after_telling(told=True, in_time=False).met


def test_no_10_cause_in_writing_only_at_request() -> None:
    assert rules.no_10_cause_at_request(asked=True).met
    found = rules.no_10_cause_at_request(asked=False)
    assert not found.met
    assert "did not ask" in found.message


@pytest.mark.parametrize(
    ("said_by", "said_on", "about_telling", "told", "words"),
    [
        (" ", TODAY, False, True, "who of the family"),
        ("Mother", TODAY + timedelta(days=1), False, True, "still to come"),
        ("Mother", TODAY, False, False, "once it was told"),
    ],
)
def test_no_11_a_wish_names_who_said_it_and_when(
    said_by: str, said_on: date, about_telling: bool, told: bool, words: str
) -> None:
    for telling, after in [(True, False), (False, True)]:
        assert rules.no_11_wish_of_a_person(
            said_by="Mother", said_on=TODAY, today=TODAY, about_telling=telling, told=after
        ).met
    found = rules.no_11_wish_of_a_person(
        said_by=said_by, said_on=said_on, today=TODAY, about_telling=about_telling, told=told
    )
    assert not found.met
    assert words in found.message


def test_no_12_who_was_told_is_told_that_it_fell() -> None:
    assert rules.no_12_told_that_it_fell(stands=False, was_told=True).met
    assert "stands" in rules.no_12_told_that_it_fell(stands=True, was_told=True).message
    assert "never told" in rules.no_12_told_that_it_fell(stands=False, was_told=False).message


@pytest.mark.parametrize(
    "tried",
    [
        "see https://example.org/a",
        "IMG_0042.JPG",
        "data:image/png;base64,AAAA",
        "write to office@example.org",
        "call +380 44 000 00 00",
        "(044) 123-4567",
    ],
)
def test_no_13_nothing_but_words_is_typed(tried: str) -> None:
    for plain in ("A jacket, prayer beads, a letter.", "09.10.2026, 15:00", "2026-10-09", "Room 4"):
        assert rules.no_13_plain_words([plain]).met
    assert not rules.no_13_plain_words(["Room 4", tried]).met


def test_no_14_a_telling_in_ignorance_is_entered_and_put_right() -> None:
    assert rules.no_14_told_in_ignorance(told=True, did_not_know=True).met
    unconfirmed = rules.no_14_told_in_ignorance(told=True, did_not_know=False)
    assert not unconfirmed.met
    assert "who did not know, confirm it" in unconfirmed.message
    not_told = rules.no_14_told_in_ignorance(told=False, did_not_know=True)
    assert not not_told.met
    assert "only that the family was told" in not_told.message
