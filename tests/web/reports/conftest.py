"""The same steps to a decision as on the board."""

from __future__ import annotations

from tests.web.board.conftest import (
    attest,
    data,
    done,
    identified,
    imported,
    pair,
    pair_of,
    proposal,
    signed_once,
    work,
)

__all__ = [
    "attest",
    "data",
    "done",
    "identified",
    "imported",
    "pair",
    "pair_of",
    "proposal",
    "signed_once",
    "work",
]
