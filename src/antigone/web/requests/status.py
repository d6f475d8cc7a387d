"""How a tracing request stands; it follows from what is recorded, and is stored nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.desk import persons_identified, signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.records.alive import alive_persons, found_alive
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.covered import covered_families
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
    objecting = Objection.objects.filter(incident=incident, family__isnull=False).order_by()
    lost = Family.objects.filter(~covered_families(incident), pk__in=objecting.values("family"))
    withdrawn = Q(family__in=lost.order_by().values("pk"))
    if status is Status.WITHDRAWN:
        return withdrawn
    sought = MissingPerson.objects.filter(family=OuterRef("family")).order_by()
    alive, identified = alive_persons(incident), persons_identified(incident)
    nobody, waits = ~Exists(sought), Exists(sought.filter(~alive, ~identified))
    if status is Status.OPEN:
        return ~withdrawn & (Q(nobody) | Q(waits))
    named = Exists(sought.filter(identified, ~alive))
    settled = ~withdrawn & ~Q(nobody) & ~Q(waits)
    return settled & (Q(named) if status is Status.IDENTIFIED else ~Q(named))
