from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator

from antigone.reconcile import graph, sampling
from antigone.reconcile.bounds import edges_of, upper_bounds
from antigone.reconcile.graph import GraphPosterior, components, posterior_of_graph
from antigone.reconcile.packing import Choice, PackingTooLarge
from antigone.reconcile.results import Standing
from antigone.reconcile.sampling import sample

Blocks = tuple[tuple[Choice, ...], ...]
EMPTY = Choice((), 0.0)


def random_blocks(
    rng: Generator, count: int, items: int, choices: int, spread: float = 4.0
) -> Blocks:
    """Families that miss one or two persons each, with weights of both signs."""

    def block() -> tuple[Choice, ...]:
        used = {
            tuple(sorted(rng.choice(items, size=1 + (rng.random() < 0.3), replace=False).tolist()))
            for _ in range(choices)
        }
        return (EMPTY, *(Choice(u, float(rng.normal(0.0, spread))) for u in sorted(used)))

    return tuple(block() for _ in range(count))


def by_enumeration(blocks: Blocks) -> tuple[float, list[np.ndarray]]:
    """log of the sum of all packings, and the probability of each choice."""
    masses = [np.zeros(len(block)) for block in blocks]
    total = 0.0
    for path in product(*(range(len(block)) for block in blocks)):
        chosen = [block[i] for block, i in zip(blocks, path, strict=True)]
        used = [item for choice in chosen for item in choice.items]
        if len(used) == len(set(used)):
            weight = math.exp(math.fsum(c.log_weight for c in chosen))
            total += weight
            for mass, i in zip(masses, path, strict=True):
                mass[i] += weight
    return math.log(total), [mass / total for mass in masses]


def error(found: GraphPosterior, truth: GraphPosterior) -> float:
    """The largest difference of any probability."""
    pairs = [*zip(found.choices, truth.choices, strict=True), (found.unused, truth.unused)]
    return max(float(np.abs(a - b).max(initial=0.0)) for a, b in pairs)


@pytest.mark.parametrize("seed", range(300))
def test_equals_enumeration(seed: int) -> None:
    rng = np.random.default_rng(seed)
    blocks = random_blocks(rng, int(rng.integers(1, 6)), int(rng.integers(2, 7)), 4)
    found = posterior_of_graph(blocks, 7, best=5)
    log_sum, masses = by_enumeration(blocks)
    assert found.log_sum == pytest.approx(log_sum, abs=1e-10)
    for mine, theirs in zip(found.choices, masses, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-10)
    assert all(part.standing is Standing.EXACT for part in found.parts)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 5))
def test_no_configuration_is_more_probable_than_its_bound(seed: int, depth: int) -> None:
    blocks = random_blocks(np.random.default_rng(seed), 5, 5, 4)
    edges = edges_of(blocks, 5)
    _, masses = by_enumeration(blocks)
    truth = np.zeros(edges.block.size)
    for block, choice, edge in edges.of_choice.tolist():
        truth[edge] += masses[block][choice]
    bounds = upper_bounds(edges, depth)
    assert (bounds >= truth).all()
    if depth >= 5:  # so deep that nothing is cut off in some of these: the bound closes in
        assert np.median(bounds - truth) < 0.05


def test_bounds_fall_with_depth() -> None:
    blocks = random_blocks(np.random.default_rng(3), 30, 30, 4)
    edges = edges_of(blocks, 30)
    sums = [upper_bounds(edges, depth).sum() for depth in (0, 1, 3, 5)]
    assert sums == sorted(sums, reverse=True)


def test_weights_too_large_for_sums_get_the_trivial_bound() -> None:
    blocks = ((EMPTY, Choice((0,), 800.0)), (EMPTY, Choice((0,), -1.0)))
    bounds = upper_bounds(edges_of(blocks, 1), 3)
    assert bounds.tolist() == pytest.approx([1.0, math.exp(-1.0)])


