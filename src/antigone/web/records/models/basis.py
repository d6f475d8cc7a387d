"""On what legal basis records are compared, and who objects."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident
from antigone.web.records.models.families import Family, Person
from antigone.web.records.models.incoming import ImportedFile


class LegalBasis(models.Model):
    """Why family records may be compared: stated by a named person, for a file, family or donor.

    Exactly one of `source_file`, `family` and `donor` says what it covers. It lives until withdrawn.
    """

    class Kind(models.TextChoices):
        """What the basis rests on."""

        CONSENT = "consent", _("consent of the families")
        LAW = "law", _("law")
        OTHER = "other", _("another basis")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="legal_bases")
    kind = models.CharField(_("kind of basis"), max_length=10, choices=Kind.choices)
    particulars = models.CharField(_("which law, or which other basis"), max_length=500, blank=True)
    source_file = models.ForeignKey(
        ImportedFile, models.PROTECT, null=True, blank=True, related_name="legal_bases"
    )
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, blank=True, related_name="legal_bases"
    )
    donor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="legal_bases"
    )
    given_by = models.CharField(_("full name of who states it"), max_length=200)
    function = models.CharField(_("function"), max_length=200)
    statement = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name_plural = "legal bases"
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(source_file__isnull=False, family__isnull=True, donor__isnull=True)
                    | Q(source_file__isnull=True, family__isnull=False, donor__isnull=True)
                    | Q(source_file__isnull=True, family__isnull=True, donor__isnull=False)
                ),
                name="a_basis_covers_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.source_file or self.family or self.donor}"


class Objection(models.Model):
    """A family or a donor no longer wants the comparison: it outweighs every wider basis."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="objections")
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, blank=True, related_name="objections"
    )
    donor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="objections"
    )
    reason = models.CharField(max_length=500)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(family__isnull=True) ^ Q(donor__isnull=True),
                name="an_objection_concerns_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"objection: {self.family or self.donor}"
