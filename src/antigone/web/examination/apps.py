"""Examination as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ExaminationConfig(AppConfig):
    """What is observed of remains, section by section."""

    name = "antigone.web.examination"
    label = "examination"
