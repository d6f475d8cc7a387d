"""The blind search on several machines: blocks of families go to the workers of a Dask cluster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from antigone.search.block import BlockResult, Query, search_block
from antigone.search.case import Profiles, RemainsProfiles, SearchCase, SoughtPersons, profiles_of
from antigone.search.checkpoint import open_checkpoint
from antigone.search.search import (
    PERSONS_A_BLOCK,
    Gathering,
    Report,
    SearchRefused,
    SearchResult,
)

if TYPE_CHECKING:
    from antigone.genetics.markers import Marker

CONNECT_SECONDS = 10
"""How long a scheduler may take to answer."""

BLOCKS_A_WORKER = 3
"""Blocks that wait at a worker, so that it never idles while results travel."""


def search_on_cluster(
    case: SearchCase,
    query: Query,
    scheduler: str,
    *,
    progress: Report | None = None,
    checkpoint: Path | None = None,
    persons_a_block: int = PERSONS_A_BLOCK,
) -> SearchResult:
    """Like `search.search`, with the same bits, on the workers of a Dask scheduler.

    Genotypes travel, tables and tiles are built where they are used, and candidates come back. A
    block whose worker dies is done again by another. For the best of each of the remains a worker
    does not know what others have found: more candidates travel, the result is the same.

    Args:
        case, query, progress, checkpoint, persons_a_block: as for `search.search`.
        scheduler: address such as `tcp://10.0.0.1:8786`.

    Raises:
        SearchRefused: Dask is not installed, the scheduler does not answer; and as `search.search`.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise SearchRefused(
            "a search on a cluster needs Dask: install antigone with its extra 'cluster'"
        ) from error
    gathering = Gathering(case, query, list(case.blocks(persons_a_block)), progress)
    store = open_checkpoint(checkpoint, case, query, persons_a_block)
    gathering.resume(store)
    profiles_of(case)  # What is wrong with the remains is told here, not by a worker.
    try:
        client = Client(scheduler, set_as_default=False, timeout=CONNECT_SECONDS)
    except OSError as error:
        raise SearchRefused(f"the scheduler {scheduler} does not answer: {error}") from error
    with client:
        shared = client.scatter((case.markers, case.remains), broadcast=True, hash=False)
        waiting = gathering.waiting
        most = BLOCKS_A_WORKER * max(1, sum(client.nthreads().values()))
        numbers = {}
        running = as_completed(loop=client.loop)
        while waiting or running.count():
            while waiting and running.count() < most:
                number = waiting.pop(0)
                future = client.submit(
                    _on_worker, shared, gathering.blocks[number], query, pure=False, retries=3
                )
                numbers[future.key] = number
                running.add(future)
            future = next(running)
            result: BlockResult = future.result()
            number = numbers.pop(future.key)
            if store is not None:
                store.save(number, result)
            gathering.add(number, result)
    return gathering.result()


_prepared: dict[int, tuple[RemainsProfiles, Profiles]] = {}


def _on_worker(
    shared: tuple[tuple[Marker, ...], RemainsProfiles], sought: SoughtPersons, query: Query
) -> BlockResult:
    """A block, on a worker; the remains are made ready once for all its blocks."""
    markers, remains = shared
    kept = _prepared.get(id(remains))
    if kept is None or kept[0] is not remains:
        _prepared.clear()
        kept = remains, profiles_of(SearchCase(markers, remains, ()))
        _prepared[id(remains)] = kept
    return search_block(kept[1], sought, query)
