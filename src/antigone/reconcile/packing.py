"""Exact sums and best choices over packings: one configuration a block, no item used twice.

Pure combinatorics: blocks are families, items are remains. A frontier of used items is carried from
block to block; an item leaves the frontier after the last block that could use it.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from antigone.reconcile import packing_kernels as kernels
from antigone.reconcile.packing_kernels import Logs, States, Targets
from antigone.reconcile.packing_order import Order, TooManyOpen, greedy_order
from antigone.words import said, told

TRANSITION_LIMIT = 30_000_000
"""Most (state, configuration) steps with which exact work goes on: some seconds and 300 MiB."""

TIE_DIGITS = 9
"""Weights that agree to this many digits after the point count as equal when they are ordered."""


class PackingTooLarge(ValueError):
    """The exact sum would need more open items or steps than the limits allow."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One configuration of a block: the items it uses, and its natural log weight."""

    items: tuple[int, ...]
    log_weight: float


@dataclass(frozen=True, slots=True)
class Packing:
    """One choice for every block (their indices), with the natural log of its weight."""

    path: tuple[int, ...]
    log_weight: float


@dataclass(frozen=True)
class Packings:
    """All packings of a list of blocks; sums, marginals and the best ones, exactly.

    Args:
        blocks: the choices of each block.
        items: number of items; choices use 0 to items - 1.
        required: the items that every packing must use.
        limit: most (state, configuration) steps; `TRANSITION_LIMIT` where None.

    Raises:
        PackingTooLarge: more open items than a machine word has bits, or more steps than the limit.
    """

    blocks: tuple[tuple[Choice, ...], ...]
    items: int
    required: frozenset[int] = frozenset()
    limit: int | None = None

    @cached_property
    def log_sum(self) -> float:
        """Natural log of the sum of the weights of all packings; -inf when there is none."""
        completions = self._backward_sum[0]
        return float(completions[0]) if completions.size else -math.inf

    def choice_probabilities(self) -> list[Logs]:
        """For each block the posterior probability of each of its choices; shape (choices,)."""
        found: list[Logs] = [np.empty(0)] * len(self.blocks)
        for layer, block in enumerate(self._order.blocks):
            found[block] = kernels.masses(*self._at(layer), self.log_sum)
        return found

    def unused_probabilities(self) -> Logs:
        """For each item the posterior probability that no block uses it; shape (items,).

        Summed by itself, not as one minus the rest, so that a tiny probability keeps its digits.
        """
        unused = np.ones(self.items)
        for layer, closed in enumerate(self._order.closes):
            for item in closed:
                bit = np.uint64(1 << self._order.slot[item])
                states, masks = self._states[layer], self._masks[layer]
                unused[item] = kernels.mass_without(
                    states, masks, bit, *self._at(layer), self.log_sum
                )
        return unused

    def best(self, count: int) -> list[Packing]:
        """The `count` packings of highest weight, best first.

        Best-first search with the exact best completion as its bound (A*; Hart, Nilsson, Raphael
        1968), so that nothing is enumerated in vain. Ties are ordered by the indices of the choices,
        in the order of work.
        """
        if self.log_sum == -math.inf:
            return []
        bound = self._backward_best
        queue: list[tuple[float, tuple[int, ...], float, int]] = []
        _push(queue, (), 0.0, 0, bound[0])
        found: list[Packing] = []
        while queue and len(found) < count:
            _, path, log_weight, state = heapq.heappop(queue)
            if len(path) == len(self.blocks):
                found.append(Packing(self._in_given_order(path), log_weight))
                continue
            layer = len(path)
            for index, weight in enumerate(self._logs[layer]):
                target = int(self._targets[layer][state, index])
                if target >= 0:
                    total = log_weight + float(weight)
                    _push(queue, (*path, index), total, target, bound[layer + 1])
        return found

    def _in_given_order(self, path: Sequence[int]) -> tuple[int, ...]:
        chosen = dict(zip(self._order.blocks, path, strict=True))
        return tuple(chosen[block] for block in range(len(self.blocks)))

    @cached_property
    def _order(self) -> Order:
        usable = [frozenset(i for c in block for i in c.items) for block in self.blocks]
        try:
            return greedy_order(usable)
        except TooManyOpen as error:
            raise PackingTooLarge(told(error)) from error

    @cached_property
    def _masks(self) -> list[States]:
        """For each block in the order of work the bits that its choices use."""
        slot = self._order.slot
        return [
            np.array(
                [sum(1 << slot[i] for i in choice.items) for choice in self.blocks[block]],
                dtype=np.uint64,
            )
            for block in self._order.blocks
        ]

    @cached_property
    def _logs(self) -> list[Logs]:
        return [
            np.array([choice.log_weight for choice in self.blocks[block]])
            for block in self._order.blocks
        ]

    @cached_property
    def _states(self) -> list[States]:
        """Reachable frontiers before each block and after the last, sorted."""
        return self._explored[0]

    @cached_property
    def _targets(self) -> list[Targets]:
        return self._explored[1]

    @cached_property
    def _explored(self) -> tuple[list[States], list[Targets]]:
        order = self._order
        attainable = self.required <= order.slot.keys()
        states: list[States] = [np.zeros(1 if attainable else 0, dtype=np.uint64)]
        targets: list[Targets] = []
        limit = TRANSITION_LIMIT if self.limit is None else self.limit
        steps = 0
        for masks, closed in zip(self._masks, order.closes, strict=True):
            steps += states[-1].size * masks.size
            if steps > limit:
                raise PackingTooLarge(
                    said(
                        "{items} remains and {families} families compete with each other "
                        "in more than {limit} steps",
                        items=self.items,
                        families=len(self.blocks),
                        limit=f"{limit:,}",
                    )
                )
            due = sum(1 << order.slot[i] for i in closed if i in self.required)
            closing = sum(1 << order.slot[i] for i in closed)
            following, leads = kernels.step(states[-1], masks, np.uint64(closing), np.uint64(due))
            states.append(following)
            targets.append(leads)
        return states, targets

    @cached_property
    def _backward_sum(self) -> list[Logs]:
        return self._backward(best=False)

    @cached_property
    def _backward_best(self) -> list[Logs]:
        return self._backward(best=True)

    def _backward(self, *, best: bool) -> list[Logs]:
        """For each layer and state the joined log weight of all completions."""
        values = [np.zeros(self._states[-1].size)]
        for targets, logs in zip(reversed(self._targets), reversed(self._logs), strict=True):
            values.append(kernels.backward(values[-1], targets, logs, best))
        values.reverse()
        return values

    @cached_property
    def _forward(self) -> list[Logs]:
        """For each state the log of the summed weight of all ways that lead to it."""
        values = [np.zeros(self._states[0].size)]
        for layer, (targets, logs) in enumerate(zip(self._targets, self._logs, strict=True)):
            count = self._states[layer + 1].size
            values.append(kernels.forward(values[layer], targets, logs, count))
        return values

    def _at(self, layer: int) -> tuple[Logs, Logs, Targets, Logs]:
        """What the kernels take of a layer: before, after, targets and log weights."""
        return self._forward[layer], *self._after(layer)

    def _after(self, layer: int) -> tuple[Logs, Targets, Logs]:
        return self._backward_sum[layer + 1], self._targets[layer], self._logs[layer]


