"""Lists as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Search over all cases, by name in any script and by word; views of a list that a person saved."""

    name = "antigone.web.lists"
    label = "lists"
