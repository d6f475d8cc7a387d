"""Addresses of examination, below i/<incident>/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "examination"
urlpatterns: list[URLPattern] = []
