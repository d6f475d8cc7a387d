"""`migrate`, which makes an empty database in one go instead of going through its whole history."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from antigone.web.site.empty_database import build_whole, is_empty

ONLY_ASKS = ("check_unapplied", "fake", "fake_initial", "plan", "prune")


class Command(migrate.Command):
    """As Django has it; what it does to a database that holds something is the same."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        """Build an empty database whole, then let Django do the rest."""
        connection = connections[options["database"]]
        everything = not options["app_label"] and not any(options[name] for name in ONLY_ASKS)
        if everything and is_empty(connection):
            build_whole(connection)
        super().handle(*args, **options)
