from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.genetics.markers import Genotype, Marker, MarkerError
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Sex
from antigone.genetics.same_person import ComparisonRefused, Sample, compare_samples
from tests.reference.naive_kinship import naive_observation

P = {"a": 0.1, "b": 0.2, "c": 0.7}
MARKER = Marker("L", tuple(P), tuple(P.values()))
X_LINKED = Marker("DX", tuple(P), tuple(P.values()), chromosome="X")


def lr(
    one: Genotype,
    two: Genotype,
    theta: float = 0.0,
    degraded: tuple[Degraded | None, Degraded | None] = (None, None),
) -> float:
    first, second = (
        Sample(n, {"L": g}, {"L": d} if d else {})
        for n, g, d in zip("12", (one, two), degraded, strict=True)
    )
    return 10 ** compare_samples([MARKER], first, second, theta=theta).log10_lr


class TestClosedFormulas:
    @pytest.mark.parametrize("theta", [0.0, 0.01, 0.05])
    def test_match_probabilities_of_balding_and_nichols(self, theta: float) -> None:
        def draw(k: int, allele: str) -> float:
            return k * theta + (1 - theta) * P[allele]

        below = (1 + theta) * (1 + 2 * theta)
        assert lr(("a", "b"), ("b", "a"), theta) == pytest.approx(
            below / (2 * draw(1, "a") * draw(1, "b"))
        )
        assert lr(("a", "a"), ("a", "a"), theta) == pytest.approx(
            below / (draw(2, "a") * draw(3, "a"))
        )

    def test_one_allele_dropped_out(self) -> None:
        """ab against "only a": P(only a | ab) = d(1-d), against P(only a) of a stranger."""
        d = 0.2
        found = lr(("a", "b"), ("a", "a"), degraded=(None, Degraded(d)))
        stranger = P["a"] ** 2 * (1 - d * d) + 2 * P["a"] * (1 - P["a"]) * d * (1 - d)
        assert found == pytest.approx(d * (1 - d) / stranger)

    def test_a_difference_excludes_only_without_errors(self) -> None:
        assert lr(("a", "b"), ("a", "a")) == 0.0
        assert lr(("a", "b"), ("a", "c"), degraded=(None, Degraded(0.2))) == 0.0
        assert 0.0 < lr(("a", "b"), ("a", "c"), degraded=(None, Degraded(0.2, 0.05))) < 1.0

    def test_x_linked_alleles_of_men(self) -> None:
        one = Sample("1", {"DX": ("b", "b")})
        assert 10 ** compare_samples([X_LINKED], one, one, sex=Sex.MALE).log10_lr == pytest.approx(
            1 / P["b"]
        )


genotypes = st.tuples(st.sampled_from("abc"), st.sampled_from("abc") | st.none())
degraded = st.builds(Degraded, st.floats(0, 0.9), st.floats(0, 0.9), st.none() | st.floats(0, 0.9))


@settings(max_examples=80, deadline=None)
@given(genotypes, genotypes, degraded, degraded, st.sampled_from([0.0, 0.03, 0.3]))
def test_equals_enumeration_of_all_genotypes(
    one: Genotype, two: Genotype, first: Degraded, second: Degraded, theta: float
) -> None:
    def urn(drawn: tuple[str, ...]) -> float:
        weight = 1.0
        for n, allele in enumerate(drawn):
            before = drawn[:n].count(allele)
            weight *= (before * theta + (1 - theta) * P[allele]) / (1 + (n - 1) * theta)
        return weight

    def seen(pair: tuple[str, ...], genotype: Genotype, model: Degraded) -> float:
        return naive_observation(list(pair), genotype, model, P)

    pairs = list(product("abc", repeat=2))
    same = sum(urn(g) * seen(g, one, first) * seen(g, two, second) for g in pairs)
    apart = sum(
        urn((*g, *h)) * seen(g, one, first) * seen(h, two, second) for g in pairs for h in pairs
    )
    found = lr(one, two, theta, (first, second))
    if apart == 0.0:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(same / apart, rel=1e-9)


@given(genotypes, genotypes)
def test_the_order_of_the_samples_does_not_matter(one: Genotype, two: Genotype) -> None:
    assert lr(one, two, 0.02) == pytest.approx(lr(two, one, 0.02))


def test_a_marker_that_one_sample_lacks_says_nothing() -> None:
    result = compare_samples([MARKER], Sample("1", {"L": ("a", "b")}), Sample("2", {}))
    assert result.log10_lr == 0.0
    assert not result.markers[0].typed_in_both


def test_markers_that_differ_are_named() -> None:
    result = compare_samples(
        [MARKER], Sample("1", {"L": ("a", "b")}), Sample("2", {"L": ("c", "c")})
    )
    assert result.different == ("L",)


def test_what_cannot_be_compared_is_refused() -> None:
    woman = Sample("1", {"DX": ("a", "b")})
    with pytest.raises(ComparisonRefused, match="state the sex"):
        compare_samples([X_LINKED], woman, woman)
    with pytest.raises(ComparisonRefused, match="a man's allele is written twice"):
        compare_samples([X_LINKED], woman, woman, sex=Sex.MALE)
    with pytest.raises(ComparisonRefused, match="theta"):
        compare_samples([], woman, woman, theta=1.0)
    with pytest.raises(MarkerError, match="allele 'z'"):
        compare_samples([MARKER], Sample("1", {"L": ("z", "z")}), woman)
