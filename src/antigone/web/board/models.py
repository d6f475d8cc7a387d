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

from antigone.policy.identification import Basis
from antigone.provenance import JsonValue
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Role
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

    class RestsOn(models.TextChoices):
        """On what the identification is to rest."""

        DNA = Basis.DNA.value, _("DNA alone")
        COMBINED = Basis.COMBINED.value, _("all evidence together")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="proposals")
    run = models.ForeignKey(Run, models.PROTECT, related_name="proposals")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="proposals")
    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="proposals")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    basis = models.CharField(max_length=10, choices=RestsOn.choices, default=RestsOn.DNA)
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
    def rests_on(self) -> Basis:
        """The same for the rules."""
        return Basis(self.basis)

    @property
    def evidence(self) -> Mapping[str, JsonValue]:
        """The evidence as it was when it was proposed."""
        return cast("Mapping[str, JsonValue]", json.loads(self.evidence_text))


class Signature(models.Model):
    """A person has signed a proposal, with fresh proof that it was they, and with a key of their own.

    Name, agency and role are kept as they were at that moment. Where three decide on all evidence
    together, each says in words why; else there are no reasons. The statement is what was signed, byte
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
    reasons = models.TextField(_("reasons"), max_length=5000, blank=True)
    salt = models.CharField(max_length=64, default=new_salt)
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

    @property
    def role_in_words(self) -> str:
        """The role, "" where it was not recorded."""
        return str(Role(self.role).label) if self.role in Role else ""


class Identification(models.Model):
    """The signed decision that remains are a person, with the document that says so.

    `is_part`: of a part of a body, or of a body of several numbers. A person may be identified with
    several parts of one body (ID-15), and never with two whole bodies.
    """

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
    is_part = models.BooleanField(default=False)
    stands = models.BooleanField(default=True)

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("remains",), condition=Q(stands=True), name="remains_are_one_person"
            ),
            models.UniqueConstraint(
                fields=("missing_person",),
                condition=Q(stands=True, is_part=False),
                name="a_person_is_one_whole_body",
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


class Comment(models.Model):
    """A note on a proposal, for good: what somebody saw, doubts, or wants considered."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="comments")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    words = models.TextField(_("note"), max_length=5000)
    salt = models.CharField(max_length=64, default=new_salt)

    class Meta:
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"note {self.pk} on {self.proposal}"


class Enquiry(models.Model):
    """The board asks for more before it decides: what, and of whom by role.

    While it is open nobody signs, and nobody releases. It is answered, or taken back by whoever asked.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("not answered yet")
        ANSWERED = "answered", _("answered")
        TAKEN_BACK = "taken_back", _("taken back")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="enquiries")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    what = models.TextField(_("what is asked for"), max_length=5000)
    of_role = models.CharField(_("of whom"), max_length=20, choices=Role.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=64, default=new_salt)

    class Meta:
        ordering = ("asked_at", "pk")
        verbose_name_plural = "enquiries"
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(ended_by__isnull=False),
                name="an_enquiry_that_ended_was_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"enquiry {self.pk} on {self.proposal}"

    @property
    def is_open(self) -> bool:
        """Whether the board waits for it."""
        return self.state == self.State.OPEN


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
