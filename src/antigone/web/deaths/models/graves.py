"""The register of graves: what was done with each body, where, and how it is found again."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.policy.deaths import CremationReason, Rest
from antigone.web.deaths.models.records import DeathRecord


class RestChoice(models.TextChoices):
    """What was done."""

    BURIAL = Rest.BURIAL.value, _("burial")
    CREMATION = Rest.CREMATION.value, _("cremation")
    AT_SEA = Rest.AT_SEA.value, _("burial at sea")
    EXHUMATION = Rest.EXHUMATION.value, _("exhumation")
    OTHER = Rest.OTHER.value, _("another resting place")


class CremationChoice(models.TextChoices):
    """For which reason somebody was cremated."""

    HYGIENE = CremationReason.HYGIENE.value, _("imperative hygiene")
    RELIGION = CremationReason.RELIGION.value, _("the religion of the person")
    OWN_WISH = CremationReason.OWN_WISH.value, _("the person’s own wish")


class Disc(models.TextChoices):
    """What became of the identity disc."""

    HALF = "half_with_body", _("one half stays with the body, the other is forwarded")
    WHOLE = "whole_with_body", _("a single disc stays with the body")
    NONE = "none", _("no disc was found")
    UNKNOWN = "unknown", _("not known")


class GraveEvent(models.Model):
    """A burial, a cremation, an exhumation; a transfer is an exhumation and a further burial.

    `turn` counts what was done with one body. A correction is a new event of the same turn that names
    the one it replaces; the old stays readable.
    """

    record = models.ForeignKey(DeathRecord, models.PROTECT, related_name="grave_events")
    turn = models.PositiveIntegerField()
    kind = models.CharField(_("what was done"), max_length=12, choices=RestChoice.choices)
    day = models.CharField(_("on which day"), max_length=10, blank=True)
    place = models.CharField(_("cemetery or place"), max_length=300, blank=True)
    position = models.CharField(_("plot, row, number"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitude, in degrees"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude, in degrees"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    accuracy_m = models.FloatField(
        _("accuracy, in metres"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    marking = models.CharField(_("what the marker says, word for word"), max_length=500, blank=True)
    individual = models.BooleanField(_("alone in the grave"), default=True)
    cremation_reason = models.CharField(
        _("why cremation"), max_length=10, choices=CremationChoice.choices, blank=True
    )
    reason = models.CharField(_("reason in words"), max_length=500, blank=True)
    rites = models.CharField(_("rites that were held"), max_length=300, blank=True)
    disc = models.CharField(
        _("identity disc"), max_length=16, choices=Disc.choices, default=Disc.UNKNOWN
    )
    carried_out_by = models.CharField(_("full name of who carried it out"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    because = models.CharField(_("why it is corrected"), max_length=500, blank=True)

    class Meta:
        ordering = ("record", "turn", "pk")

    def __str__(self) -> str:
        return f"{self.record}: {self.get_kind_display()}"
