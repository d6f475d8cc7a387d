"""Whether the chain of entries is whole, entry by entry, as the database holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from antigone.formats.journal import GENESIS, content_hash_of, hash_of_entry
from antigone.provenance import canonical_json
from antigone.web.journal.models import Entry

FIRST_FAULTS = 20
"""So many are kept; the others are counted."""


class FaultKind(StrEnum):
    """What can be wrong with an entry."""

    CHANGED = "changed"
    GONE = "gone"
    BROKEN = "broken"
    NOT_THAT_OF_BEFORE = "not_that_of_before"


@dataclass(frozen=True)
class Fault:
    """What is wrong, at which entry."""

    entry: int
    kind: FaultKind


@dataclass
class Chain:
    """A walk along the chain, from the first entry on.

    Args:
        sequence: of the entry that was read last.
        last_hash: its hash.
        count: how many faults were found.
        faults: the first of them.
    """

    sequence: int = 0
    last_hash: str = GENESIS
    count: int = 0
    faults: list[Fault] = field(default_factory=list)

    def read(self, entry: Entry) -> None:
        """Check that an entry is as it was written, and follows the one before."""
        for fault in self._faults_of(entry):
            self.note(fault)
        self.sequence, self.last_hash = entry.sequence, entry.entry_hash

    def note(self, fault: Fault) -> None:
        """Count a fault, and keep it if it is one of the first."""
        self.count += 1
        if len(self.faults) < FIRST_FAULTS:
            self.faults.append(fault)

    def end(self, up_to: int, head_hash: str) -> None:
        """Check that it ended where it ended when the walk began."""
        if self.sequence < up_to:
            self.note(Fault(self.sequence + 1, FaultKind.GONE))
        elif self.last_hash != head_hash:
            self.note(Fault(up_to, FaultKind.CHANGED))

    def _faults_of(self, entry: Entry) -> Iterator[Fault]:
        if not is_as_written(entry):
            yield Fault(entry.sequence, FaultKind.CHANGED)
        if entry.sequence != self.sequence + 1:
            yield Fault(self.sequence + 1, FaultKind.GONE)
        elif entry.previous_hash != self.last_hash:
            yield Fault(entry.sequence, FaultKind.BROKEN)


def is_as_written(entry: Entry) -> bool:
    """Whether an entry's hash is that of what it says, and its details stand as they were hashed."""
    try:
        written = entry.as_written()
        as_hashed = canonical_json(written.details).decode()
    except (ValueError, TypeError, RecursionError):
        return False
    expected = hash_of_entry(entry.sequence, entry.previous_hash, content_hash_of(written))
    return entry.details_text == as_hashed and entry.entry_hash == expected


def as_json(faults: list[Fault]) -> list[list[int | str]]:
    """Faults as a row keeps them.

    >>> as_json([Fault(7, FaultKind.CHANGED)])
    [[7, 'changed']]
    """
    return [[fault.entry, fault.kind.value] for fault in faults]
