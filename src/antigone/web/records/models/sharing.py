"""What one agency lets another see: a whole incident or one case, for a purpose, until a day."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import Agency
from antigone.web.incidents.models import Incident
from antigone.web.records.models.families import Family
from antigone.web.records.models.remains import Remains


class ShareQuerySet(models.QuerySet["Share"]):
    """Shares, and those that hold now."""

    def live(self) -> ShareQuerySet:
        """Neither past their last day nor ended."""
        return self.filter(ended_at__isnull=True, until__gte=timezone.localdate())


class Share(models.Model):
    """An agency may see an incident, or one case of it where `remains` or `family` is named.

    It holds through its last day, or until it is ended; both stay readable.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="shares")
    remains = models.ForeignKey(
        Remains, models.PROTECT, null=True, blank=True, related_name="shares"
    )
    family = models.ForeignKey(Family, models.PROTECT, null=True, blank=True, related_name="shares")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="shares")
    purpose = models.CharField(_("purpose"), max_length=500)
    until = models.DateField(_("last day"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = (F("ended_at").desc(nulls_first=True), "until", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) | Q(family__isnull=True),
                name="a_share_is_of_an_incident_or_one_case",
            ),
        )

    def __str__(self) -> str:
        return f"{self.remains or self.family or self.incident} with {self.agency}"

    @property
    def is_live(self) -> bool:
        """Whether it holds today."""
        today: date = timezone.localdate()
        return self.ended_at is None and self.until >= today
