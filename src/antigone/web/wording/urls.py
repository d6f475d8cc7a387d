"""Addresses of languages and approved texts, outside incidents."""

from __future__ import annotations

from django.urls import path

from antigone.web.wording import pages

app_name = "wording"
urlpatterns = [path("language/", pages.choose, name="choose_language")]
