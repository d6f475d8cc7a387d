"""An incident, and the persons who work in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import Agency
from antigone.web.incidents.roles import PERMISSIONS, Permission, Role

__all__ = ["Incident", "Invitation", "Membership", "Permission", "Role"]

INVITATION_LASTS = timedelta(days=7)


def end_of_invitation() -> datetime:
    """When an invitation that is made now is worth nothing any more."""
    return timezone.now() + INVITATION_LASTS


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
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("lead agency"),
        help_text=_(
            "Its members see all cases. Those of other agencies see the cases of their own, and what "
            "is shared with them. Without a lead agency everybody with a role sees all."
        ),
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


class Invitation(models.Model):
    """Somebody without an account is to have a role: a link that a person hands over, good once.

    Only the hash of the link's token is kept, so nobody reads the link from here.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="invitations")
    full_name = models.CharField(_("full name"), max_length=200)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=end_of_invitation)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether its link still works."""
        untouched = self.accepted_at is None and self.revoked_at is None
        return untouched and self.expires_at > timezone.now()
