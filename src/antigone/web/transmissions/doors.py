"""The way to recipients and packages: for those who see the whole incident."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from antigone.web.incidents.models import Incident
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.transmissions.models import Item, Package, Recipient


def recipient_or_404(request: HttpRequest, slug: str, pk: int) -> Recipient:
    """A recipient of an incident.

    Raises:
        Http404: there is none, or the incident is not this person's to see.
    """
    found = whole_incident_or_404(request.user, slug)
    rows = Recipient.objects.select_related("incident", "entered_by", "retired_by")
    return get_object_or_404(rows, incident=found, pk=pk)


def package_or_404(request: HttpRequest, slug: str, pk: int) -> Package:
    """A package of an incident, without its file; raises as `recipient_or_404` does."""
    return package_of(whole_incident_or_404(request.user, slug), pk)


def package_of(incident: Incident, pk: int) -> Package:
    """A package of an incident that the asking person may see."""
    rows = Package.objects.defer("encrypted").select_related(
        "incident",
        "recipient__incident",
        "drafted_by",
        "closed_by",
        "key__confirmed_by",
        "previous",
    )
    return get_object_or_404(rows, incident=incident, pk=pk)


def item_or_404(request: HttpRequest, slug: str, pk: int, number: str) -> Item:
    """A record in a package, by its number."""
    package = package_or_404(request, slug, pk)
    rows = package.items.select_related(
        "record__incident",
        "record__remains__incident",
        "corrects",
        "identification__missing_person__family__key",
    )
    found = get_object_or_404(rows, record__number=number)
    found.package = package
    return found
