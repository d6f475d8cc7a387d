"""Effects and remains go into the right hands, and who got something in error is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from antigone.policy.deaths import Article, Receiver
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification
from antigone.web.board.refusal import RuleRefused
from antigone.web.custody.codes import Kind, Label
from antigone.web.custody.models import CustodyEvent
from antigone.web.deaths.acts.certifying import issue_certificate
from antigone.web.deaths.acts.coming_back import came_back, record_recall
from antigone.web.deaths.acts.handing import (
    hand_out_certificate,
    hand_over_effects,
    hand_over_remains,
)
from antigone.web.deaths.acts.packing import count_anew, pack_effects
from antigone.web.deaths.acts.tag import read_tag
from antigone.web.deaths.desk import awaiting, informed_of
from antigone.web.deaths.models import ContentsList, DeathRecord
from antigone.web.deaths.particulars import dead_person_of
from antigone.web.journal.models import Entry
from tests.web.conftest import Cast
from tests.web.deaths.conftest import counted, given, read_by_two
from tests.web.deaths.test_recording import codes


def test_effects_are_packed_by_two_with_their_list(
    cast: Cast, named: DeathRecord, packet: ContentsList
) -> None:
    (shown,) = dead_person_of(named).packets
    assert shown.seal == "4471"
    assert shown.contents == ("wedding ring, gold", "notes: 120.50 UAH")
    assert "Sanna Feld" in shown.where
    assert CustodyEvent.objects.get(packet=packet.packet).seal_new == "4471"
    alone = counted("4472")
    with pytest.raises(RuleRefused) as refused:
        pack_effects(
            user=cast.sanna,
            record=named,
            remains=named.remains,
            kind="effects",
            counted=replace(alone, counted_by="Sanna Feld"),
        )
    assert codes(refused) == {"DE-12"}
    with pytest.raises(RuleRefused) as refused:
        pack_effects(
            user=cast.sanna,
            record=named,
            remains=named.remains,
            kind="effects",
            counted=counted("4472", Article("notes", "many", "UAH")),
        )
    assert codes(refused) == {"DE-11"}


def test_opening_and_sealing_anew_is_a_further_list(
    cast: Cast, named: DeathRecord, packet: ContentsList
) -> None:
    with pytest.raises(RuleRefused) as refused:
        count_anew(
            user=cast.sanna,
            record=named,
            packet=packet.packet,
            counted=counted("4490"),
            seal_found="4471",
            whole=True,
            because="",
        )
    assert codes(refused) == {"DE-04"}
    count_anew(
        user=cast.sanna,
        record=named,
        packet=packet.packet,
        counted=counted("4490", Article("wedding ring, gold")),
        seal_found="4471",
        whole=True,
        because="A ring was photographed.",
    )
    (shown,) = dead_person_of(named).packets
    assert (shown.seal, shown.contents) == ("4490", ("wedding ring, gold",))
    last = CustodyEvent.objects.filter(packet=packet.packet).latest("pk")
    assert (last.seal_old, last.seal_new) == ("4471", "4490")


def test_remains_go_to_the_family_after_all_rules(
    cast: Cast, named: DeathRecord, released: Identification
) -> None:
    read_by_two(cast, named.remains)
    made = hand_over_remains(user=cast.sanna, record=named, given=given())
    event = CustodyEvent.objects.get(remains=named.remains)
    assert (made.to_name, event.to_name) == ("Lidiia Orlevych", "the family")
    assert event.to_kind == "private"
    assert list(made.parts.all()) == [named.remains]
    entry = Entry.objects.filter(act="death.handed_over").get()
    assert "Orlevych" not in str(entry.details)
    (told,) = informed_of(named.remains, released.missing_person)
    assert told.corrected_at is None


def test_each_rule_stands_against_handing_over(
    cast: Cast, named: DeathRecord, identification: Identification
) -> None:
    with pytest.raises(RuleRefused) as refused:
        hand_over_remains(user=cast.sanna, record=named, given=given(wishes=[]))
    assert codes(refused) == {"DE-13", "DE-14", "DE-15"}
    assert not CustodyEvent.objects.filter(remains=named.remains).exists()


def test_who_reads_another_number_stops_it(
    cast: Cast, named: DeathRecord, released: Identification
) -> None:
    read_tag(user=cast.sanna, remains=named.remains, typed=Label(Kind.REMAINS, "V1").content)
    wrong = read_tag(user=cast.teo, remains=named.remains, typed="V7")
    assert not wrong.equal
    with pytest.raises(RuleRefused) as refused:
        hand_over_remains(user=cast.sanna, record=named, given=given())
    assert codes(refused) == {"DE-14"}
    with pytest.raises(PermissionDenied):
        read_tag(user=cast.tomas, remains=named.remains, typed="V1")


def test_who_has_no_name_goes_to_a_grave_and_to_no_family(
    cast: Cast, nameless: DeathRecord
) -> None:
    read_by_two(cast, nameless.remains)
    with pytest.raises(RuleRefused) as refused:
        hand_over_remains(user=cast.sanna, record=nameless, given=given())
    assert codes(refused) == {"DE-13", "DE-15"}
    buried = hand_over_remains(
        user=cast.sanna, record=nameless, given=given(Receiver.BURIAL, wishes=[])
    )
    assert buried.identification is None


def test_effects_are_handed_over_once_until_they_come_back(
    cast: Cast, named: DeathRecord, packet: ContentsList, released: Identification
) -> None:
    packets = [packet.packet]
    made = hand_over_effects(user=cast.sanna, record=named, packets=packets, given=given())
    with pytest.raises(RuleRefused) as refused:
        hand_over_effects(user=cast.sanna, record=named, packets=packets, given=given())
    assert codes(refused) == {"DE-16"}
    came_back(user=cast.sanna, handover=made, at=timezone.now(), because="Nobody was at home.")
    hand_over_effects(user=cast.sanna, record=named, packets=packets, given=given())
    with pytest.raises(ValidationError):
        hand_over_effects(user=cast.sanna, record=named, packets=[], given=given())


def test_when_the_identification_falls_the_receivers_are_told(
    cast: Cast, named: DeathRecord, released: Identification
) -> None:
    certificate = issue_certificate(user=cast.sanna, record=named)
    paper = hand_out_certificate(
        user=cast.sanna, record=named, certificate=certificate, given=given()
    )
    with pytest.raises(RuleRefused) as refused:
        _recall(cast, paper)
    assert codes(refused) == {"DE-17"}
    reopen(user=cast.ilse, decision=released, cause="A sample was swapped.")
    assert any("was not told" in task.title for task in awaiting(cast.mara))
    paper.refresh_from_db()
    _recall(cast, paper)
    assert not any("was not told" in task.title for task in awaiting(cast.mara))
    (told,) = informed_of(named.remains, released.missing_person)
    assert told.corrected_at is not None
    with pytest.raises(RuleRefused):
        _recall(cast, paper)
    with pytest.raises(RuleRefused) as refused:
        hand_out_certificate(user=cast.sanna, record=named, certificate=certificate, given=given())
    assert codes(refused) >= {"DE-06", "DE-13"}


def _recall(cast: Cast, paper: object) -> None:
    record_recall(
        user=cast.mara,
        handover=paper,  # type: ignore[arg-type]
        told_at=timezone.now(),
        told_by="Ruth Amsel",
        words="Told in person; the certificate was given back.",
    )
