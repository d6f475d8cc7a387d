"""Acts about the record of a dead person: particulars, certificate, grave, effects, handing over."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from antigone.policy.deaths import Article, Receiver
from antigone.web.custody.acts.passing import CustodyRefused, Hands
from antigone.web.custody.models import Packet
from antigone.web.deaths.acts.burying import enter_grave
from antigone.web.deaths.acts.certifying import issue_certificate
from antigone.web.deaths.acts.coming_back import came_back, record_recall
from antigone.web.deaths.acts.handing import (
    Given,
    hand_out_certificate,
    hand_over_effects,
    hand_over_remains,
)
from antigone.web.deaths.acts.packing import Counted, pack_effects
from antigone.web.deaths.acts.recording import (
    RecordedMeanwhile,
    begin_record,
    confirm_particulars,
)
from antigone.web.deaths.acts.tag import read_tag
from antigone.web.deaths.models import Certificate, DeathRecord, GraveEvent, Handover
from antigone.web.deaths.standing import (
    fingerprint_of_wishes,
    newest_version,
    standing_identification,
    wishes_of,
)
from tests.web.deaths.conftest import BURIED, NAMED, NAMELESS
from tests.web.machine.acting import OTHERS_REFUSE, Acting, mostly, people, seldom, which, words

REFUSES = (*OTHERS_REFUSE, CustodyRefused, RecordedMeanwhile)
RECEIVERS = st.sampled_from([Receiver.FAMILY, Receiver.FAMILY, *Receiver])
MOST_RECORDS = 2
BODIES = st.sampled_from(["V1", "V1", "V2", "V3"])


class OfDeaths(Acting):
    """What is done by whoever keeps the records of the dead."""

    @precondition(lambda self: len(self.rows["deaths.DeathRecord"]) < MOST_RECORDS)
    @rule(who=people("record deaths"), body=BODIES)
    def begin_record(self, who: str, body: str) -> None:
        self.began_record(who, body)

    def began_record(self, who: str, body: str) -> None:
        remains = self.stage.remains[body]
        self.act(
            "begin a record",
            who,
            "record deaths",
            lambda user: begin_record(user=user, remains=remains),
        )

    @precondition(lambda self: self.has("deaths.DeathRecord"))
    @rule(who=people("record deaths"), at=which, named=mostly, because=words, late=seldom)
    def confirm(self, who: str, at: int, named: bool, because: str, late: bool) -> None:
        record = self.pick(DeathRecord, at)
        assert record is not None
        self.confirmed(who, record, named=named, because=because, late=late)

    def confirmed(
        self,
        who: str,
        record: DeathRecord,
        *,
        named: bool,
        because: str = "",
        late: bool = False,
    ) -> None:
        before = newest_version(record)
        seen = 0 if before is None or late else before.version
        self.act(
            "confirm particulars",
            who,
            "record deaths",
            lambda user: confirm_particulars(
                user=user,
                record=record,
                particulars=NAMED if named else NAMELESS,
                because=because,
                seen_version=seen,
            ),
            refuses=REFUSES,
        )

    @precondition(lambda self: self.has("deaths.RecordVersion"))
    @rule(who=people("record deaths"), at=which)
    def certify(self, who: str, at: int) -> None:
        record = self.pick(DeathRecord, at)
        assert record is not None
        self.certified(who, record)

    def certified(self, who: str, record: DeathRecord) -> None:
        self.act(
            "issue a certificate",
            who,
            "record deaths",
            lambda user: issue_certificate(user=user, record=record),
        )

    @precondition(lambda self: self.has("deaths.DeathRecord"))
    @rule(who=people("record deaths"), at=which, because=words, corrects=st.booleans())
    def bury(self, who: str, at: int, because: str, corrects: bool) -> None:
        record = self.pick(DeathRecord, at)
        assert record is not None
        replaces = self.pick(GraveEvent, at, record=record) if corrects else None
        self.act(
            "enter a grave",
            who,
            "record deaths",
            lambda user: enter_grave(
                user=user, record=record, buried=BURIED, replaces=replaces, because=because
            ),
        )

    @precondition(lambda self: self.has("deaths.DeathRecord"))
    @rule(who=people("record deaths"), at=which, alone=seldom)
    def pack(self, who: str, at: int, alone: bool) -> None:
        record = self.pick(DeathRecord, at)
        assert record is not None
        self.packed(who, record, alone=alone)

    def packed(self, who: str, record: DeathRecord, *, alone: bool = False) -> None:
        counted = Counted(
            articles=(Article("wedding ring, gold"), Article("notes", "120.50", "UAH")),
            owner="As on the disc: АА-118204",
            seal="4471",
            packed_by="Sanna Feld",
            function="Mortuary staff",
            counted_by="Sanna Feld" if alone else "Teo Varga-Lind",
            at=timezone.now() - timedelta(minutes=2),
            place="Cold room 2",
        )
        self.act(
            "pack effects",
            who,
            "record deaths",
            lambda user: pack_effects(
                user=user, record=record, remains=record.remains, kind="effects", counted=counted
            ),
            refuses=REFUSES,
        )

    @precondition(lambda self: self.has("deaths.DeathRecord"))
    @rule(readers=st.sets(people("read tags"), min_size=1, max_size=3), body=BODIES, wrongly=seldom)
    def read_tag(self, readers: set[str], body: str, wrongly: bool) -> None:
        self.tag_was_read(readers, body, wrongly=wrongly)

    def tag_was_read(self, readers: set[str], body: str, *, wrongly: bool = False) -> None:
        remains = self.stage.remains[body]
        typed = "V9" if wrongly else body
        for who in sorted(readers):
            self.act(
                "read a tag",
                who,
                "read tags",
                lambda user: read_tag(user=user, remains=remains, typed=typed),
            )

    @precondition(lambda self: self.has("deaths.DeathRecord"))
    @rule(
        who=people("record deaths"),
        at=which,
        what=st.sampled_from(["remains", "remains", "effects", "certificate"]),
        receiver=RECEIVERS,
        read=mostly,
    )
    def hand_over(self, who: str, at: int, what: str, receiver: Receiver, read: bool) -> None:
        record = self.pick(DeathRecord, at)
        assert record is not None
        self.handed_over(who, record, at, what, receiver, read=read)

    def handed_over(
        self, who: str, record: DeathRecord, at: int, what: str, receiver: Receiver, *, read: bool
    ) -> None:
        given = self._given(record, receiver, read)
        packets = list(Packet.objects.filter(contents_lists__record=record).distinct())
        certificate = self.pick(Certificate, at, version__record=record)
        if what == "certificate" and certificate is None:
            return
        made = self.act(
            f"hand over {what}",
            who,
            "record deaths",
            lambda user: (
                hand_over_remains(user=user, record=record, given=given)
                if what == "remains"
                else hand_over_effects(user=user, record=record, packets=packets, given=given)
                if what == "effects" or certificate is None
                else hand_out_certificate(
                    user=user, record=record, certificate=certificate, given=given
                )
            ),
            refuses=REFUSES,
        )
        if made is not None and receiver is Receiver.FAMILY:
            self.shadow.give_to_family(made.identification_id)

    def _given(self, record: DeathRecord, receiver: Receiver, read: bool) -> Given:
        found = standing_identification(record)
        wishes = [] if found is None or not read else wishes_of(found.missing_person)
        return Given(
            receiver=receiver,
            giver=Hands("Sanna Feld", "Mortuary staff", "Institute of Forensic Medicine"),
            to=Hands("Lidiia Orlevych", "mother", ""),
            at=timezone.now() - timedelta(minutes=1),
            place="Marel",
            wishes_read=fingerprint_of_wishes(wishes) if wishes else "",
        )

    @precondition(lambda self: self.has("deaths.Handover"))
    @rule(who=people("record deaths"), at=which, because=words, stale=seldom)
    def come_back(self, who: str, at: int, because: str, stale: bool) -> None:
        handover = self.pick(Handover, at, stale=stale)
        assert handover is not None
        self.act(
            "come back",
            who,
            "record deaths",
            lambda user: came_back(
                user=user, handover=handover, at=timezone.now(), because=because
            ),
            refuses=REFUSES,
        )

    @precondition(lambda self: self.has("deaths.Handover"))
    @rule(who=people("record deaths"), at=which)
    def recall(self, who: str, at: int) -> None:
        handover = self.pick(Handover, at)
        assert handover is not None
        made = self.act(
            "recall",
            who,
            "record deaths",
            lambda user: record_recall(
                user=user,
                handover=handover,
                told_at=timezone.now(),
                told_by="Ruth Amsel",
                words="Told in person.",
            ),
        )
        if made is not None:
            assert handover.identification_id in self.shadow.fallen, "recalled what stands"
