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
from numpy.typing import NDArray

Masks = NDArray[np.uint64]
Logs = NDArray[np.float64]
Targets = NDArray[np.int64]

MOST_ITEMS = 63
TRANSITION_LIMIT = 30_000_000
"""Most (state, configuration) steps with which exact work goes on: some seconds and 300 MiB."""

TIE_DIGITS = 9
"""Weights that agree to this many digits after the point count as equal when they are ordered."""

_OUT = -1


def refuse_too_many(items: int) -> None:
    """Refuse what no exact sum can hold, before any work is done on it.

    Raises:
        PackingTooLarge: more than `MOST_ITEMS` compete.
    """
    if items > MOST_ITEMS:
        raise PackingTooLarge(
            f"{items} remains compete with each other; exact work ends at {MOST_ITEMS}"
        )


class PackingTooLarge(ValueError):
    """The exact sum would need more items or steps than the limits allow."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One configuration of a block: the items it uses, as a bit mask, and its natural log weight."""

    mask: int
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
        items: number of items; bits 0 to items - 1 of the masks.
        required: mask of the items that every packing must use.

    Raises:
        PackingTooLarge: more than 63 items, or more than `TRANSITION_LIMIT` steps.
    """

    blocks: tuple[tuple[Choice, ...], ...]
    items: int
    required: int = 0

    def __post_init__(self) -> None:
        refuse_too_many(self.items)

    @cached_property
    def log_sum(self) -> float:
        """Natural log of the sum of the weights of all packings; -inf when there is none."""
        completions = self._backward_sum[0]
        return float(completions[0]) if completions.size else -math.inf

    def choice_probabilities(self) -> list[Logs]:
        """For each block the posterior probability of each of its choices; shape (choices,)."""
        return [self._mass_of_choices(i) for i in range(len(self.blocks))]

    def unused_probabilities(self) -> Logs:
        """For each item the posterior probability that no block uses it; shape (items,).

        Summed by itself, not as one minus the rest, so that a tiny probability keeps its digits.
        """
        unused = np.ones(self.items)
        for layer, closing in enumerate(self._closing):
            for item in (i for i in range(self.items) if closing >> i & 1):
                unused[item] = self._mass_without(layer, item)
        return unused

    def best(self, count: int) -> list[Packing]:
        """The `count` packings of highest weight, best first.

        Best-first search with the exact best completion as its bound (A*; Hart, Nilsson, Raphael
        1968), so that nothing is enumerated in vain. Ties are ordered by the indices of the choices.
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
                found.append(Packing(path, log_weight))
                continue
            layer = len(path)
            for index, (choice, targets) in enumerate(
                zip(self.blocks[layer], self._targets[layer], strict=True)
            ):
                target = int(targets[state])
                if target != _OUT:
                    _push(
                        queue,
                        (*path, index),
                        log_weight + choice.log_weight,
                        target,
                        bound[layer + 1],
                    )
        return found

    @cached_property
    def _closing(self) -> list[int]:
        """For each block the items that no later block can use."""
        usable = [0] * len(self.blocks)
        for i, block in enumerate(self.blocks):
            for choice in block:
                usable[i] |= choice.mask
        later = 0
        closing = [0] * len(self.blocks)
        for i in reversed(range(len(self.blocks))):
            closing[i] = usable[i] & ~later
            later |= usable[i]
        return closing

    @cached_property
    def _states(self) -> list[Masks]:
        """Reachable frontiers before each block and after the last, sorted."""
        return self._explored[0]

    @cached_property
    def _targets(self) -> list[list[Targets]]:
        """For each block, choice and state the index of the next state, or -1 where impossible."""
        return self._explored[1]

    @cached_property
    def _explored(self) -> tuple[list[Masks], list[list[Targets]]]:
        usable = sum(self._closing)  # each usable item closes once, so the sum is the union
        attainable = self.required & ~usable == 0
        states: list[Masks] = [np.zeros(1 if attainable else 0, dtype=np.uint64)]
        targets: list[list[Targets]] = []
        steps = 0
        for block, closing in zip(self.blocks, self._closing, strict=True):
            steps += len(states[-1]) * len(block)
            if steps > TRANSITION_LIMIT:
                raise PackingTooLarge(
                    f"{self.items} remains and {len(self.blocks)} families compete with each other in "
                    f"more than {TRANSITION_LIMIT:,} steps"
                )
            moved = [_move(states[-1], choice.mask, closing, self.required) for choice in block]
            following = np.unique(np.concatenate([masks[valid] for masks, valid in moved]))
            states.append(following)
            targets.append(
                [np.where(valid, np.searchsorted(following, masks), _OUT) for masks, valid in moved]
            )
        return states, targets

    @cached_property
    def _backward_sum(self) -> list[Logs]:
        return self._backward(np.logaddexp)

    @cached_property
    def _backward_best(self) -> list[Logs]:
        return self._backward(np.maximum)

    def _backward(self, join: np.ufunc) -> list[Logs]:
        """For each state the joined log weight of all its completions."""
        values = [np.zeros(len(self._states[-1]))]
        for layer in reversed(range(len(self.blocks))):
            total = np.full(len(self._states[layer]), -math.inf)
            for choice, targets in zip(self.blocks[layer], self._targets[layer], strict=True):
                total = join(total, choice.log_weight + _gather(values[0], targets))
            values.insert(0, total)
        return values

    @cached_property
    def _forward(self) -> list[Logs]:
        """For each state the log of the summed weight of all ways that lead to it."""
        values = [np.zeros(1)]
        for layer, block in enumerate(self.blocks):
            arriving = np.full(len(self._states[layer + 1]), -math.inf)
            for choice, targets in zip(block, self._targets[layer], strict=True):
                possible = targets != _OUT
                np.logaddexp.at(
                    arriving, targets[possible], values[layer][possible] + choice.log_weight
                )
            values.append(arriving)
        return values

    def _through(self, layer: int) -> Iterator[tuple[Choice, Logs]]:
        """For each choice of a block the log posterior of taking it, by state before the block."""
        after = self._backward_sum[layer + 1]
        for choice, targets in zip(self.blocks[layer], self._targets[layer], strict=True):
            yield (
                choice,
                self._forward[layer] + choice.log_weight + _gather(after, targets) - self.log_sum,
            )

    def _mass_of_choices(self, layer: int) -> Logs:
        return np.array([np.exp(logs).sum() for _, logs in self._through(layer)])

    def _mass_without(self, layer: int, item: int) -> float:
        """Posterior probability that an item is still unused after the block that closes it."""
        unused = (self._states[layer] >> np.uint64(item) & np.uint64(1)) == 0
        return math.fsum(
            float(np.exp(logs[unused]).sum())
            for choice, logs in self._through(layer)
            if not choice.mask >> item & 1
        )


