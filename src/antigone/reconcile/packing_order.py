"""In which order blocks are worked off, so that few items are open at a time.

An item is open between the first and the last block that could use it; open items hold one bit each,
and a bit is free again when its item closes. So the number of items is not limited, only how many are
open together (the pathwidth of the conflict graph, as far as the greedy order finds it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

MOST_OPEN = 62
"""Most items that may be open at once: they share the bits of one machine word."""

Ints = NDArray[np.int64]


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
    order, left_out = order_within(usable, range(len(usable)), most_open, all_or_none=True)
    if left_out:
        raise TooManyOpen(f"more than {most_open} remains compete with each other at once")
    return order


def order_within(
    usable: Sequence[frozenset[int]],
    precedence: Sequence[int],
    most_open: int,
    weight_of_precedence: float = 0.0,
    *,
    all_or_none: bool = False,
) -> tuple[Order, tuple[int, ...]]:
    """As `greedy_order`, but blocks that would open too many items are left out and returned.

    Args:
        precedence: the blocks that take part; earlier ones come first in a tie.
        weight_of_precedence: how many open items the last one's place costs it against the first;
            above 0, the first of them also comes first.
        all_or_none: end with the first block that is left out.
    """
    items = sorted({item for block in precedence for item in usable[block]})
    place = {item: i for i, item in enumerate(items)}
    rows = [sorted(place[item] for item in usable[block]) for block in precedence]
    first = np.arange(len(rows))
    if weight_of_precedence == 0.0:
        first = np.array(sorted(range(len(rows)), key=lambda b: len(rows[b])), dtype=np.int64)
    offsets, flat = _compressed(rows)
    at_offsets, at = _compressed(_blocks_of(rows, len(items)))
    order, slots, closing, width = _ordered(
        offsets,
        flat,
        at_offsets,
        at,
        first,
        most_open,
        weight_of_precedence / max(1, len(rows)),
        all_or_none,
    )
    closes: list[list[int]] = [[] for _ in order]
    for i, layer in enumerate(closing.tolist()):
        if layer >= 0:
            closes[layer].append(items[i])
    worked = set(order.tolist())
    return (
        Order(
            tuple(precedence[b] for b in order.tolist()),
            {items[i]: slot for i, slot in enumerate(slots.tolist()) if slot >= 0},
            tuple(tuple(closed) for closed in closes),
            int(width),
        ),
        tuple(block for b, block in enumerate(precedence) if b not in worked),
    )


def _blocks_of(rows: Sequence[Sequence[int]], items: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(items)]
    for block, row in enumerate(rows):
        for item in row:
            found[item].append(block)
    return found


def _compressed(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    ends = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
    return ends, np.array([value for row in rows for value in row], dtype=np.int64)


@njit(nogil=True, cache=True)
def _ordered(
    offsets: Ints,
    flat: Ints,
    at_offsets: Ints,
    at: Ints,
    first: Ints,
    most_open: int,
    weight: float,
    all_or_none: bool,
) -> tuple[Ints, Ints, Ints, int]:
    """The order of work, the bit of each item, the layer with which it closes (-1: none), the width.

    Args:
        offsets, flat: the items of each block, by precedence.
        at_offsets, at: the blocks of each item.
        first: blocks in the order in which a new group begins.
        weight: cost of one place of precedence.
    """
    blocks, items = offsets.size - 1, at_offsets.size - 1
    waiting = np.ones(blocks, dtype=np.bool_)
    near = np.empty(blocks, dtype=np.int64)
    is_near = np.zeros(blocks, dtype=np.bool_)
    users = at_offsets[1:] - at_offsets[:-1]
    is_open = np.zeros(items, dtype=np.bool_)
    slots = np.full(items, -1, dtype=np.int64)
    closing = np.full(items, -1, dtype=np.int64)
    free = np.arange(most_open - 1, -1, -1)
    free_count, open_count, width = most_open, 0, 0
    order = np.empty(blocks, dtype=np.int64)
    done = near_count = start = 0
    while True:
        block = -1
        best = np.inf
        kept = 0
        for i in range(near_count):
            b = near[i]
            if not waiting[b]:
                continue
            near[kept] = b
            kept += 1
            cost = weight * b
            for k in range(offsets[b], offsets[b + 1]):
                cost += (not is_open[flat[k]]) - (users[flat[k]] == 1)
            if cost < best or (cost == best and b < block):
                block, best = b, cost
        near_count = kept
        if block < 0:
            while start < blocks and not waiting[first[start]]:
                start += 1
            if start == blocks:
                break
            block = first[start]
        waiting[block] = False
        opening = 0
        for k in range(offsets[block], offsets[block + 1]):
            opening += not is_open[flat[k]]
            users[flat[k]] -= 1
        if open_count + opening > most_open:
            if all_or_none:
                break
            # An item that now closes with nobody has been decided by the blocks before.
            for k in range(offsets[block], offsets[block + 1]):
                item = flat[k]
                if is_open[item] and users[item] == 0:
                    is_open[item] = False
                    open_count -= 1
                    free[free_count] = slots[item]
                    free_count += 1
                    closing[item] = done - 1
            continue
        for k in range(offsets[block], offsets[block + 1]):
            item = flat[k]
            if not is_open[item]:
                is_open[item] = True
                open_count += 1
                free_count -= 1
                slots[item] = free[free_count]
        width = max(width, open_count)
        for k in range(offsets[block], offsets[block + 1]):
            item = flat[k]
            if users[item] == 0:
                is_open[item] = False
                open_count -= 1
                free[free_count] = slots[item]
                free_count += 1
                closing[item] = done
            for i in range(at_offsets[item], at_offsets[item + 1]):
                b = at[i]
                if waiting[b] and not is_near[b]:
                    is_near[b] = True
                    near[near_count] = b
                    near_count += 1
        order[done] = block
        done += 1
    return order[:done], slots, closing, width
