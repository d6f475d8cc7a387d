"""Sealing as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Master keys, and the keys that they wrap."""

    name = "antigone.web.sealing"
    label = "sealing"
