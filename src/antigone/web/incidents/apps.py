"""Incidents as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents and memberships."""

    name = "antigone.web.incidents"
    label = "incidents"
