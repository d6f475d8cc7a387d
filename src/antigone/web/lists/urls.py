"""Addresses of search and saved views, below i/<incident>/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "lists"
urlpatterns: list[URLPattern] = []
