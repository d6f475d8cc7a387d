"""An elimination written down once as a flat program, to be run on many families side by side.

The program is data: lists of slots to multiply and add. So one compiled routine runs every shape of
family, with the families on the vector axis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.genetics.elimination import elimination_order

Slots = NDArray[np.int32]
Lanes = NDArray[np.float64]

MOST_TERMS = 1 << 22
"""A program with more multiplications than this is not written; the caller eliminates otherwise."""


class ProgramTooLong(ValueError):
    """An elimination would need more multiplications in one family than a program may have."""


@dataclass(frozen=True)
class SlotFactor:
    """A factor whose table is not numbers but the slots in which the numbers will stand.

    Args:
        variables: one for each axis.
        slots: of each entry.
    """

    variables: tuple[int, ...]
    slots: Slots


@dataclass(frozen=True)
class Program:
    """Sums of products of slots, step by step.

    Args:
        steps: shape (k, 4): first slot of the result, how many results, how many terms each has, and
            where its terms begin in `left` and `right`.
        left, right: the slots of the two numbers of each term.
        slots: how many slots there are in all.
        result: slots of the table over the variables that were kept.
    """

    steps: NDArray[np.int64]
    left: Slots
    right: Slots
    slots: int
    result: Slots


class ProgramWriter:
    """Writes a program term by term, keeping account of slots.

    Args:
        inputs: how many slots the caller fills before the program runs.
        one: the slot in which a 1 stands.
    """

    def __init__(self, inputs: int, one: int) -> None:
        self.one = one
        self._slots = inputs
        self._steps: list[tuple[int, int, int, int]] = []
        self._left: list[Slots] = []
        self._right: list[Slots] = []
        self._terms = 0

    def sum_of_products(self, left: Slots, right: Slots) -> Slots:
        """Slots of Σ left · right over the last axis."""
        left, right = np.broadcast_arrays(left, right)
        shape, terms = left.shape[:-1], left.shape[-1]
        results = math.prod(shape)
        if self._terms + left.size > MOST_TERMS:
            raise ProgramTooLong
        self._steps.append((self._slots, results, terms, self._terms))
        self._left.append(left.reshape(-1).astype(np.int32))
        self._right.append(right.reshape(-1).astype(np.int32))
        self._terms += left.size
        self._slots += results
        return np.arange(self._slots - results, self._slots, dtype=np.int32).reshape(shape)

    def eliminate(self, factors: Sequence[SlotFactor], keep: Sequence[int]) -> Slots:
        """Sum the product of all factors over every variable that is not kept.

        The order is that of `elimination.eliminate`.
        """
        pool = list(factors)
        sizes = {v: n for f in pool for v, n in zip(f.variables, f.slots.shape, strict=True)}
        for variable in elimination_order([f.variables for f in pool], sizes, keep):
            touching = [f for f in pool if variable in f.variables]
            pool = [f for f in pool if variable not in f.variables]
            pool.append(self._multiply(touching, sizes, without=variable))
        return _spread(self._multiply(pool, sizes), keep)

    def finish(self, result: Slots) -> Program:
        """The program, when all is written."""
        empty = np.zeros(0, np.int32)
        return Program(
            np.array(self._steps, dtype=np.int64).reshape(-1, 4),
            np.concatenate([empty, *self._left]),
            np.concatenate([empty, *self._right]),
            self._slots,
            result,
        )

    def _multiply(
        self, factors: Sequence[SlotFactor], sizes: dict[int, int], without: int | None = None
    ) -> SlotFactor:
        """Product of the factors, the small ones first, summed over `without` at the end."""
        parts = sorted(factors, key=lambda f: f.slots.size)
        product = parts[0]
        for i, part in enumerate(parts[1:], start=2):
            summed = without if i == len(parts) else None
            product = self._times(product, part, sizes, summed)
        if without is not None and without in product.variables:
            one = SlotFactor((), np.array(self.one, dtype=np.int32))
            product = self._times(product, one, sizes, without)
        return product

    def _times(
        self, left: SlotFactor, right: SlotFactor, sizes: dict[int, int], without: int | None
    ) -> SlotFactor:
        union = dict.fromkeys((*left.variables, *right.variables))
        kept = tuple(v for v in union if v != without)
        axes = kept if without is None else (*kept, without)
        if math.prod(sizes[v] for v in axes) > MOST_TERMS:
            raise ProgramTooLong
        tables = np.broadcast_arrays(_spread(left, axes), _spread(right, axes))
        if without is None:
            tables = tuple(table[..., None] for table in tables)
        return SlotFactor(kept, self.sum_of_products(*tables))


def _spread(factor: SlotFactor, axes: Sequence[int]) -> Slots:
    """The table with its axes in this order, and an axis of length 1 for each variable it lacks."""
    own = [factor.variables.index(v) for v in axes if v in factor.variables]
    table = factor.slots.transpose(own)
    lengths = iter(table.shape)
    return table.reshape([next(lengths) if v in factor.variables else 1 for v in axes])


@njit(nogil=True, cache=True)
def run(steps: NDArray[np.int64], left: Slots, right: Slots, arena: Lanes, lanes: int) -> None:
    """Run a program on the first `lanes` columns of the arena, shape (slots, columns)."""
    for step in range(steps.shape[0]):
        first, results, terms, at = steps[step]
        for result in range(first, first + results):
            a, b = left[at], right[at]
            for lane in range(lanes):
                arena[result, lane] = arena[a, lane] * arena[b, lane]
            for term in range(at + 1, at + terms):
                a, b = left[term], right[term]
                for lane in range(lanes):
                    arena[result, lane] += arena[a, lane] * arena[b, lane]
            at += terms
