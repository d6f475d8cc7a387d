"""Addresses of transmissions."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "transmissions"
urlpatterns: list[URLPattern] = []
