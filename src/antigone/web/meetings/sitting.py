"""Who is in the room now, and the lock that every act of a meeting takes first."""

from __future__ import annotations

from antigone.policy.board import Signer
from antigone.policy.meetings import Sitting
from antigone.web.accounts.models import User
from antigone.web.incidents.access import may, role_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.meetings.models import AgendaItem, Attendance, Meeting
from antigone.web.records.consent import locked
from antigone.web.records.doors import sees_whole_incident


def held(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held until the transaction ends.

    The incident first, as the acts of the board do: nobody signs while a meeting is being closed.
    """
    locked(meeting.incident)
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def held_item(item: AgendaItem) -> AgendaItem:
    """An item that is on the agenda, with its meeting, held likewise.

    Raises:
        DoesNotExist: it was taken off.
    """
    meeting = held(item.meeting)
    found = AgendaItem.objects.select_related("proposal").get(pk=item.pk, taken_off_at=None)
    found.meeting = meeting
    return found


def present_at(meeting: Meeting) -> list[Attendance]:
    """Those who are present now, in the order they came."""
    rows = Attendance.objects.filter(meeting=meeting, left_at=None)
    return list(rows.select_related("person"))


def sitting_of(meeting: Meeting) -> Sitting:
    """Who is present, as the rules see them."""
    rows = present_at(meeting)
    return Sitting(
        members={row.person.username: row.agency for row in rows if row.may_sign},
        present=frozenset(row.person.username for row in rows),
        chair=meeting.chair.username,
        two_agencies=meeting.incident.two_agencies,
    )


def signer_of(row: Attendance) -> Signer:
    """Somebody present, as the rules on signatures see them."""
    return Signer(row.person.username, row.agency, row.role)


def sees_all(person: User, incident: Incident) -> bool:
    """Whether a person may know of all cases of an incident."""
    if role_of(person, incident) is None or not may(person, incident, Permission.VIEW):
        return False
    return sees_whole_incident(person, incident)
