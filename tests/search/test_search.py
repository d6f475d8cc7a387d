from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from antigone.genetics.tables import family_tables
from antigone.reconcile.pairwise import pairwise_log10_lr
from antigone.search.block import Query
from antigone.search.candidates import BestOf, Candidates
from antigone.search.case import (
    RemainsProfiles,
    SearchCase,
    SoughtPersons,
    case_of,
    profiles_of,
)
from antigone.search.checkpoint import CheckpointMismatch, remove_checkpoint
from antigone.search.search import Progress, SearchRefused, search
from antigone.simulate.incident import Plan, simulate_incident
from tests.search.invented import case, complete_case, markers


def every_pair(of: SearchCase) -> NDArray[np.float64]:
    """log10 LR of all remains (rows) and missing persons (columns) in plain float64."""
    profiles = profiles_of(of)
    every = np.zeros((len(of.remains.ids), len(of.missing)))
    for group in of.sought:
        tables = family_tables(profiles.markers, group.batch, profiles.observed)
        for number, sex, table in zip(group.numbers, group.sex, tables.log10_lr, strict=True):
            every[:, number] = table[profiles.rows[:, :-1]].sum(axis=1)
            differ = (of.remains.sex > 0) & (sex > 0) & (of.remains.sex != sex)
            every[differ, number] = -np.inf
    return every


def as_set(candidates: Candidates) -> set[tuple[int, int]]:
    return set(zip(candidates.remains.tolist(), candidates.missing.tolist(), strict=True))


@pytest.fixture(scope="module")
def large() -> SearchCase:
    return case(2000, 2000, np.random.default_rng(11))


@pytest.fixture(scope="module")
def brute(large: SearchCase) -> NDArray[np.float64]:
    return every_pair(large)


@pytest.mark.parametrize("threshold", [-2.0, 0.0, 4.0])
def test_no_candidate_is_lost_and_none_is_too_many(
    large: SearchCase, brute: NDArray[np.float64], threshold: float
) -> None:
    found = search(large, Query(threshold)).candidates
    expected = np.argwhere(brute >= threshold)
    assert len(expected) > 500
    assert as_set(found) == set(map(tuple, expected.tolist()))
    np.testing.assert_allclose(
        found.log10_lr, brute[found.remains, found.missing], rtol=0, atol=1e-12
    )
    assert np.all(np.diff(found.log10_lr) <= 0)


@pytest.mark.parametrize("side", ["missing", "remains"])
def test_the_best_of_each_are_the_best(
    large: SearchCase, brute: NDArray[np.float64], side: BestOf
) -> None:
    found = search(large, Query(-1.0, top=3, best_of=side), persons_a_block=150).candidates
    by_key = brute.T if side == "missing" else brute
    expected = set()
    for key, values in enumerate(by_key):
        best = np.argsort(-values, kind="stable")[:3]
        pairs = [(int(b), key) if side == "missing" else (key, int(b)) for b in best]
        expected |= {p for p in pairs if brute[p] >= -1.0}
    assert len(expected) > 1000
    assert as_set(found) == expected


def test_threads_and_blocks_change_no_bit(large: SearchCase) -> None:
    one = search(large, Query(1.0), threads=1)
    for other in (
        search(large, Query(1.0), threads=4, persons_a_block=64),
        search(large, Query(1.0), threads=2, persons_a_block=333),
    ):
        assert np.array_equal(one.candidates.remains, other.candidates.remains)
        assert np.array_equal(one.candidates.missing, other.candidates.missing)
        assert one.candidates.log10_lr.tobytes() == other.candidates.log10_lr.tobytes()
        assert one.recall.tobytes() == other.recall.tobytes()


