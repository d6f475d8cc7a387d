"""Come and leave, open the meeting, pass the chair on."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from antigone.policy import meetings as rules
from antigone.policy.findings import Finding
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import may, require, role_of
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.meetings.models import Attendance, Meeting
from antigone.web.meetings.sitting import held, sees_all, sitting_of


@transaction.atomic
def come(*, user: User, meeting: Meeting, person: User) -> Attendance:
    """Somebody is present from now on: they say so themselves, or the chair does.

    Raises:
        PermissionDenied: who says so takes no part in meetings of this incident.
        RuleRefused: MB-02, MB-04 or MB-08.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    insist(
        [
            *_of_oneself(user, meeting, person),
            rules.mb_08_sees_all_cases(sees_all(person, meeting.incident)),
        ]
    )
    there = Attendance.objects.filter(meeting=meeting, person=person, left_at=None).first()
    if there is not None:
        return there
    row = Attendance(
        meeting=meeting,
        person=person,
        full_name=person.full_name,
        agency=person.agency.name if person.agency else "",
        role=role_of(person, meeting.incident) or "",
        may_sign=may(person, meeting.incident, Permission.SIGN),
        entered_by=user,
    )
    row.full_clean()
    row.save()
    _enter(user, "meeting.came", meeting, {"person": person.username, "role": row.role})
    return row


@transaction.atomic
def leave(*, user: User, meeting: Meeting, person: User) -> Attendance | None:
    """Somebody is no longer present; None: they were not.

    Raises:
        PermissionDenied: who says so takes no part in meetings of this incident.
        RuleRefused: MB-02 or MB-04.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    insist(_of_oneself(user, meeting, person))
    row = Attendance.objects.filter(meeting=meeting, person=person, left_at=None).first()
    if row is None:
        return None
    row.left_at = timezone.now()
    row.full_clean()
    row.save()
    _enter(user, "meeting.left", meeting, {"person": person.username})
    return row


@transaction.atomic
def open_meeting(*, user: User, meeting: Meeting) -> Meeting:
    """It begins.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        RuleRefused: MB-01, MB-02, MB-03 or MB-06.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    insist(opening(user, meeting))
    meeting.state, meeting.opened_at = Meeting.State.OPEN, timezone.now()
    meeting.full_clean()
    meeting.save()
    present = sorted(sitting_of(meeting).present)
    _enter(user, "meeting.opened", meeting, {"present": present})
    return meeting


def opening(user: User, meeting: Meeting) -> list[Finding]:
    """The rules on opening a meeting, for the page and for the act."""
    chair = meeting.chair
    return [
        rules.mb_01_chair_may_sign(may(chair, meeting.incident, Permission.SIGN)),
        rules.mb_02_by_the_chair(by=user.username, chair=chair.username),
        rules.mb_03_enough_are_present(sitting_of(meeting)),
        rules.mb_06_is_planned(meeting.stage),
    ]


@transaction.atomic
def pass_chair(*, user: User, meeting: Meeting, person: User) -> Meeting:
    """Somebody else who is present chairs from now on.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        RuleRefused: MB-05 or MB-13.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    passes = rules.mb_13_takes_the_chair(
        by=user.username, to=person.username, sitting=sitting_of(meeting)
    )
    insist([rules.mb_05_is_open(meeting.stage), passes])
    before, meeting.chair = meeting.chair, person
    meeting.full_clean()
    meeting.save()
    _enter(user, "meeting.chair_passed", meeting, {"from": before.username, "to": person.username})
    return meeting


def _of_oneself(user: User, meeting: Meeting, person: User) -> list[Finding]:
    """Each says it of themselves; the chair may say it of everybody."""
    found = [rules.mb_04_has_not_ended(meeting.stage)]
    if user != person:
        found.append(rules.mb_02_by_the_chair(by=user.username, chair=meeting.chair.username))
    return found


def _enter(user: User, act: str, meeting: Meeting, details: Mapping[str, JsonValue]) -> None:
    record(
        actor=user.username,
        act=act,
        incident=meeting.incident.slug,
        subject=str(meeting),
        details={"meeting": meeting.pk, **details},
    )
