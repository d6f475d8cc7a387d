"""Settings that all tests share."""

from __future__ import annotations

from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings

from antigone.web.journal import triggers

# An example that is slow on a busy machine is no fault of the code.
settings.register_profile("antigone", deadline=None)
settings.load_profile("antigone")

# Tests that commit empty the database afterwards, which the journal's triggers refuse.
_empty_the_database = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _empty_the_database_without_triggers(self: TransactionTestCase) -> None:
    aliases = self._databases_names(include_mirrors=False)  # type: ignore[attr-defined]
    for alias in aliases:
        triggers.remove(connections[alias])
    _empty_the_database(self)
    for alias in aliases:
        triggers.install(connections[alias])


TransactionTestCase._fixture_teardown = (  # type: ignore[attr-defined]
    _empty_the_database_without_triggers
)
