"""Custody as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """Samples, custody events and labels."""

    name = "antigone.web.custody"
    label = "custody"
