"""Addresses of the care for cases, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.assignments import case_pages, list_pages
from antigone.web.records import converters

__all__ = ["converters"]

app_name = "assignments"
urlpatterns = [
    path("owed/", list_pages.owed, name="owed"),
    path("cases/", list_pages.cases, name="cases"),
    path("cases/hand-over/", list_pages.hand_over, name="hand_over"),
    path("remains/<number:number>/care/", case_pages.of_remains, name="of_remains"),
    path("families/<int:pk>/care/", case_pages.of_family, name="of_family"),
    path("reminders/<int:pk>/", case_pages.reminder, name="reminder"),
]
