"""Register as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The register of acts: who saw and did what."""

    name = "antigone.web.register"
    label = "register"
