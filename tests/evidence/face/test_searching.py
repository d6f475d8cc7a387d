"""Exact search, compared with the plainest way: all distances in double precision, sorted."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.face import searching
from antigone.evidence.face.engine import Measure
from antigone.evidence.face.searching import (
    FEW_PROBES,
    ROWS_AT_ONCE,
    Block,
    Vectors,
    VectorsRefused,
    score,
    search,
)


def vectors(seed: int, count: int, dimensions: int, measure: Measure) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, dimensions))
    if measure is Measure.COSINE:
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return drawn.astype(np.float32)


def blocks(keys: np.ndarray, rows: Vectors, size: int) -> Iterator[Block]:
    for start in range(0, len(keys), size):
        yield Block(keys[start : start + size], rows[start : start + size])


def plainly(
    probe: Vectors, keys: list[int], rows: Vectors, top: int, measure: Measure
) -> list[int]:
    one = probe.astype(np.float64)
    told = []
    for key, row in zip(keys, rows.astype(np.float64), strict=True):
        near = (
            (one * row).sum() if measure is Measure.COSINE else -np.sqrt(((one - row) ** 2).sum())
        )
        told.append((-float(near), key))
    return [key for _, key in sorted(told)[:top]]


@pytest.mark.parametrize("measure", Measure)
@given(
    seed=st.integers(0, 2**20),
    count=st.integers(1, 60),
    size=st.integers(1, 70),
    top=st.integers(1, 70),
    pass_rows=st.integers(1, 20),
    asked=st.integers(1, FEW_PROBES + 3),
)
def test_any_size_of_block_gives_what_sorting_all_gives(
    measure: Measure, seed: int, count: int, size: int, top: int, pass_rows: int, asked: int
) -> None:
    rows, probes = vectors(seed, count, 6, measure), vectors(seed + 1, asked, 6, measure)
    keys = np.random.default_rng(seed).permutation(count).astype(np.int64) * 7
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "ROWS_AT_ONCE", pass_rows)
        found = search(probes, blocks(keys, rows, size), top, measure)
    for probe, ranked in zip(probes, found, strict=True):
        assert ranked.keys.tolist() == plainly(probe, keys.tolist(), rows, top, measure)
        assert ranked.compared == count
        assert (np.diff(ranked.scores) <= 0.0).all()


@pytest.mark.parametrize("measure", Measure)
@given(seed=st.integers(0, 2**20), size=st.integers(1, 50))
def test_ties_stand_in_the_order_of_their_keys(measure: Measure, seed: int, size: int) -> None:
    """Forty vectors of which only four differ, in any order."""
    rng = np.random.default_rng(seed)
    four = vectors(seed, 4, 5, measure)
    rows, keys = four[rng.integers(0, 4, 40)], rng.permutation(40).astype(np.int64)
    ranked = search(four[:1], blocks(keys, rows, size), 15, measure)[0]
    assert ranked.keys.tolist() == plainly(four[0], keys.tolist(), rows, 15, measure)


def test_rounding_in_single_precision_changes_no_order() -> None:
    """Neighbours that differ in the seventh digit of their distance, far from the origin."""
    base = np.full(128, 0.12, np.float64)
    steps = np.arange(3_000)
    rows = (base + np.outer(1e-6 * steps, np.eye(128)[0])).astype(np.float32)
    probe = (base - 0.05 * np.eye(128)[1]).astype(np.float32)[None, :]
    keys = np.random.default_rng(3).permutation(3_000).astype(np.int64)
    ranked = search(probe, blocks(keys, rows, 100), 25, Measure.DISTANCE)[0]
    assert ranked.keys.tolist() == plainly(probe[0], keys.tolist(), rows, 25, Measure.DISTANCE)


def test_a_score_is_that_of_the_search() -> None:
    rows = vectors(1, 10, 128, Measure.DISTANCE)
    keys = np.arange(10, dtype=np.int64)
    ranked = search(rows[:1], [Block(keys, rows)], 10, Measure.DISTANCE)[0]
    assert ranked.keys[0] == 0
    assert ranked.scores[0] == 0.0
    assert not np.signbit(ranked.scores[0])
    again = [score(rows[0], rows[key], Measure.DISTANCE) for key in ranked.keys]
    assert ranked.scores.tolist() == again


def test_an_empty_gallery_has_nobody() -> None:
    ranked = search(vectors(1, 2, 8, Measure.COSINE), [], 5, Measure.COSINE)
    assert [len(one.keys) for one in ranked] == [0, 0]
    assert ranked[0].compared == 0
    empty = Block(np.empty(0, np.int64), np.empty((0, 8), np.float32))
    assert len(search(vectors(1, 1, 8, Measure.COSINE), [empty], 5, Measure.COSINE)[0].keys) == 0


def test_no_probe_is_no_work_and_no_fault() -> None:
    none = np.empty((0, 8), np.float32)
    rows = vectors(1, 4, 8, Measure.COSINE)
    assert search(none, [Block(np.arange(4), rows)], 5, Measure.COSINE) == []


def test_progress_is_told_and_may_stop_the_search() -> None:
    rows = vectors(1, 2 * ROWS_AT_ONCE + 100, 8, Measure.DISTANCE)
    keys = np.arange(len(rows))
    told: list[int] = []
    search(rows[:1], [Block(keys, rows)], 1, Measure.DISTANCE, told.append)
    assert told == [ROWS_AT_ONCE, 2 * ROWS_AT_ONCE, len(rows)]

    def stop(done: int) -> None:
        raise InterruptedError(done)

    with pytest.raises(InterruptedError):
        search(rows[:1], [Block(keys, rows)], 1, Measure.DISTANCE, stop)


def test_memory_grows_with_a_block_and_not_with_the_gallery() -> None:
    def gallery(count: int) -> Iterator[Block]:
        for number in range(count):
            keys = np.arange(number * 4_096, (number + 1) * 4_096)
            yield Block(keys, vectors(number, 4_096, 64, Measure.DISTANCE))

    def peak(count: int) -> int:
        tracemalloc.start()
        search(vectors(9, 10, 64, Measure.DISTANCE), gallery(count), 10, Measure.DISTANCE)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(20) < 1.2 * peak(4)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
@pytest.mark.parametrize("measure", Measure)
def test_what_is_no_number_is_refused(measure: Measure, value: float) -> None:
    rows = vectors(1, 5, 8, measure)
    spoilt = rows.copy()
    spoilt[3, 2] = value
    with np.errstate(over="ignore", invalid="ignore"), pytest.raises(VectorsRefused):
        search(rows[:1], [Block(np.arange(5), spoilt)], 2, measure)
    with np.errstate(over="ignore", invalid="ignore"), pytest.raises(VectorsRefused):
        search(spoilt[3:4], [Block(np.arange(5), rows)], 2, measure)


def test_angles_are_taken_between_vectors_of_length_one_only() -> None:
    rows = vectors(1, 5, 8, Measure.COSINE)
    with pytest.raises(VectorsRefused, match="length is not 1"):
        search(rows[:1], [Block(np.arange(5), rows * np.float32(1.1))], 2, Measure.COSINE)


def test_other_shapes_are_refused() -> None:
    rows = vectors(1, 5, 8, Measure.COSINE)
    with pytest.raises(VectorsRefused, match="one key for each row"):
        Block(np.arange(4), rows)
    with pytest.raises(VectorsRefused, match="8 numbers beside probes of 6"):
        search(vectors(1, 1, 6, Measure.COSINE), [Block(np.arange(5), rows)], 2, Measure.COSINE)
    with pytest.raises(VectorsRefused, match="needed are rows"):
        search(rows[0], [Block(np.arange(5), rows)], 2, Measure.COSINE)
    with pytest.raises(VectorsRefused, match="1 or more"):
        search(rows, [Block(np.arange(5), rows)], 0, Measure.COSINE)
