from __future__ import annotations

import math
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.markers import Marker, Profile
from antigone.genetics.mutation import MutationModel
from antigone.genetics.pedigree import Pedigree, pedigree_of
from antigone.genetics.power import Candidate, Power, PowerRefused, next_samples, power

P, Q = 0.3, 0.7
MARKER = Marker("L", ("a", "b"), (P, Q))
STEP = MutationModel("stepwise", 0.02, 0.0, 0.2)
REPEATS = Marker("R", ("8", "9", "10"), (0.2, 0.3, 0.5), STEP, STEP)
FAMILY = pedigree_of(
    [
        ("F", None, None, "M"),
        ("M", None, None, "F"),
        ("X", "F", "M", "U"),
        ("S", "F", "M", "U"),
        ("in-law", None, None, "F"),
    ]
)
INBRED = pedigree_of(
    [("F", None, None, "M"), ("M", None, None, "F"), ("D", "F", "M", "F"), ("X", "F", "D", "U")]
)


def of(
    profiles: dict[str, Profile],
    markers: tuple[Marker, ...] = (MARKER,),
    threshold: float = 0.5,
    pedigree: Pedigree = FAMILY,
    seed: int = 1,
) -> Power:
    rng = np.random.default_rng(seed)
    return power(pedigree, markers, profiles, "X", threshold=threshold, rng=rng, simulations=4_000)


def candidates(profiles: dict[str, Profile], marker: Marker = MARKER) -> dict[str, Candidate]:
    found = next_samples(
        FAMILY,
        [marker],
        profiles,
        "X",
        threshold=0.5,
        rng=np.random.default_rng(1),
        simulations=500,
    )
    return {c.person: c for c in found}


def brute_mean(pedigree: Pedigree, marker: Marker, typed: Profile | None, who: str) -> float:
    """Σ_g Q(g) log10(Q(g)/P0(g)), each term from a likelihood of its own."""
    known = {who: typed[marker.name]} if typed else {}
    alone = log10_likelihood(pedigree, marker, known)
    total = 0.0
    for g in combinations_with_replacement(marker.alleles, 2):
        q = log10_likelihood(pedigree, marker, {**known, "X": g}) - alone
        if q > -math.inf:
            total += 10**q * (
                q - log10_likelihood(pedigree_of([("X", None, None, "U")]), marker, {"X": g})
            )
    return total


class TestClosedFormulas:
    def test_father_homozygous(self) -> None:
        """The child is aa with p (LR 1/p) or ab with q (LR 1/2p); a stranger is bb with q²."""
        found = of({"F": {"L": ("a", "a")}})
        assert found.if_present.mean == pytest.approx(-P * math.log10(P) - Q * math.log10(2 * P))
        assert found.if_present.excluded == 0.0
        assert found.if_absent.excluded == pytest.approx(Q * Q)
        assert found.if_absent.mean == -math.inf
        assert found.if_present.above_threshold == pytest.approx(P, abs=0.03)
        assert found.if_absent.above_threshold == pytest.approx(P * P, abs=0.03)

    def test_exclusions_of_several_markers(self) -> None:
        second = Marker("K", ("a", "b"), (0.6, 0.4))
        found = of({"F": {"L": ("a", "a"), "K": ("a", "a")}}, (MARKER, second))
        assert found.if_absent.excluded == pytest.approx(1 - (1 - Q * Q) * (1 - 0.4**2))

    def test_percentiles_are_of_the_two_values(self) -> None:
        found = of({"F": {"L": ("a", "a")}})
        low, high = math.log10(1 / (2 * P)), math.log10(1 / P)
        assert found.if_present.percentiles == pytest.approx((low, low, low, high, high))


def test_nobody_typed_says_nothing() -> None:
    found = of({})
    for expected in (found.if_present, found.if_absent):
        assert expected.mean == pytest.approx(0.0, abs=1e-12)
        assert expected.above_threshold == 0.0
        assert expected.excluded == 0.0


