"""Samples of the dead and of relatives, and sealed packets of what was found with the dead."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident
from antigone.web.records.models import Person, Remains


class Sample(models.Model):
    """What was taken for the laboratory, or divided off it (`parent`), under a random code.

    `taking` holds the words on how it was taken (see `custody.taking`); of a relative it is empty and
    `sealed` holds them, sealed with the relative's key.
    """

    class Kind(models.TextChoices):
        """What it is."""

        BLOOD = "blood", _("blood")
        BUCCAL = "buccal", _("swab of the cheek")
        MUSCLE = "muscle", _("muscle")
        TISSUE = "tissue", _("other soft tissue")
        BONE = "bone", _("bone")
        TOOTH = "tooth", _("tooth")
        NAIL = "nail", _("nail")
        HAIR = "hair", _("hair")
        OBJECT = "object", _("personal object of the person sought")
        EXTRACT = "extract", _("DNA extract")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        """What became of it."""

        HERE = "here", _("there")
        CONSUMED = "consumed", _("used up")
        RETURNED = "returned", _("given back")
        DESTROYED = "destroyed", _("destroyed by decision")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="samples")
    code = models.CharField(_("code"), max_length=20, unique=True)
    remains = models.ForeignKey(
        Remains, models.PROTECT, null=True, blank=True, related_name="samples"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="samples"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="aliquots"
    )
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind.choices)
    taken_at = models.DateTimeField(_("taken on"))
    taking = models.JSONField(default=dict, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    state = models.CharField(
        _("what became of it"), max_length=10, choices=State.choices, default=State.HERE
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(person__isnull=True),
                name="a_sample_is_of_remains_or_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="a_sample_is_not_its_own_aliquot",
            ),
        )
        indexes = (
            models.Index(fields=("incident", "recorded_at", "id"), name="samples_as_recorded"),
        )

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("custody:sample", kwargs={"incident": self.incident.slug, "code": self.code})


class SampleCorrection(models.Model):
    """What stood in a sample before it was corrected; sealed where it is of a relative."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Sample.Kind.choices)
    taken_at = models.DateTimeField()
    taking = models.JSONField(default=dict, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    because = models.CharField(_("why it is corrected"), max_length=500)
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("corrected_at", "pk")

    def __str__(self) -> str:
        return f"{self.sample} before a correction"


class StateChange(models.Model):
    """A sample was used up, given back or destroyed, or that was an error."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="state_changes")
    state = models.CharField(_("what became of it"), max_length=10, choices=Sample.State.choices)
    at = models.DateTimeField(_("when"))
    decided_by = models.CharField(_("full name of who decided it"), max_length=200)
    reason = models.CharField(_("why"), max_length=500)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "pk")

    def __str__(self) -> str:
        return f"{self.sample}: {self.get_state_display()}"


class Packet(models.Model):
    """Something else that is handed on under a label: effects in a sealed packet, prints, files."""

    class Kind(models.TextChoices):
        """What is in it."""

        EFFECTS = "effects", _("effects")
        CLOTHING = "clothing", _("clothing")
        DOCUMENTS = "documents", _("documents")
        PRINTS = "prints", _("prints")
        PICTURES = "pictures", _("pictures on a carrier")
        OTHER = "other", _("something else")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="packets")
    code = models.CharField(_("code"), max_length=20, unique=True)
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="packets")
    kind = models.CharField(_("what is in it"), max_length=10, choices=Kind.choices)
    contents = models.CharField(
        _("contents in words"),
        max_length=1000,
        blank=True,
        help_text=_("Such as: items 1 to 4 of the list of effects; or the number of a file here."),
    )
    packed_at = models.DateTimeField(_("packed on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "pk")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The page on which it stands: that of the remains with which it was found."""
        return reverse(
            "custody:of_remains",
            kwargs={"incident": self.incident.slug, "number": self.remains.number},
        )
