"""The keys of persons. What a key signed stays valid, so no key is ever deleted; only what opens it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """With this key one person signs. The private half is sealed under that person's password alone.

    Neither the master keys nor anything else of the installation opens it. `salt` and the three numbers
    say how scrypt (RFC 7914) makes the sealing key of the password; with the retirement of the key the
    sealed half is thrown away.
    """

    class Retired(models.TextChoices):
        """Why a key signs nothing any more."""

        RESET = "reset", _("the password was set anew by another")
        CLOSED = "closed", _("the account was closed")
        GIVEN_UP = "given_up", _("its owner gave it up")
        SHUT = "shut", _("the password no longer opened it")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_keys")
    key_id = models.CharField(max_length=32, unique=True)
    public_key = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(null=True, blank=True)
    salt = models.BinaryField(max_length=16)
    scrypt_n = models.PositiveIntegerField()
    scrypt_r = models.PositiveSmallIntegerField()
    scrypt_p = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    waits = models.BooleanField(default=False)
    password_set_by = models.CharField(max_length=150, blank=True)
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    compared_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.CharField(max_length=150, blank=True)
    retired_because = models.CharField(max_length=10, choices=Retired.choices, blank=True)

    class Meta:
        ordering = ("user", "-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(retired_at__isnull=True),
                name="one_live_signing_key_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(sealed__isnull=True),
                name="a_retired_key_cannot_be_opened",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user.get_username()} {self.key_id}"

    @property
    def is_live(self) -> bool:
        """Whether it is not retired."""
        return self.retired_at is None

    @property
    def must_be_compared(self) -> bool:
        """Whether it signs nothing before another person compared it."""
        return self.waits and self.compared_at is None

    @property
    def is_to_compare(self) -> bool:
        """Whether another person may compare it: nobody did, and it lives."""
        return self.is_live and self.compared_at is None
