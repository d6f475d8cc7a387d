"""Telling a family in a test, through the acts that the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from antigone.web.accounts.models import User
from antigone.web.board.acts.release import release
from antigone.web.board.models import Identification
from antigone.web.board.standing import released
from antigone.web.notices.acts.ask import take_question
from antigone.web.notices.acts.assign import assign_notifier
from antigone.web.notices.acts.letter import issue_letter
from antigone.web.notices.acts.train import record_training
from antigone.web.notices.acts.visit import record_visit
from antigone.web.notices.models import Letter, Notice, NotifierTraining, Question, Visit
from antigone.web.notices.papers import Values
from tests.web.conftest import Cast

NEWS: Values = {
    "reader": "Лідія Орлевич",
    "name": "Давид Павлович Орлевич",
    "name_latin": "Davyd Orlevych",
    "born_on": date(1991, 2, 28),
    "found_on": timezone.localdate() - timedelta(days=40),
    "found_where": "at the ford",
    "now_where": "mortuary at Granary House",
    "kept": "a jacket, prayer beads, a letter",
    "office": "Office for the Missing, Room 4, Granary House",
}
CORRECTION: Values = {n: NEWS[n] for n in ("reader", "name", "name_latin", "born_on", "office")}


def now() -> datetime:
    """As exactly as people enter a moment."""
    return timezone.now().replace(second=0, microsecond=0)


def train(cast: Cast, days: int = 300) -> NotifierTraining:
    today = timezone.localdate()
    return record_training(
        user=cast.mara,
        incident=cast.incident,
        person=cast.ruth,
        trained_by="Course of the Red Crescent",
        trained_on=today,
        valid_until=today + timedelta(days=days),
    )


def send(cast: Cast, identification: Identification) -> Notice:
    sent = assign_notifier(
        user=cast.mara,
        identification=identification,
        notifier=cast.ruth,
        planned_for=timezone.now() + timedelta(hours=2),
    )
    return sent.notice


@dataclass(frozen=True)
class Went:
    """How a visit went."""

    outcome: Visit.Outcome = Visit.Outcome.TOLD
    in_person: bool = True
    did_not_know: bool = False


def visit(cast: Cast, notice: Notice, went: Went = Went()) -> Visit:
    return record_visit(
        user=cast.ruth,
        notice=notice,
        at=now(),
        outcome=went.outcome,
        in_person=went.in_person,
        said=["identity", "found"],
        content={"place": "at her home", "present": "the mother and her brother"},
        did_not_know=went.did_not_know,
    )


def letter(cast: Cast, notice: Notice, values: Values = NEWS, language: str = "en") -> Letter:
    kind = Letter.Kind.CORRECTION if notice.is_correction else Letter.Kind.NEWS
    return issue_letter(user=cast.ruth, notice=notice, kind=kind, language=language, values=values)


def ask(cast: Cast, notice: Notice, owed_by: User) -> Question:
    return take_question(
        user=cast.ruth,
        notice=notice,
        words="Where is his ring?",
        asked_by="His mother",
        owed_by=owed_by,
        due_on=timezone.localdate() + timedelta(days=7),
    )


@dataclass(frozen=True)
class ANotice:
    """A notice with what belongs to it."""

    notice: Notice
    training: NotifierTraining
    question: Question
    letter: Letter


def a_notice(cast: Cast, identification: Identification) -> ANotice:
    """Ruth is trained and sent, with a letter; the family asked something."""
    if not released(identification):
        release(user=cast.mara, identification=identification)
    training = train(cast)
    notice = send(cast, identification)
    return ANotice(notice, training, ask(cast, notice, cast.ruth), letter(cast, notice))
