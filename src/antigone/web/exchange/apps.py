"""Exchange as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Files of other programs, in and out: looked at first, taken over whole; exports with a purpose."""

    name = "antigone.web.exchange"
    label = "exchange"
