"""Addresses of requests, below i/<incident>/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "requests"
urlpatterns: list[URLPattern] = []
