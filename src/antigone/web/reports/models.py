"""Court copies: who took pictures of the dead out, for whom, and whether they were told of a change."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Identification
from antigone.web.media.models import Opening


def new_salt() -> str:
    """32 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)


class CourtCopy(models.Model):
    """A report with pictures was made for a court or authority that asked; the pages are not kept.

    `openings` are those of its pictures, each entered by itself (ME-01).
    """

    identification = models.ForeignKey(Identification, models.PROTECT, related_name="court_copies")
    authority = models.CharField(_("court or authority"), max_length=200)
    case_number = models.CharField(_("its case number"), max_length=100)
    reason = models.TextField(_("for what it needs the pictures"), max_length=2000)
    salt = models.CharField(max_length=64, default=new_salt)
    openings = models.ManyToManyField(Opening, related_name="court_copies")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(_("how, and who received it"), max_length=500, blank=True)

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name_plural = "court copies"
        constraints = (
            models.CheckConstraint(
                condition=Q(told_by__isnull=True, told_at__isnull=True, told_how="")
                | Q(told_by__isnull=False, told_at__isnull=False),
                name="who_was_told_was_told_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"court copy {self.pk} of {self.identification}"

    def get_absolute_url(self) -> str:
        """The page on which the copies of this identification stand."""
        return reverse(
            "reports:court_copy",
            kwargs={"incident": self.identification.incident.slug, "pk": self.identification_id},
        )
