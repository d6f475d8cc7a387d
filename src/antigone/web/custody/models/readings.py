"""What a laboratory read in a sample."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.custody.models.samples import Sample


class Reading(models.Model):
    """The alleles of a sample, typed twice; a new reading is a new version and the old stays.

    `content` holds both typings, what was agreed and what was there before (`custody.reading_content`);
    of a relative it is empty and `sealed` holds it, sealed with the relative's key.
    """

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="readings")
    version = models.PositiveIntegerField()
    laboratory = models.CharField(_("laboratory"), max_length=200)
    laboratory_number = models.CharField(_("number in the laboratory"), max_length=100, blank=True)
    kit = models.CharField(_("kit"), max_length=200)
    reader = models.CharField(_("full name of who read it"), max_length=200)
    read_on = models.DateField(_("read on"))
    quality = models.CharField(
        _("notes on quality"),
        max_length=1000,
        blank=True,
        help_text=_("Such as: low peaks at the long markers, read from two replicates."),
    )
    content = models.JSONField(default=dict, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField(default=timezone.now)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    counts_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("sample", "version")
        constraints = (
            models.UniqueConstraint(fields=("sample", "version"), name="a_reading_version_once"),
        )

    def __str__(self) -> str:
        return f"reading {self.version} of {self.sample}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse(
            "custody:reading", kwargs={"incident": self.sample.incident.slug, "pk": self.pk}
        )

    @property
    def counts(self) -> bool:
        """Whether both typings agree, so that it is part of the profile."""
        return self.counts_since is not None
