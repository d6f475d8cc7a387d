from __future__ import annotations

from antigone.policy.requests import tr_01_one_person, tr_02_may_be_parted


def test_tr_01_numbers_are_joined_where_nothing_contradicts() -> None:
    assert tr_01_one_person("Name, birth date and the same mother.", []).met
    assert not tr_01_one_person(" ", []).met
    refused = tr_01_one_person("Name.", ["the sexes differ", "two mothers"])
    assert not refused.met
    assert "the sexes differ; two mothers" in refused.message


def test_tr_02_what_is_identified_is_not_parted() -> None:
    assert tr_02_may_be_parted("A namesake.", []).met
    assert not tr_02_may_be_parted("", []).met
    refused = tr_02_may_be_parted("A namesake.", ["V1 is M1"])
    assert not refused.met
    assert "V1 is M1" in refused.message
