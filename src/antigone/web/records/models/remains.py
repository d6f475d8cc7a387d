"""Remains, the event of their recovery, the confirmation of death, and what is of one body."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import Agency
from antigone.web.incidents.models import Incident
from antigone.web.records.models.incoming import ImportedFile


class SexChoice(models.TextChoices):
    """Genetic sex as recorded."""

    FEMALE = "F", _("female")
    MALE = "M", _("male")
    UNKNOWN = "U", _("not known")


class Remains(models.Model):
    """A body or a part of one, under its number; unidentified until a signed identification.

    `record` holds what else was observed, as `record_rows` writes it; None where nothing was.
    `source_file` is None where they were registered by hand; `agency` is whose case they are.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="remains")
    number = models.CharField(_("number"), max_length=100)
    sex = models.CharField(_("sex"), max_length=1, choices=SexChoice.choices)
    source_file = models.ForeignKey(
        ImportedFile, models.PROTECT, null=True, blank=True, related_name="remains"
    )
    position = models.PositiveIntegerField(default=0)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="remains"
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    registered_at = models.DateTimeField(default=timezone.now)
    record = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = (F("source_file").asc(nulls_last=True), "position", "pk")
        verbose_name = verbose_name_plural = _("remains")
        constraints = (
            models.UniqueConstraint(fields=("incident", "number"), name="a_remains_number_once"),
        )
        indexes = (
            models.Index(
                fields=("incident", "source_file", "position", "id"), name="remains_in_order"
            ),
            models.Index(fields=("incident", "agency"), name="remains_by_agency"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Their page."""
        return reverse(
            "records:remains", kwargs={"incident": self.incident.slug, "number": self.number}
        )


class RecoveryEvent(models.Model):
    """Where, when and by whom remains were recovered; of one, or stated for all remains of a file.

    A correction is a new event that names the one it replaces; the old stays readable.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="recovery_events")
    remains = models.ForeignKey(
        Remains, models.PROTECT, null=True, blank=True, related_name="recovery_events"
    )
    source_file = models.ForeignKey(
        ImportedFile, models.PROTECT, null=True, blank=True, related_name="recovery_events"
    )
    recovered_at = models.DateTimeField(_("recovered on"))
    place = models.CharField(_("place in words"), max_length=500)
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    within_m = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0)])
    finder = models.CharField(_("found by"), max_length=200)
    circumstances = models.TextField(blank=True, max_length=5000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(source_file__isnull=True),
                name="a_recovery_is_of_remains_or_of_a_file",
            ),
        )

    def __str__(self) -> str:
        return f"recovery of {self.remains or self.source_file}"


class DeathConfirmation(models.Model):
    """A named examiner has examined remains and confirms death (RE-01); of one, or of a file's.

    It holds until it is taken back, which keeps the reason.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="death_confirmations")
    remains = models.ForeignKey(
        Remains, models.PROTECT, null=True, blank=True, related_name="death_confirmations"
    )
    source_file = models.ForeignKey(
        ImportedFile, models.PROTECT, null=True, blank=True, related_name="death_confirmations"
    )
    examiner = models.CharField(_("full name of the examiner"), max_length=200)
    function = models.CharField(_("function"), max_length=200)
    examined_on = models.DateField(_("examined on"))
    particulars = models.CharField(max_length=1000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(source_file__isnull=True),
                name="a_confirmation_is_of_remains_or_of_a_file",
            ),
        )

    def __str__(self) -> str:
        return f"death confirmed: {self.remains or self.source_file}"


class Reassociation(models.Model):
    """Two numbers are of one body, said by a person with reasons; it can be parted again."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reassociations")
    first = models.ForeignKey(Remains, models.PROTECT, related_name="+")
    second = models.ForeignKey(Remains, models.PROTECT, related_name="+")
    reasons = models.CharField(max_length=1000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    parted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    parted_at = models.DateTimeField(null=True, blank=True)
    parted_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="a_body_is_joined_from_two_numbers"
            ),
            models.UniqueConstraint(
                fields=("first", "second"),
                condition=Q(parted_at__isnull=True),
                name="two_numbers_are_joined_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"
