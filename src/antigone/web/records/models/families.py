"""Families with their pedigrees, whom they miss, and what became of whom they missed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import Agency
from antigone.web.incidents.models import Incident
from antigone.web.records.models.incoming import ImportedFile
from antigone.web.records.models.remains import SexChoice
from antigone.web.sealing.models import Key


class Family(models.Model):
    """A family that misses somebody, with its pedigree: what one tracing request is about.

    `source_file` is None where a person took the request; `agency` is whose case it is. All that
    the family told is sealed with `key`.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="families")
    name = models.CharField(_("name"), max_length=200)
    source_file = models.ForeignKey(
        ImportedFile, models.PROTECT, null=True, blank=True, related_name="families"
    )
    position = models.PositiveIntegerField(default=0)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="families"
    )
    registered_at = models.DateTimeField(default=timezone.now)
    key = models.OneToOneField(Key, models.PROTECT, related_name="+")

    class Meta:
        ordering = (F("source_file").asc(nulls_last=True), "position", "pk")
        verbose_name_plural = "families"
        constraints = (
            models.UniqueConstraint(fields=("incident", "name"), name="a_family_name_once"),
        )
        indexes = (
            models.Index(fields=("incident", "source_file"), name="families_by_file"),
            models.Index(fields=("incident", "agency"), name="families_by_agency"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("records:family", kwargs={"incident": self.incident.slug, "pk": self.pk})

    @property
    def is_withdrawn(self) -> bool:
        """Whether all that it told is destroyed, and its DNA with it (CO-04)."""
        return self.key.is_destroyed


class Person(models.Model):
    """One person of a family's pedigree, under a code within the family; never under a name.

    `key` seals this person's DNA, apart from what the family told: each donor can withdraw alone.
    """

    class Vital(models.TextChoices):
        """Whether this person lives, as the family says."""

        ALIVE = "alive", _("alive")
        DEAD = "dead", _("has died")
        UNKNOWN = "unknown", _("not known")

    class CanGive(models.TextChoices):
        """Whether this person could still give a reference sample."""

        YES = "yes", _("could give a sample")
        NO = "no", _("cannot or does not want to")
        UNKNOWN = "unknown", _("not asked yet")

    family = models.ForeignKey(Family, models.PROTECT, related_name="persons")
    code = models.CharField(max_length=100)
    father = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    mother = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    sex = models.CharField(max_length=1, choices=SexChoice.choices)
    vital = models.CharField(max_length=10, choices=Vital.choices, default=Vital.UNKNOWN)
    can_give = models.CharField(max_length=10, choices=CanGive.choices, default=CanGive.UNKNOWN)
    donor_code = models.CharField(max_length=40, blank=True)
    key = models.OneToOneField(Key, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("family", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("family", "code"), name="a_code_once_in_a_family"),
        )
        indexes = (
            models.Index(
                fields=("donor_code",), condition=~Q(donor_code=""), name="donors_by_code"
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_withdrawn(self) -> bool:
        """Whether this person's DNA is destroyed (CO-04)."""
        return self.key is not None and self.key.is_destroyed


class MissingPerson(models.Model):
    """A person who is sought, under one number in the incident.

    `record` holds what the family told, sealed with the family's key: `told.told_of` reads it. None
    where it told nothing, or has withdrawn.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="missing_persons")
    family = models.ForeignKey(Family, models.PROTECT, related_name="missing_persons")
    person = models.OneToOneField(Person, models.PROTECT, related_name="missing_person")
    number = models.CharField(_("number"), max_length=100)
    position = models.PositiveIntegerField(default=0)
    record = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = (F("family__source_file").asc(nulls_last=True), "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("incident", "number"), name="a_missing_number_once"),
        )
        indexes = (models.Index(fields=("incident", "id"), name="missing_as_recorded"),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page of the family that seeks this person."""
        return self.family.get_absolute_url()


class NameIndex(models.Model):
    """A name or the birth date of a person sought, plain, so that it can be looked for.

    Each name is a row, with the birth date beside it; where only that is told, names are empty.
    Written by `name_index.keep_names`, deleted and overwritten when the family withdraws.
    """

    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="names")
    kind = models.CharField(max_length=20, blank=True)
    family = models.CharField(max_length=300, blank=True, db_index=True)
    given = models.CharField(max_length=300, blank=True)
    patronymic = models.CharField(max_length=300, blank=True)
    born = models.CharField(max_length=20, blank=True, db_index=True)

    class Meta:
        ordering = ("missing_person", "pk")

    def __str__(self) -> str:
        return f"a name of {self.missing_person}"


class FoundAlive(models.Model):
    """A person who was sought is alive: from then on nobody is compared with this person.

    Nothing is deleted. Where it was an error it is taken back, and the person is sought again. `wish` is
    what the person said about the family, before anybody told it anything.
    """

    class Wish(models.TextChoices):
        """Whether a person who was found wants to be in touch with those who sought them."""

        TOLD = "told", _("yes, the family may be told where the person is")
        ALIVE_ONLY = "alive_only", _("the family may be told only that the person is alive")
        NOTHING = "nothing", _("no, the family is to be told nothing")
        NOT_ASKED = "not_asked", _("not asked yet: until then the family is told nothing")

    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="found_alive")
    reason = models.CharField(max_length=500)
    wish = models.CharField(
        _("wish to be in touch"), max_length=10, choices=Wish.choices, default=Wish.NOT_ASKED
    )
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


class SamePerson(models.Model):
    """Two numbers are one person sought, said by a person with reasons; it can be parted again.

    `correspondences` says which other persons of the two pedigrees are the same: pairs of their pk.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="same_persons")
    first = models.ForeignKey(MissingPerson, models.PROTECT, related_name="+")
    second = models.ForeignKey(MissingPerson, models.PROTECT, related_name="+")
    correspondences = models.JSONField(default=list, blank=True)
    reasons = models.CharField(max_length=1000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    parted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    parted_at = models.DateTimeField(null=True, blank=True)
    parted_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="a_person_is_joined_from_two_numbers"
            ),
            models.UniqueConstraint(
                fields=("first", "second"),
                condition=Q(parted_at__isnull=True),
                name="two_persons_are_joined_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"
