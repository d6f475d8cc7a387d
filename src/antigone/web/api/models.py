"""Tokens with which programs act for a person, and how often they asked lately."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.policy.tokens import Scope
from antigone.web.incidents.models import Incident


class Token(models.Model):
    """A secret in place of password and second factor, for a program that acts for one person.

    Only its hash is kept, so nobody reads the token from here. It is never deleted: the journal and
    its own dates say when it was good.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="tokens"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def may(self) -> frozenset[Scope]:
        """What it was made for."""
        return frozenset(Scope(scope) for scope in self.scopes)

    @property
    def is_expired(self) -> bool:
        """Whether its last moment is past."""
        return self.expires_at <= timezone.now()

    @property
    def is_good(self) -> bool:
        """Whether it still lets anybody in."""
        return self.revoked_at is None and not self.is_expired


class Asked(models.Model):
    """How many requests came within one minute from one token, or failed from one address.

    The key of an address is a keyed fingerprint: the address itself is not kept.
    """

    key = models.CharField(max_length=64, unique=True)
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count} requests"
