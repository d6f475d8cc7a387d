"""Numbers of remains that are printed on tags before anybody is found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident


class TagRun(models.Model):
    """A run of numbers that somebody takes along, reserved so that nobody else uses them."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="tag_runs")
    purpose = models.CharField(_("for whom, or what"), max_length=200)
    reserved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reserved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-reserved_at", "-pk")

    def __str__(self) -> str:
        return f"tags {self.pk}"


class Tag(models.Model):
    """A reserved number; it is used as soon as remains stand under it."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="tags")
    run = models.ForeignKey(TagRun, models.PROTECT, related_name="tags")
    number = models.CharField(_("number"), max_length=100)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("incident", "number"), name="a_tag_number_once"),
        )

    def __str__(self) -> str:
        return self.number
