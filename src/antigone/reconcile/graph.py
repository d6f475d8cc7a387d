"""The posterior over packings of any size: exact where possible, else certified, else sampled.

Blocks that share no item are independent. A component that is too large for the exact frontier programme
loses its least probable configurations, by a proved bound of each one's posterior probability, until what
remains falls apart into parts that are small enough.

Why the bound holds for all of them at once: let A be "no configuration that was set aside is used". The
sum over the rest is exactly the posterior given A, and for every event E, |P(E | A) - P(E)| <= P(not A),
which is at most the sum of the probabilities of the configurations set aside, however they depend on each
other. Each of these is bounded in the whole component (`bounds`), before anything was set aside.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.reconcile.bounds import Edges, edges_of, upper_bounds
from antigone.reconcile.packing import (
    TRANSITION_LIMIT,
    Choice,
    Packings,
    PackingTooLarge,
    merge_best,
)
from antigone.reconcile.results import Standing
from antigone.reconcile.sampling import sample

TOLERANCES = (1e-12, 1e-9, 1e-6, 1e-4, 1e-3)
"""Bounds of the error that are tried, the smallest first."""

FIRST_LIMIT = 2_000_000
"""Steps of a first exact attempt; only where setting aside did not help, more are spent."""

DEPTH = 3
SHALLOW = 1

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
    tolerances: Sequence[float] = TOLERANCES,
) -> GraphPosterior:
    """The posterior over all packings.

    Args:
        blocks: each with an empty choice of log weight 0.
        items: number of items.
        required: items that every packing must use; components that hold one are exact or refused.
        best: how many of the best packings to give.
        rng: for parts that can only be sampled; a generator of seed 0 where None.
        progress: called with blocks done, of how many.
        tolerances: bounds of the error that may be tried in turn; none: exact or sampled.

    Raises:
        PackingTooLarge: a component with a required item is too large for an exact sum.
    """
    generator = rng if rng is not None else np.random.default_rng(0)
    solver = _Solver(blocks, required, generator, tolerances)
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
        tolerances: Sequence[float],
    ) -> None:
        self.blocks, self.required, self.rng = blocks, required, rng
        self.tolerances = tolerances

    def component(self, blocks: tuple[int, ...], items: tuple[int, ...]) -> list[_Solved]:
        """One component, by the first way that works."""
        bound_by_requirement = not self.required.isdisjoint(items)
        every = [range(len(self.blocks[b])) for b in blocks]
        try:
            limit = TRANSITION_LIMIT if bound_by_requirement else FIRST_LIMIT
            return [self._exact(blocks, items, every, limit)]
        except PackingTooLarge:
            if bound_by_requirement:
                raise
        return self._certified(blocks, items)

    def _exact(
        self,
        blocks: tuple[int, ...],
        items: tuple[int, ...],
        kept: Sequence[Sequence[int]],
        limit: int,
        part: Part | None = None,
    ) -> _Solved:
        packings = self._packings(blocks, items, kept, limit)
        packings.log_sum  # noqa: B018 - raises where it is too large
        return _Solved(
            part or Part(blocks, items, Standing.EXACT),
            packings.choice_probabilities(),
            packings.unused_probabilities(),
            packings,
            kept,
        )

    def _packings(
        self,
        blocks: tuple[int, ...],
        items: tuple[int, ...],
        kept: Sequence[Sequence[int]],
        limit: int,
    ) -> Packings:
        place = {item: i for i, item in enumerate(items)}
        local = tuple(
            tuple(
                Choice(tuple(place[i] for i in choice.items), choice.log_weight)
                for choice in (self.blocks[b][c] for c in of)
            )
            for b, of in zip(blocks, kept, strict=True)
        )
        required = frozenset(place[i] for i in self.required if i in place)
        return Packings(local, len(items), required, limit)

    def _certified(self, blocks: tuple[int, ...], items: tuple[int, ...]) -> list[_Solved]:
        edges, order, cumulative = self._ranked(blocks, items)
        count = 0
        for tolerance in self.tolerances:
            more = int(np.searchsorted(cumulative, tolerance, side="right"))
            if more == count:
                continue
            count = more
            parts = self._parts(blocks, items, edges, order[:count], float(cumulative[count - 1]))
            try:
                return [self._exact(p.blocks, p.items, kept, FIRST_LIMIT, p) for p, kept in parts]
            except PackingTooLarge:
                continue
        error = float(cumulative[count - 1]) if count else 0.0
        found = []
        for part, kept in self._parts(blocks, items, edges, order[:count], error):
            try:
                found.append(self._exact(part.blocks, part.items, kept, TRANSITION_LIMIT, part))
            except PackingTooLarge:
                found.append(self._sampled(part, kept))
        return found

    def _ranked(
        self, blocks: tuple[int, ...], items: tuple[int, ...]
    ) -> tuple[Edges, NDArray[np.int64], Floats]:
        """Edges of a component, least probable first, with the running sum of their bounds."""
        place = {item: i for i, item in enumerate(items)}
        local = [
            tuple(Choice(tuple(place[i] for i in c.items), c.log_weight) for c in self.blocks[b])
            for b in blocks
        ]
        edges = edges_of(local, len(items))
        bounds = upper_bounds(edges, 0)
        # An edge whose bound is already far below its share of the smallest tolerance is done.
        for depth in (SHALLOW, DEPTH):
            if self.tolerances:
                share = min(self.tolerances) / max(1, bounds.size)
                bounds = np.minimum(bounds, upper_bounds(edges, depth, bounds > share))
        order = np.argsort(bounds, kind="stable")
        return edges, order, np.cumsum(bounds[order])

    def _parts(
        self,
        blocks: tuple[int, ...],
        items: tuple[int, ...],
        edges: Edges,
        dropped: NDArray[np.int64],
        error: float,
    ) -> list[tuple[Part, list[list[int]]]]:
        """What a component falls into without the dropped edges."""
        out = {(int(edges.block[e]), int(edges.choice[e])) for e in dropped}
        kept = {
            b: [c for c in range(len(self.blocks[b])) if (place, c) not in out]
            for place, b in enumerate(blocks)
        }
        back = {item: i for i, item in enumerate(items)}
        users = [
            (b, frozenset(back[i] for c in kept[b] for i in self.blocks[b][c].items))
            for b in blocks
        ]
        standing = Standing.CERTIFIED if dropped.size else Standing.EXACT
        return [
            (
                Part(
                    of,
                    tuple(items[i] for i in which),
                    standing,
                    error,
                    int(dropped.size),
                    int(edges.block.size),
                ),
                [kept[b] for b in of],
            )
            for of, which in components(users, len(items))
        ]

    def _sampled(self, part: Part, kept: Sequence[Sequence[int]]) -> _Solved:
        packings = self._packings(part.blocks, part.items, kept, TRANSITION_LIMIT)
        found = sample(packings.blocks, len(part.items), self.rng)
        estimate = Part(
            part.blocks,
            part.items,
            Standing.ESTIMATE,
            part.error + found.standard_error,
            part.set_aside,
            part.rivals,
        )
        return _Solved(estimate, found.choices, found.unused, None, kept)


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
