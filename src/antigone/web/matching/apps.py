"""Matching as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Runs and their frozen inputs."""

    name = "antigone.web.matching"
    label = "matching"
