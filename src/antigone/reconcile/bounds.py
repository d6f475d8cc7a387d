"""Proved bounds of the posterior probability of a configuration, without summing over packings.

Let items and blocks be vertices and every configuration that uses an item a hyperedge over its block
and its items; packings are the matchings of this hypergraph. With p_G(v) = Z(G - v) / Z(G), the
probability that v is left alone,

    p_G(v) = 1 / (1 + sum over edges e at v of w_e * prod_i p_(G - v - u_1 ... u_(i-1))(u_i))

over the other vertices u_i of e, since Z(G) = Z(G - v) + sum_e w_e Z(G - e) and Z(G - e) / Z(G - v)
telescopes. The right side falls in each factor, so replacing the factors at some depth by 0 or 1 bounds
p from below and above by turns (Bayati, Gamarnik, Katz, Nair, Tetali, STOC 2007, 127-136, for graphs;
the same algebra holds for hyperedges). And P(e) = w_e * prod_i p_(G - u_1 ... u_(i-1))(u_i).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.reconcile.packing import Choice

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LARGEST_LOG_WEIGHT = 690.0
"""Natural log; beyond, sums could overflow, and only the trivial bound is given."""

ROUNDING = 1e-9
"""Relative slack on each bound for the rounding of at most some thousand operations."""

HEAVIEST = 3
"""Where a sum may be bounded from below, so many of its heaviest terms are taken."""

LOOKED_AT = 8
"""At the end of a recursion so many of the heaviest edges count only where they still exist."""

VISITS = 20_000
"""Edges that one bound may look at; beyond, the trivial bound stands in."""


DEPTHS = (1, 3, 5)
"""How far the recursion goes in turn, each time for those that are not small by then."""

MOST_FOR_DEEP = 30_000
"""With more edges the last depth is left out: first the many must become fewer."""


@dataclass(frozen=True)
class Edges:
    """The configurations of a list of blocks that use an item; those of one block that use the same
    items are one edge, whose weight is their sum.

    Args:
        block: shape (E,), where each stands.
        log_weight: shape (E,), natural log.
        offsets, vertices: compressed rows, the vertices of each edge: items + block, then its items. In
            this order the factors of a bound are taken: without the block, rivals for items are few.
        at_offsets, at: compressed rows, the edges at each vertex, heaviest first.
        of_choice: rows of block, choice and edge, shape (choices, 3), in their order.
    """

    block: Ints
    log_weight: Floats
    offsets: Ints
    vertices: Ints
    at_offsets: Ints
    at: Ints
    of_choice: Ints


def edges_of(blocks: Sequence[Sequence[Choice]], items: int) -> Edges:
    """The hypergraph of blocks whose first weight is that of the empty choice, log 0."""
    number: dict[tuple[int, ...], int] = {}
    rows, logs = [], []
    for b, block in enumerate(blocks):
        for c, choice in enumerate(block):
            if choice.items and choice.log_weight > -math.inf:
                vertices = (items + b, *sorted(choice.items))
                rows.append((b, c, number.setdefault(vertices, len(number))))
                logs.append(choice.log_weight)
    of_choice = np.array(rows, dtype=np.int64).reshape(-1, 3)
    weights = _summed(of_choice[:, 2], np.array(logs, dtype=np.float64), len(number))
    lengths = np.array([len(v) for v in number], dtype=np.int64)
    flat = np.array([v for row in number for v in row], dtype=np.int64)
    owner = np.repeat(np.arange(len(number)), lengths)
    by_vertex = np.lexsort((-weights[owner], flat))
    counts = np.bincount(flat, minlength=items + len(blocks))
    return Edges(
        np.array([v[0] - items for v in number], dtype=np.int64),
        weights,
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        flat,
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        owner[by_vertex].astype(np.int64),
        of_choice,
    )


def _summed(edge: Ints, log_weights: Floats, count: int) -> Floats:
    """Log of the summed weights by edge."""
    top = np.full(count, -np.inf)
    np.maximum.at(top, edge, log_weights)
    total = np.bincount(edge, np.exp(log_weights - top[edge]), minlength=count)
    found: Floats = top + np.log(total)
    return found


def proved_bounds(edges: Edges, negligible: float) -> Floats:
    """For each edge a proved upper bound of its posterior probability; shape (E,).

    Args:
        edges: of all that hangs together.
        negligible: bounds are sharpened until all together could be below it.
    """
    bounds = upper_bounds(edges, 0)
    for depth in DEPTHS if bounds.size <= MOST_FOR_DEEP else DEPTHS[:-1]:
        sharpened = bounds > negligible / max(1, bounds.size)
        bounds = np.minimum(bounds, upper_bounds(edges, depth, sharpened))
    return bounds


def upper_bounds(edges: Edges, depth: int, only: NDArray[np.bool_] | None = None) -> Floats:
    """For each edge a proved upper bound of its posterior probability; shape (E,).

    Args:
        edges: of the whole component, nothing set aside.
        depth: how far the recursion goes; 0 gives min(1, weight).
        only: edges to bound; the others get min(1, weight).
    """
    bounds = np.exp(np.minimum(edges.log_weight, 0.0))
    if depth > 0 and edges.log_weight.max(initial=0.0) <= LARGEST_LOG_WEIGHT:
        weights = np.exp(edges.log_weight)
        wanted = np.flatnonzero(np.ones(bounds.size, dtype=bool) if only is None else only)
        arrays = (edges.offsets, edges.vertices, edges.at_offsets, edges.at, weights, _light(edges))
        vertices = edges.at_offsets.size - 1
        found = _upper_bounds(wanted, depth, vertices, *arrays)
        bounds[wanted] = np.minimum(bounds[wanted], found)
    return np.minimum(bounds * (1.0 + ROUNDING), 1.0)


def _light(edges: Edges) -> Floats:
    """For each vertex the summed weight of all edges but its `LOOKED_AT` heaviest."""
    rank = np.arange(edges.at.size) - np.repeat(edges.at_offsets[:-1], np.diff(edges.at_offsets))
    weights = np.where(rank < LOOKED_AT, 0.0, np.exp(edges.log_weight[edges.at]))
    owner = np.repeat(np.arange(edges.at_offsets.size - 1), np.diff(edges.at_offsets))
    found: Floats = np.bincount(owner, weights, minlength=edges.at_offsets.size - 1).astype(float)
    return found


@njit(nogil=True, cache=True)
def _weight_at(
    vertex: int,
    removed: NDArray[np.bool_],
    offsets: Ints,
    vertices: Ints,
    at_offsets: Ints,
    at: Ints,
    weights: Floats,
    light: Floats,
) -> float:
    """At least the summed weight of the edges that are left at a vertex: light ones always count."""
    total = light[vertex]
    first = at_offsets[vertex]
    for i in range(first, min(first + LOOKED_AT, at_offsets[vertex + 1])):
        e = at[i]
        free = True
        for j in range(offsets[e], offsets[e + 1]):
            if removed[vertices[j]]:
                free = False
        if free:
            total += weights[e]
    return float(total)


@njit(nogil=True, cache=True)
def _upper_bounds(
    wanted: Ints,
    depth: int,
    vertices_count: int,
    offsets: Ints,
    vertices: Ints,
    at_offsets: Ints,
    at: Ints,
    weights: Floats,
    light: Floats,
) -> Floats:
    removed = np.zeros(vertices_count, dtype=np.bool_)
    left = np.zeros(1, dtype=np.int64)
    out = np.empty(wanted.size)
    for i in range(wanted.size):
        e = wanted[i]
        product = weights[e]
        left[0] = VISITS
        for j in range(offsets[e], offsets[e + 1]):
            u = vertices[j]
            product *= _alone(
                u, depth, True, removed, left, offsets, vertices, at_offsets, at, weights, light
            )
            removed[u] = True
        for j in range(offsets[e], offsets[e + 1]):
            removed[vertices[j]] = False
        out[i] = product
    return out


@njit(nogil=True, cache=True)
def _alone(
    vertex: int,
    depth: int,
    upper: bool,
    removed: NDArray[np.bool_],
    left: Ints,
    offsets: Ints,
    vertices: Ints,
    at_offsets: Ints,
    at: Ints,
    weights: Floats,
    light: Floats,
) -> float:
    """A bound of the probability that a vertex is left alone in what is not removed.

    The recursion of the module with a stack of its own, one level a factor; bounds take turns, so a
    level is an upper bound where the number of levels above it is even and `upper` holds, or neither.
    """
    v = np.empty(depth + 1, dtype=np.int64)
    k = np.empty(depth + 1, dtype=np.int64)
    j = np.empty(depth + 1, dtype=np.int64)
    taken = np.zeros(depth + 1, dtype=np.int64)
    product = np.empty(depth + 1)
    total = np.empty(depth + 1)
    level = 0
    v[0] = vertex
    found = 0.0
    entering = True
    while True:
        if entering:
            if level == depth or left[0] <= 0:
                found = 1.0
                if upper != (level % 2 == 0):
                    # Every edge at the vertex counts in full: the smallest that p can be.
                    found = 1.0 / (
                        1.0
                        + _weight_at(
                            v[level], removed, offsets, vertices, at_offsets, at, weights, light
                        )
                    )
                level -= 1
            else:
                removed[v[level]] = True
                k[level] = at_offsets[v[level]] - 1
                j[level] = -1
                total[level] = 0.0
                taken[level] = 0
            entering = False
            if level < 0:
                return float(found)
            if j[level] >= 0:  # back from below, with a factor
                product[level] *= found
                removed[vertices[j[level]]] = True
                j[level] += 1
        end = offsets[at[k[level]] + 1] if j[level] >= 0 else -1
        while j[level] >= 0 and j[level] < end and vertices[j[level]] == v[level]:
            j[level] += 1
        if j[level] >= 0 and j[level] < end:
            v[level + 1] = vertices[j[level]]
            level += 1
            entering = True
            continue
        if j[level] >= 0:  # this edge is done
            e = at[k[level]]
            for i in range(offsets[e], offsets[e + 1]):
                if vertices[i] != v[level]:
                    removed[vertices[i]] = False
            total[level] += product[level]
            j[level] = -1
        k[level] += 1
        if k[level] < at_offsets[v[level] + 1]:
            e = at[k[level]]
            left[0] -= 1
            free = True
            for i in range(offsets[e], offsets[e + 1]):
                if removed[vertices[i]] and vertices[i] != v[level]:
                    free = False
            if free and upper == (level % 2 == 0):
                # Here the sum is bounded from below: light edges may be left out of it.
                taken[level] += 1
                free = level == 0 or taken[level] <= HEAVIEST
            if free:
                product[level] = weights[e]
                j[level] = offsets[e]
            continue
        removed[v[level]] = False
        found = 1.0 / (1.0 + total[level])
        level -= 1
        if level < 0:
            return float(found)
        product[level] *= found
        removed[vertices[j[level]]] = True
        j[level] += 1