def test_new_remains_against_all_families_and_a_new_family_against_all_remains(
    large: SearchCase,
) -> None:
    whole = as_set(search(large, Query(2.0)).candidates)
    r = large.remains
    body = RemainsProfiles(r.ids[7:8], r.sex[7:8], r.genotypes[7:8], r.levels, r.level[7:8])
    new_remains = search(SearchCase(large.markers, body, large.sought), Query(2.0)).candidates
    assert as_set(new_remains) == {(0, m) for b, m in whole if b == 7}
    family = large.sought[0].part(3, 4)
    alone = SoughtPersons(family.ids, np.array([0]), family.sex, family.batch)
    new_family = search(SearchCase(large.markers, r, (alone,)), Query(2.0)).candidates
    assert as_set(new_family) == {(b, 0) for b, m in whole if m == family.numbers[0]}


def test_an_interrupted_search_goes_on_where_it_stopped(large: SearchCase, tmp_path: Path) -> None:
    folder = tmp_path / "search"
    whole = search(large, Query(1.0), persons_a_block=100)

    class Interrupted(Exception):
        pass

    def stop_half_way(progress: Progress) -> None:
        if progress.done > progress.total // 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        search(large, Query(1.0), persons_a_block=100, checkpoint=folder, progress=stop_half_way)
    reports: list[Progress] = []
    again = search(
        large, Query(1.0), persons_a_block=100, checkpoint=folder, progress=reports.append
    )
    assert reports[-1].resumed > reports[-1].total // 2
    assert reports[-1].done == reports[-1].total
    assert whole.candidates.log10_lr.tobytes() == again.candidates.log10_lr.tobytes()
    assert as_set(whole.candidates) == as_set(again.candidates)
    assert whole.recall.tobytes() == again.recall.tobytes()
    with pytest.raises(CheckpointMismatch, match="another threshold"):
        search(large, Query(2.0), persons_a_block=100, checkpoint=folder)
    remove_checkpoint(folder)
    assert not folder.exists()


def test_a_search_equals_the_comparison_of_an_incident_pair_by_pair() -> None:
    incident = simulate_incident(Plan(families=16), np.random.default_rng(4)).incident
    pairs = pairwise_log10_lr(incident)
    of = case_of(incident)
    assert of.missing == pairs.missing
    found = search(of, Query(-300.0)).candidates
    got = {
        (pairs.remains[r], pairs.missing[m]): x
        for r, m, x in zip(found.remains, found.missing, found.log10_lr, strict=True)
    }
    expected = {
        (r, m): x
        for r, row in zip(pairs.remains, pairs.log10_lr, strict=True)
        for m, x in zip(pairs.missing, row, strict=True)
        if x is not None and x > -300.0
    }
    assert got.keys() == expected.keys()
    assert max(abs(got[pair] - expected[pair]) for pair in got) < 1e-10


def test_a_family_that_is_impossible_on_its_own_dna_is_left_out_by_name() -> None:
    of = case(8, 8, np.random.default_rng(2), of=markers("none"))
    children = of.sought[3]
    children.batch.genotypes[0, 0, 5] = 1
    children.batch.genotypes[0, 1, 5] = 2
    result = search(of, Query(-300.0))
    assert [(one.missing, one.marker) for one in result.left_out] == [(3, 5)]
    assert np.isnan(result.recall[3])
    assert 3 not in result.candidates.missing


def test_recall_says_how_many_of_complete_remains_are_found() -> None:
    threshold = 6.0
    of, own = complete_case(1000, np.random.default_rng(5))
    result = search(of, Query(threshold, recall=True))
    found = as_set(result.candidates)
    for group in of.sought:
        share = np.mean([(own[m], m) in found for m in group.numbers.tolist()])
        expected = result.recall[group.numbers].mean()
        spread = np.sqrt(expected * (1 - expected) / len(group.ids))
        assert abs(share - expected) < 4 * spread + 0.01


def test_too_many_candidates_are_refused(
    large: SearchCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antigone.search.search.MOST_CANDIDATES", 1000)
    with pytest.raises(SearchRefused, match="raise the threshold"):
        search(large, Query(-5.0))
