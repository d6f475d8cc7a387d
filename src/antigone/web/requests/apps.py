"""Requests as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """Tracing requests, consent for each purpose, and pedigrees."""

    name = "antigone.web.requests"
    label = "requests"
