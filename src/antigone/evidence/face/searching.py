"""Which vectors lie nearest to some others: all are compared, in blocks, and the best are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.face.engine import Measure

Vectors = NDArray[np.float32]

ROWS_AT_ONCE = 16_384
"""Vectors of one pass: 8 MB at 128 numbers each. Fewer cost calls, more cost memory (our choice)."""

FEW_PROBES = 4
"""Up to so many, each is compared by itself (our choice)."""

UNIT_WITHIN = 1e-3
"""How far the squared length of a vector may be from 1 where angles are compared."""


class VectorsRefused(ValueError):
    """Vectors that cannot be compared: of other lengths, or with something in them that is no number."""


@dataclass(frozen=True)
class Block:
    """Vectors of some persons, one a row; the caller holds no more of them at once than it likes.

    Args:
        keys: whose they are, one for each row; in case of a tie the lower key comes first.
        vectors: shape (persons, dimensions).
    """

    keys: NDArray[np.int64]
    vectors: Vectors

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or self.keys.shape != (len(self.vectors),):
            raise VectorsRefused(
                f"keys of shape {self.keys.shape} for vectors of shape {self.vectors.shape}; "
                "needed is one key for each row"
            )


@dataclass(frozen=True)
class Ranked:
    """The nearest of one probe, the nearest first.

    Args:
        keys: of the persons.
        scores: in the engine's measure, higher is nearer; computed anew in double precision.
        compared: with how many the probe was compared.
    """

    keys: NDArray[np.int64]
    scores: NDArray[np.float64]
    compared: int


def search(
    probes: Vectors,
    gallery: Iterable[Block],
    top: int,
    measure: Measure,
    progress: Callable[[int], None] | None = None,
) -> list[Ranked]:
    """The `top` nearest of each probe, exactly, whatever the size of the blocks.

    Blocks are read one after the other, and compared in passes of `ROWS_AT_ONCE` in single precision.
    What may be among the best, with a margin for rounding, is computed again in double precision,
    term by term in one order, so that sizes of blocks and ties change nothing. Memory grows with
    the probes and with one block, never with the gallery.

    Args:
        probes: shape (probes, dimensions).
        gallery: blocks of the same dimensions, each person once.
        top: how many to keep for each probe, at least 1.
        measure: of the engine that made all vectors.
        progress: called after each pass with the number of vectors compared so far; it may raise to stop.

    Raises:
        VectorsRefused: dimensions differ, or a vector holds something that is no number.
    """
    if probes.ndim != 2 or top < 1:
        raise VectorsRefused(
            f"probes of shape {probes.shape}, the best {top}; needed are rows, and 1 or more"
        )
    longest = _squares(probes, measure).max(initial=0.0) ** 0.5
    best = _Best(probes, top, measure)
    compared = 0
    for keys, rows in _passes(gallery, probes.shape[1]):
        squares = _squares(rows, measure)
        rough = _products(probes, rows)
        if measure is Measure.DISTANCE:
            # Order of -|p - r|² / 2; |p|² is the same for all rows.
            rough -= 0.5 * squares
        widest = squares.max(initial=0.0) ** 0.5
        best.take(keys, rows, rough, _margin(rows.shape[1], longest * widest + widest**2))
        compared += len(rows)
        if progress is not None:
            progress(compared)
    return best.ranked(compared)


def score(one: Vectors, other: Vectors, measure: Measure) -> float:
    """The score of two vectors, as `search` gives it."""
    return float(_exact(one.astype(np.float64), other[None, :], measure)[0])


def _passes(
    gallery: Iterable[Block], dimensions: int
) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
    for block in gallery:
        if block.vectors.shape[1] != dimensions:
            raise VectorsRefused(
                f"vectors of {block.vectors.shape[1]} numbers beside probes of {dimensions}"
            )
        for start in range(0, len(block.keys), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            yield block.keys[part], block.vectors[part]


def _products(probes: Vectors, rows: Vectors) -> Vectors:
    """Of each probe with each row, shape (probes, rows).

    A few probes only read memory, for which one thread is enough; the threads of a matrix product wait for
    one another on a busy machine, and took forty times as long there.
    """
    if len(probes) > FEW_PROBES:
        return probes @ rows.T
    products = np.empty((len(probes), len(rows)), np.float32)
    for product, probe in zip(products, probes, strict=True):
        np.vecdot(rows, probe, out=product)
    return products


def _squares(vectors: Vectors, measure: Measure) -> Vectors:
    """Squared lengths of the vectors, once they are known to be numbers."""
    squares: Vectors = np.vecdot(vectors, vectors)
    if not np.isfinite(squares).all():
        raise VectorsRefused("a vector holds something that is no number, or one far too large")
    if measure is Measure.COSINE and (np.abs(squares - 1.0) > UNIT_WITHIN).any():
        raise VectorsRefused("a vector whose length is not 1, where angles are compared")
    return squares


def _margin(dimensions: int, size: float) -> float:
    """Twice what a sum of products in single precision may be off (Higham 2002, section 3.1)."""
    return 2.0 * 2.0 * dimensions * 2.0**-24 * size


def _exact(probe: NDArray[np.float64], rows: Vectors, measure: Measure) -> NDArray[np.float64]:
    wide = rows.astype(np.float64)
    if measure is Measure.COSINE:
        found: NDArray[np.float64] = (wide * probe).sum(axis=1)
        return found
    away = wide - probe
    # Less from 0, not turned in sign: equal vectors have the score 0, not -0.
    nearness: NDArray[np.float64] = 0.0 - np.sqrt((away * away).sum(axis=1))
    return nearness


class _Best:
    """The best of each probe so far: nearest first, the lower key first where they tie."""

    def __init__(self, probes: Vectors, top: int, measure: Measure) -> None:
        self._probes, self._top, self._measure = probes.astype(np.float64), top, measure
        self._keys = [np.empty(0, np.int64) for _ in probes]
        self._scores = [np.empty(0) for _ in probes]
        self._rough = [np.empty(0, np.float32) for _ in probes]
        self._least = np.full(len(probes), -np.inf)
        """Of the rough scores that are kept; minus infinity while there is room."""

    def take(self, keys: NDArray[np.int64], rows: Vectors, rough: Vectors, margin: float) -> None:
        """Take in what may be among the best of a pass."""
        possible = rough >= (self._least - margin)[:, None]
        for number in np.flatnonzero(possible.any(axis=1)).tolist():
            at = np.flatnonzero(possible[number])
            if len(at) > self._top:
                of_pass = rough[number, at]
                nth = np.partition(of_pass, len(at) - self._top)[len(at) - self._top]
                at = at[of_pass >= nth - margin]
            scores = _exact(self._probes[number], rows[at], self._measure)
            self._keep(number, keys[at], scores, rough[number, at])

    def _keep(
        self,
        number: int,
        keys: NDArray[np.int64],
        scores: NDArray[np.float64],
        rough: NDArray[np.float32],
    ) -> None:
        keys = np.concatenate([self._keys[number], keys])
        scores = np.concatenate([self._scores[number], scores])
        rough = np.concatenate([self._rough[number], rough])
        order = np.lexsort((keys, -scores))[: self._top]
        self._keys[number], self._scores[number] = keys[order], scores[order]
        self._rough[number] = rough[order]
        if len(order) == self._top:
            self._least[number] = float(rough[order].min())

    def ranked(self, compared: int) -> list[Ranked]:
        """What was kept."""
        return [
            Ranked(keys, scores, compared)
            for keys, scores in zip(self._keys, self._scores, strict=True)
        ]
