"""What meetings offer to the pages that all share."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from antigone.web.board.models import Proposal
from antigone.web.incidents.access import Visitor, incidents_where
from antigone.web.incidents.desk import Link, Part, Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.meetings.models import AgendaItem, Meeting
from antigone.web.records.doors import seen_whole, sees_whole_incident

SOON = timedelta(days=7)
TO_COME = (Meeting.State.PLANNED, Meeting.State.OPEN)


def awaiting(user: Visitor) -> list[Task]:
    """Meetings that sit now, or are planned within a week, for those who take part in them."""
    incidents = seen_whole(user, incidents_where(user, Permission.MEET))
    soon = Q(state=Meeting.State.PLANNED, called_for__lte=timezone.now() + SOON)
    rows = Meeting.objects.filter(soon | Q(state=Meeting.State.OPEN), incident__in=incidents)
    return [_task(user, row) for row in rows.select_related("incident", "chair")]


def _task(user: Visitor, meeting: Meeting) -> Task:
    when = date_format(timezone.localtime(meeting.called_for), "DATETIME_FORMAT")
    is_today = timezone.localdate(meeting.called_for) <= timezone.localdate()
    waits = meeting.is_open or is_today
    return Task(
        incident=meeting.incident,
        title=_("The board sits now")
        if meeting.is_open
        else _("The board meets: %(when)s") % {"when": when},
        url=meeting.get_absolute_url(),
        reason=_("You chair.")
        if meeting.chair_id == user.pk
        else _("%(name)s chairs.") % {"name": meeting.chair.full_name},
        since=meeting.opened_at or meeting.planned_at,
        urgency=Urgency.OTHERS_WAIT if waits else Urgency.NEW,
        glyph="wait",
    )


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """Meetings, with how many are planned or sit now."""
    if not sees_whole_incident(user, incident):
        return []
    count = Meeting.objects.filter(incident=incident, state__in=TO_COME).count()
    url = reverse("meetings:list", kwargs={"incident": incident.slug})
    return [Link(Part.TOGETHER, _("Meetings"), url, count)]


def goes_on(user: Visitor, proposal: Proposal) -> list[Link]:
    """The meetings on whose agenda a proposal stands or stood, the newest first."""
    if not sees_whole_incident(user, proposal.incident):
        return []
    items = AgendaItem.objects.filter(proposal=proposal, taken_off_at__isnull=True)
    rows = items.exclude(meeting__state=Meeting.State.CALLED_OFF).select_related(
        "meeting__incident"
    )
    return [
        Link(
            Part.TOGETHER,
            _("Agenda of the meeting: %(when)s")
            % {"when": date_format(timezone.localtime(row.meeting.called_for), "DATETIME_FORMAT")},
            row.meeting.get_absolute_url(),
        )
        for row in rows.order_by("-meeting__called_for", "-pk")
    ]
