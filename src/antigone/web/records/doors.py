"""Which cases a person may know of, and the one door to each of them.

A member whose agency leads the incident, or has the whole incident shared with it, sees all cases. So
does everybody where no agency leads. Another member sees the cases of their own agency and those that
are shared with it, and nothing that tells of others: no runs, no board, no files, no journal.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from antigone.web.incidents.access import Visitor, incident_or_404
from antigone.web.incidents.models import Incident
from antigone.web.incidents.once import once
from antigone.web.records.models import Family, MissingPerson, Person, Remains, Share


def sees_whole_incident(user: Visitor, incident: Incident) -> bool:
    """Whether a person, who has a role in the incident, may know of all its cases."""
    agency = _agency_of(user)
    if incident.agency_id is None or incident.agency_id == agency:
        return True
    if agency is None:
        return False
    shared = _whole(agency).filter(incident=incident)
    return once(("shared whole", agency, incident.pk), shared.exists)


def seen_whole(user: Visitor, incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Those incidents of which a person may know all cases."""
    agency = _agency_of(user)
    if agency is None:
        return incidents.filter(agency__isnull=True)
    shared = _whole(agency).values("incident")
    return incidents.filter(Q(agency__isnull=True) | Q(agency=agency) | Q(pk__in=shared))


def whole_incident_or_404(user: Visitor, slug: str) -> Incident:
    """The incident, for a page that tells of all its cases.

    Raises:
        Http404: there is none, or only a part of it for this person; the two cannot be told apart.
    """
    incident = incident_or_404(user, slug)
    if not sees_whole_incident(user, incident):
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    return incident


def remains_in_sight(user: Visitor, incident: Incident) -> QuerySet[Remains]:
    """The remains of an incident that a person may know of."""
    rows = Remains.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    agency = _agency_of(user)
    shared = Share.objects.live().filter(agency=agency, remains__isnull=False).values("remains")
    return rows.filter(Q(agency=agency, agency__isnull=False) | Q(pk__in=shared))


def families_in_sight(user: Visitor, incident: Incident) -> QuerySet[Family]:
    """The families of an incident that a person may know of."""
    rows = Family.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    agency = _agency_of(user)
    shared = Share.objects.live().filter(agency=agency, family__isnull=False).values("family")
    return rows.filter(Q(agency=agency, agency__isnull=False) | Q(pk__in=shared))


def missing_in_sight(user: Visitor, incident: Incident) -> QuerySet[MissingPerson]:
    """The persons sought of the families that a person may know of."""
    rows = MissingPerson.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    return rows.filter(family__in=families_in_sight(user, incident))


def relatives_in_sight(user: Visitor, incident: Incident) -> QuerySet[Person]:
    """The persons of these families' pedigrees."""
    return Person.objects.filter(family__in=families_in_sight(user, incident))


def remains_or_404(user: Visitor, incident: Incident, number: str) -> Remains:
    """Remains by number.

    Raises:
        Http404: there are none, or none for this person; the two cannot be told apart.
    """
    rows = remains_in_sight(user, incident).select_related("incident", "source_file", "profile")
    return get_object_or_404(rows, number=number)


def family_or_404(user: Visitor, incident: Incident, pk: int) -> Family:
    """A family.

    Raises:
        Http404: there is none, or none for this person; the two cannot be told apart.
    """
    rows = families_in_sight(user, incident).select_related("incident", "source_file", "key")
    return get_object_or_404(rows, pk=pk)


def _agency_of(user: Visitor) -> int | None:
    agency: int | None = getattr(user, "agency_id", None)
    return agency


def _whole(agency: int) -> QuerySet[Share]:
    """Shares of whole incidents with an agency, that hold now."""
    rows = Share.objects.live().filter(agency=agency)
    return rows.filter(remains__isnull=True, family__isnull=True)
