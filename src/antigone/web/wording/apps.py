"""Wording as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WordingConfig(AppConfig):
    """In which language a person reads, and which texts for families a named reader has approved."""

    name = "antigone.web.wording"
    label = "wording"
