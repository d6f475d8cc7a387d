"""Acts of telling families: sent, prepared, told, written to, asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from antigone.web.board.models import Identification
from antigone.web.notices.acts.ask import answer_question, take_question
from antigone.web.notices.acts.assign import assign_notifier
from antigone.web.notices.acts.letter import hand_over_letter, issue_letter
from antigone.web.notices.acts.prepare import preparation_of, prepare
from antigone.web.notices.acts.train import record_training, take_back_training
from antigone.web.notices.acts.visit import record_visit
from antigone.web.notices.acts.wish import record_wish
from antigone.web.notices.models import (
    Letter,
    Notice,
    NotifierTraining,
    Question,
    Visit,
    Wish,
)
from antigone.web.notices.words import CHOICES
from antigone.web.sealing.keys import KeyDestroyed
from tests.web.machine.acting import OTHERS_REFUSE, Acting, mostly, people, seldom, which, words
from tests.web.notices.making import CORRECTION, NEWS, now

REFUSES = (*OTHERS_REFUSE, KeyDestroyed)
NOTIFIERS = st.sampled_from(["ruth", "ruth", "ruth", "nadia", "mara"])
WHO_ENTERS = st.sampled_from(["ruth", "ruth", "mara", "nadia", "lev", "ilse", "piet"])
WISHES = st.sampled_from([(str(kind), choice) for kind, all_ in CHOICES.items() for choice in all_])
OUTCOMES = st.sampled_from([Visit.Outcome.TOLD, Visit.Outcome.TOLD, *Visit.Outcome])


class OfNotices(Acting):
    """What is done for the families."""

    def sent(self, who: str, found: Identification, notifier: str) -> None:
        made = self.act(
            "send a notifier",
            who,
            "assign",
            lambda user: assign_notifier(
                user=user,
                identification=found,
                notifier=self.people[notifier],
                planned_for=timezone.now() + timedelta(seconds=30),
            ),
        )
        if made is not None:
            is_correction = made.notice.kind == Notice.Kind.CORRECTION
            self.shadow.write_to_family(found.pk, correction=is_correction)

    @precondition(lambda self: self.shadow.identified)
    @rule(who=people("assign"), at=which, notifier=NOTIFIERS, stale=seldom)
    def send(self, who: str, at: int, notifier: str, stale: bool) -> None:
        found = self.pick(Identification, at, stale=stale)
        assert found is not None
        self.sent(who, found, notifier)

    @rule(who=people("assign"), takes_back=seldom, at=which)
    def train(self, who: str, takes_back: bool, at: int) -> None:
        training = self.pick(NotifierTraining, at)
        assert training is not None
        today = timezone.localdate()
        if takes_back:
            self.act(
                "take a training back",
                who,
                "assign",
                lambda user: take_back_training(user=user, training=training, reason="An error."),
            )
            return
        self.act(
            "train",
            who,
            "assign",
            lambda user: record_training(
                user=user,
                incident=self.stage.incident,
                person=self.people["ruth"],
                trained_by="A course",
                trained_on=today,
                valid_until=today + timedelta(days=9),
            ),
        )

    @precondition(lambda self: self.has("notices.Notice"))
    @rule(who=WHO_ENTERS, at=which, stale=seldom)
    def prepare(self, who: str, at: int, stale: bool) -> None:
        notice = self.pick(Notice, at)
        assert notice is not None
        last = preparation_of(notice)
        made = self.act(
            "prepare",
            who,
            "speak with families",
            lambda user: prepare(
                user=user,
                notice=notice,
                content={"with_whom": "his mother", "place": "at her home"},
                seen_version=0 if last is None or stale else last.version,
            ),
            refuses=REFUSES,
        )
        if made is not None:
            self._wrote(notice)

    def _wrote(self, notice: Notice) -> None:
        self.shadow.write_to_family(notice.identification_id, correction=notice.is_correction)

    def visited(
        self,
        who: str,
        notice: Notice,
        outcome: Visit.Outcome,
        *,
        in_person: bool,
        at: datetime | None = None,
        did_not_know: bool = False,
    ) -> None:
        moment = at or now()
        made = self.act(
            "visit",
            who,
            "speak with families",
            lambda user: record_visit(
                user=user,
                notice=notice,
                at=moment,
                outcome=outcome,
                in_person=in_person,
                said=["identity"],
                content={"place": "at her home"},
                did_not_know=did_not_know,
            ),
            refuses=REFUSES,
        )
        if made is not None and outcome == Visit.Outcome.TOLD:
            told = notice.identification_id
            correction, unaware = notice.is_correction, did_not_know
            self.shadow.tell(told, moment, correction=correction, did_not_know=unaware)

    @precondition(lambda self: self.has("notices.Notice"))
    @rule(
        who=WHO_ENTERS,
        at=which,
        outcome=OUTCOMES,
        in_person=mostly,
        did_not_know=seldom,
        stale=seldom,
    )
    def visit(
        self,
        who: str,
        at: int,
        outcome: Visit.Outcome,
        in_person: bool,
        did_not_know: bool,
        stale: bool,
    ) -> None:
        notice = self.pick(Notice, at, stale=stale)
        assert notice is not None
        at_once = timezone.now() if did_not_know else None
        unaware = did_not_know
        self.visited(who, notice, outcome, in_person=in_person, at=at_once, did_not_know=unaware)

    @rule(
        who=people("speak with families"),
        person=st.sampled_from(["M1", "M1", "M2"]),
        wish=WISHES,
        by=st.sampled_from(["His mother", "His mother", ""]),
    )
    def wish(self, who: str, person: str, wish: tuple[str, str], by: str) -> None:
        self.wished(who, person, wish, by)

    def wished(self, who: str, person: str, wish: tuple[str, str], by: str) -> None:
        made = self.act(
            "enter a wish",
            who,
            "speak with families",
            lambda user: record_wish(
                user=user,
                missing_person=self.stage.persons[person],
                kind=wish[0],
                choice=wish[1],
                said_by=by,
                said_on=timezone.localdate(),
                content={"words": "As she said."},
            ),
            refuses=REFUSES,
        )
        if made is not None and wish[0] != Wish.Kind.TELLING:
            cases = (self.shadow.cases[self.shadow.identified[i]] for i in self.shadow.told)
            assert any(case.person == person for case in cases), "wished before it was told"

    @precondition(lambda self: self.has("notices.Notice"))
    @rule(who=WHO_ENTERS, at=which, stale=seldom)
    def write_letter(self, who: str, at: int, stale: bool) -> None:
        notice = self.pick(Notice, at, stale=stale)
        assert notice is not None
        self.wrote(who, notice)

    def wrote(self, who: str, notice: Notice) -> None:
        correction = notice.is_correction
        made = self.act(
            "issue a letter",
            who,
            "speak with families",
            lambda user: issue_letter(
                user=user,
                notice=notice,
                kind=Letter.Kind.CORRECTION if correction else Letter.Kind.NEWS,
                language="en",
                values=CORRECTION if correction else NEWS,
            ),
            refuses=REFUSES,
        )
        if made is not None:
            self._wrote(notice)

    @precondition(lambda self: self.has("notices.Letter"))
    @rule(who=WHO_ENTERS, at=which, stale=seldom)
    def hand_over_letter(self, who: str, at: int, stale: bool) -> None:
        letter = self.pick(Letter, at, stale=stale)
        assert letter is not None
        self.handed_letter(who, letter)

    def handed_letter(self, who: str, letter: Letter) -> None:
        self.act(
            "hand over a letter",
            who,
            "speak with families",
            lambda user: hand_over_letter(user=user, letter=letter, at=timezone.now()) or letter,
            refuses=REFUSES,
        )

    @precondition(lambda self: self.has("notices.Notice"))
    @rule(who=people("speak with families"), at=which)
    def ask(self, who: str, at: int) -> None:
        notice = self.pick(Notice, at)
        assert notice is not None
        self.act(
            "take a question",
            who,
            "speak with families",
            lambda user: take_question(
                user=user,
                notice=notice,
                words="Where is his ring?",
                asked_by="His mother",
                owed_by=self.people["ruth"],
                due_on=timezone.localdate() + timedelta(days=7),
            ),
            refuses=REFUSES,
        )

    @precondition(lambda self: self.has("notices.Question"))
    @rule(who=people("speak with families"), at=which, text=words)
    def answer_question(self, who: str, at: int, text: str) -> None:
        question = self.pick(Question, at)
        assert question is not None
        self.act(
            "answer a question",
            who,
            "speak with families",
            lambda user: answer_question(user=user, question=question, words=text) or question,
            refuses=REFUSES,
        )
