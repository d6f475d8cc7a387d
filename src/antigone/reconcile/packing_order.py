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

from antigone.words import said

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
    items = sorted(set().union(*usable))
    place = {item: i for i, item in enumerate(items)}
    rows = [sorted(place[item] for item in of) for of in usable]
    smallest_first = np.array(sorted(range(len(rows)), key=lambda b: len(rows[b])), dtype=np.int64)
    blocks_of: list[list[int]] = [[] for _ in items]
    for block, row in enumerate(rows):
        for item in row:
            blocks_of[item].append(block)
    order, slots, closing, width = _ordered(
        *_compressed(rows), *_compressed(blocks_of), smallest_first, most_open
    )
    if order.size < len(usable):
        raise TooManyOpen(
            said(
                "more than {most_open} remains compete with each other at once", most_open=most_open
            )
        )
    closes: list[list[int]] = [[] for _ in usable]
    for i, layer in enumerate(closing.tolist()):
        closes[layer].append(items[i])
    return Order(
        tuple(order.tolist()),
        dict(zip(items, slots.tolist(), strict=True)),
        tuple(tuple(closed) for closed in closes),
        int(width),
    )


def _compressed(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    ends = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
    return ends, np.array([value for row in rows for value in row], dtype=np.int64)


@njit(nogil=True, cache=True)
def _ordered(
    offsets: Ints, flat: Ints, at_offsets: Ints, at: Ints, first: Ints, most_open: int
) -> tuple[Ints, Ints, Ints, int]:
    """The order of work, the bit of each item, the layer with which it closes, and the width.

    The order is shorter than the number of blocks where too many items would be open.

    Args:
        offsets, flat: the items of each block.
        at_offsets, at: the blocks of each item.
        first: blocks in the order in which a new group begins.
    """
    blocks, items = offsets.size - 1, at_offsets.size - 1
    waiting = np.ones(blocks, dtype=np.bool_)
    is_near = np.zeros(blocks, dtype=np.bool_)
    near = np.empty(blocks, dtype=np.int64)
    users = at_offsets[1:] - at_offsets[:-1]
    slots = np.full(items, -1, dtype=np.int64)
    closing = np.full(items, -1, dtype=np.int64)
    free = np.arange(most_open - 1, -1, -1)
    free_count = most_open
    width = near_count = start = 0
    order = np.empty(blocks, dtype=np.int64)
    for done in range(blocks):
        block, near_count = _cheapest(near, near_count, waiting, offsets, flat, slots, users)
        while block < 0:
            if waiting[first[start]]:
                block = first[start]
            start += 1
        waiting[block] = False
        for k in range(offsets[block], offsets[block + 1]):
            if slots[flat[k]] < 0:
                if free_count == 0:
                    return order[:done], slots, closing, width
                free_count -= 1
                slots[flat[k]] = free[free_count]
        width = max(width, most_open - free_count)
        for k in range(offsets[block], offsets[block + 1]):
            item = flat[k]
            users[item] -= 1
            if users[item] == 0:
                free[free_count] = slots[item]
                free_count += 1
                closing[item] = done
            for i in range(at_offsets[item], at_offsets[item + 1]):
                if waiting[at[i]] and not is_near[at[i]]:
                    is_near[at[i]] = True
                    near[near_count] = at[i]
                    near_count += 1
        order[done] = block
    return order, slots, closing, width


@njit(nogil=True, cache=True)
def _cheapest(
    near: Ints,
    count: int,
    waiting: NDArray[np.bool_],
    offsets: Ints,
    flat: Ints,
    slots: Ints,
    users: Ints,
) -> tuple[int, int]:
    """The waiting block next to what is open that opens fewest items on balance, -1 where none is.

    Also how many of `near` still wait: the others are taken out.
    """
    block, least, kept = -1, 0, 0
    for i in range(count):
        b = near[i]
        if not waiting[b]:
            continue
        near[kept] = b
        kept += 1
        cost = 0
        for k in range(offsets[b], offsets[b + 1]):
            cost += (slots[flat[k]] < 0) - (users[flat[k]] == 1)
        if block < 0 or cost < least or (cost == least and b < block):
            block, least = b, cost
    return block, kept
