from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.markers import Marker, MarkerError, Profile
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import Degraded, Observation
from antigone.genetics.pedigree import Pedigree, pedigree_of
from antigone.genetics.relationships import Relationship
from antigone.genetics.same_person import ComparisonRefused, Sample, compare_samples
from antigone.genetics.sample_pairs import SamplePairs

LABELS = ("8", "9", "10", "11")
FREQUENCIES = (0.1, 0.2, 0.3, 0.4)
STEPS = MutationModel("stepwise", 0.01, range=0.1, rate2=1e-6)
MARKERS = (
    Marker("L1", LABELS, FREQUENCIES),
    Marker("L2", LABELS, FREQUENCIES, STEPS, MutationModel("equal", 0.02)),
    Marker("L3", LABELS, (0.1, 0.2, 0.3, 0.35), silent_frequency=0.05),
)
UNRELATED = pedigree_of([("one", None, None, "U"), ("two", None, None, "U")])
SIBLINGS = pedigree_of(
    [
        ("father", None, None, "M"),
        ("mother", None, None, "F"),
        ("one", "father", "mother", "U"),
        ("two", "father", "mother", "U"),
    ]
)
WAYS = (
    pedigree_of([("one", None, None, "F"), ("two", None, "one", "U")]),
    pedigree_of([("one", None, None, "M"), ("two", "one", None, "U")]),
    pedigree_of([("two", None, None, "F"), ("one", None, "two", "U")]),
    pedigree_of([("two", None, None, "M"), ("one", "two", None, "U")]),
)
FURTHER = Degraded(0.3, further=(Observation(("9", "9"), Degraded(0.1)),))
LEVELS = (Degraded(0.2), Degraded(0.3, 0.05), Degraded(0.4, 0.1, 0.3))


@st.composite
def samples(draw: st.DrawFn) -> tuple[Sample, ...]:
    allele = st.sampled_from(LABELS)
    genotype = st.tuples(allele, st.one_of(allele, allele, st.none()))
    profile = st.dictionaries(st.sampled_from(["L1", "L2", "L3"]), genotype)
    level = st.dictionaries(st.sampled_from(["L1", "L2", "L3"]), st.sampled_from(LEVELS))
    return tuple(Sample(f"V{i}", draw(profile), draw(level)) for i in range(3))


def log10_of(pedigree: Pedigree, one: Sample, two: Sample) -> float:
    """By general elimination, at every marker at which both are typed."""
    total = 0.0
    for marker in MARKERS:
        if marker.name not in one.profile or marker.name not in two.profile:
            continue
        both = (("one", one), ("two", two))
        seen = {p: s.profile[marker.name] for p, s in both}
        soft = {p: s.degraded[marker.name] for p, s in both if marker.name in s.degraded}
        total += log10_likelihood(pedigree, marker, seen, degraded=soft)
    return total


def log10_mean(values: list[float]) -> float:
    mean = math.fsum(10.0**v for v in values) / len(values)
    return math.log10(mean) if mean > 0.0 else -math.inf


@settings(max_examples=25, deadline=None)
@given(samples())
def test_every_pair_equals_the_general_likelihood(people: tuple[Sample, ...]) -> None:
    compared = SamplePairs(MARKERS, people)
    first, second = np.triu_indices(len(people), 1)
    found = {r: compared.log10_lr(r, first, second) for r in Relationship}
    for k, (i, j) in enumerate(zip(first, second, strict=True)):
        one, two = people[i], people[j]
        apart = log10_of(UNRELATED, one, two)
        same = compare_samples(MARKERS, one, two).log10_lr
        assert found[Relationship.ONE_PERSON][k] == pytest.approx(same, abs=1e-9)
        siblings = log10_of(SIBLINGS, one, two) - apart
        assert found[Relationship.FULL_SIBLINGS][k] == pytest.approx(siblings, abs=1e-9)
        parent = log10_mean([log10_of(way, one, two) - apart for way in WAYS])
        assert found[Relationship.PARENT_AND_CHILD][k] == pytest.approx(parent, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(samples(), st.floats(-3.0, 3.0), st.sampled_from(list(Relationship)))
def test_the_screen_keeps_exactly_what_reaches_the_threshold(
    people: tuple[Sample, ...], least: float, relationship: Relationship
) -> None:
    compared = SamplePairs(MARKERS, people)
    first, second = np.triu_indices(len(people), 1)
    values = compared.log10_lr(relationship, first, second)
    expected = {
        (i, j): v for i, j, v in zip(first, second, values, strict=True) if -math.inf < v >= least
    }
    found = compared.above(relationship, least)
    places = zip(found.first.tolist(), found.second.tolist(), strict=True)
    assert dict(zip(places, found.log10_lr, strict=True)) == expected


def test_blocks_of_samples_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    people = tuple(
        Sample(
            str(i), {m.name: (LABELS[a], LABELS[b]) for m, (a, b) in zip(MARKERS, g, strict=True)}
        )
        for i, g in enumerate(rng.choice(4, (30, 3, 2), p=FREQUENCIES).tolist())
    )
    compared = SamplePairs(MARKERS, people)
    whole = compared.above(Relationship.FULL_SIBLINGS, 0.5)
    monkeypatch.setattr("antigone.genetics.sample_pairs.NUMBERS_A_BLOCK", 100)
    parts = compared.above(Relationship.FULL_SIBLINGS, 0.5)
    assert len(whole.first) > 10
    assert np.array_equal(whole.first, parts.first)
    assert np.array_equal(whole.log10_lr, parts.log10_lr)


def test_a_sample_of_several_is_the_product_of_what_they_show() -> None:
    marker = MARKERS[0]
    both = Sample("both", {"L1": ("9", "9")}, {"L1": FURTHER})
    other = Sample("other", {"L1": ("9", "10")})
    found = SamplePairs([marker], [both, other]).log10_lr(
        Relationship.ONE_PERSON, np.array([0]), np.array([1])
    )
    p = dict(zip(LABELS, FREQUENCIES, strict=True))["9"]
    twice, once = p * p, 2.0 * p * (1.0 - p)
    shown = (1 - 0.3**2) * (1 - 0.1**2), 0.7 * 0.3 * 0.9 * 0.1
    expected = shown[1] / (twice * shown[0] + once * shown[1])
    assert found[0] == pytest.approx(math.log10(expected), abs=1e-12)


def test_what_cannot_be_compared_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    profile: Profile = {"L1": ("8", "8")}
    with pytest.raises(MarkerError, match="not in the frequency table"):
        SamplePairs(MARKERS, [Sample("a", {"L1": ("8", "77")})])
    with pytest.raises(ComparisonRefused, match="X-linked"):
        SamplePairs([Marker("X1", LABELS, FREQUENCIES, chromosome="X")], [])
    monkeypatch.setattr("antigone.genetics.sample_pairs.MOST_PAIRS", 5)
    alike = SamplePairs(MARKERS, [Sample(str(i), profile) for i in range(4)])
    with pytest.raises(ComparisonRefused, match="more than 5 pairs"):
        alike.above(Relationship.ONE_PERSON, 0.0)


def test_nobody_and_one_sample_give_no_pairs() -> None:
    for people in ([], [Sample("a", {"L1": ("8", "8")})]):
        found = SamplePairs(MARKERS, people).above(Relationship.ONE_PERSON, -5.0)
        assert len(found.first) == len(found.log10_lr) == 0