def _move(states: Masks, mask: int, closing: int, required: int) -> tuple[Masks, NDArray[np.bool_]]:
    """The states after a choice, and whether it is possible in each."""
    used = states | np.uint64(mask)
    due = np.uint64(closing & required)
    valid = ((states & np.uint64(mask)) == 0) & ((used & due) == due)
    return used & ~np.uint64(closing), valid


def _gather(values: Logs, targets: Targets) -> Logs:
    if values.size == 0:
        return np.full(targets.shape, -math.inf)
    return np.where(targets == _OUT, -math.inf, values[np.maximum(targets, 0)])


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


def merge_best(parts: Sequence[Sequence[Packing]], count: int) -> list[Packing]:
    """The best combinations of independent parts, each given by its own best packings.

    Paths are concatenated in the order of the parts.
    """
    merged = [Packing((), 0.0)]
    for part in parts:
        # The (i+1)(j+1) - 1 pairs before (i, j) are all at least as good: later ones are not needed.
        pairs = [
            Packing((*left.path, *right.path), left.log_weight + right.log_weight)
            for i, left in enumerate(merged)
            for j, right in enumerate(part)
            if (i + 1) * (j + 1) <= count
        ]
        merged = sorted(pairs, key=lambda p: (-round(p.log_weight, TIE_DIGITS), p.path))[:count]
    return merged
