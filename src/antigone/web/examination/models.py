"""What was observed of remains, section by section, each in versions that all stay readable."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.records.models import Remains


class Section(models.TextChoices):
    """The parts of a record of remains, in the order in which the work goes."""

    RECOVERY = "recovery", _("Recovery")
    EXTERNAL = "external", _("External examination")
    DESCRIPTION = "description", _("Description")
    TEETH = "teeth", _("Teeth")
    INTERNAL = "internal", _("Internal and medical")
    EFFECTS = "effects", _("Effects, clothing, documents")


class SectionVersion(models.Model):
    """One section as one person observed it. A correction is a new version that names the one it follows.

    Version 0 is what a file brought. Of teeth each examiner's chart is a line of versions of its own;
    of every other section the latest version is the one that counts.
    """

    class Absence(models.TextChoices):
        """Why a section says nothing."""

        NOT_EXAMINED = "not_examined", _("not examined")
        NOT_AVAILABLE = "not_available", _("not available")
        CANNOT_BE_DETERMINED = "cannot_be_determined", _("cannot be determined")

    class Certainty(models.TextChoices):
        """How sure the observer is."""

        CERTAIN = "certain", _("certain")
        PROBABLE = "probable", _("probable")
        POSSIBLE = "possible", _("possible")

    remains = models.ForeignKey(Remains, models.PROTECT, related_name="section_versions")
    section = models.CharField(max_length=20, choices=Section.choices)
    version = models.PositiveIntegerField()
    content = models.JSONField(default=dict, blank=True)
    absence = models.CharField(max_length=25, choices=Absence.choices, blank=True)
    observer = models.CharField(_("observed by"), max_length=200)
    function = models.CharField(_("function"), max_length=200, blank=True)
    observed_at = models.DateTimeField(_("observed on"))
    method = models.CharField(_("method"), max_length=300, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=10, choices=Certainty.choices, blank=True
    )
    note = models.CharField(_("note"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    class Meta:
        ordering = ("remains", "section", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("remains", "section", "version"), name="a_version_of_a_section_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.remains}, {self.get_section_display()}, version {self.version}"

    @property
    def from_file(self) -> bool:
        """Whether a file brought it."""
        return self.version == 0
