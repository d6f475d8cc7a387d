from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.reconcile.packing import Choice, Packings, PackingTooLarge, merge_best


@st.composite
def blocks(draw: st.DrawFn) -> tuple[tuple[tuple[Choice, ...], ...], int, frozenset[int]]:
    items = draw(st.integers(1, 5))
    weights = st.floats(-8, 8).map(lambda x: round(x, 3))
    used = st.sets(st.integers(0, items - 1), min_size=1).map(lambda s: tuple(sorted(s)))
    choices = st.builds(Choice, used, weights)
    made = [
        (Choice((), 0.0), *draw(st.lists(choices, max_size=4)))
        for _ in range(draw(st.integers(0, 4)))
    ]
    return (
        tuple(made),
        items,
        draw(st.frozensets(st.integers(0, items - 1), max_size=2)),
    )


def enumerate_packings(
    given_blocks: tuple[tuple[Choice, ...], ...], required: frozenset[int]
) -> dict[tuple[int, ...], float]:
    found = {}
    for path in product(*(range(len(block)) for block in given_blocks)):
        chosen = [block[i] for block, i in zip(given_blocks, path, strict=True)]
        used = [item for choice in chosen for item in choice.items]
        if len(used) == len(set(used)) and required <= set(used):
            found[path] = math.fsum(c.log_weight for c in chosen)
    return found


@settings(max_examples=200, deadline=None)
@given(blocks())
def test_equals_enumeration(
    case: tuple[tuple[tuple[Choice, ...], ...], int, frozenset[int]],
) -> None:
    given_blocks, items, required = case
    packings = Packings(given_blocks, items, required)
    expected = enumerate_packings(given_blocks, required)
    if not expected:
        assert packings.log_sum == -math.inf
        return
    total = math.fsum(math.exp(w) for w in expected.values())
    assert packings.log_sum == pytest.approx(math.log(total), abs=1e-10)
    for place, found in enumerate(packings.choice_probabilities()):
        by_hand = [
            math.fsum(math.exp(w) for p, w in expected.items() if p[place] == i) / total
            for i in range(len(given_blocks[place]))
        ]
        np.testing.assert_allclose(found, by_hand, atol=1e-12)
    unused = packings.unused_probabilities()
    for item in range(items):
        by_hand_unused = math.fsum(
            math.exp(w)
            for p, w in expected.items()
            if not any(item in b[i].items for b, i in zip(given_blocks, p, strict=True))
        )
        assert unused[item] == pytest.approx(by_hand_unused / total, abs=1e-12)
    best = packings.best(7)
    ordered = sorted(expected.values(), reverse=True)[:7]
    assert [p.log_weight for p in best] == pytest.approx(ordered, abs=1e-8)
    assert len({p.path for p in best}) == len(best)
    assert all(expected[p.path] == pytest.approx(p.log_weight, abs=1e-12) for p in best)


def test_weights_far_apart_do_not_vanish() -> None:
    """A family that fits by 10^250 must not drown another choice of a family before it."""
    first = (Choice((), 0.0), Choice((0,), 600.0))
    second = (Choice((), 0.0), Choice((0,), 1200.0))
    packings = Packings((first, second), 1)
    assert packings.choice_probabilities()[0].tolist() == pytest.approx([1.0, math.exp(-600)])


def test_ties_come_in_the_order_of_the_choices() -> None:
    twins = (Choice((), 0.0), Choice((0,), 2.0), Choice((1,), 2.0))
    best = Packings((twins, twins), 2).best(2)
    assert [p.path for p in best] == [(1, 2), (2, 1)]


def test_more_items_than_bits_are_refused_only_where_they_are_open_together() -> None:
    chain = tuple((Choice((), 0.0), Choice((i,), 1.0), Choice((i + 1,), 0.5)) for i in range(200))
    assert math.isfinite(Packings(chain, 201).log_sum)
    crowd = (Choice((), 0.0), *(Choice((i,), 1.0) for i in range(64)))
    with pytest.raises(PackingTooLarge, match="62 remains"):
        _ = Packings((crowd, crowd), 64).log_sum


def test_too_many_steps_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antigone.reconcile.packing.TRANSITION_LIMIT", 100)
    block = (Choice((), 0.0), *(Choice((i,), 1.0) for i in range(8)))
    with pytest.raises(PackingTooLarge, match="100 steps"):
        _ = Packings((block,) * 8, 8).log_sum


def test_merging_parts_gives_the_best_of_the_whole() -> None:
    merged = merge_best([[3.0, 1.0, 0.0], [2.0, 1.5]], 4)
    assert [(m.ranks(), m.log_weight) for m in merged] == [
        ([0, 0], 5.0),
        ([0, 1], 4.5),
        ([1, 0], 3.0),
        ([1, 1], 2.5),
    ]
