"""The address of the figures of all incidents in which a person works."""

from __future__ import annotations

from django.urls import path

from antigone.web.glance import pages

app_name = "office"
urlpatterns = [path("figures/", pages.office_figures, name="figures")]
