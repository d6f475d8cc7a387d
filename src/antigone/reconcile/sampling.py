"""A block of families too large for an exact sum, sampled; every number here is an estimate.

Gibbs sampling in pieces: the remains are divided into small clusters at random, and in each cluster all
families that have remains of it alone are drawn together, exactly. Then each family is drawn by itself, and
its probabilities given all others are averaged (Rao-Blackwell; Gelfand, Smith, JASA 1990;85:398-409).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.reconcile.packing import Choice
from antigone.reconcile.sampling_kernels import draw_clusters, draw_singly

CHAINS = 6
FEWEST_SWEEPS, MOST_SWEEPS, WORK = 200, 20_000, 2_000_000
"""Kept sweeps of each chain are `WORK` over the number of configurations, within these limits; a quarter
as many before them are thrown away."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Blocks = Sequence[tuple[Choice, ...]]


@dataclass(frozen=True)
class Sampled:
    """Estimated probabilities.

    Args:
        choices: for each block the probability of each of its choices.
        unused: for each item the probability that no block uses it.
        standard_error: the largest one of any of these, from the spread between chains that began
            differently.
    """

    choices: tuple[Floats, ...]
    unused: Floats
    standard_error: float


def sample(
    blocks: Blocks,
    items: int,
    rng: Generator,
    *,
    sweeps: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sampled:
    """Estimate the posterior of a block; the same generator state gives the same numbers.

    Args:
        blocks: each with an empty choice first.
        items: number of items.
        rng: source of all randomness.
        sweeps: kept sweeps of each chain; by the number of configurations where None.
        progress: called with chains done, of how many.
    """
    graph = _Graph.of(blocks, items)
    if sweeps is None:
        sweeps = min(MOST_SWEEPS, max(FEWEST_SWEEPS, WORK // max(1, graph.weights.size)))
    means = []
    for chain in range(CHAINS):
        state = _start(graph, rng, heaviest_first=chain % 2 == 0)
        means.append(_means(graph, state, sweeps, rng))
        if progress is not None:
            progress(chain + 1, CHAINS)
    stacked = np.stack(means)
    mean = stacked.mean(axis=0)
    error = float((stacked.std(axis=0, ddof=1) / math.sqrt(CHAINS)).max(initial=0.0))
    count = graph.weights.size
    return Sampled(tuple(np.split(mean[:count], graph.choices[1:-1])), mean[count:], error)


@dataclass(frozen=True, eq=False)
class _Graph:
    """Blocks as compressed rows, see `sampling_kernels`."""

    choices: Ints
    offsets: Ints
    flat: Ints
    at: Ints
    users: Ints
    weights: Floats

    @classmethod
    def of(cls, blocks: Blocks, items: int) -> _Graph:
        every = [choice for block in blocks for choice in block]
        tops = [max(choice.log_weight for choice in block) for block in blocks]
        users: list[set[int]] = [set() for _ in range(items)]
        for b, block in enumerate(blocks):
            for choice in block:
                for item in choice.items:
                    users[item].add(b)
        return cls(
            _ends(len(block) for block in blocks),
            _ends(len(choice.items) for choice in every),
            np.array([i for choice in every for i in choice.items], dtype=np.int64),
            _ends(len(of) for of in users),
            np.array([b for of in users for b in sorted(of)], dtype=np.int64),
            np.exp(
                [c.log_weight - top for b, top in zip(blocks, tops, strict=True) for c in b],
                dtype=np.float64,
            ),
        )


def _ends(lengths: Iterable[int]) -> Ints:
    return np.cumsum([0, *lengths], dtype=np.int64)


def _means(graph: _Graph, state: Ints, sweeps: int, rng: Generator) -> Floats:
    """Mean probabilities of all choices, then of each item to be left unused, over one chain."""
    used = np.zeros(graph.at.size - 1, dtype=np.bool_)
    for choice in state.tolist():
        used[graph.flat[graph.offsets[choice] : graph.offsets[choice + 1]]] = True
    sums = np.zeros(graph.weights.size)
    rows = (graph.choices, graph.offsets, graph.flat)
    for sweep in range(sweeps // 4 + sweeps):
        draw_clusters(state, used, *rows, graph.at, graph.users, graph.weights, rng)
        draw_singly(state, used, *rows, graph.weights, sums, sweep >= sweeps // 4, rng)
    means = sums / sweeps
    of_items = np.repeat(means, np.diff(graph.offsets))
    used_by = np.bincount(graph.flat, of_items, minlength=used.size)
    return np.concatenate([means, np.clip(1.0 - used_by, 0.0, 1.0)])


def _start(graph: _Graph, rng: Generator, *, heaviest_first: bool) -> Ints:
    """Choices that use no item twice: by falling weight, or in random order."""
    order = rng.permutation(graph.weights.size)
    block_of = np.repeat(np.arange(graph.choices.size - 1), np.diff(graph.choices))
    if heaviest_first:
        order = order[np.argsort(-graph.weights[order], kind="stable")]
    state = graph.choices[:-1].copy()
    taken: set[int] = set()
    for choice in order.tolist():
        block = int(block_of[choice])
        items = graph.flat[graph.offsets[choice] : graph.offsets[choice + 1]].tolist()
        free = state[block] == graph.choices[block] and graph.weights[choice] > 0.0
        if free and taken.isdisjoint(items):
            state[block] = choice
            taken.update(items)
    return state
