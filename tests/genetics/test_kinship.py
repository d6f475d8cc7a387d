from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.formats.case_json import read_kinship_case
from antigone.genetics.case import KinshipCase, LinkedPair, TypedMarker
from antigone.genetics.kinship import (
    KinshipRefused,
    MarkerLikelihood,
    compare,
    log10_likelihood,
)
from antigone.genetics.markers import Genotype, Marker, MarkerError
from antigone.genetics.mutation import MutationModel
from antigone.genetics.pedigree import Pedigree, Person, Sex, pedigree_of
from tests.reference.naive_kinship import naive_likelihood
from tests.shared_data import shared
from verification.kinship_cases import worst_errors

P, Q, R = 0.2, 0.3, 0.5
MARKER = Marker("L", ("a", "b", "c"), (P, Q, R))
TRIO = pedigree_of([("F", None, None, "M"), ("M", None, None, "F"), ("C", "F", "M", "U")])
SIBS = pedigree_of(
    [*((p.id, p.father, p.mother, p.sex) for p in TRIO.persons), ("D", "F", "M", "U")]
)


def likelihood(
    pedigree: Pedigree, genotypes: dict[str, Genotype], marker: Marker = MARKER
) -> float:
    return 10 ** log10_likelihood(pedigree, marker, genotypes)


class TestClosedFormulas:
    def test_one_person(self) -> None:
        assert likelihood(TRIO, {"F": ("a", "a")}) == pytest.approx(P * P)
        assert likelihood(TRIO, {"F": ("a", "b")}) == pytest.approx(2 * P * Q)
        assert likelihood(TRIO, {"F": ("a", None)}) == pytest.approx(P * P + 2 * P * (Q + R))

    def test_parent_and_child(self) -> None:
        """LR of parentage for aa/aa is 1/p, for ab/ab (p+q)/(4pq), for ab/ac 1/(4p)."""
        for father, child, lr in (
            (("a", "a"), ("a", "a"), 1 / P),
            (("a", "b"), ("a", "b"), (P + Q) / (4 * P * Q)),
            (("a", "b"), ("a", "c"), 1 / (4 * P)),
        ):
            together = likelihood(TRIO, {"F": father, "C": child})
            apart = likelihood(TRIO, {"F": father}) * likelihood(TRIO, {"F": child})
            assert together / apart == pytest.approx(lr)

    def test_trio_lr_is_one_over_two_p(self) -> None:
        with_father = likelihood(TRIO, {"F": ("a", "b"), "M": ("c", "c"), "C": ("a", "c")})
        without = likelihood(TRIO, {"M": ("c", "c"), "C": ("a", "c")}) * 2 * P * Q
        assert with_father / without == pytest.approx(1 / (2 * P))

    def test_full_sibs(self) -> None:
        """LR of two sibs aa, aa against unrelated is (1 + p)² / (4p²)."""
        together = likelihood(SIBS, {"C": ("a", "a"), "D": ("a", "a")})
        assert together / P**4 == pytest.approx((1 + P) ** 2 / (4 * P**2))

    def test_child_of_incest_is_inbred(self) -> None:
        """The child of father and daughter has inbreeding coefficient 1/4."""
        rows = [
            ("F", None, None, "M"),
            ("M", None, None, "F"),
            ("D", "F", "M", "F"),
            ("X", "F", "D", "U"),
        ]
        assert likelihood(pedigree_of(rows), {"X": ("a", "a")}) == pytest.approx(
            P * P + P * (1 - P) / 4
        )

    def test_opposite_homozygotes_are_no_parent_and_child(self) -> None:
        assert log10_likelihood(TRIO, MARKER, {"F": ("a", "a"), "C": ("b", "b")}) == -math.inf

    def test_one_mutation_explains_opposite_homozygotes(self) -> None:
        marker = Marker("L", ("a", "b"), (0.4, 0.6), MutationModel(), MutationModel("equal", 0.002))
        mutated = likelihood(TRIO, {"F": ("a", "a"), "C": ("b", "b")}, marker)
        assert mutated == pytest.approx(0.4**2 * 0.002 * 0.6)

    def test_a_parent_who_is_not_given_mutates_like_one_who_is_untyped(self) -> None:
        marker = Marker(
            "L",
            ("a", "b", "c"),
            (P, Q, R),
            MutationModel("equal", 0.1),
            MutationModel("equal", 0.3),
        )
        duo = pedigree_of([("F", None, None, "M"), ("C", "F", None, "U")])
        observed: dict[str, Genotype] = {"F": ("a", "b"), "C": ("a", "c")}
        assert likelihood(duo, observed, marker) == pytest.approx(
            likelihood(TRIO, observed, marker)
        )


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[Pedigree, Marker, dict[str, Genotype], dict[str, float]]:
    """Up to five persons in any shape, two or three alleles, any mutation, any typing."""
    people: list[Person] = []
    for i in range(draw(st.integers(1, 5))):
        fathers = [None, *(p.id for p in people if p.sex is Sex.MALE)]
        mothers = [None, *(p.id for p in people if p.sex is Sex.FEMALE)]
        sex = draw(st.sampled_from([Sex.MALE, Sex.FEMALE]))
        people.append(
            Person(f"P{i}", draw(st.sampled_from(fathers)), draw(st.sampled_from(mothers)), sex)
        )
    labels = ("8", "9", "10")[: draw(st.integers(2, 3))]
    weights = np.array([draw(st.integers(1, 20)) for _ in labels], dtype=float)
    models = st.builds(
        MutationModel,
        st.sampled_from(["none", "equal", "proportional", "stepwise", "onestep", "dawid"]),
        st.floats(0.0, 0.02),
        st.just(0.0),
        st.floats(0.1, 0.9),
    )
    marker = Marker(
        "L", labels, tuple((weights / weights.sum()).tolist()), draw(models), draw(models)
    )
    typed = draw(st.lists(st.sampled_from([p.id for p in people]), unique=True))
    alleles = st.sampled_from(labels)
    genotypes = {i: draw(st.tuples(alleles, st.one_of(alleles, st.none()))) for i in typed}
    founders = [p.id for p in people if p.is_founder]
    inbreeding = {i: draw(st.floats(0.0, 1.0)) for i in founders if draw(st.booleans())}
    return Pedigree(tuple(people)), marker, genotypes, inbreeding


