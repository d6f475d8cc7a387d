"""Addresses of deaths."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "deaths"
urlpatterns: list[URLPattern] = []
