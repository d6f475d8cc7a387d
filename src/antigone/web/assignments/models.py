"""Who looks after a case and since when, and reminders. Nothing is deleted: what ended stays readable."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident, Membership
from antigone.web.records.models import Family, Remains

MOST_WORDS = 500


class LiveAssignments(models.Manager["Assignment"]):
    """Assignments, and those of them that hold now."""

    def live(self) -> models.QuerySet[Assignment]:
        """Those that nobody ended, of persons who still have a role in the incident."""
        works = Membership.objects.filter(user=OuterRef("person"), incident=OuterRef("incident"))
        return self.filter(Exists(works), ended_at__isnull=True)


class OfCase(models.Model):
    """Something about one case: `words` are plain of remains; of a family they are sealed with its key."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    remains = models.ForeignKey(Remains, models.PROTECT, null=True, blank=True, related_name="+")
    family = models.ForeignKey(Family, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def case(self) -> Remains | Family:
        """What it is about."""
        return self.remains or cast(Family, self.family)


class Assignment(OfCase):
    """A person looks after a case until it is handed on or given back.

    It also ends where the person has no role in the incident any more: `objects.live()`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    since = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LiveAssignments()

    class Meta:
        ordering = ("-since", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(family__isnull=True),
                name="an_assignment_is_of_one_case",
            ),
            models.UniqueConstraint(
                fields=("remains",),
                condition=Q(ended_at__isnull=True),
                name="one_person_looks_after_remains",
            ),
            models.UniqueConstraint(
                fields=("family",),
                condition=Q(ended_at__isnull=True),
                name="one_person_looks_after_a_family",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.case}"


class Reminder(OfCase):
    """A person is to be reminded of a case on a day, on their home page and on the case; nowhere else."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders")
    due_on = models.DateField(_("day"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(family__isnull=True),
                name="a_reminder_is_of_one_case",
            ),
        )
        indexes = (
            models.Index(
                fields=("person", "due_on"),
                condition=Q(done_at__isnull=True),
                name="reminders_that_wait",
            ),
        )

    def __str__(self) -> str:
        return f"reminder of {self.case}"

    @property
    def is_due(self) -> bool:
        """Whether its day has come and nobody did it."""
        return self.done_at is None and self.due_on <= timezone.localdate()
