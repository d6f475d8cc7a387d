"""Plan a meeting, change its plan, call it off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from antigone.policy import meetings as rules
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words, iso
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.meetings.models import Meeting
from antigone.web.meetings.sitting import held
from antigone.web.records.consent import locked


@transaction.atomic
def plan(
    *, user: User, incident: Incident, called_for: datetime, place: str, chair: User
) -> Meeting:
    """Call the board together.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        RuleRefused: MB-01.
        ValidationError: a field is missing or too long.
    """
    incident = locked(incident)
    require(user, incident, Permission.MEET)
    insist([rules.mb_01_chair_may_sign(may(chair, incident, Permission.SIGN))])
    meeting = Meeting(
        incident=incident,
        called_for=called_for,
        place=place.strip(),
        chair=chair,
        planned_by=user,
    )
    meeting.full_clean()
    meeting.save()
    _enter(user, "meeting.planned", meeting)
    return meeting


@transaction.atomic
def change(
    *, user: User, meeting: Meeting, called_for: datetime, place: str, chair: User
) -> Meeting:
    """Another time, place or chair, before it begins.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        RuleRefused: MB-01 or MB-06.
        ValidationError: a field is missing or too long.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    signs = may(chair, meeting.incident, Permission.SIGN)
    insist([rules.mb_06_is_planned(meeting.stage), rules.mb_01_chair_may_sign(signs)])
    meeting.called_for, meeting.place, meeting.chair = called_for, place.strip(), chair
    meeting.full_clean()
    meeting.save()
    _enter(user, "meeting.changed", meeting)
    return meeting


@transaction.atomic
def call_off(*, user: User, meeting: Meeting, words: str) -> Meeting:
    """It will not be held. Its cases can be put on another agenda.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        RuleRefused: MB-06 or MB-11.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    insist([rules.mb_06_is_planned(meeting.stage), rules.mb_11_words(words)])
    meeting.state = Meeting.State.CALLED_OFF
    meeting.ended_at, meeting.ended_by = timezone.now(), user
    meeting.called_off_because = words.strip()
    meeting.full_clean()
    meeting.save()
    record(
        actor=user.username,
        act="meeting.called_off",
        incident=meeting.incident.slug,
        subject=str(meeting),
        details={
            "meeting": meeting.pk,
            "words_fingerprint": fingerprint_of_words(meeting.called_off_because, meeting.salt),
        },
    )
    return meeting


def _enter(user: User, act: str, meeting: Meeting) -> None:
    record(
        actor=user.username,
        act=act,
        incident=meeting.incident.slug,
        subject=str(meeting),
        details={
            "called_for": iso(meeting.called_for),
            "chair": meeting.chair.username,
            "meeting": meeting.pk,
        },
    )
