from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from distributed import Client, LocalCluster

from antigone.search.block import Query
from antigone.search.cluster import search_on_cluster
from antigone.search.search import Progress, SearchRefused, search
from tests.search.invented import case


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers in processes of their own, each with a nanny that starts it anew."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as running:
        yield running


@pytest.mark.parametrize(
    ("query", "deaths"), [(Query(1.0), 1), (Query(0.0, top=2, best_of="remains"), 2)]
)
def test_a_cluster_gives_the_same_bits_though_workers_are_killed(
    cluster: LocalCluster, query: Query, deaths: int, tmp_path: Path
) -> None:
    """Of two workers one dies; then both, and with them all copies of the remains."""
    of = case(320, 300, np.random.default_rng(8))
    here = search(of, query, persons_a_block=8)
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        client.wait_for_workers(2)
        workers = list(client.run(os.getpid).values())
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if not killed and progress.done > progress.total // 5:
            for worker in workers[:deaths]:
                os.kill(worker, signal.SIGKILL)
                killed.append(worker)

    there = search_on_cluster(
        of,
        query,
        cluster.scheduler_address,
        progress=kill,
        persons_a_block=8,
        checkpoint=tmp_path / "search",
    )
    assert len(killed) == deaths
    assert np.array_equal(here.candidates.remains, there.candidates.remains)
    assert np.array_equal(here.candidates.missing, there.candidates.missing)
    assert here.candidates.log10_lr.tobytes() == there.candidates.log10_lr.tobytes()
    assert here.recall.tobytes() == there.recall.tobytes()


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antigone.search.cluster.CONNECT_SECONDS", 1)
    of = case(4, 4, np.random.default_rng(8))
    with pytest.raises(SearchRefused, match=r"127\.0\.0\.1:9 does not answer"):
        search_on_cluster(of, Query(1.0), "tcp://127.0.0.1:9")
