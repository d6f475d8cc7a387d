"""Addresses of languages and approved texts, outside incidents."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "wording"
urlpatterns: list[URLPattern] = []
