"""A dead person of whom everything is recorded, through the acts that the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from antigone.policy.deaths import Article, Particular, Receiver
from antigone.web.custody.acts.passing import Hands
from antigone.web.custody.models import Packet
from antigone.web.deaths.acts.burying import Buried, enter_grave
from antigone.web.deaths.acts.certifying import issue_certificate
from antigone.web.deaths.acts.handing import Given, hand_over_effects
from antigone.web.deaths.acts.packing import Counted, pack_effects
from antigone.web.deaths.acts.recording import begin_record, confirm_particulars
from antigone.web.deaths.models import Certificate, DeathRecord, GraveEvent, Handover
from antigone.web.examination.models import SectionVersion
from antigone.web.records.models import Remains
from tests.web.conftest import Cast


@dataclass(frozen=True)
class ADeath:
    """What was recorded."""

    record: DeathRecord
    certificate: Certificate
    grave: GraveEvent
    packet: Packet
    handover: Handover


def a_death(cast: Cast, remains: Remains) -> ADeath:
    """Somebody without a name: certified, buried, the effects forwarded to the Bureau."""
    _examined(cast, remains)
    record = begin_record(user=cast.sanna, remains=remains)
    confirm_particulars(
        user=cast.sanna,
        record=record,
        particulars={
            "cause": Particular("Could not be determined.", "examination"),
            "cause_by": Particular("Dr Imani Roskvist", "examination"),
            "cause_function": Particular("Forensic physician", "examination"),
            "cause_on": Particular("2026-10-09", "examination"),
        },
        because="",
        seen_version=0,
    )
    at = timezone.now() - timedelta(hours=3)
    listed = pack_effects(
        user=cast.sanna,
        record=record,
        remains=remains,
        kind="effects",
        counted=Counted(
            articles=[Article("watch")],
            owner="",
            seal="7001",
            packed_by="Sanna Feld",
            function="Mortuary staff",
            counted_by="Teo Varga-Lind",
            at=at,
            place="Cold room 2",
        ),
    )
    given = Given(
        receiver=Receiver.BUREAU,
        giver=Hands("Sanna Feld", "Mortuary staff", "Institute of Forensic Medicine"),
        to=Hands("Jo Marek", "Registrar", "National Information Bureau"),
        at=at + timedelta(hours=1),
        place="Marel",
    )
    handover = hand_over_effects(
        user=cast.sanna, record=record, packets=[listed.packet], given=given
    )
    return ADeath(
        record=record,
        certificate=issue_certificate(user=cast.sanna, record=record),
        grave=enter_grave(user=cast.sanna, record=record, buried=_grave(remains)),
        packet=listed.packet,
        handover=handover,
    )


def _grave(remains: Remains) -> Buried:
    return Buried(
        kind="burial",
        carried_out_by="Teo Varga-Lind",
        day="2026-11-02",
        place="Cemetery of Marel",
        position="Plot 3",
        marking=f"Unidentified, {remains.number}",
    )


def _examined(cast: Cast, remains: Remains) -> None:
    """An examination stands, without an entry in the journal."""
    SectionVersion.objects.create(
        remains=remains,
        section="external",
        version=1,
        content={"state": "skeletal"},
        observer="Dr Imani Roskvist",
        observed_at=timezone.now(),
        recorded_by=cast.sanna,
    )
