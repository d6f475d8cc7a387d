"""Put a case or a matter on the agenda, take it off, move it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy import meetings as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words
from antigone.web.board.models import Proposal
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.meetings.models import AgendaItem, Meeting
from antigone.web.meetings.sitting import held, held_item


@transaction.atomic
def put_case(*, user: User, meeting: Meeting, proposal: Proposal) -> AgendaItem:
    """Let the meeting decide about a proposal.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        ObjectDoesNotExist: the proposal is of another incident.
        RuleRefused: MB-04 or MB-07.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    proposal = Proposal.objects.get(pk=proposal.pk, incident=meeting.incident_id)
    on_agenda = rules.mb_07_on_one_agenda(waits=proposal.is_open, others=_agendas_of(proposal))
    insist([rules.mb_04_has_not_ended(meeting.stage), on_agenda])
    item = AgendaItem(meeting=meeting, position=_last(meeting) + 1, proposal=proposal, put_by=user)
    return _put(user, item)


@transaction.atomic
def put_matter(*, user: User, meeting: Meeting, matter: str) -> AgendaItem:
    """Let the meeting talk about something that is no proposal.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        RuleRefused: MB-04 or MB-11.
        ValidationError: it is too long.
    """
    require(user, meeting.incident, Permission.MEET)
    meeting = held(meeting)
    insist([rules.mb_04_has_not_ended(meeting.stage), rules.mb_11_words(matter)])
    position = _last(meeting) + 1
    item = AgendaItem(meeting=meeting, position=position, matter=matter.strip(), put_by=user)
    return _put(user, item)


@transaction.atomic
def take_off(*, user: User, item: AgendaItem) -> AgendaItem:
    """It is not talked about after all; while the meeting is open, its chair says so.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        DoesNotExist: it was taken off before.
        RuleRefused: MB-02 or MB-04.
    """
    require(user, item.meeting.incident, Permission.MEET)
    item = held_item(item)
    insist(_may_arrange(user, item.meeting))
    item.taken_off_by, item.taken_off_at = user, timezone.now()
    item.full_clean()
    item.save()
    _enter(user, "meeting.item_taken_off", item)
    return item


@transaction.atomic
def move(*, user: User, item: AgendaItem, by: int) -> AgendaItem:
    """Talk about it earlier (`by` -1) or later (+1); beyond the ends nothing changes.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        DoesNotExist: it was taken off before.
        RuleRefused: MB-02 or MB-04.
    """
    require(user, item.meeting.incident, Permission.MEET)
    item = held_item(item)
    insist(_may_arrange(user, item.meeting))
    order = list(AgendaItem.objects.filter(meeting=item.meeting, taken_off_at=None))
    here = order.index(item)
    there = min(max(here + by, 0), len(order) - 1)
    if there == here:
        return item
    order.insert(there, order.pop(here))
    for position, other in enumerate(order, start=1):
        other.position = position
    AgendaItem.objects.bulk_update(order, ["position"])
    item.position = there + 1
    _enter(user, "meeting.item_moved", item)
    return item


def _may_arrange(user: User, meeting: Meeting) -> list[Finding]:
    found = [rules.mb_04_has_not_ended(meeting.stage)]
    if meeting.is_open:
        found.append(rules.mb_02_by_the_chair(by=user.username, chair=meeting.chair.username))
    return found


def _agendas_of(proposal: Proposal) -> tuple[str, ...]:
    """The meetings that have not ended on whose agenda a proposal stands, in words."""
    rows = AgendaItem.objects.filter(
        proposal=proposal,
        taken_off_at=None,
        meeting__state__in=(Meeting.State.PLANNED, Meeting.State.OPEN),
    )
    numbers = rows.order_by("meeting").values_list("meeting", flat=True)
    return tuple(_("meeting %(number)s") % {"number": number} for number in numbers)


def _last(meeting: Meeting) -> int:
    return max(meeting.items.values_list("position", flat=True), default=0)


def _put(user: User, item: AgendaItem) -> AgendaItem:
    item.full_clean()
    item.save()
    _enter(user, "meeting.item_put", item)
    return item


def _enter(user: User, act: str, item: AgendaItem) -> None:
    """A case by its number; a matter is free text, so a salted fingerprint stands for it."""
    meeting = item.meeting
    matter = fingerprint_of_words(item.matter, meeting.salt) if item.matter else None
    record(
        actor=user.username,
        act=act,
        incident=meeting.incident.slug,
        subject=str(meeting),
        details={
            "item": item.pk,
            "matter_fingerprint": matter,
            "meeting": meeting.pk,
            "position": item.position,
            "proposal": item.proposal_id,
        },
    )
