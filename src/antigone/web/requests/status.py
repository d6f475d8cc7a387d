"""How a tracing request stands; it follows from what is recorded, and is stored nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.desk import signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.records.alive import found_alive
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.models import Family, Objection


class Status(models.TextChoices):
    """How a request, or one person it seeks, stands."""

    OPEN = "open", _("open")
    ALIVE = "alive", _("found alive")
    IDENTIFIED = "identified", _("identified")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Standings:
    """How the requests of an incident stand, read once for all of them."""

    def __init__(self, incident: Incident) -> None:
        self.coverage: Coverage = coverage_of(incident)
        self._alive = found_alive(incident)
        self._identified = frozenset(signed_identifications(incident).values())
        objections = Objection.objects.filter(incident=incident, family__isnull=False)
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
