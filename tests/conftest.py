"""Settings that all tests share."""

from __future__ import annotations

import gc

import pytest
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings

from antigone.web.journal import triggers

# An example that is slow on a busy machine is no fault of the code.
settings.register_profile("antigone", deadline=None)
settings.load_profile("antigone")

LONGEST_FIRST = (
    "tests/browser/test_every_page.py",
    "tests/browser/",
    "tests/web/papers/test_every_paper.py",
    "tests/web/machine/",
    "tests/web/test_permission_matrix.py",
    "tests/web/test_server.py",
    "tests/web/test_languages.py",
    "tests/web/test_pages.py",
    "tests/web/api/",
)
"""A worker takes whole files: those that take longest come first, so that none of them is left for the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort them so; otherwise they stay in their order."""
    items.sort(key=_place)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: searching it for garbage again and again takes a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _place(item: pytest.Item) -> int:
    for place, begin in enumerate(LONGEST_FIRST):
        if item.nodeid.startswith(begin):
            return place
    return len(LONGEST_FIRST)


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
