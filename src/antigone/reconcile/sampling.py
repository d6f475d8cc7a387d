"""A block of families too large for an exact sum, sampled; every number here is an estimate.

Gibbs sampling in large pieces: in each round most families are drawn together, exactly, by the frontier
programme, given the few that are held fixed so that the frontier stays narrow; which ones are held is
drawn before looking at the state, so the posterior is the stationary distribution. Marginals are averages
of the exact conditional probabilities of each round (Rao-Blackwell; Gelfand, Smith, JASA 1990;85:398-409).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.reconcile.packing import Choice, Packings
from antigone.reconcile.packing_order import Order, order_within

CHAINS = 6
FEWEST_ROUNDS, MOST_ROUNDS, WORK = 40, 4_000, 60_000
"""Kept rounds of each chain are `WORK` over the number of families, within these limits; a quarter as
many before them are thrown away."""

PIECES = 4
"""Ways to hold families fixed that each chain alternates between."""

OPEN_AT_ONCE = 10

VARIETY = 6.0
"""How many open items chance may cost a family's turn, so that pieces differ."""

Floats = NDArray[np.float64]
Blocks = Sequence[tuple[Choice, ...]]


@dataclass(frozen=True)
class Sampled:
    """Estimated probabilities.

    Args:
        choices: for each block the probability of each of its choices.
        unused: for each item the probability that no block uses it.
        standard_error: the largest one of any of these, from the spread between chains.
    """

    choices: tuple[Floats, ...]
    unused: Floats
    standard_error: float


@dataclass(frozen=True)
class _Piece:
    """Families that are drawn together, with their frontiers explored once."""

    blocks: tuple[int, ...]
    packings: Packings


def sample(
    blocks: Blocks,
    items: int,
    rng: Generator,
    *,
    rounds: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sampled:
    """Estimate the posterior of a block; the same generator state gives the same numbers.

    Args:
        blocks: each with an empty choice first.
        items: number of items.
        rng: source of all randomness.
        rounds: kept rounds of each chain; by the number of blocks where None.
        progress: called with rounds done, of how many.
    """
    if rounds is None:
        rounds = min(MOST_ROUNDS, max(FEWEST_ROUNDS, WORK // max(1, len(blocks))))
    total = CHAINS * (rounds + rounds // 4)
    means = []
    for chain in range(CHAINS):
        run = _Chain(blocks, items, rng, greedy=chain % 2 == 0)
        for number in range(rounds + rounds // 4):
            run.round(number, keep=number >= rounds // 4)
            if progress is not None:
                progress(chain * (rounds + rounds // 4) + number + 1, total)
        means.append(run.means())
    stacked = np.stack(means)
    mean = stacked.mean(axis=0)
    error = float((stacked.std(axis=0, ddof=1) / math.sqrt(CHAINS)).max(initial=0.0))
    splits = np.cumsum([len(block) for block in blocks])
    parts = np.split(mean, splits)
    return Sampled(tuple(parts[:-1]), parts[-1], error)


class _Chain:
    def __init__(self, blocks: Blocks, items: int, rng: Generator, *, greedy: bool) -> None:
        self.blocks, self.items, self.rng = blocks, items, rng
        self.pieces = _pieces(blocks, items, rng)
        self.state = _start(blocks, rng, greedy=greedy)
        self.sums = [np.zeros(len(block)) for block in blocks]
        self.unused = np.zeros(items)
        self.kept = 0

    def round(self, number: int, *, keep: bool) -> None:
        """Draw the families of one piece anew, given the others."""
        piece = self.pieces[number % len(self.pieces)]
        packings, taken = self._given_others(piece)
        if keep:
            self._add(piece, packings, taken)
        for block, choice in zip(piece.blocks, packings.draw(self.rng), strict=True):
            self.state[block] = choice

    def _given_others(self, piece: _Piece) -> tuple[Packings, set[int]]:
        """The piece with what the fixed families use forbidden, and these items."""
        free = set(piece.blocks)
        taken = {
            item
            for block, choice in enumerate(self.state)
            if block not in free
            for item in self.blocks[block][choice].items
        }
        limited = tuple(
            tuple(
                c if taken.isdisjoint(c.items) else Choice(c.items, -math.inf)
                for c in self.blocks[block]
            )
            for block in piece.blocks
        )
        return Packings(limited, self.items, explored_by=piece.packings), taken

    def _add(self, piece: _Piece, packings: Packings, taken: set[int]) -> None:
        self.kept += 1
        free = set(piece.blocks)
        for block, found in zip(piece.blocks, packings.choice_probabilities(), strict=True):
            self.sums[block] += found
        for block, choice in enumerate(self.state):
            if block not in free:
                self.sums[block][choice] += 1.0
        unused = packings.unused_probabilities()
        unused[list(taken)] = 0.0
        self.unused += unused

    def means(self) -> Floats:
        """All choices of all blocks, then all items; shape (choices + items,)."""
        return np.concatenate([*self.sums, self.unused]) / self.kept


def _pieces(blocks: Blocks, items: int, rng: Generator) -> tuple[_Piece, ...]:
    """Pieces in turn; every family is free in at least one of them."""
    usable = [frozenset(i for c in block for i in c.items) for block in blocks]
    pieces: list[_Piece] = []
    never_free = set(range(len(blocks)))
    while len(pieces) < PIECES or never_free:
        shuffled = rng.permutation(len(blocks)).tolist()
        precedence = sorted(shuffled, key=lambda b: b not in never_free)
        order, held = order_within(usable, precedence, OPEN_AT_ONCE, VARIETY)
        free = tuple(sorted(set(range(len(blocks))) - set(held)))
        never_free -= set(free)
        pieces.append(_piece(blocks, items, free, order))
    return tuple(pieces)


def _piece(blocks: Blocks, items: int, free: tuple[int, ...], order: Order) -> _Piece:
    place = {block: i for i, block in enumerate(free)}
    renumbered = Order(
        tuple(place[block] for block in order.blocks), order.slot, order.closes, order.width
    )
    return _Piece(free, Packings(tuple(blocks[b] for b in free), items, order=renumbered))


def _start(blocks: Blocks, rng: Generator, *, greedy: bool) -> list[int]:
    """Choices that use no item twice: by falling weight, or in random order."""
    rows = [(c.log_weight, b, i) for b, block in enumerate(blocks) for i, c in enumerate(block)]
    order = rng.permutation(len(rows)).tolist()
    if greedy:
        order.sort(key=lambda r: -rows[r][0])
    state = [0] * len(blocks)
    taken: set[int] = set()
    for _, block, choice in (rows[r] for r in order):
        items = blocks[block][choice].items
        if state[block] == 0 and taken.isdisjoint(items):
            state[block] = choice
            taken.update(items)
    return state
