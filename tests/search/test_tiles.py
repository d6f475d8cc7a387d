from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.search.screen import screen_for, second_cache_bytes, steps_of, tiles_a_pass
from antigone.search.tiles import LANES, FixedPoint, aligned, tiles_of


def test_sums_of_rows_stay_within_sixteen_bits() -> None:
    for rows in (1, 24, 25, 26, 51, 52, 100, 2000):
        fixed = FixedPoint(rows)
        assert rows * fixed.limit <= 32767
        assert fixed.steps & (fixed.steps - 1) == 0
    assert FixedPoint(25).steps == 256
    assert FixedPoint(26).steps == 128


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([1, 7, 25, 26, 60]),
    st.integers(0, 10_000),
    st.floats(-20, 20),
    st.sampled_from([0.5, 3.0, 8.0]),
    st.booleans(),
)
def test_the_screen_loses_no_pair(
    markers: int, seed: int, threshold: float, spread: float, narrow: bool
) -> None:
    """Pairs at the threshold or just above it, far outside the limits of a row too."""
    rng = np.random.default_rng(seed)
    first_row = np.arange(1, 4 * markers + 2, 4)
    families = 40
    table = np.zeros((families, int(first_row[-1])))
    table[:, 1:] = rng.normal(0, spread, (families, 4 * markers))
    table[rng.random(table.shape) < 0.02] = -np.inf
    table[:, 0] = 0.0
    rows = first_row[:-1] + rng.integers(4, size=(70, markers))
    rows[rng.random(rows.shape) < 0.1] = 0
    sums = table[:, rows].sum(axis=2)
    fixed = FixedPoint(markers)
    tiles, excess = tiles_of(table, first_row, fixed)
    # Each family's threshold is exactly what one of its own pairs reaches, where that is finite.
    of_family = np.where(np.isfinite(sums[:, 0]), sums[:, 0], threshold)
    bounds = aligned((len(tiles), LANES))
    bounds[:] = 32767
    bounds.reshape(-1)[:families] = fixed.bound(of_family, excess)
    floors = fixed.bound(np.full(70, -np.inf), float(excess.max()))
    reached = np.empty((70 * len(tiles), 3), dtype=np.uint32)
    steps = steps_of(rows, int(first_row[-1]) if narrow else 10_000)
    assert steps.itemsize == (2 if narrow else 4)
    count = screen_for(markers, steps.itemsize)(tiles, steps, bounds, floors, reached)
    kept = np.zeros((len(tiles) * LANES, 70), dtype=bool)
    for body, tile, lanes in reached[:count].tolist():
        for lane in range(LANES):
            kept[tile * LANES + lane, body] = bool(lanes >> lane & 1)
    assert not kept[families:].any()
    assert not np.any((sums >= of_family[:, None]) & ~kept[:families])
    expected = tiles[:, rows].astype(np.int64).sum(axis=2).transpose(0, 2, 1)
    assert np.array_equal(kept, (expected >= bounds[:, :, None]).reshape(-1, 70))


def test_tiles_fill_half_of_the_second_cache() -> None:
    assert second_cache_bytes() >= 1 << 16
    assert tiles_a_pass(10**9) == 1
    assert tiles_a_pass(1000) * 64_000 <= max(second_cache_bytes() // 2, 64_000)
