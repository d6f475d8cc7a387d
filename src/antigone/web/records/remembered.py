"""What takes long to count in a large incident: kept by each process until something is recorded.

Every act writes a journal entry in its own transaction, so the last entry is an exact key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.once import once
from antigone.web.journal.models import Entry
from antigone.web.journal.services import latest
from antigone.web.records.doors import missing_in_sight, remains_in_sight, sees_whole_incident
from antigone.web.records.filters import Filters

Value = TypeVar("Value")

LARGE = 10_000
"""From so many remains and persons sought on something is remembered; before it is read each time."""

COUNTS_NOTHING = (
    *("request.begun", "request.draft_kept", "request.discarded", "names.searched"),
    *("picture.opened", "list.taken_out", "labels.printed", "tags.reserved", "journal.exported"),
    *("prints.handed_out", "code.resolved", "case.assigned", "case.taken", "case.given_back"),
    *("reminder.made", "reminder.done", "reminder.postponed", "custody.handed_over"),
    *("custody.explained", "custody.corrected", "token.made", "token.revoked", "token.ended"),
    *("register.read", "register.taken_out", "journal.verification_begun", "journal.verified"),
    *("meeting.planned", "meeting.changed", "meeting.called_off", "meeting.chair_passed"),
    *("meeting.opened", "meeting.came", "meeting.left", "meeting.noted", "meeting.closed"),
    *("meeting.item_put", "meeting.item_moved", "meeting.item_taken_up", "meeting.item_settled"),
    *("meeting.item_put_off", "meeting.item_taken_off", "minutes.amended"),
    *("package.drafted", "package.withheld", "package.taken_out", "package.dropped"),
    *("package.made", "package.answered", "recipient.entered", "recipient.retired"),
    *("recipient.key_entered", "recipient.key_confirmed", "recipient.key_retired"),
    *("letter.issued", "letter.handed_over", "question.taken", "question.answered"),
    *("signing_key.made", "signing_key.compared", "signing_key.retired", "signing_key.sealed_anew"),
    *("text.approved", "text.approval_taken_back", "identification.commented"),
)
"""Acts after which everything that is remembered is the same; after every other it may not be."""

MOST_KEPT = 1_000

Sight = int | str
"""An agency, by pk; or one of the two that follow."""
WHOLE, NOTHING = "whole", "nothing"

_KEPT: dict[tuple[int, str, Sight, date], tuple[str, Any]] = {}


def remembered(
    user: Visitor,
    incident: Incident,
    what: str,
    read: Callable[[], Value],
    *,
    any_act: bool = False,
) -> Value:
    """What `read` gives, of what a person may know; in a large incident as it was read last.

    Args:
        what: names it; it must depend on the incident and on the sight of it alone.
        any_act: until anything at all is recorded; else until something is that counts.
    """
    if remains_count(user, incident) + missing_count(user, incident) < LARGE:
        return read()
    return _kept(_sight(user, incident), incident, what, read, any_act=any_act)


def last_act(incident: Incident) -> Entry | None:
    """The newest entry of an incident; for a page the one that was the newest when it began."""
    return once(("last act", incident.pk), lambda: latest(incident.slug))


def remains_count(user: Visitor, incident: Incident) -> int:
    """How many remains a person may know of."""
    return counted(user, incident, "remains", remains_in_sight)


def missing_count(user: Visitor, incident: Incident) -> int:
    """How many persons sought a person may know of."""
    return counted(user, incident, "missing", missing_in_sight)


_SEEN_LARGE: set[tuple[int, str, Sight]] = set()


def counted(
    user: Visitor,
    incident: Incident,
    what: str,
    in_sight: Callable[[Visitor, Incident], QuerySet[Any]],
) -> int:
    """How many rows are in sight; once there were many, as they were counted last.

    Args:
        what: names them; it must depend on the incident and on the sight of it alone.
    """

    def read() -> int:
        return in_sight(user, incident).order_by().count()

    def found() -> int:
        large = (incident.pk, what, _sight(user, incident))
        if large in _SEEN_LARGE:
            return _kept(_sight(user, incident), incident, what, read)
        number = read()
        if number >= LARGE // 2:
            _SEEN_LARGE.add(large)
        return number

    return once((what, user.pk, incident.pk), found)


def length(
    user: Visitor,
    incident: Incident,
    what: str,
    filters: Filters,
    rows: QuerySet[Any],
) -> int | None:
    """How long a narrowed list is, where that is remembered: of what lacks something.

    Args:
        what: names the list.
        rows: those that are listed.
    """
    lacks = filters.only_lacks
    if not lacks:
        return None
    return remembered(user, incident, f"how many {what} lack {lacks}", rows.order_by().count)


def _sight(user: Visitor, incident: Incident) -> Sight:
    """Whose cases it is that a person may know of: everybody's, an agency's, or nobody's."""
    if sees_whole_incident(user, incident):
        return WHOLE
    agency: int | None = getattr(user, "agency_id", None)
    return NOTHING if agency is None else agency


def _kept(
    sight: Sight,
    incident: Incident,
    what: str,
    read: Callable[[], Value],
    *,
    any_act: bool = False,
) -> Value:
    """What `read` gives, or gave since the last entry after which it may be another."""
    # The entry before the rows: what is recorded in between is only read twice.
    if any_act:
        last = last_act(incident)
        position = last.entry_hash if last else ""
    else:
        position = once(("position", incident.pk), lambda: _position(incident))
    # What is shared is shared until a day.
    key = (incident.pk, what, sight, timezone.localdate())
    kept = _KEPT.get(key)
    if kept is not None and position and kept[0] == position:
        found: Value = kept[1]
        return found
    value = read()
    if len(_KEPT) >= MOST_KEPT:
        _KEPT.clear()
    _KEPT[key] = (position, value)
    return value


def _position(incident: Incident) -> str:
    rows = Entry.objects.filter(incident=incident.slug).exclude(act__in=COUNTS_NOTHING)
    last = rows.order_by("-sequence").values_list("entry_hash", flat=True).first()
    return last or ""
