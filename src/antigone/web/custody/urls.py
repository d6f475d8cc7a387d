"""Addresses of custody, below i/<incident>/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "custody"
urlpatterns: list[URLPattern] = []
