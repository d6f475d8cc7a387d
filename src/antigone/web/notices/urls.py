"""Addresses of papers."""

from __future__ import annotations

from django.urls import path

from antigone.web.notices import views

app_name = "notices"
urlpatterns = [
    path(
        "notices/identifications/<int:pk>/report.pdf",
        views.identification_report,
        name="identification_report",
    ),
]
