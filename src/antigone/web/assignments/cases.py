"""Cases of both kinds: who may see one, how the journal names it, and words about it."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q, QuerySet

from antigone.web.accounts.models import User
from antigone.web.assignments.models import OfCase
from antigone.web.incidents.access import Visitor, permissions_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import families_in_sight, remains_in_sight
from antigone.web.records.models import Family, Remains
from antigone.web.sealing.keys import seal, unseal

ABOUT = "care"
"""What sealed words about the care of a family are bound to, besides its key."""

Case = Remains | Family
Row = TypeVar("Row", bound=OfCase)
SEEN_WITH = {CaseKind.REMAINS: Permission.SEE_REMAINS, CaseKind.FAMILY: Permission.SEE_FAMILIES}


def kind_of(case: Case) -> CaseKind:
    """Which kind of case it is."""
    return CaseKind.REMAINS if isinstance(case, Remains) else CaseKind.FAMILY


def cases_in_sight(user: Visitor, incident: Incident, kind: CaseKind) -> Cases:
    """The cases of a kind that a person may know of and whose content their role shows."""
    found: QuerySet[Remains] | QuerySet[Family]
    if kind is CaseKind.REMAINS:
        found = remains_in_sight(user, incident)
    else:
        found = families_in_sight(user, incident)
    return found if SEEN_WITH[kind] in permissions_of(user, incident) else found.none()


def only_in_sight(user: Visitor, incident: Incident, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Of what is about the cases of an incident that which is about such as a person may see now."""
    remains = cases_in_sight(user, incident, CaseKind.REMAINS)
    families = cases_in_sight(user, incident, CaseKind.FAMILY)
    return rows.filter(Q(remains__in=remains.order_by()) | Q(family__in=families.order_by()))


def sees(user: User, case: Case) -> bool:
    """Whether a person may see a case."""
    return cases_in_sight(user, case.incident, kind_of(case)).filter(pk=case.pk).exists()


def name_of(case: Case) -> str:
    """How the journal names a case: by number."""
    return case.number if isinstance(case, Remains) else f"family {case.pk}"


def field_of(case: Case) -> dict[str, Case]:
    """The case as the field of a row that is about it."""
    return {kind_of(case).value: case}


def put_words(row: OfCase, words: str) -> None:
    """Write words about a case: plain of remains, sealed of a family; the row is not saved.

    Raises:
        KeyDestroyed: the family has withdrawn.
    """
    words = " ".join(words.split())
    if row.family is None:
        row.words = words
    elif words:
        row.sealed = seal(row.family.key, words.encode(), ABOUT)


def words_of(row: OfCase) -> str:
    """The words about a case; none where the family has withdrawn since."""
    if row.family is None:
        return row.words
    if row.sealed is None or row.family.key.is_destroyed:
        return ""
    return unseal(row.family.key, row.sealed, ABOUT).decode()
