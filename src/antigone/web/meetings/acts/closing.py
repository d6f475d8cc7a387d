"""Close a meeting: outcomes are frozen, and the minutes are made and signed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from antigone.policy import meetings as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import head, record
from antigone.web.meetings.minutes_text import minutes_content
from antigone.web.meetings.models import AgendaItem, Meeting, Minutes
from antigone.web.meetings.outcomes import Listed, agenda_of
from antigone.web.meetings.signed_text import signed_fields
from antigone.web.meetings.sitting import held


@transaction.atomic
def close(*, user: User, meeting: Meeting) -> Minutes:
    """It ends; nothing of it is changed from then on.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        RuleRefused: MB-02, MB-05 or MB-10.
        KeyRefused: the installation's key cannot be used.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    agenda = agenda_of(meeting)
    insist(closing(user, meeting, agenda))
    _freeze(agenda)
    meeting.state = Meeting.State.CLOSED
    now = timezone.now()
    meeting.ended_at, meeting.ended_by = now, user
    meeting.full_clean()
    meeting.save()
    return _minutes(user, meeting, agenda, now)


def closing(user: User, meeting: Meeting, agenda: list[Listed]) -> list[Finding]:
    """The rules on closing a meeting, for the page and for the act."""
    without = tuple(str(listed.item) for listed in agenda if listed.outcome is None)
    return [
        rules.mb_02_by_the_chair(by=user.username, chair=meeting.chair.username),
        rules.mb_05_is_open(meeting.stage),
        rules.mb_10_each_item_has_an_outcome(without),
    ]


def _freeze(agenda: list[Listed]) -> None:
    for listed in agenda:
        listed.item.outcome = listed.outcome or ""
        listed.item.outcome_words = listed.words
    items = [listed.item for listed in agenda]
    AgendaItem.objects.bulk_update(items, ["outcome", "outcome_words"])


def _minutes(user: User, meeting: Meeting, agenda: list[Listed], now: datetime) -> Minutes:
    content = minutes_content(meeting, agenda, head=head())
    minutes = Minutes(meeting=meeting, made_at=now, **signed_fields(content))
    minutes.full_clean()
    minutes.save()
    record(
        actor=user.username,
        act="meeting.closed",
        incident=meeting.incident.slug,
        subject=str(meeting),
        details={
            "key_id": minutes.key_id,
            "meeting": meeting.pk,
            "minutes_sha256": minutes.sha256,
            "outcomes": [listed.item.outcome for listed in agenda],
        },
    )
    return minutes
