"""Releases, eye points, what was measured of photographs, searches with their leads, and opinions.

What was measured of a photograph lies sealed with the key of the family that gave it, and is deleted
as soon as the family no longer allows it; so are the leads that rest on it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident
from antigone.web.media.models import Picture
from antigone.web.records.models import MissingPerson, Remains

SILENCE = timedelta(minutes=2)
"""A search that gave no sign for so long lost its worker."""


class FaceRelease(models.Model):
    """A second person released one picture of remains for searches by face (FA-03, FA-14)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="face_releases")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="face_releases")
    reason = models.CharField(_("reason"), max_length=500)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("released_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("picture",),
                condition=Q(withdrawn_at__isnull=True),
                name="a_picture_is_released_once",
            ),
        )

    def __str__(self) -> str:
        return f"release of {self.picture}"


def _fraction() -> models.FloatField[float, float]:
    """A place in a picture: 0 at its left or upper edge, 1 at the other."""
    return models.FloatField(validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])


class EyePoints(models.Model):
    """Where somebody saw the eyes in a picture, as it is drawn upright; the newest count.

    "Right" is the person's own right eye: in a picture from the front it stands on the left.
    """

    picture = models.ForeignKey(Picture, models.PROTECT, related_name="eye_points")
    right_x = _fraction()
    right_y = _fraction()
    left_x = _fraction()
    left_y = _fraction()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("set_at", "pk")
        verbose_name_plural = "eye points"

    def __str__(self) -> str:
        return f"eyes in {self.picture}"


class FaceVector(models.Model):
    """What an engine measured of one photograph that a family gave: sealed, and never taken out.

    `sealed` holds it as `measures` writes it, under the family's key; `engine` is the fingerprint of
    the engine that measured it.
    """

    picture = models.OneToOneField(Picture, models.PROTECT, related_name="face_vector")
    engine = models.CharField(max_length=64)
    sealed = models.BinaryField()
    measured_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("picture",)

    def __str__(self) -> str:
        return f"measured of {self.picture}"


class FaceSearch(models.Model):
    """One search by one picture of remains: who, why, with what, how far it is, and what it read.

    `engine` names the engine with its files; `problems` are codes of what is wrong with the picture,
    `points` where it saw the face. `unmeasured` are photographs, by pk, in which it could measure none.
    """

    class Purpose(models.TextChoices):
        """Why; the codes are those of policy.face.PURPOSES."""

        FIRST_SAMPLE = "first_sample", _("Which family to ask first for a reference sample")
        BOARD = "board", _("Request of the board")
        RECHECK = "recheck", _("Search again, after new photographs came")

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting for the worker")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="face_searches")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="face_searches")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="face_searches")
    release = models.ForeignKey(FaceRelease, models.PROTECT, related_name="searches")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    words = models.CharField(_("in words"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    engine = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    points = models.JSONField(default=list, blank=True)
    persons_count = models.PositiveIntegerField(default=0)
    photographs_count = models.PositiveIntegerField(default=0)
    listed_count = models.PositiveIntegerField(default=0)
    unmeasured = models.JSONField(default=list, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "face searches"

    def __str__(self) -> str:
        return f"search by face {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("faces:search", kwargs={"incident": self.incident.slug, "pk": self.pk})

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def is_silent(self) -> bool:
        """Whether it gave no sign for so long that its worker is gone."""
        last = self.beat_at or self.started_at
        if self.status != self.Status.RUNNING or last is None:
            return False
        return timezone.now() - last > SILENCE

    @property
    def percent(self) -> int | None:
        """How far it is."""
        return round(100 * self.done / self.total) if self.total else None


class FaceHit(models.Model):
    """One lead of a search: a person sought, the photograph that fits best, its place and its band.

    It rests on what was measured of the family's photograph, and goes with it.
    """

    search = models.ForeignKey(FaceSearch, models.PROTECT, related_name="hits")
    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="face_hits")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="face_hits")
    rank = models.PositiveIntegerField()
    band = models.CharField(max_length=20)
    log10_lr = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("search", "rank")
        constraints = (
            models.UniqueConstraint(
                fields=("search", "missing_person"), name="a_person_once_in_a_search"
            ),
        )

    def __str__(self) -> str:
        return f"lead {self.rank} of {self.search}"


class FaceOpinion(models.Model):
    """What one person, who opened both pictures, thinks of a pair; a later opinion is a new row.

    `sealed` holds the reasons, under the family's key: they describe its photograph.
    """

    class Opinion(models.TextChoices):
        """The steps of the scale; the codes are those of policy.face.OPINIONS."""

        SAME_3 = "same_3", _("strong support for the same person")
        SAME_2 = "same_2", _("support for the same person")
        SAME_1 = "same_1", _("limited support for the same person")
        NONE = "none", _("no support either way")
        OTHER_1 = "other_1", _("limited support for two different persons")
        OTHER_2 = "other_2", _("support for two different persons")
        OTHER_3 = "other_3", _("strong support for two different persons")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="face_opinions")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="face_opinions")
    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="face_opinions")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="face_opinions")
    photograph = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    opinion = models.CharField(_("opinion"), max_length=10, choices=Opinion.choices)
    sealed = models.BinaryField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("given_at", "pk")

    def __str__(self) -> str:
        return f"opinion on {self.remains} and {self.missing_person}"
