"""The board as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """Proposals and decisions."""

    name = "antigone.web.board"
    label = "board"
