"""Acts of telling: who goes, when it can be entered, what the family says, and what is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from antigone.web.accounts.models import User
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification, Reopening
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.models import Incident
from antigone.web.journal.models import Entry
from antigone.web.notices.acts.ask import answer_question
from antigone.web.notices.acts.assign import assign_notifier
from antigone.web.notices.acts.prepare import prepare, prepared_words
from antigone.web.notices.acts.train import record_training, take_back_training
from antigone.web.notices.acts.visit import record_visit
from antigone.web.notices.acts.wish import record_wish
from antigone.web.notices.models import Notice, NotifierTraining, Visit, Wish
from antigone.web.notices.sealed import words_in
from antigone.web.notices.standing import State, assignment_of
from antigone.web.notices.states import (
    open_count,
    standing,
    to_put_right,
    waiting,
    with_states,
)
from antigone.web.notices.taken_over import corrected_notice, words_to_begin_with
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family, MissingPerson
from antigone.web.sealing.keys import KeyDestroyed
from tests.web.conftest import Cast
from tests.web.notices.making import Went, ask, now, send, train, visit


def codes(refused: pytest.ExceptionInfo[RuleRefused]) -> set[str]:
    return {finding.code for finding in refused.value.findings}


def state_of(notice: Notice) -> State:
    """How it stands; what waits is counted for the navigation as the list has it."""
    listed = with_states(Notice.objects.all()).filter(waiting() | to_put_right())
    assert open_count(Notice.objects.all()) == listed.count()
    return standing(with_states(Notice.objects.filter(pk=notice.pk)).get()).state


def wish(cast: Cast, person: MissingPerson, kind: str, choice: str, **content: str) -> Wish:
    return record_wish(
        user=cast.nadia,
        missing_person=person,
        kind=kind,
        choice=choice,
        said_by="Lidiia Orlevych",
        said_on=timezone.localdate(),
        content=content,
    )


def test_a_family_is_told(cast: Cast, notice: Notice) -> None:
    assert notice.number == "N-0001"
    assert state_of(notice) is State.PLANNED
    made = visit(cast, notice)
    assert made.by == cast.ruth
    assert state_of(notice) is State.TOLD
    assert b"brother" not in bytes(made.sealed or b"")
    entry = Entry.objects.get(act="family.told")
    assert (entry.actor, entry.subject) == ("ruth", "N-0001")
    assert "home" not in entry.details_text
    with pytest.raises(ValidationError, match="told before"):
        visit(cast, notice)
    assert visit(cast, notice, Went(Visit.Outcome.AGAIN)).outcome == "again"


def test_no_02_nobody_is_sent_before_release(
    cast: Cast, identification: Identification, training: NotifierTraining
) -> None:
    with pytest.raises(RuleRefused) as refused:
        send(cast, identification)
    assert codes(refused) == {"NO-02"}
    assert not Notice.objects.exists()


def test_no_02_all_stops_when_the_identification_is_reopened(cast: Cast, notice: Notice) -> None:
    reopen(user=cast.ilse, decision=notice.identification, cause="A sample was mixed up.")
    Reopening.objects.update(reopened_at=now())
    assert state_of(notice) is State.STOPPED
    with pytest.raises(RuleRefused) as refused:
        prepare(user=cast.ruth, notice=notice, content={}, seen_version=0)
    assert codes(refused) == {"NO-02"}
    with pytest.raises(RuleRefused) as refused:
        send(cast, notice.identification)
    assert codes(refused) == {"NO-12"}


def test_no_14_what_was_told_in_ignorance_is_entered_and_has_to_be_put_right(
    cast: Cast, notice: Notice
) -> None:
    """Else nobody could tell the family that it no longer holds: NO-12 asks that it was told."""
    reopen(user=cast.ilse, decision=notice.identification, cause="A sample was mixed up.")
    Reopening.objects.update(reopened_at=now())
    for went in (Went(), Went(Visit.Outcome.NOT_HOME, did_not_know=True)):
        with pytest.raises(RuleRefused) as refused:
            visit(cast, notice, went)
        assert codes(refused) == {"NO-14"}
    assert not Visit.objects.exists()
    made = visit(cast, notice, Went(did_not_know=True))
    assert state_of(notice) is State.TO_PUT_RIGHT
    assert Entry.objects.get(act="family.told").details["did_not_know"] is True
    again = Went(Visit.Outcome.AGAIN, did_not_know=True)
    with pytest.raises(RuleRefused) as refused:
        visit(cast, notice, again)
    assert codes(refused) == {"NO-02"}
    correction = send(cast, notice.identification)
    assert correction.is_correction
    visit(cast, correction)
    assert state_of(notice) is State.PUT_RIGHT
    assert list(Visit.objects.filter(notice=notice)) == [made]


def test_no_14_nobody_is_sent_after_the_fall_to_tell_in_ignorance(
    cast: Cast, released: Identification, training: NotifierTraining
) -> None:
    reopen(user=cast.ilse, decision=released, cause="A sample was mixed up.")
    with pytest.raises(RuleRefused) as refused:
        send(cast, released)
    assert codes(refused) == {"NO-12"}
    assert not Notice.objects.exists()


def test_no_02_a_visit_before_the_reopening_is_still_entered(cast: Cast, notice: Notice) -> None:
    """Whoever was told has to be found when it is put right, also where the entry comes late."""
    reopen(user=cast.ilse, decision=notice.identification, cause="A sample was mixed up.")
    Reopening.objects.update(reopened_at=now() + timedelta(seconds=1))
    visit(cast, notice)
    assert state_of(notice) is State.TO_PUT_RIGHT


def test_no_03_an_untrained_person_is_not_sent(cast: Cast, released: Identification) -> None:
    with pytest.raises(RuleRefused) as refused:
        send(cast, released)
    assert codes(refused) == {"NO-03"}
    made = train(cast, days=0)
    with pytest.raises(RuleRefused):
        assign_notifier(
            user=cast.mara,
            identification=released,
            notifier=cast.ruth,
            planned_for=timezone.now() + timedelta(days=2),
        )
    take_back_training(user=cast.mara, training=made, reason="Entered for another person.")
    train(cast)
    with pytest.raises(RuleRefused) as refused:
        assign_notifier(
            user=cast.mara,
            identification=released,
            notifier=cast.nadia,
            planned_for=timezone.now() + timedelta(hours=1),
        )
    assert codes(refused) == {"NO-03"}
    assert send(cast, released).number == "N-0001"


def test_no_03_nobody_is_sent_to_a_family_out_of_their_sight(
    cast: Cast, released: Identification, training: NotifierTraining
) -> None:
    Incident.objects.update(agency=cast.sanna.agency)
    Family.objects.update(agency=cast.sanna.agency)
    User.objects.filter(pk=cast.mara.pk).update(agency=cast.sanna.agency)
    released.incident.refresh_from_db()
    with pytest.raises(RuleRefused) as refused:
        send(cast, released)
    assert codes(refused) == {"NO-03"}


def test_only_who_assigns_trains_and_sends(
    cast: Cast, released: Identification, training: NotifierTraining
) -> None:
    with pytest.raises(PermissionDenied):
        assign_notifier(
            user=cast.ruth, identification=released, notifier=cast.ruth, planned_for=now()
        )
    with pytest.raises(PermissionDenied):
        take_back_training(user=cast.ruth, training=training, reason="No.")
    with pytest.raises(ValidationError, match="does not tell families"):
        record_training(
            user=cast.mara,
            incident=cast.incident,
            person=cast.nadia,
            trained_by="A course",
            trained_on=timezone.localdate(),
            valid_until=timezone.localdate(),
        )


def test_no_04_a_family_that_does_not_want_to_be_told_is_left_alone(
    cast: Cast, released: Identification, training: NotifierTraining
) -> None:
    wish(cast, released.missing_person, Wish.Kind.TELLING, "not_told")
    with pytest.raises(RuleRefused) as refused:
        send(cast, released)
    assert codes(refused) == {"NO-04"}
    wish(cast, released.missing_person, Wish.Kind.TELLING, "told")
    assert send(cast, released).pk


def test_no_04_who_did_not_want_to_hear_is_left_alone(cast: Cast, notice: Notice) -> None:
    visit(cast, notice, Went(Visit.Outcome.DECLINED))
    assert state_of(notice) is State.DECLINED
    with pytest.raises(RuleRefused) as refused:
        visit(cast, notice)
    assert codes(refused) == {"NO-04"}
    wish(cast, notice.missing_person, Wish.Kind.TELLING, "told")
    assert visit(cast, notice).outcome == "told"


def test_no_05_a_visit_is_entered_after_it(cast: Cast, notice: Notice) -> None:
    for at in (timezone.now() + timedelta(hours=1), timezone.now() - timedelta(days=1)):
        with pytest.raises(RuleRefused) as refused:
            record_visit(
                user=cast.ruth,
                notice=notice,
                at=at,
                outcome=Visit.Outcome.NOT_HOME,
                in_person=True,
                said=[],
                content={},
            )
        assert "NO-05" in codes(refused)


def test_no_06_another_person_enters_nothing(cast: Cast, notice: Notice) -> None:
    with pytest.raises(RuleRefused) as refused:
        record_visit(
            user=cast.nadia,
            notice=notice,
            at=now(),
            outcome=Visit.Outcome.TOLD,
            in_person=True,
            said=[],
            content={},
        )
    assert codes(refused) == {"NO-06"}
    made = record_visit(
        user=cast.mara,
        notice=notice,
        at=now(),
        outcome=Visit.Outcome.TOLD,
        in_person=True,
        said=[],
        content={},
    )
    assert (made.by, made.recorded_by) == (cast.ruth, cast.mara)


def test_no_07_by_telephone_only_where_the_family_asked(cast: Cast, notice: Notice) -> None:
    with pytest.raises(RuleRefused) as refused:
        visit(cast, notice, Went(in_person=False))
    assert codes(refused) == {"NO-07"}
    wish(cast, notice.missing_person, Wish.Kind.TELLING, "told", channel="telephone")
    assert visit(cast, notice, Went(in_person=False)).pk


def test_no_08_no_13_a_preparation_holds_named_words(cast: Cast, notice: Notice) -> None:
    """NO-08 for the fields, NO-13 for what is typed in them."""
    for content, code in (
        ({"wounds": "none"}, "NO-08"),
        ({"place": "see https://example.org/x.jpg"}, "NO-13"),
    ):
        with pytest.raises(RuleRefused) as refused:
            prepare(user=cast.ruth, notice=notice, content=content, seen_version=0)
        assert codes(refused) == {code}
    kept = prepare(user=cast.ruth, notice=notice, content={"place": "home"}, seen_version=0)
    assert prepared_words(notice) == {"place": "home"}
    with pytest.raises(ValidationError, match="meanwhile"):
        prepare(user=cast.mara, notice=notice, content={"place": "work"}, seen_version=0)
    again = prepare(user=cast.mara, notice=notice, content={}, seen_version=kept.version)
    assert (again.version, prepared_words(notice)) == (2, {})


def test_no_11_wishes_follow_telling_and_the_newest_counts(cast: Cast, notice: Notice) -> None:
    person = notice.missing_person
    with pytest.raises(RuleRefused) as refused:
        wish(cast, person, Wish.Kind.RETURN, "home")
    assert codes(refused) == {"NO-11"}
    visit(cast, notice)
    first = wish(cast, person, Wish.Kind.RETURN, "home", words="beside his father")
    wish(cast, person, Wish.Kind.RETURN, "near")
    assert words_in(person.family, first.sealed, "wish")["words"] == "beside his father"
    with pytest.raises(ValidationError):
        wish(cast, person, Wish.Kind.RETURN, "anywhere")
    assert Wish.objects.count() == 2


def test_questions_are_owed_and_answered(cast: Cast, told: Notice) -> None:
    with pytest.raises(ValidationError, match="does not speak with families"):
        ask(cast, told, cast.teo)
    asked = ask(cast, told, cast.mara)
    with pytest.raises(PermissionDenied):
        answer_question(user=cast.nadia, question=asked, words="In packet E.")
    answer_question(user=cast.mara, question=asked, words="In packet E.")
    asked.refresh_from_db()
    assert asked.answered_by == cast.mara
    with pytest.raises(ValidationError):
        answer_question(user=cast.mara, question=asked, words="Again.")


def test_a_withdrawal_takes_the_words_and_leaves_that_it_was_told(cast: Cast, told: Notice) -> None:
    person = told.missing_person
    wish(cast, person, Wish.Kind.RETURN, "home", words="beside his father")
    record_objection(user=cast.nadia, covered=person.family, reason="They said so.")
    assert Visit.objects.get().sealed is None
    assert Wish.objects.get().sealed is None
    assert state_of(told) is State.TOLD
    with pytest.raises(KeyDestroyed):
        wish(cast, person, Wish.Kind.RETURN, "near")
    with pytest.raises(RuleRefused) as refused:
        send(cast, told.identification)
    assert codes(refused) == {"NO-04"}


def test_no_12_a_fallen_identification_is_put_right(
    cast: Cast, fallen: Notice, training: NotifierTraining
) -> None:
    assert state_of(fallen) is State.TO_PUT_RIGHT
    correction = send(cast, fallen.identification)
    assert correction.is_correction
    assert correction.number == "N-0002"
    assert assignment_of(correction) is not None
    record_visit(
        user=cast.ruth,
        notice=correction,
        at=now(),
        outcome=Visit.Outcome.TOLD,
        in_person=True,
        said=["fallen", "sorry"],
        content={"words": "She wept."},
    )
    assert state_of(fallen) is State.PUT_RIGHT
    assert state_of(correction) is State.TOLD


def test_a_correction_begins_with_what_is_known_of_the_family(cast: Cast, notice: Notice) -> None:
    """And not with what was said of the remains, which is no longer of this family."""
    typed = {"language": "Ukrainian", "customs": "Her father speaks first.", "kept": "a ring"}
    prepare(user=cast.ruth, notice=notice, content=typed | {"found_where": "ford"}, seen_version=0)
    visit(cast, notice)
    reopen(user=cast.ilse, decision=notice.identification, cause="A sample was mixed up.")
    correction = send(cast, notice.identification)
    begun = words_to_begin_with(correction)
    assert (begun["language"], begun["customs"]) == ("Ukrainian", "Her father speaks first.")
    assert begun["with_whom"] == "the mother and her brother", "as the visit says"
    assert not begun.keys() & {"kept", "found_where", "now_where"}
    assert corrected_notice(correction) == notice
    assert corrected_notice(notice) is None
    prepare(user=cast.ruth, notice=correction, content={"language": "Russian"}, seen_version=0)
    assert words_to_begin_with(correction) == {"language": "Russian"}
    assert corrected_notice(correction) is None
