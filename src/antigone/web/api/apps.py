"""Api as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The programming interface: tokens of persons, with scopes; the same doors and rules as the pages."""

    name = "antigone.web.api"
    label = "api"
