"""Data sets: looked at, then taken over whole."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident
from antigone.web.sealing.models import Key

UPLOAD_LIFETIME = timedelta(hours=24)


def new_salt() -> str:
    """32 random bytes in hexadecimal: what makes a fingerprint worthless to a guesser."""
    return secrets.token_hex(32)


def end_of_upload() -> datetime:
    """When an upload that starts now is forgotten."""
    return timezone.now() + UPLOAD_LIFETIME


class PendingUpload(models.Model):
    """A file that somebody looks at before it is imported: theirs alone, for a day.

    `content` is sealed with `key`, which goes with it: `uploads`.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="pending_uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    key = models.OneToOneField(Key, models.PROTECT, related_name="+")
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
