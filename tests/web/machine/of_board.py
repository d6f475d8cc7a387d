"""Acts of the board: from a proposal to its end, by whoever tries."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from antigone.policy.identification import Basis
from antigone.web.accounts.proof import Answer
from antigone.web.board.acts.answer import answer, take_back
from antigone.web.board.acts.ask_for_more import ask_for_more
from antigone.web.board.acts.comment import comment
from antigone.web.board.acts.exclude import exclude
from antigone.web.board.acts.propose import propose
from antigone.web.board.acts.refuse import refuse
from antigone.web.board.acts.release import release
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.acts.sign import sign
from antigone.web.board.acts.withdraw import withdraw
from antigone.web.board.models import Enquiry, Exclusion, Identification, Proposal, Signature
from antigone.web.incidents.roles import Role
from antigone.web.matching.models import Run
from antigone.web.matching.results import NoResults
from tests.web.factors import answer_of
from tests.web.machine.acting import (
    BOARD_REFUSES,
    SIGNING_REFUSES,
    Acting,
    people,
    seldom,
    which,
    words,
)
from tests.web.machine.shadow import Case

TRUE_PAIRS = (("V1", "M1"), ("V2", "M2"))
PAIRS = st.sampled_from([*TRUE_PAIRS * 3, ("V1", "M2"), ("V2", "M1"), ("V3", "M1")])
MOST_EXCLUDED = 2
PROOFS = st.sampled_from(
    [*["right"] * 6, "no password", "wrong password", "wrong code", "unread", "without reasons"]
)
NOT_IN_RUN = (*BOARD_REFUSES, KeyError, NoResults)
"""Of a pair that a run does not know there is no page."""


class OfBoard(Acting):
    """What the board does."""

    def proposed(self, who: str, pair: tuple[str, str], run: Run, because: str) -> Proposal | None:
        remains, person = self.stage.remains[pair[0]], self.stage.persons[pair[1]]
        made: Proposal | None = self.act(
            "propose",
            who,
            "propose",
            lambda user: propose(
                user=user,
                run=run,
                remains=remains,
                missing_person=person,
                reasons=because,
                basis=self.stage.basis,
            ),
            refuses=NOT_IN_RUN,
        )
        if made is not None:
            self.shadow.propose(made.pk, Case(*pair, who, made.basis))
        return made

    def signed(self, who: str, proposal: Proposal, proof: str = "right") -> Signature | None:
        password = {"no password": "", "wrong password": "another"}.get(proof, self.stage.password)
        second = Answer(code="000000") if proof == "wrong code" else None
        made: Signature | None = self.act(
            "sign",
            who,
            "sign",
            lambda user: sign(
                user=user,
                proposal=proposal,
                password=password,
                second_factor=second or answer_of(user),
                has_read=proof != "unread",
                reasons="" if proof == "without reasons" else "All of it agrees.",
            ),
            refuses=SIGNING_REFUSES,
            # A person's first key stays, though what they wanted to sign had ended meanwhile.
            leaves={"signing_key.made"},
        )
        if made is not None:
            proved = proof in ("right", "unread", "without reasons")
            read, reasoned = proof != "unread", proof != "without reasons"
            decides = self.shadow.sign(
                proposal.pk, who, proved=proved, read=read, reasoned=reasoned
            )
            if decides:
                decided = Identification.objects.get(proposal=proposal)
                self.shadow.identify(decided.pk, proposal.pk)
        return made

    def was_released(self, who: str, found: Identification) -> None:
        made = self.act(
            "release",
            who,
            "release",
            lambda user: release(user=user, identification=found),
            refuses=BOARD_REFUSES,
        )
        if made is not None:
            self.shadow.release(found.pk)

    @rule(who=people("propose"), pair=PAIRS, at=which, because=words)
    def propose(self, who: str, pair: tuple[str, str], at: int, because: str) -> None:
        run = self.pick(Run, at, status=Run.Status.DONE)
        assert run is not None
        self.proposed(who, pair, run, because)

    @precondition(lambda self: self.shadow.cases)
    @rule(who=people("sign"), at=which, stale=seldom, proof=PROOFS)
    def sign(self, who: str, at: int, stale: bool, proof: str) -> None:
        proposal = self.pick(Proposal, at, stale=stale)
        assert proposal is not None
        self.signed(who, proposal, proof)

    @precondition(lambda self: any(one.state == "open" for one in self.shadow.cases.values()))
    @rule(who=people("sign"), at=which)
    def sign_what_waits(self, who: str, at: int) -> None:
        proposal = self.pick(Proposal, at, state=Proposal.State.OPEN)
        assert proposal is not None
        self.signed(who, proposal)

    @precondition(lambda self: self.shadow.cases)
    @rule(who=people("comment"), at=which, text=words)
    def comment(self, who: str, at: int, text: str) -> None:
        proposal = self.pick(Proposal, at)
        assert proposal is not None
        self.act(
            "comment",
            who,
            "comment",
            lambda user: comment(user=user, proposal=proposal, words=text),
            refuses=BOARD_REFUSES,
        )

    @precondition(lambda self: self.shadow.cases)
    @rule(who=people("comment"), at=which, text=words, stale=seldom)
    def ask_for_more(self, who: str, at: int, text: str, stale: bool) -> None:
        proposal = self.pick(Proposal, at, stale=stale)
        assert proposal is not None
        made = self.act(
            "ask for more",
            who,
            "comment",
            lambda user: ask_for_more(
                user=user, proposal=proposal, what=text, of_role=Role.GENETICIST
            ),
            refuses=BOARD_REFUSES,
        )
        if made is not None:
            self.shadow.ask(proposal.pk, made.pk, who)

    @precondition(lambda self: self.has("board.Enquiry"))
    @rule(who=people("answer"), at=which, text=words, stale=seldom)
    def answer(self, who: str, at: int, text: str, stale: bool) -> None:
        enquiry = self.pick(Enquiry, at, stale=stale)
        assert enquiry is not None
        self.answered(who, enquiry, text)

    def answered(self, who: str, enquiry: Enquiry, text: str) -> None:
        made = self.act(
            "answer",
            who,
            "answer",
            lambda user: answer(user=user, enquiry=enquiry, words=text),
            refuses=BOARD_REFUSES,
        )
        if made is not None:
            self.shadow.no_longer_ask(enquiry.pk)

    @precondition(lambda self: self.has("board.Enquiry"))
    @rule(who=people("comment"), at=which, text=words)
    def take_back(self, who: str, at: int, text: str) -> None:
        enquiry = self.pick(Enquiry, at)
        assert enquiry is not None
        made = self.act(
            "take back",
            who,
            "comment",
            lambda user: take_back(user=user, enquiry=enquiry, words=text),
            refuses=BOARD_REFUSES,
        )
        if made is not None:
            self.shadow.no_longer_ask(enquiry.pk, taken_back_by=who)

    @precondition(lambda self: self.shadow.cases)
    @rule(who=people("sign"), at=which, because=words, stale=seldom)
    def refuse(self, who: str, at: int, because: str, stale: bool) -> None:
        proposal = self.pick(Proposal, at, stale=stale)
        assert proposal is not None
        made = self.act(
            "refuse",
            who,
            "sign",
            lambda user: refuse(user=user, proposal=proposal, reasons=because),
            refuses=BOARD_REFUSES,
        )
        if made is not None:
            self.shadow.end(proposal.pk, "refused", who)

    @precondition(lambda self: self.shadow.cases)
    @rule(who=people("propose"), at=which, because=words, stale=seldom)
    def withdraw(self, who: str, at: int, because: str, stale: bool) -> None:
        proposal = self.pick(Proposal, at, stale=stale)
        assert proposal is not None
        made = self.act(
            "withdraw",
            who,
            "propose",
            lambda user: withdraw(user=user, proposal=proposal, reasons=because),
            refuses=BOARD_REFUSES,
        )
        if made is not None:
            self.shadow.end(proposal.pk, "withdrawn", who)

    @precondition(lambda self: len(self.shadow.excluded) < MOST_EXCLUDED)
    @rule(who=people("exclude"), pair=PAIRS, because=words)
    def exclude(self, who: str, pair: tuple[str, str], because: str) -> None:
        made = self.act(
            "exclude",
            who,
            "exclude",
            lambda user: exclude(
                user=user,
                incident=self.stage.incident,
                remains=self.stage.remains[pair[0]],
                missing_person=self.stage.persons[pair[1]],
                reasons=because,
            ),
            refuses=BOARD_REFUSES,
        )
        if made is not None:
            self.shadow.exclude(made.pk, *pair)

    @precondition(lambda self: self.shadow.excluded)
    @rule(who=people("reopen"), at=which, cause=words)
    def reopen_exclusion(self, who: str, at: int, cause: str) -> None:
        found = self.pick(Exclusion, at, stale=True)
        assert found is not None
        made = self.act(
            "reopen an exclusion",
            who,
            "reopen",
            lambda user: reopen(user=user, decision=found, cause=cause),
            refuses=BOARD_REFUSES,
        )
        if made is not None:
            del self.shadow.excluded[found.pk]

    @precondition(lambda self: self.shadow.identified)
    @rule(who=people("reopen"), at=which, cause=words, stale=seldom)
    def reopen(self, who: str, at: int, cause: str, stale: bool) -> None:
        found = self.pick(Identification, at, stale=stale)
        assert found is not None
        made = self.act(
            "reopen",
            who,
            "reopen",
            lambda user: reopen(user=user, decision=found, cause=cause),
            refuses=BOARD_REFUSES,
        )
        if made is not None:
            self.shadow.reopen(found.pk, made.reopened_at)

    @precondition(lambda self: self.shadow.identified)
    @rule(who=people("release"), at=which, stale=seldom)
    def release(self, who: str, at: int, stale: bool) -> None:
        found = self.pick(Identification, at, stale=stale)
        assert found is not None
        self.was_released(who, found)


def signers_for(basis: Basis) -> tuple[str, ...]:
    """Who signs where all goes well."""
    return ("oyelin", "ilse") if basis is Basis.DNA else ("oyelin", "halvar", "ilse")
