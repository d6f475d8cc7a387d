"""What of a record a person may see."""

from __future__ import annotations

from antigone.web.incidents.access import Visitor, role_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Role

SEE_GENOTYPES = frozenset({Role.GENETICIST, Role.COORDINATOR})
SEE_REMAINS_RECORDS = frozenset({Role.COORDINATOR, Role.GENETICIST, Role.BOARD_MEMBER})
SEE_FAMILY_RECORDS = SEE_REMAINS_RECORDS | {Role.LIAISON}


def may_see_genotypes(user: Visitor, incident: Incident) -> bool:
    """Alleles are shown to those who work with them; others see which markers were typed."""
    return role_of(user, incident) in SEE_GENOTYPES


def may_see_remains_record(user: Visitor, incident: Incident) -> bool:
    """What was observed of remains is shown to those who compare and to those who sign."""
    return role_of(user, incident) in SEE_REMAINS_RECORDS


def may_see_family_record(user: Visitor, incident: Incident) -> bool:
    """What a family told is shown to those who compare or sign, and to those who speak with it."""
    return role_of(user, incident) in SEE_FAMILY_RECORDS
