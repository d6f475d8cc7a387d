"""Which cases a person may know of, and the one door to each of them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, MissingPerson, Remains


def remains_in_sight(user: Visitor, incident: Incident) -> QuerySet[Remains]:
    """The remains of an incident that a person may know of."""
    return Remains.objects.filter(incident=incident)


def families_in_sight(user: Visitor, incident: Incident) -> QuerySet[Family]:
    """The families of an incident that a person may know of."""
    return Family.objects.filter(incident=incident)


def missing_in_sight(user: Visitor, incident: Incident) -> QuerySet[MissingPerson]:
    """The persons sought of the families that a person may know of."""
    return MissingPerson.objects.filter(family__in=families_in_sight(user, incident))


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