@pytest.mark.parametrize("seed", range(200))
def test_no_certificate_is_exceeded(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(8, 15))
    blocks = random_blocks(
        rng, size, size, int(rng.integers(2, 5)), spread=float(rng.choice([4, 9]))
    )
    exact = posterior_of_graph(blocks, size)
    monkeypatch.setattr(graph, "FIRST_LIMIT", int(rng.integers(20, 200)))
    tolerance = float(rng.choice([1e-6, 1e-3, 1e-2, 1e-1]))
    found = posterior_of_graph(blocks, size, most_error=tolerance)
    certified = [p for p in found.parts if p.standing is Standing.CERTIFIED]
    assert all(p.error <= tolerance for p in certified)
    for part in found.parts:
        for block in part.blocks:
            difference = np.abs(found.choices[block] - exact.choices[block]).max()
            assert difference <= part.error + 1e-12
        for item in part.items:
            assert abs(found.unused[item] - exact.unused[item]) <= part.error + 1e-12


def test_the_certificates_that_are_tested_are_not_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the test above would compare exact answers with themselves."""
    monkeypatch.setattr(graph, "FIRST_LIMIT", 100)
    standings = []
    for seed in range(30):
        blocks = random_blocks(np.random.default_rng(seed), 12, 12, 3, spread=9.0)
        found = posterior_of_graph(blocks, 12, most_error=1e-2)
        standings += [part.standing for part in found.parts if part.items]
    assert standings.count(Standing.CERTIFIED) > 50


def test_the_smallest_error_that_helps_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = random_blocks(np.random.default_rng(5), 12, 12, 4, spread=12.0)
    monkeypatch.setattr(graph, "FIRST_LIMIT", 300)
    errors = [max(p.error for p in posterior_of_graph(blocks, 12).parts)]
    errors.append(max(p.error for p in posterior_of_graph(blocks, 12, most_error=1e-3).parts))
    assert errors[0] <= errors[1]


def test_sampling_agrees_with_the_exact_sum_within_its_error() -> None:
    blocks = random_blocks(np.random.default_rng(8), 16, 16, 4, spread=2.0)
    exact = posterior_of_graph(blocks, 16)
    found = sample(blocks, 16, np.random.default_rng(0), sweeps=800)
    differences = [np.abs(a - b).max() for a, b in zip(found.choices, exact.choices, strict=True)]
    assert max(differences) <= 5 * found.standard_error
    assert np.abs(found.unused - exact.unused).max() <= 5 * found.standard_error
    assert 0.0 < found.standard_error < 0.03


def test_what_is_too_large_is_an_estimate_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "FIRST_LIMIT", 10)
    monkeypatch.setattr(graph, "TRANSITION_LIMIT", 20)
    monkeypatch.setattr(sampling, "WORK", 1_000)
    blocks = random_blocks(np.random.default_rng(9), 10, 10, 4, spread=1.0)
    found = posterior_of_graph(blocks, 10)
    again = posterior_of_graph(blocks, 10)
    assert any(part.standing is Standing.ESTIMATE and part.error > 0 for part in found.parts)
    assert found.best == ()
    assert error(found, again) == 0.0, "the same input gives the same output"
    exact = by_enumeration(blocks)[1]
    for mine, theirs in zip(found.choices, exact, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=0.1)


def test_required_items_are_exact_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = ((EMPTY, Choice((0,), -9.0)), (EMPTY, Choice((0,), 2.0), Choice((1,), 1.0)))
    found = posterior_of_graph(blocks, 2, required=frozenset({0, 1}))
    assert found.choices[0].tolist() == pytest.approx([0.0, 1.0])
    monkeypatch.setattr(graph, "TRANSITION_LIMIT", 1)
    with pytest.raises(PackingTooLarge):
        posterior_of_graph(blocks, 2, required=frozenset({0}))


def test_components_share_nothing() -> None:
    users = [(0, frozenset({0, 1})), (1, frozenset({3})), (2, frozenset({1, 2})), (3, frozenset())]
    found = components([(b, frozenset(u)) for b, u in users], 5)
    assert found == [((0, 2), (0, 1, 2)), ((1,), (3,)), ((3,), ()), ((), (4,))]
