"""Remains, families and their DNA, as imported; and the legal bases on which they are compared.

Numbers and codes are those of the file. Nothing here changes after the import except legal bases
and objections, which only ever grow.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident

UPLOAD_LIFETIME = timedelta(hours=24)


def new_salt() -> str:
    """32 random bytes in hexadecimal: what makes a fingerprint worthless to a guesser."""
    return secrets.token_hex(32)


def end_of_upload() -> datetime:
    """When an upload that starts now is forgotten."""
    return timezone.now() + UPLOAD_LIFETIME


class SexChoice(models.TextChoices):
    """Genetic sex as recorded."""

    FEMALE = "F", _("female")
    MALE = "M", _("male")
    UNKNOWN = "U", _("not known")


class PendingUpload(models.Model):
    """A file that somebody looks at before it is imported: theirs alone, for a day."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="pending_uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=end_of_upload)

    class Meta:
        ordering = ("uploaded_at",)

    def __str__(self) -> str:
        return self.name


class ImportedFile(models.Model):
    """A data set that was taken over whole.

    `pairings` keeps which persons the file says the remains may be; it limits the joint view only.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="imported_files")
    name = models.CharField(_("name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    salt = models.CharField(max_length=64, default=new_salt)
    size = models.PositiveBigIntegerField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    notices = models.JSONField(default=list, blank=True)
    pairings = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("imported_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "sha256"), name="a_file_once_in_an_incident"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("records:file", kwargs={"incident": self.incident.slug, "pk": self.pk})


class MarkerSet(models.Model):
    """Allele frequencies and mutation models as a file brought them, named after the file."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="marker_sets")
    source_file = models.OneToOneField(ImportedFile, models.PROTECT, related_name="marker_set")
    name = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "name", "version"), name="a_marker_set_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"


class Remains(models.Model):
    """A body or a part of one, under its number; unidentified until a signed identification.

    `record` holds what else was observed, as `record_rows` writes it; None where nothing was.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="remains")
    number = models.CharField(_("number"), max_length=100)
    sex = models.CharField(_("sex"), max_length=1, choices=SexChoice.choices)
    source_file = models.ForeignKey(ImportedFile, models.PROTECT, related_name="remains")
    position = models.PositiveIntegerField()
    record = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("source_file", "position")
        verbose_name = verbose_name_plural = _("remains")
        constraints = (
            models.UniqueConstraint(fields=("incident", "number"), name="a_remains_number_once"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Their page."""
        return reverse(
            "records:remains", kwargs={"incident": self.incident.slug, "number": self.number}
        )


class Family(models.Model):
    """A family that misses somebody, with its pedigree."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="families")
    name = models.CharField(_("name"), max_length=200)
    source_file = models.ForeignKey(ImportedFile, models.PROTECT, related_name="families")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("source_file", "position")
        verbose_name_plural = "families"
        constraints = (
            models.UniqueConstraint(fields=("incident", "name"), name="a_family_name_once"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("records:family", kwargs={"incident": self.incident.slug, "pk": self.pk})


class Person(models.Model):
    """One person of a family's pedigree, under the code that the file uses within the family."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="persons")
    code = models.CharField(max_length=100)
    father = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    mother = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    sex = models.CharField(max_length=1, choices=SexChoice.choices)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("family", "position")
        constraints = (
            models.UniqueConstraint(fields=("family", "code"), name="a_code_once_in_a_family"),
        )

    def __str__(self) -> str:
        return self.code


class MissingPerson(models.Model):
    """A person who is sought, under one number in the incident.

    `record` holds what the family told, as `record_rows` writes it; None where it told nothing.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="missing_persons")
    family = models.ForeignKey(Family, models.PROTECT, related_name="missing_persons")
    person = models.OneToOneField(Person, models.PROTECT, related_name="missing_person")
    number = models.CharField(_("number"), max_length=100)
    position = models.PositiveIntegerField()
    record = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("family__source_file", "position")
        constraints = (
            models.UniqueConstraint(fields=("incident", "number"), name="a_missing_number_once"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page of the family that seeks this person."""
        return self.family.get_absolute_url()


class FoundAlive(models.Model):
    """A person who was sought is alive: from then on nobody is compared with this person.

    Nothing is deleted. Where it was an error it is taken back, and the person is sought again.
    """

    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="found_alive")
    reason = models.CharField(max_length=500)
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
            models.UniqueConstraint(
                fields=("missing_person",),
                condition=Q(taken_back_at__isnull=True),
                name="a_person_is_found_alive_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.missing_person} is alive"


class Profile(models.Model):
    """The DNA profile of remains or of a relative: alleles by marker, None where one is unknown.

    `degraded` holds, by marker, the drop-out and drop-in of remains that may show less or more.
    """

    remains = models.OneToOneField(Remains, models.PROTECT, null=True, blank=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True)
    genotypes = models.JSONField()
    degraded = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(person__isnull=True),
                name="a_profile_is_of_remains_or_of_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"profile of {self.remains or self.person}"


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
