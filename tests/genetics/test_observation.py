from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.genetics.case import KinshipCase, LinkedPair, TypedMarker
from antigone.genetics.kinship import compare, log10_likelihood
from antigone.genetics.linkage import log10_likelihood_of_pair
from antigone.genetics.locus import locus_of
from antigone.genetics.markers import SILENT, Genotype, Marker
from antigone.genetics.observation import (
    Degraded,
    Observation,
    ObservationError,
    alleles_to_keep,
    hemizygous_table,
    observation_table,
    probability_of,
)
from antigone.genetics.pedigree import Pedigree, Person, pedigree_of
from tests.genetics.test_kinship import special_cases, with_absent_parents
from tests.reference.naive_kinship import naive_likelihood, naive_observation

P, Q, R = 0.2, 0.3, 0.5
MARKER = Marker("L", ("a", "b", "c"), (P, Q, R))
LOCUS = locus_of(MARKER, MARKER.alleles)
DUO = pedigree_of([("F", None, None, "M"), ("C", "F", None, "U")])
ALONE = Pedigree((Person("X"),))

probabilities = st.floats(0.0, 0.9)
models = st.builds(Degraded, probabilities, probabilities, st.none() | probabilities)


def test_one_seen_allele_of_an_unrelated_person() -> None:
    """P(only a seen) = p²(1 - d²) + 2p(1 - p)·d(1 - d)."""
    d = 0.3
    found = log10_likelihood(ALONE, MARKER, {"X": ("a", "a")}, degraded={"X": Degraded(d)})
    assert 10**found == pytest.approx(P * P * (1 - d * d) + 2 * P * (1 - P) * d * (1 - d))


def test_two_seen_alleles_show_both_or_one_dropped_in() -> None:
    d, c = 0.3, 0.05
    table = observation_table(LOCUS, Observation(("a", "b"), Degraded(d, c)))
    a, b, other = (LOCUS.states[x] for x in "abc")
    assert table[a, b] == table[b, a] == pytest.approx((1 - d) ** 2 * (1 - c))
    assert table[a, a] == pytest.approx((1 - d * d) * c * Q)
    assert table[a, other] == pytest.approx((1 - d) * d * c * Q)
    assert table[other, other] == pytest.approx(d * d * c * P * c * Q)


def test_parent_of_whom_one_allele_is_left() -> None:
    """Child bb, remains show only a: the father may be ab with b dropped out."""
    d = 0.2
    soft = {"F": Degraded(d)}
    seen: dict[str, Genotype] = {"F": ("a", "a"), "C": ("b", "b")}
    found = 10 ** log10_likelihood(DUO, MARKER, seen, degraded=soft)
    assert found == pytest.approx(2 * P * Q * d * (1 - d) * 0.5 * Q)
    assert log10_likelihood(DUO, MARKER, seen) == -math.inf


@settings(max_examples=60, deadline=None)
@given(probabilities, st.none() | probabilities)
def test_without_drop_in_all_that_may_be_seen_sums_to_one(
    dropout: float, homozygote: float | None
) -> None:
    """Over one or two alleles seen, and none: P(none) is d² or the homozygote's."""
    model = Degraded(dropout, 0.0, homozygote)
    pairs = combinations_with_replacement(MARKER.alleles, 2)
    total = sum(observation_table(LOCUS, Observation(g, model)) for g in pairs)
    nothing = np.full((3, 3), dropout**2)
    np.fill_diagonal(nothing, model.homozygote)
    assert np.allclose(total + nothing, 1.0, atol=1e-12)


@settings(max_examples=100, deadline=None)
@given(models, st.sampled_from([0.0, 0.1]), st.data())
def test_every_entry_equals_the_plain_formula(
    model: Degraded, silent: float, data: st.DataObject
) -> None:
    marker = Marker("L", ("a", "b", "c"), (P, Q, R - silent), silent_frequency=silent)
    locus = locus_of(marker, marker.alleles)
    labels = (*marker.alleles, *([SILENT] if silent else []))
    frequencies = dict(zip(labels, (*marker.frequencies, silent), strict=False))
    seen = st.sampled_from(marker.alleles)
    genotype = data.draw(st.tuples(seen, seen | st.none()))
    observation = Observation(genotype, model)
    if observation.is_exact:
        return
    table = observation_table(locus, observation)
    for one in labels:
        single = hemizygous_table(locus, observation)[locus.states[one]]
        assert single == pytest.approx(naive_observation([one], genotype, model, frequencies))
        for two in labels:
            expected = naive_observation([one, two], genotype, model, frequencies)
            assert table[locus.states[one], locus.states[two]] == pytest.approx(expected)


