"""Media as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Pictures and prints."""

    name = "antigone.web.media"
    label = "media"
