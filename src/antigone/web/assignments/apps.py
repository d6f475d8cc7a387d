"""Assignments as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    """Who looks after which case, what is missing there, who owes it and since when."""

    name = "antigone.web.assignments"
    label = "assignments"
