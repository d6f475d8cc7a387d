"""Addresses of the register of acts, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.records import converters
from antigone.web.register import extract_page, pages, verification_page

__all__ = ["converters"]

app_name = "register"
urlpatterns = [
    path("journal/", pages.journal, name="journal"),
    path("journal/export/", pages.export, name="journal_export"),
    path("journal/extract/", extract_page.extract, name="extract"),
    path("journal/verification/", verification_page.verification, name="verification"),
    path("journal/persons/<str:username>/", pages.person, name="person"),
    path("journal/cases/<number:number>/", pages.case, name="case"),
]