@settings(max_examples=150, deadline=None)
@given(special_cases(), models, st.data())
def test_degraded_samples_equal_naive_enumeration(
    case: tuple[Pedigree, Marker, dict[str, Genotype], float],
    model: Degraded,
    data: st.DataObject,
) -> None:
    pedigree, marker, genotypes, theta = case
    soft = {
        person: model
        for person, genotype in genotypes.items()
        if SILENT not in genotype and data.draw(st.booleans())
    }
    whole = pedigree
    if theta > 0.0:
        whole = with_absent_parents(pedigree)
    if len(whole.persons) > 5:
        return
    expected = naive_likelihood(whole, marker, genotypes, {}, theta, soft)
    found = 10 ** log10_likelihood(pedigree, marker, genotypes, theta=theta, degraded=soft)
    assert found == pytest.approx(expected, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(models, st.sampled_from([("a", "b"), ("a", "a"), ("b", None)]))
def test_unseen_alleles_are_joined_only_where_that_is_exact(
    model: Degraded, genotype: Genotype
) -> None:
    """Trap 2 of the design: (x, x) and (x, y) differ where homozygotes drop out otherwise."""
    marker = Marker("L", ("a", "b", "c", "d", "e"), (0.1, 0.2, 0.3, 0.15, 0.25))
    observation = Observation(genotype, model)
    coarse = locus_of(marker, alleles_to_keep(marker, [observation]))
    fine = locus_of(marker, marker.alleles)
    found, expected = (
        probability_of(at, np.outer(at.frequencies, at.frequencies), observation)
        for at in (coarse, fine)
    )
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("genotype", [("a", "b"), ("a", "a"), ("a", None)])
def test_limit_of_no_error_is_the_hard_table(genotype: Genotype) -> None:
    near = observation_table(LOCUS, Observation(genotype, Degraded(1e-9, 1e-9)))
    assert near == pytest.approx(observation_table(LOCUS, Observation(genotype)), abs=1e-8)
    none = observation_table(LOCUS, Observation(genotype, Degraded()))
    assert np.array_equal(none, observation_table(LOCUS, Observation(genotype)))


def test_a_sure_homozygote_needs_fewer_words_than_a_degraded_one() -> None:
    """The LR of parentage for aa/aa falls from 1/p as drop-out rises."""
    apart = Pedigree((Person("F"), Person("C")))
    seen: dict[str, Genotype] = {"F": ("a", "a"), "C": ("a", "a")}

    def lr(dropout: float) -> float:
        typed = TypedMarker(MARKER, seen, {"F": Degraded(dropout)})
        return compare(KinshipCase("x", {"H1": DUO, "H2": apart}, (typed,))).total.log10_lr

    found = [lr(d) for d in (0.0, 0.1, 0.3, 0.6)]
    assert found[0] == pytest.approx(-math.log10(P))
    assert found == sorted(found, reverse=True)


def test_linked_markers_take_degraded_samples() -> None:
    soft = TypedMarker(MARKER, {"F": ("a", "a"), "C": ("b", "b")}, {"F": Degraded(0.2, 0.01)})
    hard = TypedMarker(Marker("M", ("a", "b"), (0.4, 0.6)), {"C": ("a", "b")})
    apart = sum(
        log10_likelihood(DUO, t.marker, t.genotypes, degraded=t.degraded) for t in (soft, hard)
    )
    assert log10_likelihood_of_pair(DUO, (soft, hard), 0.5) == pytest.approx(apart, abs=1e-12)
    linked = KinshipCase(
        "x", {"H1": DUO, "H2": DUO}, (soft, hard), linked=LinkedPair(("L", "M"), 0.1)
    )
    assert compare(linked).total.log10_lr == 0.0


@pytest.mark.parametrize(
    ("degraded", "word"),
    [
        (lambda: Degraded(1.0), "drop-out"),
        (lambda: Degraded(0.1, -0.1), "drop-in"),
        (lambda: Degraded(0.1, 0.0, 2.0), "homo"),
    ],
)
def test_impossible_probabilities_are_refused(degraded: Callable[[], Degraded], word: str) -> None:
    with pytest.raises(ObservationError, match=word):
        degraded()


def test_a_degraded_sample_cannot_show_silence() -> None:
    with pytest.raises(ObservationError, match="cannot show that an allele is silent"):
        Observation(("a", SILENT), Degraded(0.1))
