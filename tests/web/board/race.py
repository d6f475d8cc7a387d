"""Acts of the board at the same moment, by threads, on a database of their own.

Run as a program: migrates the database of ANTIGONE_DATABASE_URL, races, prints what came out as JSON.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from antigone.web.manage import setup

Act = Callable[[], object]
ROUNDS = 6


def at_once(acts: Sequence[Act]) -> list[str]:
    """Start all acts together, each in a thread with its own connection; what became of each."""
    start = threading.Barrier(len(acts))
    found = [""] * len(acts)

    def run(index: int, act: Act) -> None:
        from django.db import connection

        from antigone.web.board.refusal import RuleRefused

        start.wait()
        try:
            act()
            found[index] = "done"
        except RuleRefused as refusal:
            found[index] = " ".join(sorted(f.code for f in refusal.findings))
        except Exception as error:  # what else comes out is what the test looks for
            found[index] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def main() -> None:
    """Race, and print the outcomes."""
    setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(races(), indent=1))


def races() -> dict[str, object]:
    """All races, with the state of the record after each."""
    from antigone.formats.journal_verify import verify_journal
    from antigone.web.journal.export import export_journal

    stage = Stage()
    found: dict[str, object] = {
        "two second signatures": stage.two_second_signatures(),
        "one signer twice": stage.one_signer_twice(),
        "sign against withdraw": stage.sign_against_withdraw(),
        "sign against exclude": stage.sign_against_exclude(),
        "sign against asking": stage.sign_against_asking(),
        "sign against giving the key up": stage.sign_against_giving_up(),
        "two first signatures": stage.two_first_signatures(),
        "two releases": stage.two_releases(),
        "release against reopening": stage.release_against_reopening(),
        "two proposals": stage.two_proposals(),
        "journal": stage.many_entries(),
    }
    found["faults of the journal"] = [str(f) for f in verify_journal(export_journal(None)).faults]
    return found


class Stage:
    """An incident with a run, three signers of three agencies, and one pair to decide."""

    def __init__(self) -> None:
        from django.contrib.auth.hashers import make_password

        from antigone.web.accounts.models import Agency, User
        from antigone.web.examination.confirming import state_of_file
        from antigone.web.incidents.models import Incident, Membership
        from antigone.web.matching.runs import start_run
        from antigone.web.matching.work import compare
        from antigone.web.records.consent import record_basis
        from antigone.web.records.imports import import_upload, upload_file
        from antigone.web.records.models import MissingPerson, Remains
        from tests.web.board.conftest import decidable
        from tests.web.records.conftest import STATED, as_file

        self.incident = Incident.objects.create(slug="race", name="Race", begun_on="2026-10-03")
        self.people = {}
        for name, role in (
            ("mara", "coordinator"),
            ("oyelin", "geneticist"),
            ("ilse", "board_member"),
            ("asha", "board_member"),
        ):
            agency = Agency.objects.create(name=f"Agency of {name}", short=name)
            user = User(username=name, full_name=name.title(), agency=agency)
            user.password = make_password("race", hasher="default")
            user.save()
            Membership.objects.create(user=user, incident=self.incident, role=role)
            self.people[name] = user
        mara = self.people["mara"]
        pending = upload_file(
            user=mara, incident=self.incident, name="race.json", content=as_file(decidable())
        )
        file = import_upload(user=mara, pending=pending)
        state_of_file(
            user=mara,
            file=file,
            examiner="Imani Roskvist",
            function="Physician",
            examined_on=date(2026, 10, 9),
            recovered_at=datetime(2026, 10, 5, tzinfo=UTC),
            place="Orchard",
            finder="Recovery team 2",
        )
        Membership.objects.filter(user=self.people["asha"]).update(role="liaison")
        record_basis(
            user=self.people["asha"], covered=file, attestation=STATED, statement="I state it."
        )
        Membership.objects.filter(user=self.people["asha"]).update(role="board_member")
        self.run = start_run(user=mara, incident=self.incident)
        compare.call(self.run.pk)
        self.run.refresh_from_db()
        self.remains = Remains.objects.get(number="V1")
        self.missing_person = MissingPerson.objects.get(number="M1")

    def propose(self) -> object:
        from antigone.web.board.acts.propose import propose

        return propose(
            user=self.people["mara"],
            run=self.run,
            remains=self.remains,
            missing_person=self.missing_person,
            reasons="Race.",
        )

    def sign(self, name: str, proposal: object) -> Act:
        from antigone.web.accounts.proof import Factor
        from antigone.web.board.acts.sign import _sign
        from antigone.web.board.models import Proposal
        from antigone.web.board.statements import opened_key

        # Fresh proof has its own transaction and test; here the act itself is raced.
        mine = Proposal.objects.get(pk=proposal.pk)  # type: ignore[attr-defined]
        key = opened_key(self.people[name], "race")
        return lambda: _sign(self.people[name], mine, True, Factor.APP, key)

    def state(self, proposal: object) -> dict[str, object]:
        from antigone.web.board.models import Exclusion, Identification, Proposal, Release
        from antigone.web.board.standing import released

        fresh = Proposal.objects.get(pk=proposal.pk)  # type: ignore[attr-defined]
        return {
            "state": fresh.state,
            "signatures": fresh.signatures.count(),
            "identifications": Identification.objects.filter(stands=True).count(),
            "exclusions": Exclusion.objects.filter(stands=True).count(),
            "asked": fresh.enquiries.count(),
            "releases": Release.objects.filter(identification__proposal=fresh).count(),
            "released": any(released(one) for one in Identification.objects.filter(proposal=fresh)),
        }

    def reset(self, proposal: object) -> None:
        from antigone.web.board.acts.reopen import reopen
        from antigone.web.board.acts.withdraw import withdraw
        from antigone.web.board.models import Exclusion, Identification, Proposal

        for model in (Identification, Exclusion):
            for decision in model.objects.filter(stands=True):
                reopen(user=self.people["ilse"], decision=decision, cause="Next round.")
        fresh = Proposal.objects.get(pk=proposal.pk)  # type: ignore[attr-defined]
        if fresh.is_open:
            withdraw(user=self.people["mara"], proposal=fresh, reasons="Next round.")

    def rounds(
        self, acts: Callable[[object], Sequence[Act]], *, signed: bool
    ) -> list[dict[str, object]]:
        found = []
        for _ in range(ROUNDS):
            proposal = self.propose()
            if signed:
                self.sign("oyelin", proposal)()
            outcomes = at_once(acts(proposal))
            found.append(self.state(proposal) | {"outcomes": sorted(outcomes)})
            self.reset(proposal)
        return found

    def two_second_signatures(self) -> list[dict[str, object]]:
        return self.rounds(
            lambda p: [self.sign("ilse", p), self.sign("asha", p)],
            signed=True,
        )

    def one_signer_twice(self) -> list[dict[str, object]]:
        return self.rounds(lambda p: [self.sign("ilse", p)] * 3, signed=False)

    def sign_against_withdraw(self) -> list[dict[str, object]]:
        from antigone.web.board.acts.withdraw import withdraw
        from antigone.web.board.models import Proposal

        def acts(proposal: object) -> list[Act]:
            mine = Proposal.objects.get(pk=proposal.pk)  # type: ignore[attr-defined]
            back = lambda: withdraw(user=self.people["mara"], proposal=mine, reasons="x")  # noqa: E731
            return [self.sign("ilse", proposal), back]

        return self.rounds(acts, signed=True)

    def sign_against_exclude(self) -> list[dict[str, object]]:
        from antigone.web.board.acts.exclude import exclude

        def acts(proposal: object) -> list[Act]:
            out = lambda: exclude(  # noqa: E731
                user=self.people["asha"],
                incident=self.incident,
                remains=self.remains,
                missing_person=self.missing_person,
                reasons="x",
            )
            return [self.sign("ilse", proposal), out]

        return self.rounds(acts, signed=True)

    def sign_against_asking(self) -> list[dict[str, object]]:
        from antigone.web.board.acts.ask_for_more import ask_for_more
        from antigone.web.board.models import Proposal
        from antigone.web.incidents.roles import Role

        def acts(proposal: object) -> list[Act]:
            mine = Proposal.objects.get(pk=proposal.pk)  # type: ignore[attr-defined]
            ask = lambda: ask_for_more(  # noqa: E731
                user=self.people["asha"], proposal=mine, what="x", of_role=Role.GENETICIST
            )
            return [self.sign("ilse", proposal), ask]

        return self.rounds(acts, signed=True)

    def sign_against_giving_up(self) -> list[dict[str, object]]:
        """Each waits for the other's lock if they take them in another order."""
        from antigone.web.accounts.proof import Factor
        from antigone.web.board.acts.sign import _sign
        from antigone.web.board.models import Proposal
        from antigone.web.signing.acts import retire_key
        from antigone.web.signing.keys import _opened_or_made
        from antigone.web.signing.models import SigningKey

        ilse = self.people["ilse"]

        def acts(proposal: object) -> list[Act]:
            mine = Proposal.objects.get(pk=proposal.pk)  # type: ignore[attr-defined]
            key, _waits = _opened_or_made(ilse, "race")
            assert key is not None
            SigningKey.objects.filter(key_id=key.key_id).update(waits=False)
            given_up = SigningKey.Retired.GIVEN_UP
            return [
                lambda: _sign(ilse, mine, True, Factor.APP, key),
                lambda: retire_key(ilse, given_up, by="ilse"),
            ]

        found = self.rounds(acts, signed=True)
        _opened_or_made(ilse, "race")
        SigningKey.objects.filter(user=ilse).update(waits=False)
        return found

    def two_first_signatures(self) -> list[dict[str, object]]:
        """Of two board members: without a geneticist neither completes it."""
        return self.rounds(
            lambda p: [self.sign("ilse", p), self.sign("asha", p)],
            signed=False,
        )

    def two_releases(self) -> list[dict[str, object]]:
        return self.decided(lambda d: [self.release("mara", d), self.release("asha", d)])

    def release_against_reopening(self) -> list[dict[str, object]]:
        from antigone.web.board.acts.reopen import reopen
        from antigone.web.board.models import Identification

        def acts(decision: object) -> list[Act]:
            mine = Identification.objects.get(pk=decision.pk)  # type: ignore[attr-defined]
            again = lambda: reopen(user=self.people["ilse"], decision=mine, cause="x")  # noqa: E731
            return [self.release("mara", decision), again]

        return self.decided(acts)

    def release(self, name: str, decision: object) -> Act:
        from antigone.web.board.acts.release import release
        from antigone.web.board.models import Identification

        mine = Identification.objects.get(pk=decision.pk)  # type: ignore[attr-defined]
        return lambda: release(user=self.people[name], identification=mine)

    def decided(self, acts: Callable[[object], Sequence[Act]]) -> list[dict[str, object]]:
        """Races about an identification that was just signed."""
        from antigone.web.board.models import Identification

        found = []
        for _ in range(ROUNDS):
            proposal = self.propose()
            for name in ("oyelin", "ilse"):
                self.sign(name, proposal)()
            outcomes = at_once(acts(Identification.objects.get(stands=True)))
            found.append(self.state(proposal) | {"outcomes": sorted(outcomes)})
            self.reset(proposal)
        return found

    def two_proposals(self) -> list[dict[str, object]]:
        from antigone.web.board.models import Proposal

        found = []
        for _ in range(ROUNDS):
            outcomes = at_once([self.propose, self.propose])
            is_open = Proposal.objects.filter(state="open")
            found.append({"open": is_open.count(), "outcomes": sorted(outcomes)})
            for proposal in is_open:
                self.reset(proposal)
        return found

    def many_entries(self) -> dict[str, object]:
        from django.db import transaction

        from antigone.web.journal.models import Entry
        from antigone.web.journal.services import record

        before = Entry.objects.count()

        def write() -> None:
            for n in range(10):
                with transaction.atomic():
                    record(
                        actor="mara", act="race.run", incident="race", subject=str(n), details={}
                    )

        outcomes = at_once([write] * 8)
        numbers = list(Entry.objects.order_by("sequence").values_list("sequence", flat=True))
        return {
            "outcomes": dict(Counter(outcomes)),
            "written": len(numbers) - before,
            "gap_free": numbers == list(range(1, len(numbers) + 1)),
        }


if __name__ == "__main__":
    main()
