"""What the glance offers to the pages that all share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.desk import Link, Part
from antigone.web.incidents.models import Incident


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """The incident at a glance, and its figures of a year."""
    at = {"incident": incident.slug}
    return [
        Link(Part.WORK, _("At a glance"), reverse("glance:glance", kwargs=at)),
        Link(Part.WORK, _("Figures of a year"), reverse("glance:figures", kwargs=at)),
    ]
