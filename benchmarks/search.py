"""The blind search measured on one core: `python -m benchmarks.search --families N --remains N`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.tables import TableState
from antigone.search.block import Query, Tiled, search_tiles, tables_with_sex, tile_block
from antigone.search.candidates import Candidates, joined
from antigone.search.case import Profiles, SearchCase, profiles_of
from antigone.search.screen import second_cache_bytes
from antigone.search.search import PERSONS_A_BLOCK
from antigone.search.tiles import LANES, aligned
from benchmarks.invented import MIX, invented_case
from benchmarks.machine import read_bytes_per_second
from benchmarks.plain import numba_screen_for, numpy_screen

Result = TypeVar("Result")
Figures = dict[str, float | int | str | bool | None]

STEPWISE_FAMILIES = 1_000
PLAIN_TILES, PLAIN_REMAINS = 16, 20_000
"""The plain screens are measured on this part; they take as long for every pair."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=10_000)
    parser.add_argument("--remains", type=int, default=10_000)
    parser.add_argument("--loci", type=int, default=24)
    parser.add_argument("--threshold", type=float, default=4.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--any-core", action="store_true", help="do not pin to one processor")
    asked = parser.parse_args()
    if not asked.any_core and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    figures = measure(asked.families, asked.remains, asked.loci, asked.threshold, asked.seed)
    if asked.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:40} {value:,.6g}" if isinstance(value, float) else f"{name:40} {value}")
    return 0


