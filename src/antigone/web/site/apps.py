"""The site as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """What all pages share."""

    name = "antigone.web.site"
    label = "site"
