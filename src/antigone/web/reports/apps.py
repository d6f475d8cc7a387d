"""Reports as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports of the board's decisions, for whoever must examine them."""

    name = "antigone.web.reports"
    label = "reports"
