"""The record of a dead person, its versions, and the certificates issued of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Identification
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Remains
from antigone.web.sealing.models import Key


class DeathRecord(models.Model):
    """The record of one dead person, identified or not: about one body with all its parts.

    `remains` is the part under which it was begun; `records.joined_bodies.parts_of` gives the others.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="death_records")
    remains = models.OneToOneField(Remains, models.PROTECT, related_name="death_record")
    number = models.CharField(_("number of the record"), max_length=20)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("incident", "pk")
        constraints = (
            models.UniqueConstraint(fields=("incident", "number"), name="a_death_number_once"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse(
            "deaths:record", kwargs={"incident": self.incident.slug, "number": self.number}
        )


class RecordVersion(models.Model):
    """All particulars as a person confirmed them; each version is whole.

    `content` holds by field its value and where that is from. What says who the person is stands there
    without its value; `sealed` holds that, sealed with `key`: the family's, or one for what a law keeps
    after the family withdrew (CO-06). `identification` is the signed decision on which it rests; None
    where the version names nobody, and then nothing is sealed.
    """

    record = models.ForeignKey(DeathRecord, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField(default=dict, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    key = models.ForeignKey(Key, models.PROTECT, null=True, blank=True, related_name="+")
    identification = models.ForeignKey(
        Identification, models.PROTECT, null=True, blank=True, related_name="death_versions"
    )
    because = models.CharField(_("why it is corrected"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("record", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("record", "version"), name="a_version_of_a_death_record_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.record}, version {self.version}"

    @property
    def in_doubt(self) -> bool:
        """Whether it names somebody, and the identification does not stand any more."""
        return self.identification is not None and not self.identification.stands


class Certificate(models.Model):
    """A certificate of death as it was issued, byte for byte; a correction is a further one.

    Its content is canonical JSON: `content_text` where it names nobody, else `sealed`, with the key of the
    version. Where the family withdraws and no law keeps it, the content is gone; `content_sha256` stays.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="death_certificates")
    version = models.OneToOneField(RecordVersion, models.PROTECT, related_name="certificate")
    number = models.CharField(_("number of the certificate"), max_length=20)
    content_text = models.TextField(blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        ordering = ("incident", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "number"), name="a_certificate_number_once"
            ),
        )

    def __str__(self) -> str:
        return self.number