def measure(families: int, remains: int, loci: int, threshold: float, seed: int) -> Figures:
    """All figures of one run."""
    _warm_up(loci)
    figures: Figures = {
        "families": families,
        "remains": remains,
        "loci": loci,
        "threshold_log10_lr": threshold,
        "shapes": ", ".join(MIX),
        "mutation": "proportional",
        "cores": 1,
        "processor": _processor(),
        "second_cache_kib": second_cache_bytes() // 1024,
        "load_average_before": os.getloadavg()[0],
    }
    rng = np.random.default_rng(seed)
    case, remains_of = invented_case(families, remains, loci, rng)
    bandwidth = read_bytes_per_second()
    query = Query(threshold, recall=False)
    seconds, profiles = _timed(lambda: profiles_of(case))
    figures |= {"profiles_seconds": seconds, "rows_of_a_tile": profiles.observed.count + 3}
    build, screen, candidates, tiled = _search(case, profiles, query)
    bandwidth = max(bandwidth, read_bytes_per_second())
    pairs = families * remains
    rows = profiles.rows.shape[1]
    figures |= {
        "build_seconds": build,
        "build_families_per_second": families / build,
        "search_seconds": screen,
        "look_ups_per_second": pairs * loci / screen,
        "row_additions_per_second": pairs * rows / screen,
        "pairs_per_second": pairs / screen,
        "screen_read_bytes_per_second": pairs * rows * 2 / screen,
        "l2_read_bytes_per_second": bandwidth,
        "fraction_of_l2_read": pairs * rows * 2 / screen / bandwidth,
    }
    figures |= _found(case, remains_of, candidates)
    figures |= _plainly(profiles, tiled, query, loci)
    figures |= _recall_and_stepwise(case, profiles, loci, threshold, rng)
    figures["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures["load_average_after"] = os.getloadavg()[0]
    return figures


def _search(
    case: SearchCase, profiles: Profiles, query: Query
) -> tuple[float, float, Candidates, Tiled]:
    """Seconds of building and of searching, the candidates, and the last block."""
    build = screen = 0.0
    parts = []
    for block in case.blocks(PERSONS_A_BLOCK):
        start = time.perf_counter()
        tables = tables_with_sex(profiles, block, recall=query.recall)
        tiled = tile_block(profiles, tables)
        middle = time.perf_counter()
        usable = tables.state == TableState.USABLE
        found = search_tiles(
            profiles,
            tiled,
            query,
            np.where(usable, query.threshold, np.inf),
            np.full(len(profiles.rows), -np.inf),
        )
        end = time.perf_counter()
        build, screen = build + middle - start, screen + end - middle
        parts.append(Candidates(found.remains, block.numbers[found.missing], found.log10_lr))
    return build, screen, joined(parts), tiled


def _found(case: SearchCase, remains_of: NDArray[np.int64], candidates: Candidates) -> Figures:
    planted = np.flatnonzero(remains_of >= 0)
    found = set(zip(candidates.missing.tolist(), candidates.remains.tolist(), strict=True))
    again = [(int(m), int(remains_of[m])) in found for m in planted]
    return {
        "candidates": len(candidates),
        "planted_pairs": len(planted),
        "planted_pairs_found": sum(again),
        "recall_of_planted_pairs": sum(again) / len(again) if again else None,
    }


def _plainly(profiles: Profiles, tiled: Tiled, query: Query, loci: int) -> Figures:
    """NumPy, plain numba and ours on the same tiles and remains."""
    tiles = aligned((min(PLAIN_TILES, len(tiled.tiles)), *tiled.tiles.shape[1:]))
    tiles[:] = tiled.tiles[: len(tiles)]
    families = len(tiles) * LANES
    part = Tiled(tiled.table[:families], tiled.fixed, tiles, tiled.excess[:families])
    some = slice(PLAIN_REMAINS)
    few = Profiles(
        profiles.markers, profiles.observed, profiles.rows[some].copy(), profiles.steps[some].copy()
    )
    numba_screen = numba_screen_for(few.rows.shape[1])
    bounds = np.full((len(tiles), LANES), np.iinfo(np.int16).max, dtype=np.int16)
    thresholds = np.full(len(part.table), query.threshold)
    bounds.reshape(-1)[: len(thresholds)] = part.fixed.bound(thresholds, part.excess)
    floors = np.full(len(few.rows), -np.inf)
    numba_screen(tiles, few.rows[:1], bounds)  # compiles
    ways: dict[str, Callable[[], object]] = {
        "numpy": lambda: numpy_screen(tiles, few.rows, bounds),
        "plain_numba": lambda: numba_screen(tiles, few.rows, bounds),
        "ours": lambda: search_tiles(few, part, query, thresholds, floors),
    }
    look_ups = len(thresholds) * len(few.rows) * loci
    return {
        f"look_ups_per_second_{name}_same_part": look_ups / min(_timed(way)[0] for _ in range(3))
        for name, way in ways.items()
    }


def _recall_and_stepwise(
    case: SearchCase,
    profiles: Profiles,
    loci: int,
    threshold: float,
    rng: np.random.Generator,
) -> Figures:
    blocks = [group.part(0, 1_000) for group in case.sought]
    each = sum(len(block.ids) for block in blocks)
    without, _ = _timed(lambda: [tables_with_sex(profiles, b, recall=False) for b in blocks])
    with_recall, _ = _timed(lambda: [tables_with_sex(profiles, b, recall=True) for b in blocks])
    stepwise, _ = invented_case(
        STEPWISE_FAMILIES,
        10_000,
        loci,
        rng,
        mutation="stepwise",
        shapes=("mother and a sib", "a sib"),
    )
    steps = profiles_of(stepwise)

    def build() -> None:
        for block in stepwise.blocks(PERSONS_A_BLOCK):
            tile_block(steps, tables_with_sex(steps, block, recall=False))

    seconds, _ = _timed(build)
    return {
        "expected_recall_families_per_second": each / max(with_recall - without, 1e-9),
        "build_stepwise_sib_families_per_second": STEPWISE_FAMILIES / seconds,
    }


def _warm_up(loci: int) -> None:
    """Compile, or load from the cache, what is measured."""
    rng = np.random.default_rng(0)
    for mutation in ("proportional", "stepwise"):
        case, _ = invented_case(60, 60, loci, rng, mutation=mutation)
        profiles = profiles_of(case)
        _search(case, profiles, Query(0.0))


def _timed(call: Callable[[], Result]) -> tuple[float, Result]:
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


if __name__ == "__main__":
    sys.exit(main())
