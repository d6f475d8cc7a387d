"""Hand a command line over to Django."""

from __future__ import annotations

import os
from collections.abc import Sequence

SETTINGS = "antigone.web.site.settings"


def setup() -> None:
    """Make Django's models usable in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def manage(arguments: Sequence[str]) -> None:
    """Run one of Django's commands, such as `migrate` or `makemigrations --check`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["antigone manage", *arguments])
