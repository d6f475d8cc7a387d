"""Notices as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Papers made from decisions."""

    name = "antigone.web.notices"
    label = "notices"
