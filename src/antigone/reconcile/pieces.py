"""What a component falls into when its least probable configurations are set aside, and the proved error.

For a piece P let A be "no configuration that was set aside and touches P is used". Given A, nothing ties
P to the rest, so the posterior over what is kept in P is exactly the posterior given A; and for every
event E, |P(E | A) - P(E)| <= P(not A), which is at most the sum of the probabilities of the configurations
set aside that touch P, however they depend on each other. Each of these is bounded in the whole component
(`bounds`), before anything was set aside. So every piece has a certificate of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.reconcile.bounds import Edges

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Piece:
    """Vertices that hang together by configurations that are kept.

    Args:
        vertices: items and blocks, as in `Edges`, sorted.
        edges: kept configurations, by their places in `Edges`, sorted.
        error: sum of the bounds of the configurations set aside that touch the piece.
        set_aside: how many these are.
    """

    vertices: Ints
    edges: Ints
    error: float
    set_aside: int


def pieces_without_least(edges: Edges, bounds: Floats, most_error: float) -> list[Piece]:
    """What a hypergraph falls into without its least probable edges.

    Args:
        edges: of the whole.
        bounds: for each edge a proved bound of its probability in the whole, shape (E,).
        most_error: sum of the bounds of all that is set aside, at most.
    """
    order = np.argsort(bounds, kind="stable")
    aside: Flags = np.zeros(bounds.size, dtype=np.bool_)
    aside[order[np.cumsum(bounds[order]) <= most_error]] = True
    kept = np.flatnonzero(~aside)
    parents, labels = np.empty((2, edges.at_offsets.size - 1), dtype=np.int64)
    count = _label(kept, edges.offsets, edges.vertices, parents, labels)
    of_edges = labels[edges.vertices[edges.offsets[kept]]]
    seen: Ints = np.full(bounds.size, -1, dtype=np.int64)
    pieces = []
    for number, (vertices, own) in enumerate(
        zip(
            _grouped(np.arange(labels.size), labels, count),
            _grouped(kept, of_edges, count),
            strict=True,
        )
    ):
        touching = _touching(vertices, edges.at_offsets, edges.at, aside, bounds, seen, number)
        pieces.append(Piece(vertices, own, *touching))
    return pieces


def _grouped(values: Ints, labels: Ints, count: int) -> list[Ints]:
    """The values of each label, in their order."""
    order = np.argsort(labels, kind="stable")
    ends = np.cumsum(np.bincount(labels, minlength=count))
    return np.split(values[order], ends[:-1])


@njit(nogil=True, cache=True)
def _label(kept: Ints, offsets: Ints, of_edges: Ints, parents: Ints, labels: Ints) -> int:
    """Number the groups of vertices that kept edges tie together, in the order of first vertices."""
    for v in range(labels.size):
        parents[v] = v
    for e in kept:
        first = _root(of_edges[offsets[e]], parents)
        for i in range(offsets[e] + 1, offsets[e + 1]):
            other = _root(of_edges[i], parents)
            # The smallest vertex is the root, and so is met before the rest of its group.
            parents[max(first, other)] = min(first, other)
            first = min(first, other)
    count = 0
    for v in range(labels.size):
        root = _root(v, parents)
        if root == v:
            labels[v] = count
            count += 1
        else:
            labels[v] = labels[root]
    return count


@njit(nogil=True, cache=True)
def _root(v: int, parents: Ints) -> int:
    while parents[v] != v:
        parents[v] = parents[parents[v]]
        v = parents[v]
    return v


@njit(nogil=True, cache=True)
def _touching(
    vertices: Ints,
    at_offsets: Ints,
    at: Ints,
    aside: Flags,
    bounds: Floats,
    seen: Ints,
    stamp: int,
) -> tuple[float, int]:
    """Sum and number of the edges set aside at any of the vertices, each once."""
    total = 0.0
    count = 0
    for v in vertices:
        for i in range(at_offsets[v], at_offsets[v + 1]):
            e = at[i]
            if aside[e] and seen[e] != stamp:
                seen[e] = stamp
                total += bounds[e]
                count += 1
    return total, count
