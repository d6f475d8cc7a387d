"""Transmissions as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class TransmissionsConfig(AppConfig):
    """Signed and sealed packages to the Bureau and the Central Agency."""

    name = "antigone.web.transmissions"
    label = "transmissions"
