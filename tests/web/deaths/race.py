"""Handing over and naming the dead while others act, by threads, on a database of their own.

Run as a program: migrates the database of ANTIGONE_DATABASE_URL, races, prints what came out as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta

from antigone.web.manage import setup
from tests.web.board.race import Act, at_once
from tests.web.notices.race import TellingStage

ROUNDS = 4


def main() -> None:
    """Race, and print the outcomes."""
    setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    stage = DeathStage()
    races = {
        "two records": stage.two_records(),
        "handing over against reopening": stage.handing_over_against_reopening(),
        "two handings over": stage.two_handings_over(),
        "naming against reopening": stage.naming_against_reopening(),
        # The last one: the family is gone after it.
        "naming against withdrawing": stage.naming_against_withdrawing(),
    }
    print(json.dumps(races, indent=1))


class DeathStage(TellingStage):
    """The stage of the board with a notifier, and two persons of a mortuary."""

    def __init__(self) -> None:
        from antigone.web.accounts.models import User
        from antigone.web.incidents.models import Membership

        super().__init__()
        for name, role in (("sanna", "mortuary"), ("teo", "mortuary"), ("nadia", "liaison")):
            agency = self.people["mara"].agency
            user = User.objects.create(username=name, full_name=name.title(), agency=agency)
            Membership.objects.create(user=user, incident=self.incident, role=role)
            self.people[name] = user

    def two_records(self) -> list[dict[str, object]]:
        from antigone.web.deaths.acts.recording import begin_record
        from antigone.web.deaths.models import DeathRecord

        begin = lambda: begin_record(user=self.people["sanna"], remains=self.remains)  # noqa: E731
        outcomes = at_once([begin, begin, begin])
        return [{"outcomes": sorted(outcomes), "records": DeathRecord.objects.count()}]

    def give(self) -> Act:
        from django.utils import timezone

        from antigone.policy.deaths import Receiver
        from antigone.web.custody.acts.passing import Hands
        from antigone.web.deaths.acts.handing import Given, hand_over_remains
        from antigone.web.deaths.models import DeathRecord
        from antigone.web.deaths.standing import fingerprint_of_wishes, wishes_of

        record = DeathRecord.objects.select_related("incident", "remains__incident").get()
        given = Given(
            receiver=Receiver.FAMILY,
            giver=Hands("Sanna", "Mortuary staff", "Institute"),
            to=Hands("Lidiia", "mother", ""),
            at=timezone.now() - timedelta(minutes=1),
            place="Marel",
            wishes_read=fingerprint_of_wishes(wishes_of(self.missing_person)),
        )
        return lambda: hand_over_remains(user=self.people["sanna"], record=record, given=given)

    def name(self) -> Act:
        from antigone.policy.deaths import Particular
        from antigone.web.board.models import Identification
        from antigone.web.deaths.acts.recording import confirm_particulars
        from antigone.web.deaths.models import DeathRecord
        from antigone.web.deaths.standing import newest_version

        record = DeathRecord.objects.select_related("incident", "remains__incident").get()
        before, stands = newest_version(record), Identification.objects.get(stands=True)
        return lambda: confirm_particulars(
            user=self.people["sanna"],
            record=record,
            particulars={"surname": Particular("Orlevych", "family")},
            because="Race.",
            seen_version=before.version if before else 0,
            rests_on=stands.pk,
        )

    def reopen(self, decision: object) -> Act:
        from antigone.web.board.acts.reopen import reopen
        from antigone.web.board.models import Identification

        mine = Identification.objects.get(pk=decision.pk)  # type: ignore[attr-defined]
        return lambda: reopen(user=self.people["ilse"], decision=mine, cause="x")

    def released(self) -> tuple[object, object]:
        """A proposal that was signed and released, of somebody whose family was told, and asked."""
        from django.utils import timezone

        from antigone.web.board.models import Identification
        from antigone.web.deaths.acts.tag import read_tag
        from antigone.web.notices.acts.wish import record_wish

        proposal = self.propose()
        for name in ("oyelin", "ilse"):
            self.sign(name, proposal)()
        decision = Identification.objects.get(stands=True)
        self.release("mara", decision)()
        self.send(decision)()
        self.tell(decision)()
        record_wish(
            user=self.people["nadia"],
            missing_person=self.missing_person,
            kind="return",
            choice="home",
            said_by="Lidiia Orlevych",
            said_on=timezone.localdate(),
            content={},
        )
        for name in ("sanna", "teo"):
            read_tag(user=self.people[name], remains=self.remains, typed="V1")
        return proposal, decision

    def raced_rounds(self, acts: Callable[[object], Sequence[Act]]) -> list[dict[str, object]]:
        from antigone.web.board.models import Identification
        from antigone.web.custody.models import CustodyEvent
        from antigone.web.deaths.models import Handover, RecordVersion

        found = []
        for _ in range(ROUNDS):
            proposal, decision = self.released()
            outcomes = at_once(acts(decision))
            handed = Handover.objects.filter(identification=decision)  # type: ignore[misc]
            found.append(
                {
                    "outcomes": sorted(outcomes),
                    "handed": handed.count(),
                    "custody": CustodyEvent.objects.filter(remains=self.remains).count(),
                    "stands": Identification.objects.get(pk=decision.pk).stands,  # type: ignore[attr-defined]
                    "named": RecordVersion.objects.filter(
                        identification=decision  # type: ignore[misc]
                    ).count(),
                }
            )
            self.clear(handed)
            self.reset(proposal)
        return found

    def clear(self, handed: object) -> None:
        from django.utils import timezone

        from antigone.web.custody.models import CustodyEvent

        handed.update(came_back_at=timezone.now())  # type: ignore[attr-defined]
        CustodyEvent.objects.filter(remains=self.remains).delete()

    def handing_over_against_reopening(self) -> list[dict[str, object]]:
        return self.raced_rounds(lambda d: [self.give(), self.reopen(d)])

    def two_handings_over(self) -> list[dict[str, object]]:
        return self.raced_rounds(lambda d: [self.give(), self.give()])

    def naming_against_reopening(self) -> list[dict[str, object]]:
        return self.raced_rounds(lambda d: [self.name(), self.reopen(d)])

    def naming_against_withdrawing(self) -> list[dict[str, object]]:
        from antigone.web.deaths.models import RecordVersion
        from antigone.web.deaths.sealed import particulars_in
        from antigone.web.records.consent import record_objection
        from antigone.web.records.models import Family

        self.released()
        family = Family.objects.get(pk=self.missing_person.family_id)
        objects = lambda: record_objection(  # noqa: E731
            user=self.people["nadia"], covered=family, reason="x"
        )
        outcomes = at_once([self.name(), objects])
        versions = RecordVersion.objects.select_related("key")
        words = [one.value for row in versions for one in particulars_in(row).values()]
        return [{"outcomes": sorted(outcomes), "words": sorted(set(words))}]


if __name__ == "__main__":
    main()
