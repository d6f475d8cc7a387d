"""What the register of acts offers to the pages that all share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.web.incidents.access import Visitor, may
from antigone.web.incidents.desk import Link, Part
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import sees_whole_incident


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """The register, for auditors who see the whole incident."""
    if not may(user, incident, Permission.READ_JOURNAL) or not sees_whole_incident(user, incident):
        return []
    url = reverse("register:journal", kwargs={"incident": incident.slug})
    return [Link(Part.WORK, _("Register of acts"), url)]
