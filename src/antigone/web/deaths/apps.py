"""Deaths as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DeathsConfig(AppConfig):
    """The record of each dead person: particulars, certificate, grave, effects, handing over."""

    name = "antigone.web.deaths"
    label = "deaths"
