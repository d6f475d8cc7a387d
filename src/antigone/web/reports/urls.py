"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from antigone.web.reports import court_pages, views

app_name = "reports"
urlpatterns = [
    path(
        "reports/identifications/<int:pk>/report.pdf",
        views.identification_report,
        name="identification_report",
    ),
    path("reports/identifications/<int:pk>/court-copy/", court_pages.court_copy, name="court_copy"),
    path("reports/court-copies/<int:pk>/told/", court_pages.court_told, name="court_told"),
]
