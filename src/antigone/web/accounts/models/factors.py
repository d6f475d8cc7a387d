"""What a person has besides the password: an app that shows codes, passkeys, recovery codes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.sealing.models import Key


class TimeCode(models.Model):
    """The secret that an authenticator app shares with us (RFC 6238), sealed with its own key.

    It counts once a code was typed from it. `last_counter` is the half minute of the last code that
    was accepted: none up to there is accepted again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="time_codes")
    key = models.OneToOneField(Key, models.PROTECT, related_name="+")
    secret = models.BinaryField()
    last_counter = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(confirmed_at__isnull=False),
                name="one_authenticator_app",
            ),
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(confirmed_at__isnull=True),
                name="one_authenticator_app_begun",
            ),
        )

    def __str__(self) -> str:
        return f"authenticator app of {self.user_id}"


class Passkey(models.Model):
    """The public half of a key pair on somebody's phone, computer or security key (WebAuthn)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)
    credential = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("added_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "name"),
                name="a_passkey_name_once",
                violation_error_message=_("You have a passkey of this name. Choose another one."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper for the day the phone is lost; only its hash is kept, and it works once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"
