"""Accounts as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Persons and agencies."""

    name = "antigone.web.accounts"
    label = "accounts"