@settings(max_examples=150, deadline=None)
@given(small_cases())
def test_equals_naive_enumeration(
    case: tuple[Pedigree, Marker, dict[str, Genotype], dict[str, float]],
) -> None:
    pedigree, marker, genotypes, inbreeding = case
    expected = naive_likelihood(pedigree, marker, genotypes, inbreeding)
    found = 10 ** log10_likelihood(pedigree, marker, genotypes, inbreeding)
    assert found == pytest.approx(expected, rel=1e-10)


@settings(max_examples=50, deadline=None)
@given(small_cases(), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(
    case: tuple[Pedigree, Marker, dict[str, Genotype], dict[str, float]], random: object
) -> None:
    pedigree, marker, genotypes, inbreeding = case
    order = list(pedigree.persons)
    random.shuffle(order)  # type: ignore[attr-defined]
    renamed = {p.id: f"person {i}" for i, p in enumerate(order)}
    other = Pedigree(
        tuple(
            Person(renamed[p.id], renamed.get(p.father or ""), renamed.get(p.mother or ""), p.sex)
            for p in order
        )
    )
    found = log10_likelihood(
        other,
        marker,
        {renamed[i]: (g if g[1] is None else (g[1], g[0])) for i, g in genotypes.items()},
        {renamed[i]: f for i, f in inbreeding.items()},
    )
    expected = log10_likelihood(pedigree, marker, genotypes, inbreeding)
    assert found == expected or found == pytest.approx(expected, abs=1e-10)


@settings(max_examples=50, deadline=None)
@given(small_cases())
def test_an_untyped_stranger_changes_nothing(
    case: tuple[Pedigree, Marker, dict[str, Genotype], dict[str, float]],
) -> None:
    pedigree, marker, genotypes, inbreeding = case
    larger = Pedigree((*pedigree.persons, Person("stranger")))
    assert log10_likelihood(larger, marker, genotypes, inbreeding) == log10_likelihood(
        pedigree, marker, genotypes, inbreeding
    )


def test_splitting_an_unseen_allele_changes_nothing_where_lumping_is_exact() -> None:
    for model in ("none", "equal", "proportional"):
        mutation = MutationModel(model, 0.01)
        coarse = Marker("L", ("a", "b", "c"), (0.2, 0.3, 0.5), mutation, mutation)
        fine = Marker("L", ("a", "b", "c", "d"), (0.2, 0.3, 0.1, 0.4), mutation, mutation)
        observed: dict[str, Genotype] = {"C": ("a", "b"), "D": ("a", "a")}
        if model == "none":
            assert likelihood(SIBS, observed, fine) == pytest.approx(
                likelihood(SIBS, observed, coarse)
            )
        expected = naive_likelihood(SIBS, fine, observed, {})
        assert likelihood(SIBS, observed, fine) == pytest.approx(expected, rel=1e-12)


def test_stepwise_is_never_lumped() -> None:
    """Trap 1 of the design: here a table lumped to what was seen would be wrong."""
    mutation = MutationModel("stepwise", 0.05, 0.0, 0.1)
    labels = tuple(str(n) for n in range(8, 14))
    marker = Marker("L", labels, (0.1, 0.2, 0.3, 0.2, 0.1, 0.1), mutation, mutation)
    observed: dict[str, Genotype] = {"F": ("8", "8"), "C": ("13", "13")}
    duo = pedigree_of([("F", None, None, "M"), ("C", "F", None, "U")])
    expected = naive_likelihood(duo, marker, observed, {})
    assert likelihood(duo, observed, marker) == pytest.approx(expected, rel=1e-12)


def test_every_reference_case_within_reach() -> None:
    agreeing, refused = 0, 0
    for path in sorted(shared("reference", "kinship").glob("*.json")):
        case = read_kinship_case(path.read_bytes(), path.name)
        try:
            result = compare(case)
        except KinshipRefused:
            assert path.name.startswith(("X_", "theta", "silent", "linked")), path.name
            refused += 1
            continue
        agreeing += 1
        assert_agrees(path.read_bytes(), result.markers, result.total.log10_lr)
    assert (agreeing, refused) == (103, 75)


def assert_agrees(data: bytes, markers: tuple[MarkerLikelihood, ...], log10_lr: float) -> None:

    likelihoods, total = worst_errors(data, markers, log10_lr)
    assert likelihoods <= 1e-9
    assert total <= 1e-9


class TestRefusals:
    def case(self, **changes: object) -> KinshipCase:
        typed = TypedMarker(MARKER, {"C": ("a", "b")})
        base = {"id": "x", "hypotheses": {"H1": TRIO, "H2": SIBS}, "markers": (typed,)}
        return KinshipCase(**{**base, **changes})  # type: ignore[arg-type]

    def test_what_is_not_supported_is_named(self) -> None:
        x_linked = Marker("DX", ("a", "b"), (0.5, 0.5), chromosome="X")
        silent = Marker("L", ("a", "b"), (0.5, 0.4), silent_frequency=0.1)
        for changes, words in (
            ({"theta": 0.01}, "theta 0.01"),
            ({"linked": LinkedPair(("A", "B"), 0.1)}, "A and B are linked"),
            ({"markers": (TypedMarker(x_linked, {}),)}, "marker DX lies on chromosome X"),
            ({"markers": (TypedMarker(silent, {}),)}, "silent alleles"),
            (
                {"markers": (TypedMarker(MARKER, {"Z": ("a", "a")}),)},
                "'Z' is typed but not in the pedigree of H1",
            ),
        ):
            with pytest.raises(KinshipRefused, match=words):
                compare(self.case(**changes))

    def test_an_allele_outside_the_table_is_named(self) -> None:
        with pytest.raises(MarkerError, match="allele 'z'"):
            log10_likelihood(TRIO, MARKER, {"C": ("a", "z")})


def test_nothing_typed_says_nothing() -> None:
    result = compare(KinshipCase("x", {"H1": TRIO, "H2": SIBS}, (TypedMarker(MARKER, {}),)))
    assert result.total.log10_lr == 0.0


def test_impossible_against_impossible_is_undefined() -> None:
    typed = TypedMarker(MARKER, {"F": ("a", "a"), "C": ("b", "b")})
    result = compare(KinshipCase("x", {"H1": TRIO, "H2": SIBS}, (typed,)))
    assert math.isnan(result.total.log10_lr)
