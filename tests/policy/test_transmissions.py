"""Rules of packages to the Bureau and the Central Agency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from antigone.policy import transmissions as rules
from antigone.policy.transmissions import Sent

REASON = "Names the village in which the children live."


@pytest.mark.parametrize(
    ("confirmed_by", "spoken_with", "words"),
    [
        ("sanna", "Lucie Favre", ""),
        ("mara", "Lucie Favre", "Somebody else"),
        ("", "Lucie Favre", "Somebody else"),
        ("sanna", "Lucie", "full name"),
    ],
)
def test_tm_01_a_second_person_compares_the_key(
    confirmed_by: str, spoken_with: str, words: str
) -> None:
    finding = rules.tm_01_key_confirmed(
        entered_by="mara", confirmed_by=confirmed_by, spoken_with=spoken_with
    )
    assert (finding.code, finding.met) == ("TM-01", not words)
    assert words in finding.message


@pytest.mark.parametrize(
    ("has_key", "retired", "met"),
    [(True, False, True), (False, False, False), (True, True, False)],
)
def test_tm_01_nothing_is_packed_without_a_confirmed_key(
    has_key: bool, retired: bool, met: bool
) -> None:
    finding = rules.tm_01_key_in_use(has_key=has_key, retired=retired)
    assert (finding.code, finding.met) == ("TM-01", met)


@pytest.mark.parametrize(("approved_by", "met"), [("sanna", True), ("mara", False)])
def test_tm_02_who_drafts_does_not_approve(approved_by: str, met: bool) -> None:
    finding = rules.tm_02_two_persons(drafted_by="mara", approved_by=approved_by)
    assert (finding.code, finding.met) == ("TM-02", met)


@pytest.mark.parametrize("field", rules.NAMES)
def test_tm_03_no_name_without_an_identification(field: str) -> None:
    named = {field: "Щербаков", "service_number": "1138"}
    assert rules.tm_03_named_only_if_identified(True, named, "D-0001").met
    refused = rules.tm_03_named_only_if_identified(False, named, "D-0001")
    assert (refused.code, refused.met) == ("TM-03", False)
    assert "D-0001" in refused.message
    unnamed = {field: "", "service_number": "1138"}
    assert rules.tm_03_named_only_if_identified(False, unnamed, "D-0001").met


@pytest.mark.parametrize(
    ("kind", "withheld", "words"),
    [
        ("party", {"inform": REASON}, ""),
        ("bureau", {"died_where": REASON}, ""),
        ("protecting_power", {"cause": REASON}, ""),
        ("central_agency", {}, ""),
        ("central_agency", {"inform": REASON}, "nothing is withheld"),
        ("party", {"inform": "harm"}, "whom it may harm"),
        ("party", {"number": REASON}, "not withheld"),
    ],
)
def test_tm_04_withheld_from_a_party_and_never_from_the_central_agency(
    kind: str, withheld: Mapping[str, str], words: str
) -> None:
    finding = rules.tm_04_withheld(kind, withheld, "D-0001")
    assert (finding.code, finding.met) == ("TM-04", not words)
    assert words in finding.message


@pytest.mark.parametrize(
    ("covered", "by_hand", "consents", "stays"),
    [
        (True, True, True, ()),
        (True, False, False, ()),
        (True, True, False, ("fathers_first_name", "inform")),
        (False, True, True, ("born", "fathers_first_name", "inform")),
        (False, False, True, ("born", "fathers_first_name", "inform")),
    ],
)
def test_tm_05_what_a_family_told_goes_if_it_allows_it(
    covered: bool, by_hand: bool, consents: bool, stays: tuple[str, ...]
) -> None:
    told = ["inform", "fathers_first_name", "born"]
    found = rules.tm_05_family_allows(told, covered=covered, by_hand=by_hand, consents=consents)
    assert found == stays


def test_tm_06_numbers_have_no_gap() -> None:
    assert rules.tm_06_next_number("CTA", []) == (1, "T-CTA-0001")
    assert rules.tm_06_next_number("CTA", [2, 1]) == (3, "T-CTA-0003")
    for numbers in ([2], [1, 3], [1, 1]):
        with pytest.raises(ValueError, match="with a gap"):
            rules.tm_06_next_number("CTA", numbers)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({"D-0001": "new", "D-0002": "correction"}, ""),
        ({}, "at least one"),
        ({"D-0001": "new", "D-0002": None}, "D-0002"),
    ],
)
def test_tm_07_only_what_the_recipient_does_not_have(
    kinds: Mapping[str, str | None], words: str
) -> None:
    finding = rules.tm_07_something_to_send(kinds)
    assert (finding.code, finding.met) == ("TM-07", not words)
    assert words in finding.message


def test_tm_07_what_is_approved_is_what_was_drafted() -> None:
    assert rules.tm_07_as_drafted({"D-0001": "a"}, {"D-0001": "a", "D-0002": "b"}).met
    for now in ({"D-0001": "b"}, {}):
        refused = rules.tm_07_as_drafted({"D-0001": "a"}, now)
        assert (refused.code, refused.met) == ("TM-07", False)
        assert "D-0001" in refused.message


SENT, UNNAMED = Sent("T-CTA-0001", "a", 7), Sent("T-CTA-0001", "a", None)


@pytest.mark.parametrize(
    ("sent", "version", "state", "person", "kind"),
    [
        (None, 0, "a", None, None),
        (None, 1, "a", None, "new"),
        (None, 1, "a", 7, "new"),
        (SENT, 1, "a", 7, None),
        (SENT, 2, "b", 7, "correction"),
        (UNNAMED, 1, "a", 7, "correction"),
        (SENT, 1, "a", 8, "correction"),
        (SENT, 1, "a", None, "name_withdrawn"),
        (SENT, 2, "b", None, "name_withdrawn"),
    ],
)
def test_tm_08_what_went_is_corrected_by_a_later_package(
    sent: Sent | None, version: int, state: str, person: int | None, kind: str | None
) -> None:
    assert rules.tm_08_kind(sent, version=version, state=state, person=person) == kind


MADE, TODAY = date(2026, 11, 2), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("kind", "receipt", "words", "day", "lacks"),
    [
        ("acknowledged", "CTA/2026/811", "", date(2026, 11, 9), ""),
        ("acknowledged", " ", "", date(2026, 11, 9), "number of the receipt"),
        ("acknowledged", "CTA/2026/811", "", None, "day"),
        ("acknowledged", "CTA/2026/811", "", date(2026, 11, 1), "day"),
        ("acknowledged", "CTA/2026/811", "", date(2026, 11, 21), "day"),
        ("questioned", "", "Which plot of the cemetery is it?", date(2026, 11, 9), ""),
        ("refused", "", "no", date(2026, 11, 9), "why it refused"),
    ],
)
def test_tm_09_an_answer_has_its_day_and_its_receipt(
    kind: str, receipt: str, words: str, day: date | None, lacks: str
) -> None:
    finding = rules.tm_09_answer(kind, receipt, words, day, made_on=MADE, today=TODAY)
    assert (finding.code, finding.met) == ("TM-09", not lacks)
    assert lacks in finding.message


@pytest.mark.parametrize("made", [True, False])
def test_tm_10_only_what_is_made_is_taken_out(made: bool) -> None:
    finding = rules.tm_10_taken_out(made=made)
    assert (finding.code, finding.met) == ("TM-10", made)


@pytest.mark.parametrize(
    ("fell", "withdrew", "words"),
    [
        ((), (), ""),
        (("D-0002",), (), "fell that D-0002"),
        ((), ("D-0001",), "withdrew since: D-0001"),
    ],
)
def test_tm_11_what_fell_or_was_withdrawn_does_not_leave(
    fell: tuple[str, ...], withdrew: tuple[str, ...], words: str
) -> None:
    finding = rules.tm_11_still_holds(fell=fell, withdrew=withdrew)
    assert (finding.code, finding.met) == ("TM-11", not words)
    assert words in finding.message
