"""Entries of the journal. Nothing changes or removes one: neither this code nor the database does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import ClassVar, NoReturn, cast

from django.db import models

from antigone.formats.journal import JournalEntry
from antigone.provenance import JsonValue


class AppendOnly(RuntimeError):
    """The journal is only ever added to."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads entries; refuses to change or remove them."""

    def update(self, **kwargs: object) -> NoReturn:
        """Refused."""
        raise AppendOnly("entries of the journal cannot be changed")

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnly("entries of the journal cannot be deleted")

    def bulk_update(self, objs: Iterable[Entry], *args: object, **kwargs: object) -> NoReturn:
        """Refused."""
        raise AppendOnly("entries of the journal cannot be changed")

    def bulk_create(self, objs: Iterable[Entry], *args: object, **kwargs: object) -> NoReturn:
        """Refused: each entry follows the one before."""
        raise AppendOnly(
            "entries of the journal are written one by one, by journal.services.record"
        )


class Entry(models.Model):
    """One act: who did what to what, when, and the hash that binds it to the entry before.

    The details are kept as the text that was hashed, because databases write numbers their own way.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=150)
    incident = models.CharField(max_length=60, blank=True)
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=300, blank=True)
    details_text = models.TextField()
    salt = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64, unique=True)

    objects: ClassVar[models.Manager[Entry]] = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("sequence",)
        # What a page filters by stands in the index itself: a walk along it reads no whole entry.
        indexes = (
            models.Index(
                fields=("incident", "sequence", "act", "actor", "at", "subject"),
                name="journal_of_incident",
            ),
            models.Index(
                fields=("incident", "actor", "sequence", "act", "at"), name="journal_of_actor"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sequence}: {self.act}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Write a new entry; an existing one is refused."""
        if not self._state.adding:
            raise AppendOnly("entries of the journal cannot be changed")
        super().save(force_insert=True)

    @property
    def details(self) -> Mapping[str, JsonValue]:
        """What was recorded besides actor, act and subject."""
        return cast("Mapping[str, JsonValue]", json.loads(self.details_text))

    def as_written(self) -> JournalEntry:
        """The entry as a plain value."""
        return JournalEntry(
            sequence=self.sequence,
            at=self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            actor=self.actor,
            incident=self.incident,
            act=self.act,
            subject=self.subject,
            details=self.details,
            salt=self.salt,
            previous_hash=self.previous_hash,
            entry_hash=self.entry_hash,
        )

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Refused."""
        raise AppendOnly("entries of the journal cannot be deleted")
