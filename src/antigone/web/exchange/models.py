"""Files on their way in: read in pieces, looked at, then taken over whole; and what each brought."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident
from antigone.web.records.models import ImportedFile, MissingPerson, Person, Remains
from antigone.web.records.models.incoming import end_of_upload
from antigone.web.sealing.models import Key

SILENCE = timedelta(minutes=2)
"""A piece takes seconds: whoever reads and gave no sign for so long has been stopped."""

SILENCE_TAKING = timedelta(minutes=30)
"""A take-over is one transaction, which gives no sign before its end."""


class Intake(models.Model):
    """A file that somebody brings in: theirs alone, for a day, until it is taken over or discarded.

    `content`, `mapping` and `told` are sealed with `key`, as its pieces are; it goes with them.
    `attempt` counts who works on it: what an earlier attempt still wants to write is refused.
    """

    class Status(models.TextChoices):
        """How far it is."""

        CHOOSING = "choosing", _("waits for you to say how it is read")
        WAITING = "waiting", _("waiting for the worker")
        READING = "reading", _("being read")
        REFUSED = "refused", _("cannot be read")
        READ = "read", _("read, waits for you to look")
        CONFIRMED = "confirmed", _("confirmed, waiting for the worker")
        TAKING = "taking", _("being taken over")
        DONE = "done", _("taken over")
        FAILED = "failed", _("stopped by an error")
        CANCELLED = "cancelled", _("cancelled")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="intakes")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    key = models.OneToOneField(Key, models.PROTECT, null=True, related_name="+")
    content = models.BinaryField(null=True)
    kind = models.CharField(max_length=20)
    options = models.JSONField(default=dict, blank=True)
    mapping = models.BinaryField(null=True)
    told = models.BinaryField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CHOOSING)
    attempt = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=200, blank=True)
    leave_out = models.BooleanField(default=False)
    file = models.ForeignKey(
        ImportedFile, models.PROTECT, null=True, blank=True, related_name="intakes"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(default=end_of_upload)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"intake {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("exchange:intake", kwargs={"incident": self.incident.slug, "pk": self.pk})

    @property
    def is_at_work(self) -> bool:
        """Whether the worker has it, or will have it next."""
        return self.status in AT_WORK

    @property
    def may_be_cancelled(self) -> bool:
        """Whether it is being read: what is being taken over is whole in a moment, or not at all."""
        return self.status in (self.Status.WAITING, self.Status.READING)

    @property
    def is_silent(self) -> bool:
        """Whether its worker has given no sign for so long that it is gone."""
        allowed = {self.Status.READING: SILENCE, self.Status.TAKING: SILENCE_TAKING}
        if self.status not in allowed or self.beat_at is None:
            return False
        return timezone.now() - self.beat_at > allowed[self.Status(self.status)]


AT_WORK = (
    Intake.Status.WAITING,
    Intake.Status.READING,
    Intake.Status.CONFIRMED,
    Intake.Status.TAKING,
)


class IntakePiece(models.Model):
    """So many rows of a file as they were read, sealed: reading goes on behind the last of them."""

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="pieces")
    position = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ("intake", "position")
        constraints = (
            models.UniqueConstraint(fields=("intake", "position"), name="a_piece_of_a_file_once"),
        )

    def __str__(self) -> str:
        return f"{self.intake}, piece {self.position}"


class Origin(models.Model):
    """How an imported file was read: its kind, what was chosen, and how many rows did what."""

    file = models.OneToOneField(ImportedFile, models.PROTECT, related_name="origin")
    kind = models.CharField(max_length=20)
    options = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"origin of {self.file}"


class RememberedMapping(models.Model):
    """How the columns of a kind of sheet were read last time in this incident, by their headings."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="remembered_mappings")
    kind = models.CharField(max_length=20)
    headings = models.CharField(max_length=64)
    content = models.JSONField()
    remembered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    remembered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("incident", "kind", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "kind", "headings"), name="a_mapping_of_headings_once"
            ),
        )

    def __str__(self) -> str:
        return f"columns of {self.kind}"


class ImportedReading(models.Model):
    """What a row of a file says of the DNA of remains or of a relative: one reading by machine.

    All that was read is kept, also at markers without frequencies: of remains in `content`, of a
    relative in `sealed`, with that person's key.
    """

    file = models.ForeignKey(ImportedFile, models.PROTECT, related_name="readings")
    remains = models.ForeignKey(
        Remains, models.PROTECT, null=True, blank=True, related_name="imported_readings"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="imported_readings"
    )
    row = models.PositiveIntegerField()
    label = models.CharField(max_length=100)
    laboratory = models.CharField(max_length=200, blank=True)
    kit = models.CharField(max_length=200, blank=True)
    markers = models.PositiveIntegerField()
    content = models.JSONField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ("file", "row", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(person__isnull=True),
                name="an_imported_reading_is_of_remains_or_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(content__isnull=True),
                name="the_imported_dna_of_a_relative_is_sealed",
            ),
        )

    def __str__(self) -> str:
        return f"row {self.row} of {self.file}"


class ImportedNotes(models.Model):
    """What a row of a sheet says besides, in its own words: notes, and how the enquirer is reached.

    Of remains `content` holds it; of a person sought `sealed`, with the family's key.
    """

    file = models.ForeignKey(ImportedFile, models.PROTECT, related_name="row_notes")
    remains = models.ForeignKey(
        Remains, models.PROTECT, null=True, blank=True, related_name="imported_notes"
    )
    missing_person = models.ForeignKey(
        MissingPerson, models.PROTECT, null=True, blank=True, related_name="imported_notes"
    )
    row = models.PositiveIntegerField()
    content = models.JSONField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ("file", "row", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(missing_person__isnull=True),
                name="imported_notes_are_of_remains_or_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(missing_person__isnull=True) | Q(content__isnull=True),
                name="imported_notes_of_a_family_are_sealed",
            ),
        )

    def __str__(self) -> str:
        return f"notes of row {self.row} of {self.file}"
