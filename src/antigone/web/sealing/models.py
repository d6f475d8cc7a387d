"""Keys that seal content: one for each family, donor, picture; whoever destroys one, destroys all."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models.functions import Now


def new_name() -> str:
    """16 random bytes in hexadecimal."""
    return secrets.token_hex(16)


class Key(models.Model):
    """A random key, kept only as wrapped by a master key; None once it is destroyed.

    Make it with `sealing.keys.new_key`, destroy it with `sealing.keys.destroy`.
    """

    class Purpose(models.TextChoices):
        """What the key seals."""

        FAMILY = "family", "what a family told"
        DONOR = "donor", "the DNA of a relative"
        UPLOAD = "upload", "a file that waits to be imported"
        MEDIA = "media", "a picture or a file of prints"
        SECOND_FACTOR = "second_factor", "a person's second factor"
        EVIDENCE = "evidence", "what a signed identification rests on, kept under a law"

    name = models.CharField(max_length=32, unique=True, default=new_name)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    master = models.CharField(max_length=32, blank=True)
    wrapped = models.BinaryField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="a_key_is_there_or_destroyed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} key {self.name}"

    @property
    def is_destroyed(self) -> bool:
        """Whether what it sealed can no longer be read by anybody."""
        return self.wrapped is None


class Erasure(models.Model):
    """Something was destroyed, and files of the database may still hold old copies of its rows.

    A row stands here until they are overwritten: `sealing.erasure`.
    """

    asked_at = models.DateTimeField(db_default=Now())
    tables = models.JSONField()
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"old copies of {', '.join(self.tables)}"
