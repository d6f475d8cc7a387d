"""Typed numbers of `marks.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.evidence.presence_tables import (
    PRESENCE_KEYS,
    PresenceTables,
    read_kind,
    read_presence,
)
from antigone.evidence.records import MarkKind
from antigone.evidence.table_cursor import TableCursor

MOTIFS = ("abstract", "animal", "flag", "human", "object", "other", "plant", "symbol")
"""Classes of tattoos in ANSI/NIST-ITL Type-10."""


@dataclass(frozen=True)
class MarkTables:
    """Numbers of `marks.toml`.

    Args:
        presence: by kind, how common marks are and how often they are told and seen.
        motifs: shares of the motifs of tattoos; their sum is 1.
        motif_error: probability that two classify one tattoo as if it were two.
        text_share: least share of a text among those with a text.
        text_error: probability that two read the text of one tattoo as if it were two.
        prior_marks: so many tattoos the shares above count for beside the AM file.
    """

    presence: PresenceTables
    motifs: Mapping[str, float]
    motif_error: float
    text_share: float
    text_error: float
    prior_marks: float


def read_marks(table: TableCursor) -> MarkTables:
    """The numbers of `marks.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed, shares do not sum to 1.
    """
    own = ("motifs", "motif_error", "text_share", "text_error", "prior_marks")
    of = table.exactly(*PRESENCE_KEYS, *own)
    kinds = {kind.value: read_kind(cursor) for kind, cursor in of["kinds"].by(MarkKind).items()}
    return MarkTables(
        presence=read_presence(of, kinds, kinds[MarkKind.MARK]),
        motifs=_motifs(of["motifs"]),
        motif_error=of["motif_error"].rate(),
        text_share=of["text_share"].number(1e-4, 0.5),
        text_error=of["text_error"].rate(),
        prior_marks=of["prior_marks"].above_zero(),
    )


def _motifs(table: TableCursor) -> dict[str, float]:
    shares = {name: cursor.rate() for name, cursor in table.exactly(*MOTIFS).items()}
    total = sum(shares.values())
    if abs(total - 1.0) > 0.001:
        raise table.refused(f"the shares sum to {total:g}; they must sum to 1")
    return {name: share / total for name, share in shares.items()}
