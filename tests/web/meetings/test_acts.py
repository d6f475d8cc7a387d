"""Acts of a meeting: each works, needs its permission and its rules, and stands in the journal."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from antigone.formats.journal_verify import verify_journal
from antigone.formats.signatures import (
    key_id_of,
    public_key_of,
    sign_detached,
    verify_detached,
)
from antigone.web.accounts.models import User
from antigone.web.board.acts.exclude import exclude
from antigone.web.board.acts.refuse import refuse
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.acts.withdraw import withdraw
from antigone.web.board.documents import sha256
from antigone.web.board.models import Proposal
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.models import Membership
from antigone.web.journal.export import export_journal
from antigone.web.journal.models import Entry
from antigone.web.meetings.acts.agenda import move, put_case, put_matter, take_off
from antigone.web.meetings.acts.amending import amend
from antigone.web.meetings.acts.attending import come, leave, open_meeting, pass_chair
from antigone.web.meetings.acts.closing import close
from antigone.web.meetings.acts.items import note, put_off, settle, take_up
from antigone.web.meetings.acts.planning import call_off, change, plan
from antigone.web.meetings.models import AgendaItem, Attendance, Meeting, Minutes
from antigone.web.meetings.outcomes import Kind, agenda_of
from antigone.web.meetings.signed_text import is_whole
from antigone.web.records.models import Share
from tests.web.board.conftest import sign_as
from tests.web.conftest import Cast
from tests.web.meetings.making import CALLED_FOR, PLACE, planned_by


def refused(act: Callable[[], object]) -> list[str]:
    """The codes with which an act is refused."""
    with pytest.raises(RuleRefused) as caught:
        act()
    return [finding.code for finding in caught.value.findings]


def outcome(meeting: Meeting) -> list[str | None]:
    return [listed.outcome for listed in agenda_of(meeting)]


def acts() -> list[str]:
    return list(Entry.objects.order_by("sequence").values_list("act", flat=True))


# Planning


def test_a_meeting_is_planned_changed_and_called_off(cast: Cast) -> None:
    made = planned_by(cast.oyelin, cast, cast.ilse)
    assert (made.state, made.place, made.chair) == ("planned", PLACE, cast.ilse)
    later = change(
        user=cast.mara, meeting=made, called_for=CALLED_FOR, place="Tent", chair=cast.oyelin
    )
    assert (later.place, later.chair) == ("Tent", cast.oyelin)
    assert refused(lambda: call_off(user=cast.mara, meeting=made, words=" ")) == ["MB-11"]
    ended = call_off(user=cast.mara, meeting=made, words="The road is closed.")
    assert (ended.state, ended.ended_by) == ("called_off", cast.mara)
    assert acts() == ["meeting.planned", "meeting.changed", "meeting.called_off"]
    assert "road" not in Entry.objects.latest("sequence").details_text
    assert refused(lambda: put_matter(user=cast.mara, meeting=made, matter="x")) == ["MB-04"]
    assert refused(lambda: call_off(user=cast.mara, meeting=made, words="x")) == ["MB-06"]


def test_mb_01_only_who_signs_chairs(cast: Cast, meeting: Meeting) -> None:
    assert refused(lambda: planned_by(cast.mara, cast, cast.mara)) == ["MB-01"]
    again = partial(change, user=cast.mara, meeting=meeting, called_for=CALLED_FOR, place=PLACE)
    assert refused(partial(again, chair=cast.nadia)) == ["MB-01"]


@pytest.mark.parametrize("name", ["nadia", "tomas", "teo", "sanna", "ruth", "ada", "piet"])
def test_who_takes_no_part_plans_nothing(cast: Cast, meeting: Meeting, name: str) -> None:
    user: User = getattr(cast, name)
    tried: list[Callable[[], object]] = [
        lambda: planned_by(user, cast, cast.ilse),
        lambda: put_matter(user=user, meeting=meeting, matter="x"),
        lambda: come(user=user, meeting=meeting, person=user),
        lambda: leave(user=user, meeting=meeting, person=user),
        lambda: open_meeting(user=user, meeting=meeting),
        lambda: pass_chair(user=user, meeting=meeting, person=cast.oyelin),
        lambda: close(user=user, meeting=meeting),
        lambda: call_off(user=user, meeting=meeting, words="x"),
        lambda: amend(user=user, meeting=meeting, words="x"),
    ]
    for act in tried:
        with pytest.raises(PermissionDenied):
            act()


def test_a_meeting_needs_a_place(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        plan(
            user=cast.mara,
            incident=cast.incident,
            called_for=CALLED_FOR,
            place=" ",
            chair=cast.ilse,
        )
    assert not Meeting.objects.exists()
    assert not Entry.objects.exists()


# The agenda


def test_the_agenda_is_put_together_and_arranged(
    cast: Cast, meeting: Meeting, item: AgendaItem
) -> None:
    second = put_matter(user=cast.oyelin, meeting=meeting, matter="How the laboratory answers")
    third = put_matter(user=cast.ilse, meeting=meeting, matter="Next week")
    move(user=cast.mara, item=third, by=-1)
    move(user=cast.mara, item=third, by=-1)
    assert [str(one.item) for one in agenda_of(meeting)] == ["Next week", "V1, M1", second.matter]
    assert move(user=cast.mara, item=third, by=-1).position == 1
    take_off(user=cast.mara, item=third)
    assert [one.item for one in agenda_of(meeting)] == [item, second]
    with pytest.raises(AgendaItem.DoesNotExist):
        take_off(user=cast.mara, item=third)
    assert AgendaItem.objects.count() == 3
    assert "laboratory" not in "".join(Entry.objects.values_list("details_text", flat=True))


def test_mb_07_a_case_stands_on_one_agenda(
    cast: Cast, meeting: Meeting, item: AgendaItem, proposal: Proposal
) -> None:
    other = planned_by(cast.mara, cast, cast.ilse)
    for on in (meeting, other):
        put = partial(put_case, user=cast.mara, meeting=on, proposal=proposal)
        assert refused(put) == ["MB-07"]
    call_off(user=cast.mara, meeting=meeting, words="Snow.")
    put_case(user=cast.mara, meeting=other, proposal=proposal)


def test_mb_07_a_case_that_was_decided_is_not_put(
    cast: Cast, meeting: Meeting, proposal: Proposal
) -> None:
    withdraw(user=cast.mara, proposal=proposal, reasons="Swapped.")
    put = partial(put_case, user=cast.mara, meeting=meeting, proposal=proposal)
    assert refused(put) == ["MB-07"]


# Who is there


def test_people_come_and_leave(cast: Cast, meeting: Meeting) -> None:
    row = come(user=cast.ilse, meeting=meeting, person=cast.mara)
    assert (row.full_name, row.agency, row.role) == (
        *("Mara Tenev", "Missing Persons Office", "coordinator"),
    )
    assert not row.may_sign
    assert come(user=cast.mara, meeting=meeting, person=cast.mara) == row
    leave(user=cast.mara, meeting=meeting, person=cast.mara)
    assert leave(user=cast.mara, meeting=meeting, person=cast.mara) is None
    come(user=cast.mara, meeting=meeting, person=cast.mara)
    assert [r.left_at is None for r in Attendance.objects.order_by("pk")] == [False, True]
    assert acts()[-3:] == ["meeting.came", "meeting.left", "meeting.came"]


def test_mb_02_others_are_entered_by_the_chair(cast: Cast, meeting: Meeting) -> None:
    for act in (come, leave):
        other = partial(act, user=cast.mara, meeting=meeting, person=cast.oyelin)
        assert refused(other) == ["MB-02"]
    # Not only of those who plan: an auditor may sit in, when the chair lets them in.
    come(user=cast.ilse, meeting=meeting, person=cast.tomas)


def test_mb_08_who_sees_a_part_waits_outside(cast: Cast, meeting: Meeting) -> None:
    enters = partial(come, user=cast.ilse, meeting=meeting)
    for person in (cast.piet, cast.ada):
        assert refused(partial(enters, person=person)) == ["MB-08"]
    cast.incident.agency = cast.ilse.agency
    cast.incident.save()
    meeting.incident.refresh_from_db()
    assert refused(partial(enters, person=cast.oyelin)) == ["MB-08"]
    assert cast.oyelin.agency is not None
    Share.objects.create(
        incident=cast.incident,
        agency=cast.oyelin.agency,
        purpose="The board.",
        until=timezone.localdate(),
        recorded_by=cast.mara,
    )
    enters(person=cast.oyelin)


def test_mb_03_it_opens_with_enough(cast: Cast, meeting: Meeting) -> None:
    opens = partial(open_meeting, user=cast.ilse, meeting=meeting)
    assert refused(opens) == ["MB-03"]
    come(user=cast.ilse, meeting=meeting, person=cast.ilse)
    come(user=cast.mara, meeting=meeting, person=cast.mara)
    assert refused(opens) == ["MB-03"]
    come(user=cast.oyelin, meeting=meeting, person=cast.oyelin)
    assert refused(lambda: open_meeting(user=cast.oyelin, meeting=meeting)) == ["MB-02"]
    assert opens().state == "open"
    assert refused(opens) == ["MB-06"]
    assert Entry.objects.latest("sequence").details["present"] == ["ilse", "mara", "oyelin"]


def test_mb_03_two_agencies_where_it_is_demanded(cast: Cast, seated: Meeting) -> None:
    seated.attendances.update(agency="Ministry of Justice")
    assert refused(lambda: open_meeting(user=cast.ilse, meeting=seated)) == ["MB-03"]
    cast.incident.two_agencies = False
    cast.incident.save()
    assert open_meeting(user=cast.ilse, meeting=seated).is_open


def test_mb_01_a_chair_who_lost_the_right_does_not_open(cast: Cast, seated: Meeting) -> None:
    Membership.objects.filter(user=cast.ilse).update(role="coordinator")
    assert refused(lambda: open_meeting(user=cast.ilse, meeting=seated)) == ["MB-01"]


def test_mb_13_the_chair_passes(cast: Cast, opened: Meeting) -> None:
    def passes(user: User, person: User) -> list[str]:
        return refused(lambda: pass_chair(user=user, meeting=opened, person=person))

    assert passes(cast.oyelin, cast.oyelin) == ["MB-13"]
    assert passes(cast.ilse, cast.mara) == ["MB-13"]
    assert pass_chair(user=cast.ilse, meeting=opened, person=cast.oyelin).chair == cast.oyelin
    leave(user=cast.oyelin, meeting=opened, person=cast.oyelin)
    assert pass_chair(user=cast.ilse, meeting=opened, person=cast.ilse).chair == cast.ilse
    assert Entry.objects.latest("sequence").details["from"] == "oyelin"


# What is said


def test_what_is_said_is_only_added(cast: Cast, opened: Meeting, item: AgendaItem) -> None:
    note(user=cast.oyelin, item=item, words="The father is typed twice.")
    put_off(user=cast.ilse, item=item, words="The seal is to be looked at.")
    assert outcome(opened) == [Kind.PUT_OFF]
    take_up(user=cast.ilse, item=item, words="It was looked at.")
    assert outcome(opened) == [None]
    kinds = list(item.entries.values_list("kind", flat=True))
    assert kinds == ["note", "put_off", "taken_up"]
    details = "".join(Entry.objects.values_list("details_text", flat=True))
    assert "father" not in details
    assert "seal" not in details


def test_who_says_what(cast: Cast, opened: Meeting, item: AgendaItem) -> None:
    assert refused(lambda: put_off(user=cast.oyelin, item=item, words="x")) == ["MB-02"]
    assert refused(lambda: put_off(user=cast.ilse, item=item, words=" ")) == ["MB-11"]
    assert refused(lambda: note(user=cast.halvar, item=item, words="x")) == ["MB-09"]
    with pytest.raises(PermissionDenied):
        note(user=cast.nadia, item=item, words="x")
    with pytest.raises(AgendaItem.DoesNotExist):
        settle(user=cast.ilse, item=item, words="We say that it is M1.")
    assert not item.entries.exists()


def test_mb_05_nothing_is_said_before_it_opens(
    cast: Cast, seated: Meeting, item: AgendaItem
) -> None:
    assert refused(lambda: note(user=cast.ilse, item=item, words="x")) == ["MB-05"]
    assert refused(lambda: put_off(user=cast.ilse, item=item, words="x")) == ["MB-05"]
    assert refused(lambda: close(user=cast.ilse, meeting=seated)) == ["MB-05", "MB-10"]


def test_mb_02_while_it_sits_the_chair_arranges(
    cast: Cast, opened: Meeting, item: AgendaItem
) -> None:
    assert refused(lambda: take_off(user=cast.mara, item=item)) == ["MB-02"]
    assert refused(lambda: move(user=cast.mara, item=item, by=1)) == ["MB-02"]
    take_off(user=cast.ilse, item=item)


# What comes of a case


def test_the_outcome_follows_what_the_members_do(
    cast: Cast, opened: Meeting, item: AgendaItem, proposal: Proposal
) -> None:
    assert outcome(opened) == [None]
    sign_as(cast, cast.oyelin, proposal)
    assert outcome(opened) == [Kind.PART_SIGNED]
    put_off(user=cast.ilse, item=item, words="Late.")
    assert outcome(opened) == [Kind.PUT_OFF]
    sign_as(cast, cast.ilse, proposal)
    assert outcome(opened) == [Kind.SIGNED]
    proposal.refresh_from_db()
    reopen(user=cast.ilse, decision=proposal.identification, cause="A swap.")
    assert outcome(opened) == [Kind.REOPENED]


def test_a_case_is_refused_withdrawn_or_excluded(
    cast: Cast, opened: Meeting, proposal: Proposal
) -> None:
    exclude(
        user=cast.oyelin,
        incident=cast.incident,
        remains=proposal.remains,
        missing_person=proposal.missing_person,
        reasons="Three markers.",
    )
    assert outcome(opened) == [Kind.EXCLUDED]
    reopen(user=cast.ilse, decision=proposal.remains.exclusions.get(), cause="Misread.")
    refuse(user=cast.ilse, proposal=proposal, reasons="Too few relatives.")
    assert outcome(opened) == [Kind.REFUSED]


# The close


def test_mb_10_it_closes_when_nothing_is_left(
    cast: Cast, opened: Meeting, item: AgendaItem, proposal: Proposal
) -> None:
    matter = put_matter(user=cast.mara, meeting=opened, matter="Next week")
    assert refused(lambda: close(user=cast.ilse, meeting=opened)) == ["MB-10"]
    settle(user=cast.ilse, item=matter, words="On Tuesday.")
    assert refused(lambda: close(user=cast.ilse, meeting=opened)) == ["MB-10"]
    sign_as(cast, cast.oyelin, proposal)
    assert refused(lambda: close(user=cast.oyelin, meeting=opened)) == ["MB-02"]
    close(user=cast.ilse, meeting=opened)
    item.refresh_from_db()
    matter.refresh_from_db()
    assert (item.outcome, item.outcome_words) == ("part_signed", "")
    assert (matter.outcome, matter.outcome_words) == ("settled", "On Tuesday.")
    assert refused(lambda: close(user=cast.ilse, meeting=opened)) == ["MB-05"]
    assert verify_journal(export_journal(None)).faults == ()


def test_the_minutes_say_what_was_and_no_more(
    cast: Cast, opened: Meeting, item: AgendaItem, proposal: Proposal
) -> None:
    note(user=cast.oyelin, item=item, words="Typed twice.")
    sign_as(cast, cast.oyelin, proposal)
    sign_as(cast, cast.ilse, proposal)
    minutes = close(user=cast.ilse, meeting=opened)
    said = json.loads(minutes.text)
    case = said["items"][0]["case"]
    assert (case["remains"], case["missing_person"], case["basis"]) == ("V1", "M1", "dna")
    assert case["evidence"]["posterior"] > 0.9995
    assert [row["full_name"] for row in case["signatures"]] == ["Dr Oyelin Harrow", "Ilse Brandt"]
    assert said["items"][0]["outcome"] == "signed"
    assert said["items"][0]["entries"][0]["words"] == "Typed twice."
    assert {row["username"] for row in said["present"]} == {"ilse", "oyelin", "mara"}
    assert proposal.missing_person.family.name not in minutes.text
    assert '"L1"' not in minutes.text  # a marker
    assert is_whole(minutes)


def test_every_change_of_the_minutes_is_found(
    cast: Cast, opened: Meeting, item: AgendaItem
) -> None:
    put_off(user=cast.ilse, item=item, words="Late.")
    minutes = close(user=cast.ilse, meeting=opened)
    data = minutes.text.encode()
    assert verify_detached(data, minutes.signature, minutes.public_key)
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert not verify_detached(changed, minutes.signature, minutes.public_key)
    minutes.text = minutes.text.replace("Late.", "Soon.")
    assert not is_whole(minutes)


def test_minutes_signed_anew_with_another_key_are_not_whole(
    cast: Cast, opened: Meeting, item: AgendaItem
) -> None:
    """Whoever can change the row can put text, signature and public key there together."""
    put_off(user=cast.ilse, item=item, words="Late.")
    minutes = close(user=cast.ilse, meeting=opened)
    key = Ed25519PrivateKey.generate()
    public = public_key_of(key)
    minutes.text = minutes.text.replace(PLACE, "Room 5")
    minutes.sha256 = sha256(minutes.text)
    minutes.signature = sign_detached(minutes.text.encode(), key).signature
    minutes.public_key, minutes.key_id = public, key_id_of(public)
    assert verify_detached(minutes.text.encode(), minutes.signature, minutes.public_key)
    assert not is_whole(minutes)


def test_what_comes_later_changes_no_minutes(
    cast: Cast, opened: Meeting, proposal: Proposal
) -> None:
    sign_as(cast, cast.oyelin, proposal)
    before = close(user=cast.ilse, meeting=opened).text
    sign_as(cast, cast.ilse, proposal)
    assert Minutes.objects.get().text == before
    assert AgendaItem.objects.get().outcome == "part_signed"


def test_mb_12_minutes_are_amended_and_never_changed(
    cast: Cast, opened: Meeting, item: AgendaItem
) -> None:
    put_off(user=cast.ilse, item=item, words="Late.")
    assert refused(lambda: amend(user=cast.mara, meeting=opened, words="x")) == ["MB-12"]
    minutes = close(user=cast.ilse, meeting=opened)
    assert refused(lambda: amend(user=cast.mara, meeting=opened, words=" ")) == ["MB-11"]
    first = amend(user=cast.mara, meeting=opened, words="Halvar was there too.")
    second = amend(user=cast.ilse, meeting=opened, words="So he was.")
    assert (first.position, second.position) == (1, 2)
    assert json.loads(first.text)["minutes_sha256"] == minutes.sha256
    assert is_whole(first)
    assert Minutes.objects.get().text == minutes.text
    for act in (put_off, take_up, note):
        assert refused(partial(act, user=cast.ilse, item=item, words="x")) == ["MB-05"]
    gone = partial(leave, user=cast.ilse, meeting=opened, person=cast.ilse)
    assert refused(gone) == ["MB-04"]
