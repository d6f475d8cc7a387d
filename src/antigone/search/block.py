"""A block of families against all remains: tables, tiles, screen, and candidates exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.genetics.expected_lr import probability_to_reach
from antigone.genetics.pedigree import Sex
from antigone.genetics.tables import FamilyTables, TableState, family_tables
from antigone.search.candidates import (
    BestOf,
    Candidates,
    best_of_each,
    joined,
    raised_thresholds,
)
from antigone.search.case import SEXES, Profiles, SoughtPersons
from antigone.search.screen import Reached, screen_for, tiles_a_pass
from antigone.search.tiles import LANES, FixedPoint, Tiles, aligned, tiles_of

FIRST_REMAINS = 512
MOST_REMAINS = 65_536
"""Remains of one pass: few at first, so that the thresholds of a search for the best rise early."""


@dataclass(frozen=True)
class Query:
    """Which pairs are candidates.

    Args:
        threshold: least log10 LR.
        top: only so many of the best of each; all that reach the threshold where None.
        best_of: each missing person, or each remains.
        recall: whether to compute how probably each missing person's own remains would be found.
    """

    threshold: float
    top: int | None = None
    best_of: BestOf = "missing"
    recall: bool = True


@dataclass(frozen=True)
class LeftOut:
    """A missing person whose family could not be compared, with the marker at which it failed."""

    missing: int
    state: TableState
    marker: int


@dataclass(frozen=True)
class BlockResult:
    """What a block of families gave.

    Args:
        candidates: places in the case, with log10 LR.
        left_out: those who could not be compared.
        recall: for each missing person of the block, the probability that their remains reach the
            threshold; nan for those left out, and where it was not asked for.
    """

    candidates: Candidates
    left_out: tuple[LeftOut, ...]
    recall: NDArray[np.float64]


def search_block(
    profiles: Profiles,
    sought: SoughtPersons,
    query: Query,
    thresholds_of_remains: NDArray[np.float64] | None = None,
) -> BlockResult:
    """Find the candidates among all remains for some missing persons.

    Args:
        profiles: of all remains.
        sought: missing persons whose families are of one shape.
        query: which pairs are candidates.
        thresholds_of_remains: shape (N,), where better candidates of the remains are known already.
    """
    tables = tables_with_sex(profiles, sought, recall=query.recall)
    usable = tables.state == TableState.USABLE
    thresholds = np.where(usable, query.threshold, np.inf)
    floors = np.full(len(profiles.rows), -np.inf)
    if thresholds_of_remains is not None:
        floors = thresholds_of_remains.copy()
    tiled = tile_block(profiles, tables)
    found = search_tiles(profiles, tiled, query, thresholds, floors)
    candidates = Candidates(found.remains, sought.numbers[found.missing], found.log10_lr)
    left_out = tuple(
        LeftOut(int(sought.numbers[i]), TableState(int(tables.state[i])), int(tables.trouble_at[i]))
        for i in np.flatnonzero(~usable)
    )
    recall = np.full(len(usable), np.nan)
    if query.recall:
        recall[usable] = probability_to_reach(tables.expected, query.threshold)[usable]
    return BlockResult(candidates, left_out, recall)


def tables_with_sex(profiles: Profiles, sought: SoughtPersons, *, recall: bool) -> FamilyTables:
    """Tables with two more rows: female and male remains exclude persons of the other sex."""
    tables = family_tables(
        profiles.markers, sought.batch, profiles.observed, expected=recall, spare=2
    )
    tables.log10_lr[sought.sex == SEXES.index(Sex.MALE), -2] = -np.inf
    tables.log10_lr[sought.sex == SEXES.index(Sex.FEMALE), -1] = -np.inf
    return tables


@dataclass(frozen=True)
class Tiled:
    """The tables of a block, and the same in fixed point.

    Args:
        table: log10 LR, shape (families, rows).
        fixed, tiles, excess: as of `tiles_of`.
    """

    table: NDArray[np.float64]
    fixed: FixedPoint
    tiles: Tiles
    excess: NDArray[np.float64]


def tile_block(profiles: Profiles, tables: FamilyTables) -> Tiled:
    """The tables of a block, with their rows for sex, made ready for the screen."""
    fixed = FixedPoint(profiles.rows.shape[1])
    first_row = np.append(profiles.observed.first_row, profiles.sex_rows + 2)
    tiles, excess = tiles_of(tables.log10_lr, first_row, fixed)
    return Tiled(tables.log10_lr, fixed, tiles, excess)


def search_tiles(
    profiles: Profiles,
    tiled: Tiled,
    query: Query,
    thresholds: NDArray[np.float64],
    floors: NDArray[np.float64],
) -> Candidates:
    """Candidates with the place of the missing person in the block.

    Args:
        profiles: of all remains.
        tiled: the block.
        query: which pairs are candidates.
        thresholds: least log10 LR for each missing person of the block; raised as the best are found.
        floors: the same for each of the remains.
    """
    table, fixed, tiles, excess = tiled.table, tiled.fixed, tiled.tiles, tiled.excess
    screen = screen_for(profiles.steps.shape[1], profiles.steps.itemsize)
    step = tiles_a_pass(table.shape[1])
    found = joined([])
    reached = np.empty(
        (min(MOST_REMAINS, len(profiles.steps)) * min(step, len(tiles)), 3), np.uint32
    )
    for start, stop in _passes(len(profiles.steps), FIRST_REMAINS if query.top else MOST_REMAINS):
        steps = profiles.steps[start:stop]
        bounds = _bounds(fixed, thresholds, excess, len(tiles))
        lowest = fixed.bound(floors[start:stop], float(excess.max(initial=0.0)))
        parts = [found]
        for tile in range(0, len(tiles), step):
            count = screen(tiles[tile : tile + step], steps, bounds[tile:], lowest, reached)
            if count:
                parts.append(
                    _exactly(reached[:count], tile, start, profiles, table, thresholds, floors)
                )
        found = joined(parts) if len(parts) > 1 else found
        if query.top is not None and len(parts) > 1:
            found = best_of_each(found, query.best_of, query.top)
            kept = thresholds if query.best_of == "missing" else floors
            raised_thresholds(found, query.best_of, query.top, kept)
    return found


def _passes(remains: int, first: int) -> Iterator[tuple[int, int]]:
    start, length = 0, first
    while start < remains:
        yield start, min(start + length, remains)
        start, length = start + length, min(2 * length, MOST_REMAINS)


def _bounds(
    fixed: FixedPoint, thresholds: NDArray[np.float64], excess: NDArray[np.float64], tiles: int
) -> NDArray[np.int16]:
    """Bounds of all lanes; those without a family are never reached."""
    bounds = aligned((tiles, LANES))
    bounds[:] = np.iinfo(np.int16).max
    bounds.reshape(-1)[: len(thresholds)] = fixed.bound(thresholds, excess)
    return bounds


def _exactly(
    reached: Reached,
    first_tile: int,
    first_remains: int,
    profiles: Profiles,
    table: NDArray[np.float64],
    thresholds: NDArray[np.float64],
    floors: NDArray[np.float64],
) -> Candidates:
    """Those of the pairs that reach the threshold, with their log10 LR in float64."""
    most = int(np.bitwise_count(reached[:, 2]).sum())
    remains, missing = (np.empty(most, dtype=np.int64) for _ in range(2))
    log10_lr = np.empty(most)
    count = _add_exactly(
        reached, first_tile, first_remains, profiles.rows, table, thresholds, floors,
        remains, missing, log10_lr,
    )  # fmt: skip
    return Candidates(remains[:count], missing[:count], log10_lr[:count])


@njit(nogil=True, cache=True)
def _add_exactly(
    reached: Reached,
    first_tile: int,
    first_remains: int,
    rows: NDArray[np.int64],
    table: NDArray[np.float64],
    thresholds: NDArray[np.float64],
    floors: NDArray[np.float64],
    remains: NDArray[np.int64],
    missing: NDArray[np.int64],
    log10_lr: NDArray[np.float64],
) -> int:
    """Write the pairs that reach both thresholds; how many they are.

    Terms are added in the order of the markers, so that every machine gets the same bits.
    """
    count = 0
    for entry in range(reached.shape[0]):
        body = first_remains + reached[entry, 0]
        first = (first_tile + reached[entry, 1]) * 32
        for lane in range(32):
            if not (reached[entry, 2] >> np.uint32(lane)) & np.uint32(1):
                continue
            family = first + lane
            total = 0.0
            for i in range(rows.shape[1]):
                total += table[family, rows[body, i]]
            if total >= thresholds[family] and total >= floors[body] and total > -np.inf:
                remains[count] = body
                missing[count] = family
                log10_lr[count] = total
                count += 1
    return count
