"""A run of the comparison: its state, what it found, and apart from it what it was computed from."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, MissingPerson, Person, Remains
from antigone.web.sealing.models import Key


class Run(models.Model):
    """One comparison of everything that may be compared, with the inputs of that moment.

    `results` holds numbers, ids and words, never genotypes; see `matching.results`.
    """

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting for the worker")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="runs")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    stage = models.CharField(max_length=100, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    program = models.CharField(max_length=100)
    inputs_fingerprint = models.CharField(max_length=64)
    assumptions = models.JSONField(default=dict)
    held_back = models.JSONField(default=list, blank=True)
    results = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"run {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("matching:run", kwargs={"incident": self.incident.slug, "pk": self.pk})

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def is_silent(self) -> bool:
        """Whether a running comparison has given no sign for so long that its worker is gone."""
        last = self.beat_at or self.started_at
        if self.status != self.Status.RUNNING or last is None:
            return False
        return timezone.now() - last > SILENCE


class FrozenInput(models.Model):
    """What all pairs of a run were computed from: the markers, and who was sought.

    The rest stands in `FrozenRemains`, `FrozenFamily` and `FrozenProfile`; `frozen.read_frozen` puts
    it together.
    """

    run = models.OneToOneField(Run, models.PROTECT, related_name="frozen_input")
    salt = models.BinaryField(max_length=32)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"inputs of run {self.run_id}"


class FrozenRemains(models.Model):
    """One of the remains as a run read them: their own part of its inputs, with their DNA.

    Runs from before these rows hold all remains in their `FrozenInput`.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="frozen_remains")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        ordering = ("run", "position")
        constraints = (
            models.UniqueConstraint(fields=("run", "number"), name="remains_once_in_a_run"),
        )

    def __str__(self) -> str:
        return f"inputs of run {self.run_id}, remains {self.number}"


class FrozenFamily(models.Model):
    """What a family told and its pedigree, as a run read them, sealed with the family's key.

    Where a law keeps what a signed identification rests on, `key` is one of its own (CO-06).
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="frozen_families")
    family = models.ForeignKey(Family, models.PROTECT, related_name="frozen")
    position = models.PositiveIntegerField()
    key = models.ForeignKey(Key, models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        ordering = ("run", "position")
        constraints = (
            models.UniqueConstraint(fields=("run", "family"), name="a_family_once_in_a_run"),
        )

    def __str__(self) -> str:
        return f"inputs of run {self.run_id}, family {self.family_id}"


class FrozenProfile(models.Model):
    """The DNA of a relative, as a run read it, sealed with that person's key, or as a family is."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="frozen_profiles")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.ForeignKey(Key, models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        ordering = ("run", "pk")
        constraints = (
            models.UniqueConstraint(fields=("run", "person"), name="a_donor_once_in_a_run"),
        )

    def __str__(self) -> str:
        return f"inputs of run {self.run_id}, donor {self.person_id}"


class KeptPair(models.Model):
    """One pair of a run over more pairs than one document holds; see `kept_pairs`."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="kept_pairs", db_index=False)
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="+", db_index=False)
    missing_person = models.ForeignKey(
        MissingPerson, models.PROTECT, related_name="+", db_index=False
    )
    log10_lr = models.FloatField()

    class Meta:
        ordering = ("run", "pk")
        indexes = (
            models.Index(F("run"), F("log10_lr").desc(), F("id"), name="strongest_pairs_first"),
            models.Index(fields=("run", "remains", "id"), name="pairs_of_remains"),
            models.Index(fields=("run", "missing_person", "id"), name="pairs_of_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.remains} and {self.missing_person} in run {self.run_id}"


SILENCE = timedelta(minutes=15)
"""One elimination of a large family reports nothing while it works; after this it is given up."""
