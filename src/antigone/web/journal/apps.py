"""The journal as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Entries of the journal."""

    name = "antigone.web.journal"
    label = "journal"
