"""Meetings of the board: who was there, what was on the agenda, what was said, and the minutes.

Nothing is deleted. What was said are rows that are only added; minutes are made once, at the close,
signed with the installation's key, and corrected by addenda alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.policy import meetings as rules
from antigone.provenance import JsonValue
from antigone.web.board.models import Proposal, new_salt
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Role

MOST_WORDS = 2000


class Meeting(models.Model):
    """The board comes together, at a time and a place, under a chair."""

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = rules.State.PLANNED.value, _("planned")
        OPEN = rules.State.OPEN.value, _("open now")
        CLOSED = rules.State.CLOSED.value, _("closed")
        CALLED_OFF = rules.State.CALLED_OFF.value, _("called off")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="meetings")
    called_for = models.DateTimeField(_("day and time"))
    place = models.CharField(_("place"), max_length=200)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_off_because = models.TextField(blank=True, max_length=MOST_WORDS)
    salt = models.CharField(max_length=64, default=new_salt)

    class Meta:
        ordering = ("-called_for", "-pk")

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meetings:meeting", kwargs={"incident": self.incident.slug, "pk": self.pk})

    @property
    def stage(self) -> rules.State:
        """Its state, as the rules name it."""
        return rules.State(self.state)

    @property
    def is_open(self) -> bool:
        """Whether it sits now."""
        return self.state == self.State.OPEN

    @property
    def has_ended(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.state in (self.State.CLOSED, self.State.CALLED_OFF)


class Attendance(models.Model):
    """A person is present, from a moment to a moment; name, agency and role as they were then."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=200)
    agency = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    may_sign = models.BooleanField()
    came_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("came_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "person"),
                condition=Q(left_at__isnull=True),
                name="a_person_is_present_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.full_name}, {self.meeting}"


class AgendaItem(models.Model):
    """One thing to talk about: a proposal, or a matter in words. The outcome is frozen at the close."""

    class Outcome(models.TextChoices):
        """What came of it."""

        SIGNED = "signed", _("signed, the identification stands")
        PART_SIGNED = "part_signed", _("signed, a signature is missing")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn by who proposed it")
        EXCLUDED = "excluded", _("excluded")
        REOPENED = "reopened", _("the decision was reopened")
        ASKED = "asked", _("more was asked for")
        PUT_OFF = "put_off", _("put off")
        SETTLED = "settled", _("settled")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    matter = models.CharField(_("matter"), max_length=500, blank=True)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    put_at = models.DateTimeField(default=timezone.now)
    taken_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_off_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(proposal__isnull=True) ^ Q(matter=""),
                name="an_item_is_a_case_or_a_matter",
            ),
            models.UniqueConstraint(
                fields=("meeting", "proposal"),
                condition=Q(taken_off_at__isnull=True),
                name="a_case_stands_once_on_an_agenda",
            ),
        )

    def __str__(self) -> str:
        return self.matter if self.proposal is None else str(self.proposal)

    def get_absolute_url(self) -> str:
        """Its place in the session."""
        of = {"incident": self.meeting.incident.slug, "pk": self.meeting_id, "item": self.pk}
        return reverse("meetings:item", kwargs=of)


class ItemEntry(models.Model):
    """What was said or settled about an item, by whom and when; rows are only added."""

    class Kind(models.TextChoices):
        """What it is."""

        NOTE = "note", _("note")
        PUT_OFF = "put_off", _("put off")
        TAKEN_UP = "taken_up", _("taken up again")
        SETTLED = "settled", _("settled")

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField(_("words"), max_length=MOST_WORDS, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.item}"


class SignedText(models.Model):
    """Canonical JSON with its fingerprint and the installation's signature over its bytes."""

    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    key_id = models.CharField(max_length=32)
    public_key = models.CharField(max_length=64)

    class Meta:
        abstract = True

    @property
    def content(self) -> Mapping[str, JsonValue]:
        """What it says."""
        return cast("Mapping[str, JsonValue]", json.loads(self.text))

    @property
    def of_meeting(self) -> int:
        """Number of the meeting that it is of."""
        raise NotImplementedError


class Minutes(SignedText):
    """What a meeting came to, as it was at its close."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"minutes of {self.meeting}"

    @property
    def of_meeting(self) -> int:
        """Number of the meeting that they are of."""
        return self.meeting_id


class Addendum(SignedText):
    """What the minutes said wrongly or left out, said afterwards."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="addenda")
    position = models.PositiveIntegerField()
    words = models.TextField(_("words"), max_length=5000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=200)
    agency = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("minutes", "position"), name="one_addendum_of_a_number"
            ),
        )

    def __str__(self) -> str:
        return f"addendum {self.position} to the {self.minutes}"

    @property
    def of_meeting(self) -> int:
        """Number of the meeting that it is of."""
        return self.minutes.meeting_id
