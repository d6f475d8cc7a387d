"""Papers as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Templates and style that all papers share."""

    name = "antigone.web.papers"
    label = "papers"
