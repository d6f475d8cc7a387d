"""What of a record a person may see."""

from __future__ import annotations

from antigone.web.incidents.access import Visitor, role_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Role

SEE_GENOTYPES = frozenset({Role.GENETICIST, Role.COORDINATOR})


def may_see_genotypes(user: Visitor, incident: Incident) -> bool:
    """Alleles are shown to those who work with them; others see which markers were typed."""
    return role_of(user, incident) in SEE_GENOTYPES
