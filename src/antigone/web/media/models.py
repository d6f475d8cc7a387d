"""Pictures, files of prints, the sealed file behind each, and who opened them and why.

Nothing of remains is deleted: a picture that stood in the wrong record goes on as a new row, one
that should not count is retracted. What a family gave is destroyed when it withdraws; its row stays
as a placeholder.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, MissingPerson, Remains, new_salt
from antigone.web.sealing.models import Key, new_name


class SealedFile(models.Model):
    """One file in the media folder.

    Of remains it is sealed with `key`. What a family gave is sealed with a key that is kept only as
    `sealed_key`, sealed with the family's own: when either is destroyed, nobody can read it.
    """

    name = models.CharField(max_length=32, unique=True, default=new_name)
    key = models.OneToOneField(Key, models.PROTECT, null=True, blank=True, related_name="+")
    family = models.ForeignKey(Family, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_key = models.BinaryField(null=True, blank=True)
    size = models.PositiveBigIntegerField()
    salt = models.CharField(max_length=64, default=new_salt, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    stored_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(key__isnull=True) ^ Q(family__isnull=True),
                name="a_file_has_a_key_or_a_family",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True)
                | Q(family__isnull=False, sealed_key__isnull=True),
                name="only_what_a_family_gave_is_destroyed",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Kept(models.Model):
    """A picture or a file of prints, under remains or under a family.

    `sealed_words` holds what is known of it in words, as `words` writes it.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="%(class)ss")
    remains = models.ForeignKey(
        Remains, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    missing_person = models.ForeignKey(
        MissingPerson, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    file = models.ForeignKey(SealedFile, models.PROTECT, related_name="%(class)ss")
    sealed_words = models.BinaryField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    moved_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="moved_to"
    )
    moved_because = models.CharField(max_length=500, blank=True)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    retracted_at = models.DateTimeField(null=True, blank=True)
    retracted_because = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(family__isnull=True),
                name="a_%(class)s_is_of_remains_or_of_a_family",
            ),
            models.CheckConstraint(
                condition=Q(missing_person__isnull=True) | Q(family__isnull=False),
                name="a_%(class)s_of_a_person_is_the_familys",
            ),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_gone(self) -> bool:
        """Whether a family took it back, or withdrew: only this placeholder is left."""
        return self.file.destroyed_at is not None

    @property
    def went_to(self) -> Kept | None:
        """The row under which it goes on, if it stood in the wrong record."""
        return getattr(self, "moved_to", None)

    @property
    def stands(self) -> bool:
        """Whether it counts here: neither moved, nor retracted, nor destroyed."""
        return not self.is_gone and self.retracted_at is None and self.went_to is None


class Picture(Kept):
    """A picture of remains, or a photograph that a family gave."""

    class Kind(models.TextChoices):
        """What it is a picture of."""

        FULL_BODY = "full_body", _("Whole body")
        FACE = "face", _("Face")
        TEETH = "teeth", _("Teeth")
        MARK = "mark", _("Mark, scar or tattoo")
        EFFECT = "effect", _("Clothing or effect")
        DOCUMENT = "document", _("Document")
        XRAY = "xray", _("Radiograph")
        SCENE = "scene", _("Place of recovery")
        PORTRAIT = "portrait", _("Portrait")
        GROUP = "group", _("Photograph of several persons")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    form = models.CharField(max_length=10)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)


class PrintFile(Kept):
    """An ANSI/NIST file of finger, palm or sole prints; nothing here compares prints."""


class Opening(models.Model):
    """Somebody opened a picture or took a file of prints, and said why; it shows it once."""

    class Reason(models.TextChoices):
        """Why; the codes are those of policy.pictures.REASONS."""

        COMPARISON = "comparison", _("Comparison with a record of the other side")
        DESCRIPTION = "description", _("Check of a description")
        BOARD = "board", _("Request of the board")
        RIGHT_RECORD = "right_record", _("Check that it stands in the right record")
        FAMILY = "family", _("Conversation with the family")
        EXAMINER = "examiner", _("Handed to an examiner of prints")
        OTHER = "other", _("Another reason, in words")

    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="openings"
    )
    print_file = models.ForeignKey(
        PrintFile, models.PROTECT, null=True, blank=True, related_name="openings"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    sealed_words = models.BinaryField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("opened_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(picture__isnull=True) ^ Q(print_file__isnull=True),
                name="an_opening_is_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"opening of {self.item}"

    @property
    def item(self) -> Picture | PrintFile:
        """What was opened."""
        item = self.picture or self.print_file
        assert item is not None  # noqa: S101  (a database constraint: one of the two)
        return item
