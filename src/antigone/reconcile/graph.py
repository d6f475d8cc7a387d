"""The posterior over packings of any size: exact where possible, else certified, else sampled.

Blocks that share no item are independent. A component that is too large for the exact frontier programme
loses its least probable configurations, by a proved bound of each one's posterior probability, until it
falls into pieces that are small enough; each piece has an error of its own (`pieces`). A piece that stays
too large is sampled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.reconcile.bounds import edges_of, proved_bounds
from antigone.reconcile.packing import (
    TRANSITION_LIMIT,
    Choice,
    Packings,
    PackingTooLarge,
    merge_best,
)
from antigone.reconcile.pieces import Piece, pieces_without_least
from antigone.reconcile.results import Standing
from antigone.reconcile.sampling import sample

MOST_ERROR = 1e-3
"""Largest proved error with which a posterior is given."""

SHARES = (1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.03, *(0.06,) * 5, *(0.12,) * 5)
"""Shares of the largest error, spent in turn until what is left is small enough; their sum is below 1."""

FIRST_LIMIT = 2_000_000
"""Steps of a first exact attempt; only where setting aside did not help, more are spent."""

NOBODY = 0
"""The place of the empty choice in every block."""

Floats = NDArray[np.float64]
Blocks = Sequence[tuple[Choice, ...]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Part:
    """Blocks and items that were treated together, and how.

    Args:
        blocks, items: their places in the whole.
        standing: exact, certified or estimate.
        error: as in `JointBlock`.
        set_aside: configurations that were set aside in the component.
        rivals: configurations in the component.
    """

    blocks: tuple[int, ...]
    items: tuple[int, ...]
    standing: Standing
    error: float = 0.0
    set_aside: int = 0
    rivals: int = 0


@dataclass(frozen=True)
class GraphPosterior:
    """Probabilities of all choices of all blocks.

    Args:
        choices: for each block the probability of each of its choices.
        unused: shape (items,), the probability that no block uses an item.
        parts: how each part was treated.
        best: the best packings with their natural log weight, best first; empty where a part is sampled.
        log_sum: of the weights that were not set aside; nan where a part is sampled.
    """

    choices: tuple[Floats, ...]
    unused: Floats
    parts: tuple[Part, ...]
    best: tuple[tuple[tuple[int, ...], float], ...]
    log_sum: float


@dataclass(frozen=True)
class _Rest:
    """Blocks and items that still hang together."""

    part: Part
    kept: Sequence[Sequence[int]]
    """For each block the places of the choices that were not set aside."""


@dataclass(frozen=True)
class _Solved:
    part: Part
    choices: Sequence[Floats]
    unused: Floats
    packings: Packings | None
    kept: Sequence[Sequence[int]]
    """For each block the places of the choices that were not set aside."""


def posterior_of_graph(
    blocks: Blocks,
    items: int,
    *,
    required: frozenset[int] = frozenset(),
    best: int = 10,
    rng: Generator | None = None,
    progress: Progress | None = None,
    most_error: float = MOST_ERROR,
) -> GraphPosterior:
    """The posterior over all packings.

    Args:
        blocks: each begins with an empty choice of log weight 0.
        items: number of items.
        required: items that every packing must use; components that hold one are exact or refused.
        best: how many of the best packings to give.
        rng: for parts that can only be sampled; a generator of seed 0 where None.
        progress: called with blocks done, of how many.
        most_error: largest proved error with which a part is given; 0: exact or sampled.

    Raises:
        PackingTooLarge: a component with a required item is too large for an exact sum.
    """
    generator = rng if rng is not None else np.random.default_rng(0)
    solver = _Solver(blocks, required, generator, most_error)
    solved: list[_Solved] = []
    done = 0
    for component in components(_users(blocks, range(len(blocks))), items):
        solved += solver.component(*component)
        done += len(component[0])
        if progress is not None:
            progress(done, len(blocks))
    return _joined(blocks, items, solved, best)


def components(
    users: Sequence[tuple[int, frozenset[int]]], items: int
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Blocks and items that hang together, in the order of their first block; lone items last.

    Args:
        users: blocks with the items that they may use.
        items: number of items; those that nobody uses form components without blocks.
    """
    parent = list(range(items))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for _, used in users:
        first, *others = used or (None,)
        for other in others:
            parent[root(other)] = root(_known(first))
    grouped: dict[int, tuple[list[int], list[int]]] = {}
    for block, used in users:
        key = root(min(used)) if used else -1 - block
        grouped.setdefault(key, ([], []))[0].append(block)
    for item in range(items):
        grouped.setdefault(root(item), ([], []))[1].append(item)
    return [(tuple(b), tuple(i)) for b, i in grouped.values()]


def _known(item: int | None) -> int:
    if item is None:
        raise AssertionError("a block without items has no others")
    return item


def _users(blocks: Blocks, which: Iterable[int]) -> list[tuple[int, frozenset[int]]]:
    return [(b, frozenset(i for c in blocks[b] for i in c.items)) for b in which]


