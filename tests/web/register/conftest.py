"""An incident with a decision in it, and entries to look for."""

from __future__ import annotations

from tests.web.board.conftest import data, identified, pair, pair_of, proposal, signed_once
from tests.web.journal.conftest import write
from tests.web.matching.conftest import done, work
from tests.web.records.conftest import attest, imported

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
    "write",
]
