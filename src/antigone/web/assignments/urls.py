"""Addresses of who looks after which case, below i/<incident>/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "assignments"
urlpatterns: list[URLPattern] = []
