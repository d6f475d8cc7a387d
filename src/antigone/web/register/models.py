"""Verifications of the journal: who asked, what was found, and the last entry that was verified."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident

SILENCE = timedelta(minutes=2)
"""A piece of the chain takes seconds: whoever gave no sign for so long has been stopped."""


class Verification(models.Model):
    """One walk along the whole chain, up to the entry that was the last when it was asked for.

    `faults` holds the first of them, each as the number of an entry and a code; see `chain`.
    """

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting for the worker")
        WORKING = "working", _("being verified")
        SOUND = "sound", _("the chain is whole")
        BROKEN = "broken", _("faults were found")
        FAILED = "failed", _("stopped by an error")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="verifications")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    up_to = models.PositiveBigIntegerField()
    head_hash = models.CharField(max_length=64)
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    done = models.PositiveBigIntegerField(default=0)
    faults_found = models.PositiveBigIntegerField(default=0)
    faults = models.JSONField(default=list, blank=True)
    error = models.CharField(max_length=100, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    beat_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"verification {self.pk}"

    def get_absolute_url(self) -> str:
        """The page of verifications."""
        return reverse("register:verification", kwargs={"incident": self.incident.slug})

    @property
    def is_at_work(self) -> bool:
        """Whether the worker has it, or will have it next."""
        return self.status in (self.Status.WAITING, self.Status.WORKING)

    @property
    def is_silent(self) -> bool:
        """Whether it has given no sign for so long that its worker is gone, or none is there."""
        return self.is_at_work and timezone.now() - self.beat_at > SILENCE

    @property
    def percent(self) -> int:
        """How far it is, in whole percent."""
        return 100 * self.done // self.up_to if self.up_to else 0