class _Solver:
    def __init__(
        self,
        blocks: Blocks,
        required: frozenset[int],
        rng: Generator,
        most_error: float,
    ) -> None:
        self.blocks, self.required, self.rng = blocks, required, rng
        self.most_error = most_error

    def component(self, blocks: tuple[int, ...], items: tuple[int, ...]) -> list[_Solved]:
        """One component, by the first way that works."""
        every = [range(len(self.blocks[b])) for b in blocks]
        rivals = sum(len(of) - 1 for of in every)
        rest = _Rest(Part(blocks, items, Standing.EXACT, rivals=rivals), every)
        if not self.required.isdisjoint(items):
            return [self._exact(rest, TRANSITION_LIMIT)]
        try:
            return [self._exact(rest, FIRST_LIMIT)]
        except PackingTooLarge:
            return self._certified(rest)

    def _certified(self, rest: _Rest) -> list[_Solved]:
        """Set aside more and more, and take each piece as soon as it is small enough."""
        found: list[_Solved] = []
        waiting = [rest]
        for share in SHARES:
            smaller = []
            for piece in (p for one in waiting for p in self._smaller(one, share)):
                try:
                    found.append(self._exact(piece, FIRST_LIMIT))
                except PackingTooLarge:
                    smaller.append(piece)
            waiting = smaller
        for piece in waiting:
            try:
                found.append(self._exact(piece, TRANSITION_LIMIT))
            except PackingTooLarge:
                found.append(self._sampled(piece))
        return found

    def _smaller(self, rest: _Rest, share: float) -> list[_Rest]:
        """What falls apart when the least probable are set aside, at most at this error.

        Bounds are taken anew in what is left: where rivals are gone, they are sharper.
        """
        edges = edges_of(self._local(rest), len(rest.part.items))
        bounds = proved_bounds(edges, share * self.most_error)
        choices: list[list[tuple[int, int]]] = [[] for _ in range(bounds.size)]
        for block, choice, edge in edges.of_choice.tolist():
            choices[edge].append((block, choice))
        return [
            self._piece(rest, piece, choices)
            for piece in pieces_without_least(edges, bounds, share * self.most_error)
        ]

    def _piece(
        self, whole: _Rest, piece: Piece, choices: Sequence[Sequence[tuple[int, int]]]
    ) -> _Rest:
        """A piece of what was left, in the numbers of the graph."""
        of, count = whole.part, len(whole.part.items)
        which = [v - count for v in piece.vertices.tolist() if v >= count]
        kept = {b: [NOBODY] for b in which}
        for edge in piece.edges.tolist():
            for block, choice in choices[edge]:
                kept[block].append(whole.kept[block][choice])
        aside = of.set_aside + piece.set_aside
        part = Part(
            tuple(of.blocks[b] for b in which),
            tuple(of.items[v] for v in piece.vertices.tolist() if v < count),
            Standing.CERTIFIED if aside else Standing.EXACT,
            of.error + piece.error,
            aside,
            of.rivals,
        )
        return _Rest(part, [kept[b] for b in which])

    def _local(self, rest: _Rest) -> tuple[tuple[Choice, ...], ...]:
        """What is kept, items numbered from 0."""
        place = {item: i for i, item in enumerate(rest.part.items)}
        return tuple(
            tuple(
                Choice(tuple(place[i] for i in choice.items), choice.log_weight)
                for choice in (self.blocks[b][c] for c in of)
            )
            for b, of in zip(rest.part.blocks, rest.kept, strict=True)
        )

    def _packings(self, rest: _Rest, limit: int) -> Packings:
        required = frozenset(i for i, item in enumerate(rest.part.items) if item in self.required)
        return Packings(self._local(rest), len(rest.part.items), required, limit)

    def _exact(self, rest: _Rest, limit: int) -> _Solved:
        packings = self._packings(rest, limit)
        packings.log_sum  # noqa: B018 - raises where it is too large
        return _Solved(
            rest.part,
            packings.choice_probabilities(),
            packings.unused_probabilities(),
            packings,
            rest.kept,
        )

    def _sampled(self, rest: _Rest) -> _Solved:
        part = rest.part
        found = sample(self._local(rest), len(part.items), self.rng)
        error = part.error + found.standard_error
        return _Solved(
            replace(part, standing=Standing.ESTIMATE, error=error),
            found.choices,
            found.unused,
            None,
            rest.kept,
        )


def _joined(blocks: Blocks, items: int, solved: Sequence[_Solved], best: int) -> GraphPosterior:
    choices = [np.zeros(len(block)) for block in blocks]
    unused = np.ones(items)
    for one in solved:
        for block, kept, found in zip(one.part.blocks, one.kept, one.choices, strict=True):
            choices[block][list(kept)] = found
        unused[list(one.part.items)] = one.unused
    sampled = any(one.packings is None for one in solved)
    log_sum = math.nan if sampled else math.fsum(p.packings.log_sum for p in solved if p.packings)
    found_best = () if sampled or log_sum == -math.inf else _best(blocks, solved, best)
    return GraphPosterior(
        tuple(choices), unused, tuple(one.part for one in solved), found_best, log_sum
    )


def _best(
    blocks: Blocks, solved: Sequence[_Solved], count: int
) -> tuple[tuple[tuple[int, ...], float], ...]:
    parts = [one.packings.best(count) for one in solved if one.packings is not None]
    found = []
    for merged in merge_best([[p.log_weight for p in part] for part in parts], count):
        path = [0] * len(blocks)
        for one, part, rank in zip(solved, parts, merged.ranks(), strict=True):
            for block, kept, choice in zip(one.part.blocks, one.kept, part[rank].path, strict=True):
                path[block] = kept[choice]
        found.append((tuple(path), merged.log_weight))
    return tuple(found)
