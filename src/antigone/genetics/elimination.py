"""Variable elimination: the sum over all unknowns of a product of factors, without enumerating.

Nothing here knows of genetics. A variable is a number; a factor is a table over some variables.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_letters

import numpy as np
from numpy.typing import NDArray

from antigone.words import said

Table = NDArray[np.float64]

MEMORY_LIMIT_BYTES = 1 << 30
"""Largest table that an elimination may make; a case that would need more is refused."""


class EliminationTooLarge(ValueError):
    """An exact elimination would need a table above the memory limit.

    `needed_bytes` is the size of that table.
    """

    def __init__(self, needed_bytes: int) -> None:
        super().__init__(
            said(
                "an exact elimination would need a table of {needed} MiB; the limit is {limit} MiB",
                needed=f"{needed_bytes / 2**20:,.0f}",
                limit=f"{MEMORY_LIMIT_BYTES / 2**20:,.0f}",
            )
        )
        self.needed_bytes = needed_bytes


@dataclass(frozen=True, slots=True)
class Factor:
    """A table of non-negative numbers, one axis for each variable."""

    variables: tuple[int, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Eliminated:
    """What is left when all other variables are summed out: table · 10**log10_scale."""

    table: Table
    log10_scale: float

    def log10(self) -> Table:
        """log10 of every entry; zero gives -inf."""
        with np.errstate(divide="ignore"):
            return np.log10(self.table) + self.log10_scale


def eliminate(factors: Iterable[Factor], keep: Sequence[int] = ()) -> Eliminated:
    """Sum the product of all factors over every variable that is not kept, exactly.

    Variables are eliminated one at a time, always the one whose product makes the smallest table
    (greedy min-size; Koller & Friedman, Probabilistic Graphical Models, 2009, ch. 9). Tables are
    scaled by their maximum at each step, so that a product of many small numbers does not underflow.

    Args:
        factors: tables of non-negative numbers; one size for each variable.
        keep: variables that stay; the axes of the result, in this order.

    Returns:
        The table over `keep` (a scalar table when empty) with its scale.

    Raises:
        EliminationTooLarge: the best order found needs a table above `MEMORY_LIMIT_BYTES`.

    >>> half = Factor((0,), np.array([0.5, 0.5]))
    >>> step = Factor((0, 1), np.array([[0.9, 0.1], [0.1, 0.9]]))
    >>> round(float(eliminate([half, step]).table), 12)
    1.0
    """
    pool = list(factors)
    sizes = _sizes(pool)
    log10_scale = 0.0
    for variable in elimination_order([f.variables for f in pool], sizes, keep):
        touching = [f for f in pool if variable in f.variables]
        pool = [f for f in pool if variable not in f.variables]
        product = _multiply(touching, sizes, without=variable)
        scaled, shift = _scaled(product)
        log10_scale += shift
        pool.append(scaled)
    constants = [_scaled(f) for f in pool if not f.variables]
    log10_scale += math.fsum(shift for _, shift in constants)
    left = [f for f in pool if f.variables]
    result = _multiply([*(f for f, _ in constants), *left], sizes, order=keep)
    return Eliminated(result.table, log10_scale)


def table_within_limit(shape: Sequence[int]) -> Table:
    """A table of ones, if it is within the memory limit.

    Raises:
        EliminationTooLarge: it is not.
    """
    if 8 * math.prod(shape) > MEMORY_LIMIT_BYTES:
        raise EliminationTooLarge(8 * math.prod(shape))
    return np.ones(tuple(shape))


def _sizes(factors: Iterable[Factor]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for factor in factors:
        for variable, size in zip(factor.variables, factor.table.shape, strict=True):
            if sizes.setdefault(variable, size) != size:
                raise ValueError(f"variable {variable} has sizes {sizes[variable]} and {size}")
    return sizes


def elimination_order(
    scopes: Iterable[Sequence[int]], sizes: Mapping[int, int], keep: Iterable[int] = ()
) -> Iterator[int]:
    """The variables in the order of elimination: each time the one that makes the smallest table.

    Args:
        scopes: the variables of each factor.
        sizes: how many values each variable has.
        keep: variables that stay.
    """
    neighbours: dict[int, set[int]] = {v: set() for v in sizes}
    for scope in scopes:
        for variable in scope:
            neighbours[variable].update(scope)
    kept = set(keep)
    costs = {v: _cost(neighbours[v], sizes) for v in sizes if v not in kept}
    while costs:
        # The variable's number breaks ties: the same input gives the same order and the same bits.
        variable = min(costs, key=lambda v: (costs[v], v))
        del costs[variable]
        clique = neighbours.pop(variable) - {variable}
        for other in clique:
            neighbours[other] |= clique
            neighbours[other].discard(variable)
            if other in costs:
                costs[other] = _cost(neighbours[other], sizes)
        yield variable


def _cost(variables: Iterable[int], sizes: Mapping[int, int]) -> int:
    return math.prod(sizes[v] for v in variables)


def _multiply(
    factors: Sequence[Factor],
    sizes: dict[int, int],
    without: int | None = None,
    order: Sequence[int] | None = None,
) -> Factor:
    """Product of the factors, summed over `without`; axes in `order` or as they come."""
    parts = sorted(factors, key=lambda f: f.table.size)
    product = Factor((), np.ones(()))
    for i, part in enumerate(parts):
        union = tuple(dict.fromkeys((*product.variables, *part.variables)))
        last = i == len(parts) - 1
        out = tuple(v for v in union if not (last and v == without))
        _refuse_above_limit(out, sizes)
        product = _times(product, part, out)
    if order is not None:
        product = _times(product, Factor((), np.ones(())), tuple(order))
    return product


def _times(left: Factor, right: Factor, out: tuple[int, ...]) -> Factor:
    """Product of two factors over the variables `out`; others are summed."""
    letter = dict(
        zip(dict.fromkeys((*left.variables, *right.variables)), ascii_letters, strict=False)
    )
    axes = ["".join(letter[v] for v in axis) for axis in (left.variables, right.variables, out)]
    return Factor(out, np.einsum(f"{axes[0]},{axes[1]}->{axes[2]}", left.table, right.table))


def _scaled(factor: Factor) -> tuple[Factor, float]:
    top = float(factor.table.max(initial=0.0))
    if top == 0.0:
        return factor, 0.0
    return Factor(factor.variables, factor.table / top), math.log10(top)


def _refuse_above_limit(variables: Iterable[int], sizes: dict[int, int]) -> None:
    needed = 8 * _cost(variables, sizes)
    if needed > MEMORY_LIMIT_BYTES:
        raise EliminationTooLarge(needed)
