"""What is proposed, signed, decided, excluded and reopened. Nothing of it is ever deleted."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.provenance import JsonValue
from antigone.web.incidents.models import Incident
from antigone.web.matching.models import Run
from antigone.web.records.models import MissingPerson, Remains


def new_salt() -> str:
    """32 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)


class Proposal(models.Model):
    """Remains are proposed to be a missing person, with reasons and the evidence of that moment.

    The evidence is kept as the text that the signers sign, byte for byte.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("waits for signatures")
        SIGNED = "signed", _("signed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="proposals")
    run = models.ForeignKey(Run, models.PROTECT, related_name="proposals")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="proposals")
    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="proposals")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    reasons = models.TextField(_("reasons"), max_length=5000)
    salt = models.CharField(max_length=64, default=new_salt)
    evidence_text = models.TextField()
    evidence_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.TextField(blank=True, max_length=5000)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("remains",), condition=Q(state="open"), name="one_open_proposal_of_remains"
            ),
            models.UniqueConstraint(
                fields=("missing_person",),
                condition=Q(state="open"),
                name="one_open_proposal_of_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.remains.number}, {self.missing_person.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("board:proposal", kwargs={"incident": self.incident.slug, "pk": self.pk})

    @property
    def is_open(self) -> bool:
        """Whether it waits for signatures."""
        return self.state == self.State.OPEN

    @property
    def evidence(self) -> Mapping[str, JsonValue]:
        """The evidence as it was when it was proposed."""
        return cast("Mapping[str, JsonValue]", json.loads(self.evidence_text))


class Signature(models.Model):
    """A person has signed a proposal, with fresh proof that it was they, and with a key of their own.

    Name, agency and role are kept as they were at that moment. The statement is what was signed, byte
    for byte; its signature is Ed25519 in hexadecimal, by the key named by its id.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=200)
    agency = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20, blank=True)
    signed_at = models.DateTimeField(default=timezone.now)
    evidence_sha256 = models.CharField(max_length=64)
    statement_text = models.TextField(blank=True)
    statement_signature = models.CharField(max_length=128, blank=True)
    key_id = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("proposal", "position")
        constraints = (
            models.UniqueConstraint(fields=("proposal", "signer"), name="a_person_signs_once"),
            models.UniqueConstraint(fields=("proposal", "position"), name="one_signature_a_line"),
        )

    def __str__(self) -> str:
        return f"{self.full_name}, {self.proposal}"


class Identification(models.Model):
    """The signed decision that remains are a person, with the document that says so."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="identifications")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="identification")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="identifications")
    missing_person = models.ForeignKey(
        MissingPerson, models.PROTECT, related_name="identifications"
    )
    decided_at = models.DateTimeField()
    document_text = models.TextField()
    document_sha256 = models.CharField(max_length=64)
    document_signature = models.CharField(max_length=128, blank=True)
    key_id = models.CharField(max_length=32, blank=True)
    stands = models.BooleanField(default=True)

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("remains",), condition=Q(stands=True), name="remains_are_one_person"
            ),
            models.UniqueConstraint(
                fields=("missing_person",),
                condition=Q(stands=True),
                name="a_person_is_identified_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.remains.number} is {self.missing_person.number}"

    def get_absolute_url(self) -> str:
        """The page of its proposal."""
        return self.proposal.get_absolute_url()

    @property
    def document(self) -> Mapping[str, JsonValue]:
        """The decision document."""
        return cast("Mapping[str, JsonValue]", json.loads(self.document_text))


class Release(models.Model):
    """The family may now be told of an identification, says a named person."""

    identification = models.OneToOneField(Identification, models.PROTECT, related_name="release")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        ordering = ("-released_at", "-pk")

    def __str__(self) -> str:
        return f"released: {self.identification}"


class Exclusion(models.Model):
    """The decision that remains are not a person."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="exclusions")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="exclusions")
    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="exclusions")
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="exclusions")
    excluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    excluded_at = models.DateTimeField(default=timezone.now)
    reasons = models.TextField(_("reasons"), max_length=5000)
    salt = models.CharField(max_length=64, default=new_salt)
    stands = models.BooleanField(default=True)

    class Meta:
        ordering = ("-excluded_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("remains", "missing_person"),
                condition=Q(stands=True),
                name="a_pair_is_excluded_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.remains.number} is not {self.missing_person.number}"


class Reopening(models.Model):
    """An identification or an exclusion no longer stands, for a cause. Both stay visible."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reopenings")
    identification = models.OneToOneField(
        Identification, models.PROTECT, null=True, blank=True, related_name="reopening"
    )
    exclusion = models.OneToOneField(
        Exclusion, models.PROTECT, null=True, blank=True, related_name="reopening"
    )
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(default=timezone.now)
    cause = models.TextField(_("cause"), max_length=5000)
    salt = models.CharField(max_length=64, default=new_salt)

    class Meta:
        ordering = ("-reopened_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(identification__isnull=True) ^ Q(exclusion__isnull=True),
                name="a_reopening_is_of_one_decision",
            ),
        )

    def __str__(self) -> str:
        return f"reopened: {self.identification or self.exclusion}"
