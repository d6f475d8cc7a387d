"""In which order blocks are worked off, so that few items are open at a time.

An item is open between the first and the last block that could use it; open items hold one bit each,
and a bit is free again when its item closes. So the number of items is not limited, only how many are
open together (the pathwidth of the conflict graph, as far as the greedy order finds it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_OPEN = 62
"""Most items that may be open at once: they share the bits of one machine word."""


class TooManyOpen(ValueError):
    """More items would be open at once than one machine word has bits."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order of blocks.

    Args:
        blocks: their indices, in the order of work.
        slot: for each item that is used its bit while it is open.
        closes: for each block in the order of work the items that close with it.
        width: most items that are open at once.
    """

    blocks: tuple[int, ...]
    slot: dict[int, int]
    closes: tuple[tuple[int, ...], ...]
    width: int


def greedy_order(usable: Sequence[frozenset[int]], most_open: int = MOST_OPEN) -> Order:
    """Next is always the block that opens fewest items on balance, the lowest index in a tie.

    Args:
        usable: for each block the items that any of its choices uses.
        most_open: a block that would open more is refused.

    Raises:
        TooManyOpen: more than `most_open` items would be open at once.
    """
    order, left_out = order_within(usable, range(len(usable)), most_open)
    if left_out:
        raise TooManyOpen(f"more than {most_open} remains compete with each other at once")
    return order


def order_within(
    usable: Sequence[frozenset[int]],
    precedence: Sequence[int],
    most_open: int,
    weight_of_precedence: float = 0.0,
) -> tuple[Order, tuple[int, ...]]:
    """As `greedy_order`, but blocks that would open too many items are left out and returned.

    Args:
        precedence: the blocks that take part; earlier ones come first in a tie.
        weight_of_precedence: how many open items the last one's place costs it against the first;
            above 0, the first of them also comes first.
    """
    return _Ordering(usable, precedence, most_open, weight_of_precedence).run()


class _Ordering:
    def __init__(
        self,
        usable: Sequence[frozenset[int]],
        precedence: Sequence[int],
        most_open: int,
        weight_of_precedence: float,
    ) -> None:
        self.weight = weight_of_precedence / max(1, len(precedence))
        self.usable = usable
        self.rank = {block: i for i, block in enumerate(precedence)}
        self.most_open = most_open
        self.users: dict[int, set[int]] = {}
        for block in precedence:
            for item in usable[block]:
                self.users.setdefault(item, set()).add(block)
        self.slot: dict[int, int] = {}
        self.open: set[int] = set()
        self.free: list[int] = list(range(most_open - 1, -1, -1))
        self.width = 0

    def run(self) -> tuple[Order, tuple[int, ...]]:
        order: list[int] = []
        closes: list[tuple[int, ...]] = []
        left_out: list[int] = []
        starts = list(self.rank)
        if self.weight == 0.0:
            starts.sort(key=lambda b: (len(self.usable[b]), self.rank[b]))
        waiting = dict.fromkeys(starts)
        near: set[int] = set()
        while waiting:
            block = min(near, key=self._cost) if near else next(iter(waiting))
            del waiting[block]
            near.discard(block)
            opening = self.usable[block] - self.open
            if len(self.open) + len(opening) > self.most_open:
                self._forget(block)
                left_out.append(block)
                # An item that now closes with nobody has been decided by the blocks before.
                closes = self._close_orphans(closes)
                continue
            for item in sorted(opening):
                self.open.add(item)
                self.slot[item] = self.free.pop()
            self.width = max(self.width, len(self.open))
            order.append(block)
            self._forget(block)
            closed = tuple(i for i in sorted(self.usable[block]) if not self.users[i])
            self._close(closed)
            closes.append(closed)
            near.update(b for i in self.usable[block] for b in self.users[i] if b in waiting)
        return Order(tuple(order), self.slot, tuple(closes), self.width), tuple(left_out)

    def _cost(self, block: int) -> tuple[float, int]:
        opening = sum(1 for item in self.usable[block] if item not in self.open)
        closing = sum(1 for item in self.usable[block] if len(self.users[item]) == 1)
        return opening - closing + self.weight * self.rank[block], self.rank[block]

    def _forget(self, block: int) -> None:
        for item in self.usable[block]:
            self.users[item].discard(block)

    def _close(self, items: Sequence[int]) -> None:
        for item in items:
            self.open.discard(item)
            self.free.append(self.slot[item])

    def _close_orphans(self, closes: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
        orphans = tuple(i for i in sorted(self.open) if not self.users[i])
        if orphans:
            self._close(orphans)
            closes[-1] = (*closes[-1], *orphans)
        return closes
