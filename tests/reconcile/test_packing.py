from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.reconcile.packing import Choice, Packing, Packings, PackingTooLarge, merge_best


@st.composite
def blocks(draw: st.DrawFn) -> tuple[tuple[tuple[Choice, ...], ...], int, int]:
    items = draw(st.integers(1, 5))
    weights = st.floats(-8, 8).map(lambda x: round(x, 3))
    choices = st.builds(Choice, st.integers(1, 2**items - 1), weights)
    made = [
        (Choice(0, 0.0), *draw(st.lists(choices, max_size=4)))
        for _ in range(draw(st.integers(0, 4)))
    ]
    return (
        tuple(made),
        items,
        draw(st.integers(0, 2**items - 1)) & draw(st.integers(0, 2**items - 1)),
    )


def enumerate_packings(
    given_blocks: tuple[tuple[Choice, ...], ...], required: int
) -> dict[tuple[int, ...], float]:
    found = {}
    for path in product(*(range(len(block)) for block in given_blocks)):
        chosen = [block[i] for block, i in zip(given_blocks, path, strict=True)]
        used = 0
        for choice in chosen:
            if used & choice.mask:
                break
            used |= choice.mask
        else:
            if used & required == required:
                found[path] = math.fsum(c.log_weight for c in chosen)
    return found


@settings(max_examples=200, deadline=None)
@given(blocks())
def test_equals_enumeration(case: tuple[tuple[tuple[Choice, ...], ...], int, int]) -> None:
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
            if not any(b[i].mask >> item & 1 for b, i in zip(given_blocks, p, strict=True))
        )
        assert unused[item] == pytest.approx(by_hand_unused / total, abs=1e-12)
    best = packings.best(7)
    ordered = sorted(expected.items(), key=lambda e: (-round(e[1], 9), e[0]))[:7]
    assert [p.path for p in best] == [path for path, _ in ordered]


def test_weights_far_apart_do_not_vanish() -> None:
    """A family that fits by 10^250 must not drown another choice of a family before it."""
    first = (Choice(0, 0.0), Choice(1, 600.0))
    second = (Choice(0, 0.0), Choice(1, 1200.0))
    packings = Packings((first, second), 1)
    assert packings.choice_probabilities()[0].tolist() == pytest.approx([1.0, math.exp(-600)])


def test_ties_come_in_the_order_of_the_choices() -> None:
    twins = (Choice(0, 0.0), Choice(1, 2.0), Choice(2, 2.0))
    best = Packings((twins, twins), 2).best(2)
    assert [p.path for p in best] == [(1, 2), (2, 1)]


def test_more_items_than_bits_are_refused() -> None:
    with pytest.raises(PackingTooLarge, match="64 remains"):
        Packings(((Choice(0, 0.0),),), 64)


def test_too_many_steps_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antigone.reconcile.packing.TRANSITION_LIMIT", 100)
    block = (Choice(0, 0.0), *(Choice(1 << i, 1.0) for i in range(8)))
    with pytest.raises(PackingTooLarge, match="100 steps"):
        _ = Packings((block,) * 8, 8).log_sum


def test_merging_parts_gives_the_best_of_the_whole() -> None:
    left = [Packing((0,), 3.0), Packing((1,), 1.0), Packing((2,), 0.0)]
    right = [Packing((0,), 2.0), Packing((1,), 1.5)]
    merged = merge_best([left, right], 4)
    assert [(p.path, p.log_weight) for p in merged] == [
        ((0, 0), 5.0),
        ((0, 1), 4.5),
        ((1, 0), 3.0),
        ((1, 1), 2.5),
    ]
