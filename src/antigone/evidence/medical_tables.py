"""Typed numbers of `medical.toml`."""

from __future__ import annotations

from antigone.evidence.presence_tables import (
    PRESENCE_KEYS,
    PresenceTables,
    read_named_kinds,
    read_presence,
)
from antigone.evidence.table_cursor import TableCursor


def read_medical(table: TableCursor) -> PresenceTables:
    """The numbers of `medical.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed, shares do not sum to 1.
    """
    of = table.exactly(*PRESENCE_KEYS)
    return read_presence(of, *read_named_kinds(of["kinds"]))
