"""What the pedigree editor keeps beside the persons: acts, couples, and sealed names of relatives."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.records.models import Family, Person


class Couple(models.Model):
    """Two persons of a pedigree who are a couple; those with a child would be drawn as one anyway."""

    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="a_couple_is_two_persons_in_order"
            ),
            models.UniqueConstraint(fields=("one", "other"), name="a_couple_once"),
        )

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"


class PedigreeAct(models.Model):
    """One act on a pedigree: what it changed, from what to what. Codes only.

    The number of the last one is the version of the pedigree. `before` and `after` hold the persons
    and couples that it touched, as `pedigree_store` writes them.
    """

    class Kind(models.TextChoices):
        """What was done."""

        PARENTS = "parents", _("parents added")
        SIBLING = "sibling", _("brother or sister added")
        HALF_SIBLING = "half_sibling", _("half brother or half sister added")
        CHILD = "child", _("child added")
        PARTNER = "partner", _("partner added")
        PERSON = "person", _("person added whose tie is not known")
        TIE = "tie", _("parents named")
        DESCRIPTION = "description", _("sex, life or sample changed")
        REMOVAL = "removal", _("taken out, added by mistake")
        SOUGHT = "sought", _("sought from now on")
        UNDO = "undo", _("last act taken back")

    family = models.ForeignKey(Family, models.PROTECT, related_name="pedigree_acts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    about = models.CharField(max_length=100, blank=True)
    before = models.JSONField()
    after = models.JSONField()
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("family", "number")
        constraints = (
            models.UniqueConstraint(fields=("family", "number"), name="a_pedigree_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.family}, act {self.number}: {self.kind}"


class RelativeName(models.Model):
    """Name and contact of a relative, sealed with the family's key; only its code stands elsewhere."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="relative_name")
    sealed = models.BinaryField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"name of {self.person}"
