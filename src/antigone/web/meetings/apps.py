"""Meetings as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings of the identification board: agenda, case after case, minutes."""

    name = "antigone.web.meetings"
    label = "meetings"
