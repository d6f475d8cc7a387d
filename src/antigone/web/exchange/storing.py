"""What becomes of the rows of each kind of file when it is taken over, within one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.web.exchange import of_dna, of_frequencies, of_remains, of_sought
from antigone.web.exchange.base import Kind, Row, Taking
from antigone.web.exchange.sheets_in import remember_columns


def store(kind: Kind, taking: Taking, rows: Sequence[Row]) -> None:
    """Write some rows that are new."""
    match kind.slug:
        case "dna" | "cmf":
            of_dna.store(taking, rows)
        case "frequencies":
            of_frequencies.keep(taking, rows)
        case "remains":
            of_remains.store(taking, rows)
        case _:
            of_sought.store(taking, rows)


def finish(kind: Kind, taking: Taking) -> None:
    """Write what follows from all rows together, and remember how columns were read."""
    if kind.slug == "frequencies":
        of_frequencies.store(taking)
    if kind.has_columns:
        remember_columns(taking)
