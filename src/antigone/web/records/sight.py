"""What of a record a person may see."""

from __future__ import annotations

from antigone.web.incidents.access import Visitor, may
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission


def may_see_genotypes(user: Visitor, incident: Incident) -> bool:
    """Alleles are shown to those who work with them; others see which markers were typed."""
    return may(user, incident, Permission.SEE_GENOTYPES)


def may_see_remains_record(user: Visitor, incident: Incident) -> bool:
    """What was observed of remains is shown to those who recover, examine, compare or sign."""
    return may(user, incident, Permission.SEE_REMAINS)


def may_see_family_record(user: Visitor, incident: Incident) -> bool:
    """What a family told is shown to those who compare or sign, and to those who speak with it."""
    return may(user, incident, Permission.SEE_FAMILIES)
