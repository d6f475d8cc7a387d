"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from antigone.web.reports import views

app_name = "reports"
urlpatterns = [
    path(
        "reports/identifications/<int:pk>/report.pdf",
        views.identification_report,
        name="identification_report",
    ),
]
