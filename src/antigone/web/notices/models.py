"""Who is trained to tell families, who tells which, what was said, wished, asked and written.

Nothing is changed once it is entered, and nothing is deleted. What a family said, and what is written of
it, is sealed with its key: it goes when the family withdraws.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Identification
from antigone.web.incidents.models import Incident
from antigone.web.records.models import MissingPerson

PERSON = settings.AUTH_USER_MODEL


class Sealed(models.Model):
    """Words of and about a family: sealed with its key, emptied when it withdraws."""

    sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        abstract = True


class NotifierTraining(models.Model):
    """A person was trained to tell families: by whom, when, and until when that is valid."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notifier_trainings")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="notifier_trainings")
    trained_by = models.CharField(_("trained by"), max_length=200)
    trained_on = models.DateField(_("trained on"))
    valid_until = models.DateField(_("valid until"))
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    taken_back_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-valid_until", "-pk")

    def __str__(self) -> str:
        return f"{self.person}, until {self.valid_until}"


class Notice(models.Model):
    """The family of one person is to be told of one identification, or that it no longer holds."""

    class Kind(models.TextChoices):
        """What is to be told."""

        NEWS = "news", _("that the person is identified")
        CORRECTION = "correction", _("that the identification no longer holds")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notices")
    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NEWS)
    identification = models.ForeignKey(Identification, models.PROTECT, related_name="notices")
    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="notices")
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("incident", "number"), name="a_notice_number_once"),
            models.UniqueConstraint(
                fields=("identification", "kind"), name="a_family_is_told_of_it_once"
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("notices:notice", kwargs={"incident": self.incident.slug, "pk": self.pk})

    @property
    def is_correction(self) -> bool:
        """Whether the family is told that it no longer holds."""
        return self.kind == self.Kind.CORRECTION


class NoticeAssignment(models.Model):
    """Who goes to the family, and when that is planned. The newest counts; earlier ones stay."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="assignments")
    notifier = models.ForeignKey(PERSON, models.PROTECT, related_name="notices")
    planned_for = models.DateTimeField(_("planned for"))
    assigned_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("assigned_at", "pk")

    def __str__(self) -> str:
        return f"{self.notice}: {self.notifier}"


class Preparation(Sealed):
    """What the notifier has prepared for the visit; each change is a new version."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="preparations")
    version = models.PositiveIntegerField()
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("notice", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("notice", "version"), name="a_preparation_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"preparation of {self.notice}, version {self.version}"


class Visit(Sealed):
    """Somebody was with the family; `said` are codes of what was said, the words are sealed."""

    class Outcome(models.TextChoices):
        """How it went."""

        TOLD = "told", _("the family was told")
        NOT_HOME = "not_home", _("nobody was at home")
        POSTPONED = "postponed", _("put off")
        DECLINED = "declined", _("the family did not want to hear")
        AGAIN = "again", _("a further visit, after the family was told")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="visits")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    outcome = models.CharField(_("how it went"), max_length=10, choices=Outcome.choices)
    in_person = models.BooleanField(_("in person"), default=True)
    said = models.JSONField(default=list, blank=True)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("notice",), condition=Q(outcome="told"), name="a_family_is_told_once"
            ),
        )

    def __str__(self) -> str:
        return f"visit of {self.notice}: {self.outcome}"


class Wish(Sealed):
    """What somebody of the family said that it wishes. The newest of a kind counts; earlier ones stay."""

    class Kind(models.TextChoices):
        """About what."""

        TELLING = "telling", _("Whether and how to be told")
        RETURN = "return", _("Return and burial")
        EFFECTS = "effects", _("Things that were with the person")
        FURTHER = "further", _("If more is found")
        CONTACT = "contact", _("Staying in touch")
        DNA = "dna", _("DNA that the family gave")
        REPORT = "report", _("Reading the report")
        CAUSE = "cause", _("Cause and circumstances in writing")

    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="wishes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    choice = models.CharField(max_length=20)
    said_on = models.DateField(_("said on"))
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return f"{self.missing_person}: {self.kind} {self.choice}"


class Question(Sealed):
    """A question of the family, or something promised: who owes the answer, and until when."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="questions")
    owed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    due_on = models.DateField(_("answer due on"))
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (
            models.Index(
                fields=("owed_by", "due_on"),
                condition=Q(answered_at__isnull=True),
                name="questions_that_wait",
            ),
        )

    def __str__(self) -> str:
        return f"question {self.pk} of {self.notice}"


class Letter(Sealed):
    """A paper for the family as it was issued: its content is sealed, its fingerprint stays.

    The content is canonical JSON with a salt of its own, so that the fingerprint tells nobody a word.
    """

    class Kind(models.TextChoices):
        """Which paper."""

        NEWS = "news", _("Letter to the family")
        CORRECTION = "correction", _("Letter of correction")
        CAUSE = "cause", _("Sheet on cause and circumstances")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="letters")
    number = models.CharField(_("number"), max_length=30)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=8)
    text_version = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    handed_over_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("issued_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("notice", "number"), name="a_letter_number_once"),
        )

    def __str__(self) -> str:
        return self.number
