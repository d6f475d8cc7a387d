"""Addresses of signing keys."""

from __future__ import annotations

from django.urls import path

from antigone.web.signing import pages

app_name = "signing"
urlpatterns = [
    path("i/<slug:incident>/signing-keys/", pages.keys, name="keys"),
    path("i/<slug:incident>/signing-keys/give-up/", pages.give_up, name="give_up"),
    path("i/<slug:incident>/signing-keys/<int:pk>/compare/", pages.compare, name="compare"),
]
