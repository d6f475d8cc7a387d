"""What every page of a meeting starts with: the incident, the person, the meeting."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from antigone.web.meetings.models import Meeting
from antigone.web.records.doors import whole_incident_or_404

CONFLICT = 409
"""The status of a page that says which rule stands against an act."""

INVALID = 422
"""The status of a page that says what a form lacks."""


def meeting_or_404(request: HttpRequest, incident: str, pk: int) -> Meeting:
    """A meeting of an incident of which the person may know all cases.

    Raises:
        Http404: there is none, or none for this person; the two cannot be told apart.
    """
    found = whole_incident_or_404(request.user, incident)
    rows = Meeting.objects.select_related("incident", "chair", "planned_by", "ended_by")
    return get_object_or_404(rows, incident=found, pk=pk)


def may_arrange(meeting: Meeting, *, may_meet: bool, is_chair: bool) -> bool:
    """Whether the page offers to arrange the agenda; while it sits its chair does (MB-02)."""
    return may_meet and not meeting.has_ended and (is_chair or not meeting.is_open)
