"""The one door to the register of acts."""

from __future__ import annotations

from antigone.web.incidents.access import Visitor, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import whole_incident_or_404


def register_of(user: Visitor, slug: str) -> Incident:
    """RA-02: an incident whose register the person may read: an auditor who sees the whole of it.

    Raises:
        Http404: there is no such incident, or not the whole of it for this person.
        PermissionDenied: they are no auditor in it.
    """
    found = whole_incident_or_404(user, slug)
    require(user, found, Permission.READ_JOURNAL)
    return found
