from __future__ import annotations

from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.genetics.elimination import EliminationTooLarge, Factor, eliminate


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Factor], list[int]]:
    """Random factors over up to six variables of one to three states, and variables to keep."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    factors = [Factor((v,), rng.random(size)) for v, size in enumerate(sizes)]
    for _ in range(draw(st.integers(0, 6))):
        chosen = draw(
            st.lists(st.sampled_from(range(len(sizes))), min_size=1, max_size=4, unique=True)
        )
        table = rng.random([sizes[v] for v in chosen])
        factors.append(Factor(tuple(chosen), np.where(rng.random(table.shape) < 0.2, 0.0, table)))
    keep = draw(st.lists(st.sampled_from(range(len(sizes))), max_size=2, unique=True))
    return factors, keep


@given(networks())
def test_equals_the_full_product(network: tuple[list[Factor], list[int]]) -> None:
    factors, keep = network
    axes = ["".join(ascii_lowercase[v] for v in f.variables) for f in factors]
    out = "".join(ascii_lowercase[v] for v in keep)
    expected = np.einsum(f"{','.join(axes)}->{out}", *(f.table for f in factors))
    result = eliminate(factors, keep)
    np.testing.assert_allclose(result.table * 10**result.log10_scale, expected, rtol=1e-12)


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_factors_does_not_matter(
    network: tuple[list[Factor], list[int]], random: object
) -> None:
    factors, keep = network
    shuffled = list(factors)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    np.testing.assert_allclose(
        eliminate(shuffled, keep).log10(), eliminate(factors, keep).log10(), atol=1e-12
    )


def test_a_product_far_below_the_smallest_float_keeps_its_digits() -> None:
    chain = [Factor((0,), np.full(2, 0.5))]
    chain += [Factor((i, i + 1), np.full((2, 2), 1e-10)) for i in range(60)]
    assert float(eliminate(chain).log10()) == pytest.approx(60 * np.log10(2e-10), abs=1e-10)


def test_impossible_is_minus_infinity() -> None:
    assert eliminate([Factor((0,), np.zeros(3))]).log10() == -np.inf


def test_no_factors_are_one() -> None:
    assert eliminate([]).log10() == 0.0


def test_an_axis_has_one_size() -> None:
    with pytest.raises(ValueError, match="sizes 2 and 3"):
        eliminate([Factor((0,), np.ones(2)), Factor((0,), np.ones(3))])


def test_a_table_above_the_limit_is_refused_with_its_size() -> None:
    size = 40
    star = [Factor((0, i), np.ones((size, size))) for i in range(1, 8)]
    pairs = [Factor((i, j), np.ones((size, size))) for i in range(1, 8) for j in range(i)]
    with pytest.raises(EliminationTooLarge, match="MiB; the limit is 1,024 MiB") as refusal:
        eliminate([*star, *pairs])
    assert refusal.value.needed_bytes > 2**30
