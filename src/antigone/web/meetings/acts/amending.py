"""Amend minutes: an addendum beside them, never a change in them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from antigone.policy import meetings as rules
from antigone.web.accounts.models import User
from antigone.web.board.documents import iso
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.meetings.models import Addendum, Meeting, Minutes
from antigone.web.meetings.signed_text import signed_fields
from antigone.web.meetings.sitting import held

FORMAT = "antigone addendum 1"


@transaction.atomic
def amend(*, user: User, meeting: Meeting, words: str) -> Addendum:
    """Say what the minutes say wrongly, or leave out.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        RuleRefused: MB-11 or MB-12.
        ValidationError: it is too long.
        KeyRefused: the installation's key cannot be used.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    insist([rules.mb_12_amended_after_the_close(meeting.stage), rules.mb_11_words(words)])
    addendum = _addendum(user, meeting, words.strip())
    addendum.full_clean()
    addendum.save()
    record(
        actor=user.username,
        act="minutes.amended",
        incident=meeting.incident.slug,
        subject=str(meeting),
        details={
            "addendum_sha256": addendum.sha256,
            "key_id": addendum.key_id,
            "meeting": meeting.pk,
            "position": addendum.position,
        },
    )
    return addendum


def _addendum(user: User, meeting: Meeting, words: str) -> Addendum:
    minutes = Minutes.objects.get(meeting=meeting)
    position, now = minutes.addenda.count() + 1, timezone.now()
    agency = user.agency.name if user.agency else ""
    fields = signed_fields(
        {
            "agency": agency,
            "format": FORMAT,
            "full_name": user.full_name,
            "incident": meeting.incident.slug,
            "meeting": meeting.pk,
            "minutes_sha256": minutes.sha256,
            "position": position,
            "username": user.username,
            "words": words,
            "written_at": iso(now),
        }
    )
    return Addendum(
        minutes=minutes,
        position=position,
        words=words,
        written_by=user,
        full_name=user.full_name,
        agency=agency,
        written_at=now,
        **fields,
    )
