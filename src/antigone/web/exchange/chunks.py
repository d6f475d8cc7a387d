"""Many rows, some at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

CHUNK = 1000
"""So many rows are in memory at a time."""

One = TypeVar("One")


def chunks(rows: Iterator[One]) -> Iterator[list[One]]:
    """Some rows together, until none is left."""
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
