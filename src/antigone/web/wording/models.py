"""Approvals of texts for families, each of exactly one text in one language."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Approval(models.Model):
    """A named reader answers for the words of a text in a language; a changed word is another text."""

    text = models.SlugField(max_length=80)
    language = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    reader = models.CharField(_("reader"), max_length=200)
    function = models.CharField(_("function of the reader"), max_length=200)
    read_on = models.DateField(_("read on"))
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
                fields=("language", "sha256"),
                condition=Q(taken_back_at__isnull=True),
                name="one_live_approval_of_a_text",
                violation_error_message=_("These words are approved already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.text} in {self.language}"
