"""Rules of the record of the dead: both sides of each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from antigone.policy.deaths import (
    Article,
    Grave,
    Particular,
    Receiver,
    Rest,
    TagReading,
    de_01_one_record,
    de_02_name_needs_identification,
    de_03_sources,
    de_04_says_why,
    de_05_named_physician,
    de_06_record_holds,
    de_07_examined_before,
    de_08_cremation_reason,
    de_09_alone,
    de_10_found_again,
    de_11_complete_list,
    de_12_two_counted,
    de_13_released,
    de_14_tag_read_by_two,
    de_15_wishes_seen,
    de_16_still_here,
    de_17_fell,
    de_18_not_by_custody_alone,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_de_01_a_body_has_one_record() -> None:
    assert de_01_one_record([]).met
    refused = de_01_one_record(["D-0003"])
    assert not refused.met
    assert "D-0003" in refused.message


def test_de_02_a_name_needs_a_standing_identification() -> None:
    assert de_02_name_needs_identification(names_somebody=True, stands=True).met
    assert de_02_name_needs_identification(names_somebody=False, stands=False).met
    assert not de_02_name_needs_identification(names_somebody=True, stands=False).met


def test_de_03_every_particular_says_where_it_is_from() -> None:
    assert de_03_sources({"rank": Particular("corporal", "disc"), "unit": Particular("", "")}).met
    refused = de_03_sources({"rank": Particular("corporal", "")})
    assert not refused.met
    assert "rank" in refused.message


def test_de_04_a_correction_says_why() -> None:
    assert de_04_says_why(version=1, because="").met
    assert de_04_says_why(version=2, because="Misread.").met
    assert not de_04_says_why(version=2, because="  ").met


@pytest.mark.parametrize("lacking", ["cause", "name", "function", "day"])
def test_de_05_the_physician_is_named(lacking: str) -> None:
    full = {
        "cause": "Not determined.",
        "name": "Dr A",
        "function": "Physician",
        "day": "2026-11-02",
    }
    assert de_05_named_physician(**full).met
    assert not de_05_named_physician(**{**full, lacking: " "}).met


def test_de_06_a_certificate_is_of_a_record_that_holds() -> None:
    assert de_06_record_holds(in_doubt=False, certified=False).met
    assert not de_06_record_holds(in_doubt=True, certified=False).met
    assert not de_06_record_holds(in_doubt=False, certified=True).met


def test_de_07_examination_comes_before_burial() -> None:
    assert de_07_examined_before(unconfirmed=[], unexamined=[]).met
    refused = de_07_examined_before(unconfirmed=["V1"], unexamined=[])
    assert not refused.met
    assert "V1" in refused.message
    assert not de_07_examined_before(unconfirmed=[], unexamined=["V2"]).met


def test_de_08_cremation_needs_one_of_three_reasons() -> None:
    assert de_08_cremation_reason(Grave(Rest.BURIAL, "Marel")).met
    reasons = Grave(Rest.CREMATION, "Marel", reason="Cholera.", cremation_reason="hygiene")
    assert de_08_cremation_reason(reasons).met
    for refused in (
        Grave(Rest.CREMATION, "Marel"),
        Grave(Rest.CREMATION, "Marel", reason="No room.", cremation_reason="room"),
        Grave(Rest.CREMATION, "Marel", cremation_reason="religion"),
    ):
        assert not de_08_cremation_reason(refused).met


def test_de_09_who_lies_with_others_lies_so_for_a_reason() -> None:
    assert de_09_alone(Grave(Rest.BURIAL, "Marel")).met
    assert de_09_alone(Grave(Rest.BURIAL, "Marel", individual=False, reason="Shelling.")).met
    assert not de_09_alone(Grave(Rest.BURIAL, "Marel", individual=False)).met


def test_de_10_a_grave_can_be_found_again() -> None:
    full = Grave(Rest.BURIAL, "Marel", position="A 3 12", marking="Unidentified, V2")
    assert de_10_found_again(full).met
    assert de_10_found_again(Grave(Rest.AT_SEA, "", has_coordinates=True)).met
    assert de_10_found_again(Grave(Rest.EXHUMATION, "Marel")).met
    for refused in (
        Grave(Rest.BURIAL, "Marel", position="A 3 12"),
        Grave(Rest.BURIAL, "Marel", marking="V2"),
        Grave(Rest.AT_SEA, "Off the coast"),
    ):
        assert not de_10_found_again(refused).met


def test_de_11_the_list_of_a_packet_is_complete() -> None:
    assert de_11_complete_list([Article("ring"), Article("notes", "120.50", "UAH")]).met
    assert not de_11_complete_list([]).met
    for wrong in (
        Article(""),
        Article("notes", "120"),
        Article("notes", "", "UAH"),
        Article("notes", "many", "UAH"),
        Article("notes", "NaN", "UAH"),
    ):
        refused = de_11_complete_list([Article("ring"), wrong])
        assert not refused.met
        assert "2" in refused.message


def test_de_12_two_persons_count_and_seal() -> None:
    assert de_12_two_counted(seal="4471", packed_by="Sanna Feld", counted_by="Teo Varga").met
    assert not de_12_two_counted(seal="", packed_by="Sanna Feld", counted_by="Teo Varga").met
    assert not de_12_two_counted(seal="1", packed_by="Sanna Feld", counted_by="sanna  feld").met
    assert not de_12_two_counted(seal="1", packed_by="Sanna Feld", counted_by="").met


def test_de_13_nothing_goes_to_a_family_before_the_release() -> None:
    assert de_13_released(receiver=Receiver.FAMILY, identified=True, released=True).met
    assert not de_13_released(receiver=Receiver.FAMILY, identified=True, released=False).met
    assert not de_13_released(receiver=Receiver.FAMILY, identified=False, released=False).met
    for receiver in (Receiver.BURIAL, Receiver.AUTHORITY, Receiver.BUREAU):
        assert de_13_released(receiver=receiver, identified=False, released=False).met


def test_de_14_two_persons_read_the_tag() -> None:
    def read(by: str, hours: float = 1, *, equal: bool = True) -> TagReading:
        return TagReading(by, equal, NOW - timedelta(hours=hours))

    assert de_14_tag_read_by_two({"V1": [read("sanna"), read("teo")]}, NOW).met
    # Who misread and read again is believed.
    mended = [read("sanna", 3, equal=False), read("sanna"), read("teo")]
    assert de_14_tag_read_by_two({"V1": mended}, NOW).met
    lacking: tuple[dict[str, list[TagReading]], ...] = (
        {},
        {"V1": []},
        {"V1": [read("sanna"), read("sanna", 2)]},
        {"V1": [read("sanna"), read("teo", 30)]},
        {"V1": [read("sanna"), read("teo"), read("mara", equal=False)]},
        {"V1": [read("sanna"), read("teo")], "V3": [read("teo")]},
    )
    for rows in lacking:
        assert not de_14_tag_read_by_two(rows, NOW).met


def test_de_15_wishes_are_recorded_and_read() -> None:
    wishes = ["To rest in the village."]
    assert de_15_wishes_seen(receiver=Receiver.FAMILY, wishes=wishes, seen=True).met
    assert de_15_wishes_seen(receiver=Receiver.BURIAL, wishes=[], seen=False).met
    assert not de_15_wishes_seen(receiver=Receiver.FAMILY, wishes=[], seen=True).met
    assert not de_15_wishes_seen(receiver=Receiver.BURIAL, wishes=wishes, seen=False).met


def test_de_16_nothing_is_handed_over_twice() -> None:
    assert de_16_still_here([]).met
    refused = de_16_still_here(["P-1111-2222-3"])
    assert not refused.met
    assert "P-1111-2222-3" in refused.message


def test_de_17_only_what_fell_is_corrected_and_once() -> None:
    assert de_17_fell(fell=True, told_before=False).met
    assert not de_17_fell(fell=False, told_before=False).met
    assert not de_17_fell(fell=True, told_before=True).met


def test_de_18_no_entry_of_custody_gives_the_dead_to_a_family() -> None:
    assert de_18_not_by_custody_alone(of_the_dead=["V1"], private=False).met
    assert de_18_not_by_custody_alone(of_the_dead=[], private=True).met
    refused = de_18_not_by_custody_alone(of_the_dead=["V1", "P-1111-2222-3"], private=True)
    assert not refused.met
    assert "V1, P-1111-2222-3: to a family" in refused.message
    assert "Handing over" in refused.message
    kept = de_18_not_by_custody_alone(of_the_dead=["V1"], private=True, was_private=True)
    assert kept.met, "a correction of the hour or the place"
    hidden = de_18_not_by_custody_alone(of_the_dead=["V1"], private=False, was_private=True)
    assert not hidden.met
    assert "came back" in hidden.message
