"""Addresses of an incident at a glance, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.glance import pages

app_name = "glance"
urlpatterns = [
    path("glance/", pages.glance, name="glance"),
    path("glance/places/", pages.places, name="places"),
    path("figures/", pages.figures, name="figures"),
]
