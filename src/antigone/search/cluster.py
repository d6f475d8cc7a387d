"""The blind search on several machines: blocks of families go to the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    from distributed import Client, Future

    from antigone.genetics.markers import Marker

CONNECT_SECONDS = 10
"""How long a scheduler may take to answer."""

MOST_LOSSES = 100
"""So many times the remains are sent again because all workers that held them died."""

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
        from distributed import Client
    except ImportError as error:
        raise SearchRefused(
            "a search on a cluster needs Dask: install antigone with its extra 'cluster'"
        ) from error
    gathering = Gathering(case, query, list(case.blocks(persons_a_block)), progress)
    # What is wrong with the remains is told here, not by a worker, and leaves no folder behind.
    profiles_of(case)
    store = open_checkpoint(checkpoint, case, query, persons_a_block)
    gathering.resume(store)
    try:
        client = Client(scheduler, set_as_default=False, timeout=CONNECT_SECONDS)
    except OSError as error:
        raise SearchRefused(f"the scheduler {scheduler} does not answer: {error}") from error
    with client:
        for number, result in _as_they_come(client, case, query, gathering):
            if store is not None:
                store.save(number, result)
            gathering.add(number, result)
    return gathering.result()


def _as_they_come(
    client: Client, case: SearchCase, query: Query, gathering: Gathering
) -> Iterator[tuple[int, BlockResult]]:
    """Blocks in the order in which workers finish them."""
    from distributed import KilledWorker, as_completed

    waiting = gathering.waiting
    running = as_completed(loop=client.loop)
    sent: dict[object, tuple[int, Future[Any]]] = {}
    shared = _shared(client, case)
    lost = 0
    while waiting or sent:
        most = BLOCKS_A_WORKER * max(1, sum(client.nthreads().values()))
        while waiting and len(sent) < most:
            number = waiting.pop(0)
            future = client.submit(
                _on_worker, shared, gathering.blocks[number], query, pure=False, retries=3
            )
            sent[future.key] = number, shared
            running.add(future)
        future = next(running)
        number, used = sent.pop(future.key)
        try:
            yield number, future.result()
        except CancelledError:
            # The last worker that held the remains died: send them again, and the block with them.
            waiting.insert(0, number)
            if used is shared:
                lost += 1
                if lost > MOST_LOSSES:
                    raise SearchRefused(
                        f"the workers of the cluster died {lost} times; see their logs"
                    ) from None
                shared = _shared(client, case)
        except KilledWorker as error:
            raise SearchRefused(
                "a part of the search died on several workers; they may have too little memory"
            ) from error


def _shared(client: Client, case: SearchCase) -> Future[Any]:
    """Markers and remains on every worker."""
    try:
        sent: Future[Any] = client.scatter((case.markers, case.remains), broadcast=True, hash=False)
    except TimeoutError as error:
        raise SearchRefused("the scheduler has no worker") from error
    return sent


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
