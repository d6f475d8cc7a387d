"""Glance as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class GlanceConfig(AppConfig):
    """An incident at a glance: counts, timeline, map, progress, yearly figures."""

    name = "antigone.web.glance"
    label = "glance"
