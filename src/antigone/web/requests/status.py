"""How a tracing request stands; it follows from what is recorded, and is stored nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.desk import persons_identified, signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.records.alive import alive_rows, found_alive, is_one_of
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.covered import lost_families
from antigone.web.records.models import Family, MissingPerson, Objection


class Status(models.TextChoices):
    """How a request, or one person it seeks, stands."""

    OPEN = "open", _("open")
    ALIVE = "alive", _("found alive")
    IDENTIFIED = "identified", _("identified")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Standings:
    """How the requests of some families stand, read once for all of them."""

    def __init__(self, incident: Incident, families: Iterable[Family]) -> None:
        families = list(families)
        rows = MissingPerson.objects.filter(family__in=families).order_by()
        numbers = set(rows.values_list("number", flat=True))
        self.coverage: Coverage = coverage_of(incident, families)
        self._alive = found_alive(incident, numbers)
        self._identified = frozenset(signed_identifications(incident, numbers).values())
        objections = Objection.objects.filter(family__in=families).order_by()
        self._objecting = frozenset(objections.values_list("family_id", flat=True))

    def of_person(self, number: str) -> Status:
        """How one person sought stands."""
        if number in self._alive:
            return Status.ALIVE
        return Status.IDENTIFIED if number in self._identified else Status.OPEN

    def of_family(self, family: Family, numbers: Iterable[str]) -> Status:
        """How the request of a family stands: open as long as anybody is sought."""
        if family.pk in self._objecting and not self.coverage.covers_family(family):
            return Status.WITHDRAWN
        found: Collection[Status] = {self.of_person(number) for number in numbers}
        if not found or Status.OPEN in found:
            return Status.OPEN
        return Status.IDENTIFIED if Status.IDENTIFIED in found else Status.ALIVE


def requests_with(incident: Incident, status: Status) -> Q:
    """`Standings.of_family` as a condition on the requests of an incident."""
    withdrawn = lost_families(incident, "family__")
    if status is Status.WITHDRAWN:
        return withdrawn
    alive, identified = alive_rows(incident), persons_identified(incident)
    settled = _settled_families(incident, is_one_of([*alive, *identified]))
    if status is Status.OPEN:
        return ~withdrawn & ~Q(family__in=settled)
    of_each = MissingPerson.objects.filter(~is_one_of(alive), family=OuterRef("pk")).order_by()
    named = Exists(of_each.filter(is_one_of(identified)) if identified else of_each.none())
    of_these = named if status is Status.IDENTIFIED else ~named
    families = Family.objects.filter(of_these, pk__in=settled).order_by()
    return ~withdrawn & Q(family__in=families.values("pk"))


def _settled_families(incident: Incident, found: Q) -> models.QuerySet[MissingPerson, Any]:
    """The families of which everybody who is sought was found, and anybody is sought.

    Of few families anybody was found: their persons are counted, and nobody else's are looked at.
    """
    sought = MissingPerson.objects.order_by().values("family").annotate(count=Count("pk"))
    of_family = sought.filter(family=OuterRef("family"))
    of_found = sought.filter(found, incident=incident)
    return of_found.filter(count=Subquery(of_family.values("count"))).values("family")
