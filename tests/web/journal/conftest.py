"""Entries to test with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from antigone.web.journal.models import Entry
from antigone.web.journal.services import record

Write = Callable[..., Entry]


@pytest.fixture
def write(db: None) -> Write:
    """`write(incident="marel-valley", subject="V1")`: one entry in its own transaction."""

    def entry(**values: object) -> Entry:
        content: dict[str, object] = {
            "actor": "mara",
            "act": "file.imported",
            "incident": "marel-valley",
        }
        content |= {"subject": "file 1", "details": {"remains": ["V1"]}} | values
        with transaction.atomic():
            return record(**content)  # type: ignore[arg-type]

    return entry
