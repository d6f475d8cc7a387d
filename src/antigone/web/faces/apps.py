"""Faces as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class FacesConfig(AppConfig):
    """Searches by face."""

    name = "antigone.web.faces"
    label = "faces"
