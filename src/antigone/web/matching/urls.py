"""Addresses of runs, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.matching import joint_page, pages, pair_page
from antigone.web.records import converters

__all__ = ["converters"]

app_name = "matching"
urlpatterns = [
    path("runs/", pages.runs, name="runs"),
    path("runs/start/", pages.start, name="start"),
    path("runs/<int:pk>/", pages.run, name="run"),
    path("runs/<int:pk>/status/", pages.status, name="status"),
    path("runs/<int:pk>/cancel/", pages.cancel, name="cancel"),
    path("runs/<int:pk>/joint/", joint_page.joint, name="joint"),
    path("runs/<int:pk>/pair/<number:remains>/<number:missing>/", pair_page.pair, name="pair"),
]
