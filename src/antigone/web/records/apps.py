"""Records as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Remains, families, persons sought, imported files and legal bases."""

    name = "antigone.web.records"
    label = "records"
