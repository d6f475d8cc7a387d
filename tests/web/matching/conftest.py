"""Runs of the small data set, worked through by the real core."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from antigone.web.matching.models import Run
from antigone.web.matching.runs import start_run
from antigone.web.matching.work import compare
from antigone.web.records.models import ImportedFile
from tests.web.conftest import Cast
from tests.web.kept import kept
from tests.web.records.conftest import Attest, attest, data, imported

__all__ = ["attest", "data", "imported"]

Work = Callable[[], Run]


@pytest.fixture
def work(cast: Cast) -> Work:
    """`work()`: Mara starts a run, and the worker does it."""

    def run() -> Run:
        started = start_run(user=cast.mara, incident=cast.incident)
        compare.call(started.pk)
        started.refresh_from_db()
        return started

    return run


@kept
def done(imported: ImportedFile, attest: Attest, work: Work) -> Run:
    """A run over the whole data set."""
    attest(imported)
    return work()
