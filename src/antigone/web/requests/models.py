"""Tracing requests: drafts, requests, what was told and when, and each answer about consent.

What a family told is sealed with its key, here as everywhere: these rows hold who wrote what kind of
thing down, and when.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, LegalBasis, MissingPerson, Objection, Person
from antigone.web.requests.pedigree_models import Couple, PedigreeAct, RelativeName
from antigone.web.sealing.models import Key

__all__ = [
    "ConsentGiven",
    "Couple",
    "NotSame",
    "PedigreeAct",
    "Purpose",
    "RelativeName",
    "RequestDraft",
    "Told",
    "TracingRequest",
]


class TracingRequest(models.Model):
    """What a family asked for, taken down by a named person; its family carries the key.

    `owed_count` and `owed_since` repeat, without a word of it, what the checklists hold.
    """

    family = models.OneToOneField(Family, models.PROTECT, related_name="tracing_request")
    number = models.CharField(_("number of the request"), max_length=100)
    enquirer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    owed_count = models.PositiveIntegerField(default=0)
    owed_since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-taken_at", "-pk")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse(
            "requests:request",
            kwargs={"incident": self.family.incident.slug, "pk": self.family_id},
        )


class RequestDraft(models.Model):
    """A request that is being taken: kept between steps, seen by the agency of whoever takes it.

    `content` is sealed with `key`, which becomes the family's when the request is taken, and is
    destroyed when the draft is discarded.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="request_drafts")
    key = models.OneToOneField(Key, models.PROTECT, related_name="+")
    content = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    taken_as = models.OneToOneField(
        TracingRequest, models.PROTECT, null=True, blank=True, related_name="draft"
    )
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-changed_at", "-pk")

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Told(models.Model):
    """One version of one part of a request: sealed, with who wrote it down and when.

    A correction is the next version. `missing_person` is None where the part is about the enquirer.
    """

    request = models.ForeignKey(TracingRequest, models.PROTECT, related_name="told")
    missing_person = models.ForeignKey(
        MissingPerson, models.PROTECT, null=True, blank=True, related_name="told"
    )
    part = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    content = models.BinaryField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("missing_person", "part", "version")
        verbose_name_plural = "told"
        constraints = (
            models.UniqueConstraint(
                fields=("request", "part", "version"),
                condition=Q(missing_person__isnull=True),
                name="a_version_of_a_request_once",
            ),
            models.UniqueConstraint(
                fields=("missing_person", "part", "version"),
                condition=Q(missing_person__isnull=False),
                name="a_version_of_a_person_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.part} of {self.missing_person or self.request}, version {self.version}"


class Purpose(models.TextChoices):
    """For what the family, or a relative, is asked."""

    SEARCH = "search", _("Search among remains")
    DNA = "dna", _("Comparison of DNA")
    PHOTOGRAPHS = "photographs", _("Comparison of photographs")
    FACES = "faces", _("Comparison of faces by a computer")
    SHARING = "sharing", _("Sharing with another organisation")
    PUBLICATION = "publication", _("Publication")


class ConsentGiven(models.Model):
    """One answer to one question about consent; a later answer is a new row, and none is changed.

    `donor` is whose DNA it is about, `recipient` with whom may be shared. `sealed` holds, under the
    family's key, who was asked, who was there, and what was said besides.
    """

    class Answer(models.TextChoices):
        """What was answered."""

        YES = "yes", _("yes")
        NO = "no", _("no")
        LATER = "later", _("later")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Capacity(models.TextChoices):
        """As what somebody was asked."""

        OWN = "own", _("for themselves")
        NEXT_OF_KIN = "next_of_kin", _("as next of kin of the person sought")
        PARENT = "parent", _("as a parent of a child")
        GUARDIAN = "guardian", _("as a guardian")
        REPRESENTATIVE = "representative", _("as a legal representative")
        NOBODY = "nobody", _("nobody could be asked")

    family = models.ForeignKey(Family, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    donor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="consents"
    )
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    kind = models.CharField(max_length=10, choices=LegalBasis.Kind.choices, default="consent")
    particulars = models.CharField(max_length=500, blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity.choices)
    text_version = models.CharField(max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=60, blank=True)
    interviewer = models.CharField(_("interviewer"), max_length=200)
    given_on = models.DateField(_("day"))
    sealed = models.BinaryField(null=True, blank=True)
    legal_basis = models.OneToOneField(
        LegalBasis, models.PROTECT, null=True, blank=True, related_name="+"
    )
    objection = models.OneToOneField(
        Objection, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose=Purpose.DNA, donor__isnull=False)
                | ~Q(purpose=Purpose.DNA) & Q(donor__isnull=True),
                name="consent_to_dna_is_of_a_donor",
            ),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.SHARING) ^ Q(recipient=""),
                name="consent_to_sharing_names_a_recipient",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} of {self.family}: {self.answer}"


class NotSame(models.Model):
    """Two numbers were looked at side by side and are two persons: they are not proposed again."""

    first = models.ForeignKey(MissingPerson, models.PROTECT, related_name="+")
    second = models.ForeignKey(MissingPerson, models.PROTECT, related_name="+")
    reasons = models.CharField(max_length=1000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="two_persons_in_the_order_of_their_rows"
            ),
            models.UniqueConstraint(fields=("first", "second"), name="two_persons_are_two_once"),
        )

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"
