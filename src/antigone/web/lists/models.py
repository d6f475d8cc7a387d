"""How persons look at lists: views they saved, the one they begin with, and whether keys are at work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.models import Incident


class List(models.TextChoices):
    """Lists of which a view can be saved."""

    REMAINS = "remains", _("Remains")
    SOUGHT = "sought", _("Persons sought")
    REQUESTS = "requests", _("Tracing requests")
    SAMPLES = "samples", _("Samples and custody")


class SavedView(models.Model):
    """Filters and order of a list under a name: one's own, or shared with those who see as much.

    `address` is what stands behind "?"; never what was typed to look for somebody.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="saved_views")
    list = models.CharField(max_length=10, choices=List.choices)
    name = models.CharField(_("name of the view"), max_length=60)
    address = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views", db_index=False
    )
    is_shared = models.BooleanField(_("others of the incident see it too"), default=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "incident", "list", "name"), name="a_view_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class FirstView(models.Model):
    """The view with which a person begins at a list."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    view = models.ForeignKey(SavedView, models.PROTECT, related_name="first_for")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "view"), name="a_first_view_once"),)

    def __str__(self) -> str:
        return f"{self.view} first"


class Keys(models.Model):
    """Whether single keys do something for a person; they do where nothing is said."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at_work = models.BooleanField(_("single keys are at work"), default=True)

    class Meta:
        verbose_name_plural = "keys"

    def __str__(self) -> str:
        return "on" if self.at_work else "off"
