"""An incident, and the persons who work in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.roles import PERMISSIONS, Permission, Role

__all__ = ["Incident", "Membership", "Permission", "Role"]


class Incident(models.Model):
    """An event with many dead whose names are sought together."""

    slug = models.SlugField(
        _("short name in addresses"),
        max_length=60,
        unique=True,
        help_text=_("Small letters, digits and hyphens. It cannot be changed later."),
    )
    name = models.CharField(_("name"), max_length=200)
    begun_on = models.DateField(_("begun on"))
    is_training = models.BooleanField(
        _("training"), default=False, help_text=_("All data of this incident are invented.")
    )
    two_agencies = models.BooleanField(
        _("signatures of two agencies"),
        default=True,
        help_text=_("The two signers of an identification must answer to two agencies."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-begun_on", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its overview."""
        return reverse("incidents:overview", kwargs={"incident": self.slug})


class Membership(models.Model):
    """One person's one role in one incident."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        ordering = ("user__full_name",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "incident"),
                name="one_role_per_person",
                violation_error_message=_("This person already has a role in this incident."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def may(self, permission: Permission) -> bool:
        """Whether this role carries the permission."""
        return permission in PERMISSIONS[Role(self.role)]
