"""Addresses of an incident at a glance, below i/<incident>/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "glance"
urlpatterns: list[URLPattern] = []
