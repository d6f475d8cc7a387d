"""The tables of numbers behind the evidence besides DNA, as this installation uses them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from antigone.evidence.tables import Tables, load_tables


def tables_in_force() -> Tables:
    """The packaged tables, with those of ANTIGONE_TABLES in place of them; read once."""
    return _loaded(settings.TABLES)


@cache
def _loaded(folder: Path | None) -> Tables:
    return load_tables(folder)
