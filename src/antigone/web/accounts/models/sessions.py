"""Where somebody is signed in, so that they can see it and end it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class OpenSession(models.Model):
    """One browser in which a person is signed in; the session itself is Django's."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-seen_at", "-pk")

    def __str__(self) -> str:
        return f"session of {self.user_id}"
