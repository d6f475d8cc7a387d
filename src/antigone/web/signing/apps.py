"""Signing as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Keys with which persons and the installation sign, and what they signed."""

    name = "antigone.web.signing"
    label = "signing"
