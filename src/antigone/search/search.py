"""The blind search: all remains against all missing persons, block by block."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from antigone.search.block import BlockResult, LeftOut, Query, search_block
from antigone.search.candidates import (
    Candidates,
    best_first,
    best_of_each,
    joined,
    raised_thresholds,
)
from antigone.search.case import Profiles, SearchCase, SoughtPersons, profiles_of
from antigone.search.checkpoint import Checkpoint, open_checkpoint

PERSONS_A_BLOCK = 2048
"""Their tables take some 50 MB; a block is a fraction of a second of work, and is saved at once."""

MOST_CANDIDATES = 20_000_000
"""A search that finds more than this is stopped: its threshold says nothing."""


class SearchRefused(ValueError):
    """A search cannot be done as asked; the message says how to mend it."""


@dataclass(frozen=True)
class Progress:
    """How far a search is, in pairs; `resumed` of the pairs done were done by an earlier run."""

    done: int
    total: int
    resumed: int


@dataclass(frozen=True)
class SearchResult:
    """Candidates, best first.

    Args:
        candidates: places in the case, with log10 LR.
        left_out: missing persons who could not be compared, by place.
        recall: shape (M,), for each missing person the probability that their remains, if complete,
            reach the threshold; nan for those left out.
    """

    candidates: Candidates
    left_out: tuple[LeftOut, ...]
    recall: NDArray[np.float64]


Report = Callable[[Progress], None]


def search(
    case: SearchCase,
    query: Query,
    *,
    threads: int | None = None,
    progress: Report | None = None,
    checkpoint: Path | None = None,
    persons_a_block: int = PERSONS_A_BLOCK,
) -> SearchResult:
    """Find every pair of remains and missing person that the query asks for.

    The result depends neither on the number of threads nor on interruptions. Memory grows with the
    number of remains, of families and of candidates, never with the number of pairs.

    Args:
        case: remains and missing persons.
        query: which pairs are candidates.
        threads: how many at once; as many as there are processors where None.
        progress: called whenever a block is done.
        checkpoint: a folder in which finished blocks are kept; a search that was interrupted goes on
            from there, and the folder stays until the caller removes it.
        persons_a_block: missing persons that are computed together.

    Raises:
        SearchRefused: more candidates than can be kept.
        MarkerError: remains show an allele of frequency 0.
        CheckpointMismatch: the folder holds the beginning of another search.
    """
    profiles = profiles_of(case)  # first: what is refused here must leave no folder behind
    gathering = Gathering(case, query, list(case.blocks(persons_a_block)), progress)
    store = open_checkpoint(checkpoint, case, query, persons_a_block)
    gathering.resume(store)
    workers = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        for number, result in _in_any_order(pool, workers, gathering, profiles):
            if store is not None:
                store.save(number, result)
            gathering.add(number, result)
    return gathering.result()


@dataclass
class Gathering:
    """The results of blocks as they come in, in any order."""

    case: SearchCase
    query: Query
    blocks: list[SoughtPersons]
    progress: Report | None = None
    _parts: dict[int, BlockResult] = field(default_factory=dict)
    _best: Candidates = field(default_factory=lambda: joined([]))
    _kept: int = 0
    _done: int = 0
    _resumed: int = 0

    def __post_init__(self) -> None:
        self.thresholds_of_remains = np.full(len(self.case.remains.ids), -np.inf)
        self._report()

    @property
    def waiting(self) -> list[int]:
        """Blocks that are not done."""
        return [number for number in range(len(self.blocks)) if number not in self._parts]

    def resume(self, store: Checkpoint | None) -> None:
        """Take what an earlier run has kept."""
        for number in self.waiting if store is not None else []:
            kept = store.load(number) if store is not None else None
            if kept is not None:
                self.add(number, kept, resumed=True)

    def add(self, number: int, result: BlockResult, *, resumed: bool = False) -> None:
        """Take the result of a block.

        Raises:
            SearchRefused: these are more candidates than can be kept.
        """
        if self.query.top is not None and self.query.best_of == "remains":
            both = joined([self._best, result.candidates])
            self._best = best_of_each(both, "remains", self.query.top)
            raised_thresholds(self._best, "remains", self.query.top, self.thresholds_of_remains)
            result = BlockResult(joined([]), result.left_out, result.recall)
        self._parts[number] = result
        self._kept += len(result.candidates)
        if self._kept > MOST_CANDIDATES:
            raise SearchRefused(
                f"more than {MOST_CANDIDATES:,} pairs reach log10 LR {self.query.threshold:g}; "
                "raise the threshold or ask for the best of each only"
            )
        pairs = len(self.blocks[number].ids) * len(self.case.remains.ids)
        self._done += pairs
        self._resumed += pairs if resumed else 0
        self._report()

    def result(self) -> SearchResult:
        """Everything, in an order that does not depend on the order of the blocks."""
        parts = [self._parts[number] for number in sorted(self._parts)]
        candidates = joined([self._best, *(part.candidates for part in parts)])
        recall = np.full(len(self.case.missing), np.nan)
        for number, part in self._parts.items():
            recall[self.blocks[number].numbers] = part.recall
        left_out = sorted((one for part in parts for one in part.left_out), key=lambda o: o.missing)
        return SearchResult(best_first(candidates), tuple(left_out), recall)

    def _report(self) -> None:
        if self.progress is not None:
            total = len(self.case.missing) * len(self.case.remains.ids)
            self.progress(Progress(self._done, total, self._resumed))


def _in_any_order(
    pool: ThreadPoolExecutor, workers: int, gathering: Gathering, profiles: Profiles
) -> Iterator[tuple[int, BlockResult]]:
    """Blocks as they get done; each starts with what was known of the remains by then."""
    waiting = gathering.waiting
    running: dict[Future[BlockResult], int] = {}
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                number = waiting.pop(0)
                running[
                    pool.submit(
                        search_block,
                        profiles,
                        gathering.blocks[number],
                        gathering.query,
                        gathering.thresholds_of_remains.copy(),
                    )
                ] = number
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()