@pytest.mark.parametrize("marker", [MARKER, REPEATS])
@pytest.mark.parametrize(("pedigree", "who"), [(FAMILY, "S"), (INBRED, "F"), (INBRED, "D")])
def test_the_mean_equals_a_sum_over_likelihoods(
    marker: Marker, pedigree: Pedigree, who: str
) -> None:
    """Also for an inbred person, whose unseen alleles may be one or two (trap 2)."""
    typed: Profile = {marker.name: (marker.alleles[0], marker.alleles[0])}
    found = of({who: typed}, (marker,), pedigree=pedigree)
    assert found.if_present.mean == pytest.approx(brute_mean(pedigree, marker, typed, who))


@pytest.mark.parametrize("marker", [MARKER, REPEATS])
def test_what_a_sample_adds_is_the_mean_over_its_genotypes(marker: Marker) -> None:
    father: Profile = {marker.name: (marker.alleles[0], marker.alleles[1])}
    found = candidates({"F": father}, marker)
    for person in ("M", "S", "in-law"):
        expected = 0.0
        for g in combinations_with_replacement(marker.alleles, 2):
            known = {"F": father[marker.name]}
            alone = log10_likelihood(FAMILY, marker, known)
            weight = 10 ** (log10_likelihood(FAMILY, marker, {**known, person: g}) - alone)
            profiles = {"F": father, person: {marker.name: g}}
            expected += weight * of(profiles, (marker,)).if_present.mean
        assert found[person].mean == pytest.approx(expected, abs=1e-10)


def test_somebody_unrelated_adds_nothing_and_a_parent_more_than_a_sib() -> None:
    markers = [Marker(f"L{i}", ("a", "b", "c"), (0.2, 0.3, 0.5)) for i in range(8)]
    father: Profile = {m.name: ("a", "b") for m in markers}
    found = next_samples(
        FAMILY, markers, {"F": father}, "X", threshold=1.5, rng=np.random.default_rng(3)
    )
    assert [c.person for c in found] == ["M", "S", "in-law"]
    assert found[-1].mean_gain == pytest.approx(0.0, abs=1e-12)
    assert found[0].probability_gain > 0.1


def test_typed_missing_and_unavailable_persons_are_no_candidates() -> None:
    found = next_samples(
        FAMILY,
        [MARKER],
        {"F": {"L": ("a", "a")}},
        "X",
        threshold=1.0,
        rng=np.random.default_rng(1),
        simulations=10,
        not_available=("S",),
    )
    assert {c.person for c in found} == {"M", "in-law"}


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["F", "S"]),
        st.fixed_dictionaries({"R": st.tuples(*[st.sampled_from(REPEATS.alleles)] * 2)}),
    )
)
def test_more_data_never_lower_what_is_expected(profiles: dict[str, Profile]) -> None:
    """The mean is a relative entropy: at least 0, and larger with every sample."""
    assert of(profiles, (REPEATS,)).if_present.mean >= -1e-12
    for candidate in candidates(profiles, REPEATS).values():
        assert candidate.mean_gain >= -1e-12


def test_the_same_seed_gives_the_same_answer() -> None:
    profiles: dict[str, Profile] = {"S": {"L": ("a", "b")}}
    assert of(profiles, seed=5) == of(profiles, seed=5)


class TestRefusals:
    def test_a_family_that_contradicts_itself(self) -> None:
        with pytest.raises(PowerRefused, match="impossible under its pedigree at L"):
            of({"F": {"L": ("a", "a")}, "S": {"L": ("b", "b")}})

    def test_a_stranger_to_the_pedigree(self) -> None:
        with pytest.raises(PowerRefused, match="'Z' is not in the pedigree"):
            power(FAMILY, [MARKER], {}, "Z", threshold=4, rng=np.random.default_rng(1))

    def test_x_linked_markers(self) -> None:
        with pytest.raises(PowerRefused, match="DX is X-linked"):
            of({}, (Marker("DX", ("a",), (1.0,), chromosome="X"),))

    def test_an_allele_of_frequency_zero(self) -> None:
        mutation = MutationModel("equal", 0.01)
        marker = Marker("L", ("a", "b"), (0.0, 1.0), mutation, mutation)
        with pytest.raises(PowerRefused, match="frequency 0 at L"):
            of({"S": {"L": ("a", "b")}}, (marker,))

    def test_a_table_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("antigone.genetics.elimination.MEMORY_LIMIT_BYTES", 8)
        with pytest.raises(PowerRefused, match=r"marker L: .* MiB"):
            of({"F": {"L": ("a", "a")}})
