from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from antigone.policy.purposes import (
    Asked,
    co_11_answer_is_complete,
    co_12_allows,
    co_13_needs_consent,
    co_14_donor_is_asked,
    co_15_both_are_covered,
)

TODAY = date(2026, 11, 24)
VERSIONS = ("2026-1",)
YES = Asked(
    purpose="search",
    answer="yes",
    kind="consent",
    particulars="",
    asked="Лідія Орлевич",
    interviewer="Nadia Sarkis",
    text_version="2026-1",
    language="Ukrainian",
    given_on=TODAY,
)
LAW = replace(YES, kind="law", particulars="Law 7", asked="", text_version="", language="")


def test_co_11_a_complete_answer_lacks_nothing() -> None:
    assert not co_11_answer_is_complete(YES, TODAY, VERSIONS)
    assert not co_11_answer_is_complete(LAW, TODAY, VERSIONS)
    sharing = replace(YES, purpose="sharing", recipient="Bureau")
    assert not co_11_answer_is_complete(sharing, TODAY, VERSIONS)


@pytest.mark.parametrize(
    ("asked", "change", "field"),
    [
        (YES, {"kind": "hearsay"}, "kind"),
        (LAW, {"particulars": " "}, "particulars"),
        (YES, {"asked": " "}, "asked"),
        (YES, {"interviewer": "Nadia"}, "interviewer"),
        (YES, {"text_version": "1999-1"}, "text_version"),
        (YES, {"language": ""}, "language"),
        (YES, {"given_on": None}, "given_on"),
        (YES, {"given_on": TODAY + timedelta(days=1)}, "given_on"),
        (YES, {"purpose": "sharing"}, "recipient"),
        (YES, {"recipient": "Bureau"}, "recipient"),
    ],
)
def test_co_11_what_is_lacking_is_named_at_its_field(
    asked: Asked, change: dict[str, Any], field: str
) -> None:
    (finding,) = co_11_answer_is_complete(replace(asked, **change), TODAY, VERSIONS)
    assert (finding.code, finding.met, finding.values["field"]) == ("CO-11", False, field)


def test_co_12_only_a_newest_yes_allows() -> None:
    assert not co_12_allows([])
    assert co_12_allows(["no", "later", "yes"])
    for ended in ("no", "later", "withdrawn"):
        assert not co_12_allows(["yes", ended])


def test_co_13_no_law_stands_in_for_the_word_of_the_family() -> None:
    for purpose in ("photographs", "sharing", "publication"):
        assert co_13_needs_consent(purpose, "consent").met
        assert not co_13_needs_consent(purpose, "law").met
    assert co_13_needs_consent("search", "law").met
    assert co_13_needs_consent("dna", "other").met


def test_co_14_each_donor_is_asked_where_a_person_took_the_request() -> None:
    assert co_14_donor_is_asked(by_hand=True, own_basis=True, family_basis=False)
    assert not co_14_donor_is_asked(by_hand=True, own_basis=False, family_basis=True)
    assert co_14_donor_is_asked(by_hand=False, own_basis=False, family_basis=True)
    assert not co_14_donor_is_asked(by_hand=False, own_basis=False, family_basis=False)


def test_co_15_joined_persons_need_a_basis_of_both_families() -> None:
    assert co_15_both_are_covered([True, True])
    assert not co_15_both_are_covered([True, False])