def _push(
    queue: list[tuple[float, tuple[int, ...], float, int]],
    path: tuple[int, ...],
    log_weight: float,
    state: int,
    completions: Logs,
) -> None:
    bound = log_weight + float(completions[state])
    if bound > -math.inf:
        heapq.heappush(queue, (-round(bound, TIE_DIGITS), path, log_weight, state))


@dataclass(frozen=True, slots=True)
class Merged:
    """A combination of packings of independent parts: which packing of each, by rank."""

    log_weight: float
    rank: int = 0
    before: Merged | None = None

    def ranks(self) -> list[int]:
        """The rank taken of each part, in their order."""
        return [one.rank for one in self._chain()][::-1]

    def _chain(self) -> Iterator[Merged]:
        one = self
        while one.before is not None:
            yield one
            one = one.before


def merge_best(parts: Sequence[Sequence[float]], count: int) -> list[Merged]:
    """The best combinations of independent parts, best first; ties by the ranks taken.

    Args:
        parts: for each part the log weights of its best packings, best first.
    """
    merged = [Merged(0.0)]
    for part in parts:
        # The (i+1)(j+1) - 1 pairs before (i, j) are all at least as good: later ones are not needed.
        pairs = [
            (-round(left.log_weight + right, TIE_DIGITS), i, j)
            for i, left in enumerate(merged)
            for j, right in enumerate(part[: count // (i + 1)])
        ]
        pairs.sort()
        merged = [Merged(merged[i].log_weight + part[j], j, merged[i]) for _, i, j in pairs[:count]]
    return merged
