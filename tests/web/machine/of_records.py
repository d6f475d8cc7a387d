"""Acts on what the board rests on: consent withdrawn and stated anew, found alive, compared again."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from antigone.web.accounts.models import User
from antigone.web.matching.models import Run
from antigone.web.matching.runs import NothingToCompare, start_run
from antigone.web.matching.work import compare
from antigone.web.records.alive import AlreadyRecorded, record_found_alive, record_sought_again
from antigone.web.records.consent import (
    NotCovered,
    record_basis,
    record_objection,
    withdraw_basis,
)
from antigone.web.records.models import FoundAlive, LegalBasis, MissingPerson
from tests.web.machine.acting import OTHERS_REFUSE, Acting, people, seldom, which, words
from tests.web.records.conftest import STATED

MOST_RUNS = 2
"""Runs are slow, and the first of them makes all others stale."""
PERSONS = st.sampled_from(["M1", "M2"])


class OfRecords(Acting):
    """What families say, and what is compared."""

    @rule(who=people("attest"), really=seldom, person=PERSONS, because=words)
    def withdraw_consent(self, who: str, really: bool, person: str, because: str) -> None:
        if not really:
            return
        family = MissingPerson.objects.get(pk=self.stage.persons[person].pk).family
        self.act(
            "withdraw consent",
            who,
            "attest",
            lambda user: record_objection(user=user, covered=family, reason=because),
            destroys=True,
        )

    @rule(who=people("attest"), person=PERSONS, whole_file=st.booleans())
    def state_anew(self, who: str, person: str, whole_file: bool) -> None:
        family = MissingPerson.objects.get(pk=self.stage.persons[person].pk).family
        self.act(
            "state a basis",
            who,
            "attest",
            lambda user: record_basis(
                user=user,
                covered=self.stage.file if whole_file else family,
                attestation=STATED,
                statement="I state it.",
            ),
        )

    @rule(who=people("attest"), really=seldom, at=which, because=words)
    def withdraw_basis(self, who: str, really: bool, at: int, because: str) -> None:
        if not really:
            return
        basis = self.pick(LegalBasis, at)
        assert basis is not None
        self.act(
            "withdraw a basis",
            who,
            "attest",
            lambda user: withdraw_basis(user=user, basis=basis, reason=because),
            refuses=(*OTHERS_REFUSE, NotCovered),
            destroys=True,
        )

    @rule(who=people("attest"), really=seldom, person=PERSONS, because=words)
    def find_alive(self, who: str, really: bool, person: str, because: str) -> None:
        if not really:
            return
        self.act(
            "find alive",
            who,
            "attest",
            lambda user: record_found_alive(
                user=user, missing_person=self.stage.persons[person], reason=because
            ),
            refuses=(*OTHERS_REFUSE, AlreadyRecorded),
        )

    @precondition(lambda self: self.has("records.FoundAlive"))
    @rule(who=people("attest"), at=which, because=words)
    def seek_again(self, who: str, at: int, because: str) -> None:
        found = self.pick(FoundAlive, at)
        assert found is not None
        self.act(
            "seek again",
            who,
            "attest",
            lambda user: record_sought_again(user=user, found=found, reason=because),
            refuses=(*OTHERS_REFUSE, AlreadyRecorded),
        )

    @precondition(lambda self: len(self.rows["matching.Run"]) < MOST_RUNS)
    @rule(who=people("run"))
    def run_again(self, who: str) -> None:
        def run(user: User) -> Run:
            started = start_run(user=user, incident=self.stage.incident)
            compare.call(started.pk)
            return started

        self.act("run again", who, "run", run, refuses=(*OTHERS_REFUSE, NothingToCompare))
