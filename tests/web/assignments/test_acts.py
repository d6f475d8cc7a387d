"""Taking cases, handing them on, reminders."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from antigone.web.accounts.models import User
from antigone.web.assignments.acts import (
    AssignmentRefused,
    assign,
    assignment_of,
    give_back,
    hand_over_all,
)
from antigone.web.assignments.asked_of_one import AskedOfOne
from antigone.web.assignments.cases import words_of
from antigone.web.assignments.desk import awaiting
from antigone.web.assignments.models import Assignment, Reminder
from antigone.web.assignments.owed import lacking, missing_of, shown_owings, sums
from antigone.web.assignments.reminding import done, postpone, remind, waiting_for
from antigone.web.incidents.models import Incident
from antigone.web.incidents.services import remove_member
from antigone.web.journal.models import Entry
from antigone.web.records import remembered
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family, ImportedFile, RecoveryEvent, Remains
from tests.web.conftest import Cast
from tests.web.records.conftest import Attest

WORDS = "Ask Olena's sister about the scar."


def _carer(case: Remains | Family) -> str:
    now = assignment_of(case)
    return now.person.username if now else ""


def _refused(code: str) -> pytest.RaisesExc[AssignmentRefused]:
    return pytest.raises(AssignmentRefused, check=lambda error: error.finding.code == code)


def test_a_case_goes_from_hand_to_hand_and_keeps_who_had_it(cast: Cast, remains: Remains) -> None:
    assign(user=cast.sanna, case=remains, person=cast.sanna)
    assign(user=cast.sanna, case=remains, person=cast.teo, words="The left arm is still to come.")
    assign(user=cast.mara, case=remains, person=cast.halvar)
    give_back(user=cast.halvar, case=remains)
    assert _carer(remains) == ""
    history = Assignment.objects.order_by("pk")
    assert [row.person.username for row in history] == ["sanna", "teo", "halvar"]
    assert [words_of(row) for row in history] == ["", "The left arm is still to come.", ""]
    acts = Entry.objects.filter(act__startswith="case.").order_by("pk")
    assert [entry.act for entry in acts] == [
        "case.taken", "case.assigned", "case.assigned", "case.given_back",
    ]  # fmt: skip
    assert {entry.subject for entry in acts} == {"V1"}


def test_as_01_nobody_gets_a_case_that_they_may_not_see(
    cast: Cast, remains: Remains, family: Family
) -> None:
    for case, person in ((family, cast.teo), (remains, cast.nadia), (remains, cast.piet)):
        with _refused("AS-01"):
            assign(user=cast.mara, case=case, person=person)
    with pytest.raises(PermissionDenied):
        assign(user=cast.piet, case=remains, person=cast.piet)
    assert not Assignment.objects.exists()


def test_as_02_a_case_is_not_taken_away_by_a_colleague(cast: Cast, remains: Remains) -> None:
    assign(user=cast.sanna, case=remains, person=cast.sanna)
    with _refused("AS-02"):
        assign(user=cast.teo, case=remains, person=cast.teo)
    with _refused("AS-02"):
        give_back(user=cast.teo, case=remains)
    assert _carer(remains) == "sanna"


def test_as_03_a_free_case_is_not_pushed_on_a_colleague(cast: Cast, remains: Remains) -> None:
    with _refused("AS-03"):
        assign(user=cast.teo, case=remains, person=cast.sanna)


def test_whoever_leaves_the_incident_looks_after_nothing_any_more(
    cast: Cast, remains: Remains
) -> None:
    assign(user=cast.sanna, case=remains, person=cast.sanna)
    remind(
        user=cast.sanna, case=remains, person=cast.sanna, due_on=timezone.localdate(), words="Call."
    )
    remove_member(by=cast.mara, incident=cast.incident, person=cast.sanna)
    assert _carer(remains) == ""
    assert not waiting_for(cast.sanna).exists()
    assign(user=cast.teo, case=remains, person=cast.teo)
    assert _carer(remains) == "teo"


def test_all_is_handed_over_or_nothing(cast: Cast, remains: Remains, family: Family) -> None:
    for case in (remains, family):
        assign(user=cast.mara, case=case, person=cast.mara)
    with _refused("AS-01"):
        hand_over_all(user=cast.mara, incident=cast.incident, of=cast.mara, to=cast.teo)
    assert (_carer(remains), _carer(family)) == ("mara", "mara")
    with pytest.raises(PermissionDenied):
        hand_over_all(user=cast.oyelin, incident=cast.incident, of=cast.mara, to=cast.oyelin)
    assert hand_over_all(user=cast.mara, incident=cast.incident, of=cast.mara, to=cast.oyelin) == 2
    assert (_carer(remains), _carer(family)) == ("oyelin", "oyelin")


def test_words_about_a_family_are_sealed_and_go_with_its_withdrawal(
    cast: Cast, family: Family
) -> None:
    assign(user=cast.nadia, case=family, person=cast.nadia)
    row = assign(user=cast.nadia, case=family, person=cast.halvar, words=WORDS)
    assert (row.words, words_of(row)) == ("", WORDS)
    assert b"Olena" not in bytes(row.sealed or b"")
    record_objection(user=cast.nadia, covered=family, reason="They do not wish it any more.")
    row = Assignment.objects.select_related("family__key").get(pk=row.pk)
    assert words_of(row) == ""


def test_words_of_a_family_that_withdrew_stay_gone_when_it_comes_back(
    cast: Cast, family: Family, attest: Attest
) -> None:
    row = assign(user=cast.nadia, case=family, person=cast.nadia, words=WORDS)
    today = timezone.localdate()
    remind(user=cast.nadia, case=family, person=cast.nadia, due_on=today, words=WORDS)
    record_objection(user=cast.nadia, covered=family, reason="They do not wish it any more.")
    attest(family)
    row = Assignment.objects.select_related("family__key").get(pk=row.pk)
    assert (row.sealed, words_of(row)) == (None, "")
    told = {task.title: task.reason for task in awaiting(cast.nadia)}
    assert told["Reminder for F1"] == ""
    assert Reminder.objects.get().sealed is None


def test_a_reminder_stands_on_the_home_page_from_its_day_on(cast: Cast, remains: Remains) -> None:
    today = timezone.localdate()
    later = remind(
        user=cast.mara, case=remains, person=cast.sanna, due_on=today + timedelta(1), words="Teeth."
    )
    assert "Reminder" not in str([task.title for task in awaiting(cast.sanna)])
    postpone(user=cast.sanna, reminder=later, due_on=today)
    [task] = awaiting(cast.sanna)
    assert (task.title, task.reason) == ("Reminder for V1", "Teeth.")
    with pytest.raises(PermissionDenied):
        done(user=cast.teo, reminder=later)
    done(user=cast.sanna, reminder=later)
    assert awaiting(cast.sanna) == []
    assert Reminder.objects.get().done_by == cast.sanna


def test_reminders_of_cases_out_of_sight_hide_no_other(cast: Cast, remains: Remains) -> None:
    today = timezone.localdate()
    for number in range(21):
        case = Remains.objects.create(incident=cast.incident, number=f"B{number}", sex="U")
        remind(user=cast.mara, case=case, person=cast.halvar, due_on=today, words="Look.")
    remind(user=cast.mara, case=remains, person=cast.halvar, due_on=today, words="Teeth.")
    assert len(awaiting(cast.halvar)) == 22
    Incident.objects.filter(pk=cast.incident.pk).update(agency=cast.mara.agency)
    Remains.objects.filter(pk=remains.pk).update(agency=cast.halvar.agency)
    assert [task.title for task in awaiting(cast.halvar)] == ["Reminder for V1"]


@pytest.mark.parametrize(("days", "words"), [(-1, "Call."), (0, "  ")])
def test_a_reminder_needs_a_day_to_come_and_words(
    cast: Cast, remains: Remains, days: int, words: str
) -> None:
    with pytest.raises(ValidationError):
        remind(
            user=cast.mara,
            case=remains,
            person=cast.mara,
            due_on=timezone.localdate() + timedelta(days),
            words=words,
        )


def test_what_is_missing_of_one_case_is_what_the_lists_say(
    cast: Cast, remains: Remains, family: Family
) -> None:
    by_case = {
        case: {one.owing.code for one in missing_of(cast.mara, case)} for case in (remains, family)
    }
    assert "description" in by_case[remains]
    for owing in shown_owings(cast.mara, cast.incident):
        rows = lacking(cast.mara, cast.incident, owing)
        for case in (remains, family):
            if isinstance(case, rows.model):
                assert rows.filter(pk=case.pk).exists() == (owing.code in by_case[case])
    counted = {one.owing.code: one.count for one in sums(cast.mara, cast.incident)}
    assert counted["description"] == Remains.objects.count()
    assert "basis" not in counted


def test_what_was_asked_of_one_case_is_asked_of_the_others_of_a_large_incident(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, imported: ImportedFile
) -> None:
    here = Remains.objects.create(incident=cast.incident, number="B", sex="U")
    cases: list[Remains | Family] = [
        *Remains.objects.select_related("incident").order_by("pk"),
        *Family.objects.select_related("incident").order_by("pk"),
    ]

    def told(user: User) -> list[list[tuple[str, datetime]]]:
        return [[(one.owing.code, one.since) for one in missing_of(user, case)] for case in cases]

    asked_each_time = [told(user) for user in (cast.mara, cast.halvar)]
    assert len({str(one) for one in asked_each_time[0]}) > 2
    monkeypatch.setattr(remembered, "LARGE", 0)
    monkeypatch.setattr(remembered, "_KEPT", {})
    for _again in range(2):
        assert [told(user) for user in (cast.mara, cast.halvar)] == asked_each_time
    before = missing_of(cast.mara, here)
    RecoveryEvent.objects.create(
        incident=cast.incident,
        remains=here,
        recovered_at=timezone.now(),
        place="Orchard",
        finder="Teo Varga",
        recorded_by=cast.teo,
    )
    now = {one.owing.code for one in missing_of(cast.mara, here)}
    assert {one.owing.code for one in before} - now == {"recovery"}


def test_a_question_that_is_about_no_row_is_refused() -> None:
    with pytest.raises(ValueError, match="not about one row"):
        AskedOfOne.by(lambda pk: Remains.objects.values_list("pk"))


def test_a_case_that_one_sees_no_more_is_not_counted_among_ones_own(
    cast: Cast, remains: Remains
) -> None:
    assign(user=cast.sanna, case=remains, person=cast.sanna)
    assert "You look after 1 case" in {task.title for task in awaiting(cast.sanna)}
    Incident.objects.update(agency=cast.mara.agency)
    assert awaiting(cast.sanna) == []


def test_what_one_may_not_see_is_not_counted(cast: Cast, remains: Remains, family: Family) -> None:
    kinds = {one.owing.kind.value for one in sums(cast.teo, cast.incident)}
    assert kinds == {"remains"}
    assert sums(cast.tomas, cast.incident) == []
