"""Which samples, packets and entries a person may know of, and the one door to each of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from antigone.web.custody.items import Item
from antigone.web.custody.models import CustodyEvent, Packet, Reading, Sample, TagRun
from antigone.web.incidents.access import Visitor, permissions_of, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import (
    families_in_sight,
    remains_in_sight,
    sees_whole_incident,
)
from antigone.web.records.models import Person


def samples_in_sight(user: Visitor, incident: Incident) -> QuerySet[Sample]:
    """The samples of remains and of families that a person may know of."""
    rows = Sample.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    return rows.filter(
        Q(remains__in=remains_in_sight(user, incident))
        | Q(person__family__in=families_in_sight(user, incident))
    )


def samples_shown(user: Visitor, incident: Incident) -> QuerySet[Sample]:
    """Those of them whose content the person's role may see."""
    rows, permissions = samples_in_sight(user, incident), permissions_of(user, incident)
    if Permission.SEE_REMAINS not in permissions:
        rows = rows.filter(remains__isnull=True)
    if Permission.SEE_FAMILIES not in permissions:
        rows = rows.filter(person__isnull=True)
    return rows


def packets_in_sight(user: Visitor, incident: Incident) -> QuerySet[Packet]:
    """The packets of remains that a person may know of."""
    rows = Packet.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    return rows.filter(remains__in=remains_in_sight(user, incident))


def tag_runs_in_sight(user: Visitor, incident: Incident) -> QuerySet[TagRun]:
    """The runs of reserved numbers that a person may know of: all, or those of their own agency."""
    rows = TagRun.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    agency = getattr(user, "agency_id", None)
    return rows.filter(reserved_by__agency=agency, reserved_by__agency__isnull=False)


def events_in_sight(user: Visitor, incident: Incident) -> QuerySet[CustodyEvent]:
    """The entries of all that a person may know of."""
    rows = CustodyEvent.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    return rows.filter(
        Q(remains__in=remains_in_sight(user, incident))
        | Q(sample__in=samples_in_sight(user, incident))
        | Q(packet__in=packets_in_sight(user, incident))
    )


def sample_or_404(user: Visitor, incident: Incident, code: str) -> Sample:
    """A sample by its code, if the person's role may see what it is of.

    Raises:
        Http404: there is none, or none for this person; the two cannot be told apart.
        PermissionDenied: the role does not carry the content of its remains or family.
    """
    rows = samples_in_sight(user, incident).select_related(
        "incident", "remains__incident", "person__family__incident", "person__key", "parent"
    )
    sample = get_object_or_404(rows, code=code)
    require(user, incident, content_of(sample))
    return sample


def reading_or_404(user: Visitor, incident: Incident, pk: int) -> Reading:
    """A reading, for those who may see alleles.

    Raises:
        Http404: there is none, or none for this person.
        PermissionDenied: the role does not see alleles.
    """
    rows = Reading.objects.filter(sample__in=samples_in_sight(user, incident)).select_related(
        "sample__incident",
        "sample__remains",
        "sample__person__family",
        "sample__person__key",
        "first_by",
        "second_by",
    )
    reading = get_object_or_404(rows, pk=pk)
    require(user, incident, content_of(reading.sample))
    require(user, incident, Permission.SEE_GENOTYPES)
    return reading


def event_or_404(user: Visitor, incident: Incident, pk: int) -> CustodyEvent:
    """An entry.

    Raises:
        Http404: there is none, or none for this person.
    """
    rows = events_in_sight(user, incident).select_related(
        "incident",
        "remains__incident",
        "sample__incident",
        "sample__person__family__incident",
        "sample__remains__incident",
        "packet__incident",
        "packet__remains__incident",
        "recorded_by",
    )
    return get_object_or_404(rows, pk=pk)


def donor_or_404(user: Visitor, incident: Incident, pk: int) -> Person:
    """A relative of a family that the person may know of.

    Raises:
        Http404: there is none, or none for this person.
    """
    rows = Person.objects.filter(family__in=families_in_sight(user, incident))
    found = rows.select_related("family__incident", "key").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such person in a family of this incident."))
    return found


def content_of(sample: Sample) -> Permission:
    """The permission that the content of a sample needs."""
    return Permission.SEE_FAMILIES if sample.remains_id is None else Permission.SEE_REMAINS


def content_of_item(item: Item) -> Permission:
    """The permission that the content of remains, a sample or a packet needs."""
    return content_of(item) if isinstance(item, Sample) else Permission.SEE_REMAINS
