"""What pedigrees offer to the pages and acts that all share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.web.incidents.access import Visitor, may
from antigone.web.incidents.desk import Link, Part
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.destruction import Withdrawal
from antigone.web.requests.models import RelativeName


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """The page on which a code is resolved."""
    if not may(user, incident, Permission.RESOLVE_CODES):
        return []
    url = reverse("requests:resolve", kwargs={"incident": incident.slug})
    return [Link(Part.SOUGHT, _("Resolve a code"), url)]


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """With all that a family told, the names of its relatives go."""
    if not withdrawal.told:
        return []
    RelativeName.objects.filter(person__family=withdrawal.family).delete()
    return [RelativeName._meta.db_table]
