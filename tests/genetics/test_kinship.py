from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.formats.case_json import read_kinship_case
from antigone.genetics.case import KinshipCase, LinkedPair, TypedMarker
from antigone.genetics.kinship import KinshipRefused, compare, log10_likelihood
from antigone.genetics.linkage import log10_likelihood_of_pair
from antigone.genetics.markers import SILENT, Genotype, Marker, MarkerError
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


@st.composite
def special_cases(draw: st.DrawFn) -> tuple[Pedigree, Marker, dict[str, Genotype], float]:
    """Up to four persons with theta, a silent allele or an X-linked marker, in any combination."""
    pedigree, marker, genotypes, _ = draw(small_cases())
    people = tuple(p for p in pedigree.persons[:4])
    pedigree = Pedigree(people)
    labels = marker.alleles[:2]
    silent = draw(st.sampled_from([0.0, 0.05]))
    first = draw(st.floats(0.1, 0.8))
    marker = Marker(
        "L",
        labels,
        (first * (1 - silent), (1 - first) * (1 - silent)),
        marker.mutation_female,
        marker.mutation_male,
        draw(st.sampled_from(["A", "X"])),
        silent,
    )
    seen = st.sampled_from([*labels, *([SILENT] if silent else [])])
    typed: dict[str, Genotype] = {}
    for person in genotypes.keys() & pedigree.by_id.keys():
        one = draw(seen)
        if marker.chromosome == "X" and pedigree.sex_of(person) is Sex.MALE:
            typed[person] = (one, one)
        else:
            typed[person] = (one, draw(seen))
    return pedigree, marker, typed, draw(st.sampled_from([0.0, 0.01, 0.2]))


@settings(max_examples=200, deadline=None)
@given(special_cases())
def test_theta_silent_alleles_and_the_x_equal_naive_enumeration(
    case: tuple[Pedigree, Marker, dict[str, Genotype], float],
) -> None:
    pedigree, marker, genotypes, theta = case
    complete = all((p.father is None) == (p.mother is None) for p in pedigree.persons)
    if theta > 0.0 and not complete:
        pedigree = with_absent_parents(pedigree)
    if len(pedigree.persons) > 5:
        return
    expected = naive_likelihood(pedigree, marker, genotypes, {}, theta)
    found = 10 ** log10_likelihood(case[0], marker, genotypes, theta=theta)
    assert found == pytest.approx(expected, rel=1e-10)


@settings(max_examples=60, deadline=None)
@given(special_cases(), st.randoms(use_true_random=False))
def test_what_alleles_are_called_and_their_order_do_not_matter(
    case: tuple[Pedigree, Marker, dict[str, Genotype], float], random: object
) -> None:
    pedigree, marker, genotypes, theta = case
    model = MutationModel("proportional", 0.01)
    marker = dataclasses.replace(marker, mutation_female=model, mutation_male=model)
    order = list(range(len(marker.alleles)))
    random.shuffle(order)  # type: ignore[attr-defined]
    name = {marker.alleles[i]: f"allele {n}" for n, i in enumerate(order)} | {SILENT: SILENT}
    renamed = dataclasses.replace(
        marker,
        alleles=tuple(name[marker.alleles[i]] for i in order),
        frequencies=tuple(marker.frequencies[i] for i in order),
    )
    seen = {i: (name[a], None if b is None else name[b]) for i, (a, b) in genotypes.items()}
    found = log10_likelihood(pedigree, renamed, seen, theta=theta)
    expected = log10_likelihood(pedigree, marker, genotypes, theta=theta)
    assert found == expected or found == pytest.approx(expected, abs=1e-10)


@settings(max_examples=60, deadline=None)
@given(special_cases(), st.floats(0.1, 0.9))
def test_splitting_an_allele_that_nobody_shows_changes_nothing(
    case: tuple[Pedigree, Marker, dict[str, Genotype], float], share: float
) -> None:
    """Without mutation, with theta or without: two unseen alleles are as good as one."""
    pedigree, marker, genotypes, theta = case
    none = MutationModel()
    third = 0.3
    frequencies = tuple(p * (1 - third) for p in marker.frequencies)
    unseen = third * (1 - marker.silent_frequency)
    silent = marker.silent_frequency
    coarse = Marker(
        "L",
        (*marker.alleles, "x"),
        (*frequencies, 1 - silent - sum(frequencies)),
        none,
        none,
        marker.chromosome,
        silent,
    )
    halves = (share * unseen, 1 - silent - sum(frequencies) - share * unseen)
    fine = Marker(
        "L",
        (*marker.alleles, "x", "y"),
        (*frequencies, *halves),
        none,
        none,
        marker.chromosome,
        silent,
    )
    found = log10_likelihood(pedigree, fine, genotypes, theta=theta)
    expected = log10_likelihood(pedigree, coarse, genotypes, theta=theta)
    assert found == expected or found == pytest.approx(expected, abs=1e-10)


def with_absent_parents(pedigree: Pedigree) -> Pedigree:
    """The pedigree with every absent second parent as an untyped founder."""
    added: list[Person] = []
    persons: list[Person] = []
    for p in pedigree.persons:
        father, mother = p.father, p.mother
        if (father is None) != (mother is None):
            new = Person(f"parent of {p.id}", sex=Sex.MALE if father is None else Sex.FEMALE)
            added.append(new)
            father, mother = father or new.id, mother or new.id
        persons.append(Person(p.id, father, mother, p.sex))
    return Pedigree((*added, *persons))


class TestTheta:
    """Closed formulas of Balding and Nichols for theta = 0.03."""

    THETA = 0.03

    def lr(self, genotypes: dict[str, Genotype]) -> float:
        apart = Pedigree((Person("F"), Person("C")))
        together = log10_likelihood(TRIO, MARKER, genotypes, theta=self.THETA)
        return 10 ** (together - log10_likelihood(apart, MARKER, genotypes, theta=self.THETA))

    def test_parent_and_child_alike_homozygous(self) -> None:
        expected = (1 + 2 * self.THETA) / (3 * self.THETA + (1 - self.THETA) * P)
        assert self.lr({"F": ("a", "a"), "C": ("a", "a")}) == pytest.approx(expected)

    def test_parent_and_child_share_one_allele(self) -> None:
        expected = (1 + 2 * self.THETA) / (4 * (self.THETA + (1 - self.THETA) * P))
        assert self.lr({"F": ("a", "b"), "C": ("a", "c")}) == pytest.approx(expected)

    def test_limit_of_theta_is_independence(self) -> None:
        observed: dict[str, Genotype] = {"C": ("a", "b"), "D": ("a", "a")}
        near = log10_likelihood(SIBS, MARKER, observed, theta=1e-9)
        assert near == pytest.approx(log10_likelihood(SIBS, MARKER, observed), abs=1e-7)


def test_limit_of_a_silent_allele_is_none() -> None:
    observed: dict[str, Genotype] = {"C": ("a", "b"), "D": ("a", "a")}
    with_silent = Marker("L", ("a", "b", "c"), (P, Q, R - 1e-9), silent_frequency=1e-9)
    near = log10_likelihood(SIBS, with_silent, observed)
    assert near == pytest.approx(log10_likelihood(SIBS, MARKER, observed), abs=1e-7)


class TestLinkage:
    def case(self) -> tuple[Pedigree, TypedMarker, TypedMarker]:
        grandparent = pedigree_of(
            [
                ("G", None, None, "M"),
                ("M", None, None, "F"),
                ("F", "G", None, "M"),
                ("C", "F", "M", "U"),
            ]
        )
        one = TypedMarker(Marker("A", ("a", "b"), (P, 1 - P)), {"G": ("a", "a"), "C": ("a", "b")})
        two = TypedMarker(Marker("B", ("a", "b"), (Q, 1 - Q)), {"G": ("a", "a"), "C": ("a", "b")})
        return grandparent, one, two

    def test_half_is_independence(self) -> None:
        pedigree, one, two = self.case()
        apart = sum(log10_likelihood(pedigree, t.marker, t.genotypes) for t in (one, two))
        assert log10_likelihood_of_pair(pedigree, (one, two), 0.5) == pytest.approx(
            apart, abs=1e-12
        )

    def test_no_recombination_passes_both_or_none(self) -> None:
        """Grandfather and grandchild share both loci from him with 1/2, or neither."""
        pedigree, one, two = self.case()
        joint = 10 ** log10_likelihood_of_pair(pedigree, (one, two), 0.0)
        from_him = [(1 - P), (1 - Q)]
        from_others = [2 * P * (1 - P), 2 * Q * (1 - Q)]
        expected = (
            (P * Q) ** 2 * 0.5 * (from_him[0] * from_him[1] + from_others[0] * from_others[1])
        )
        assert joint == pytest.approx(expected)

    def test_total_holds_the_joint_value(self) -> None:
        pedigree, one, two = self.case()
        unrelated = Pedigree((Person("G"), Person("C")))
        case = KinshipCase(
            "x", {"H1": pedigree, "H2": unrelated}, (one, two), linked=LinkedPair(("A", "B"), 0.01)
        )
        result = compare(case)
        joint = log10_likelihood_of_pair(pedigree, (one, two), 0.01)
        assert result.total.log10_likelihood["H1"] == pytest.approx(joint)
        assert result.total.log10_lr > sum(m.log10_lr for m in result.markers)


def test_every_reference_case() -> None:
    paths = sorted(shared("reference", "kinship").glob("*.json"))
    assert len(paths) == 178
    for path in paths:
        data = path.read_bytes()
        likelihoods, total = worst_errors(data, compare(read_kinship_case(data, path.name)))
        assert likelihoods <= 1e-9, path.name
        assert total <= 1e-9, path.name


class TestRefusals:
    def case(self, **changes: object) -> KinshipCase:
        typed = TypedMarker(MARKER, {"C": ("a", "b")})
        base = {"id": "x", "hypotheses": {"H1": TRIO, "H2": SIBS}, "markers": (typed,)}
        return KinshipCase(**{**base, **changes})  # type: ignore[arg-type]

    def test_what_is_not_defined_is_named(self) -> None:
        x_linked = Marker("DX", ("a", "b"), (0.5, 0.5), chromosome="X")
        inbred = {"founder_inbreeding": {"F": 0.1}}
        sons = {
            h: pedigree_of([("F", None, None, "M"), ("C", "F", None, "M")]) for h in ("H1", "H2")
        }
        for changes, words in (
            (
                {"theta": 0.01, **inbred},
                "theta 0.01 together with the given inbreeding of founder 'F'",
            ),
            (
                {"linked": LinkedPair(("L", "L"), 0.1), **inbred},
                "identity by descent over two loci",
            ),
            ({"linked": LinkedPair(("L", "Z"), 0.1)}, "linked marker 'Z' is not among the markers"),
            (
                {
                    "linked": LinkedPair(("L", "DX"), 0.1),
                    "hypotheses": sons,
                    "markers": (TypedMarker(MARKER, {}), TypedMarker(x_linked, {})),
                },
                "different chromosomes",
            ),
            ({"markers": (TypedMarker(x_linked, {}),)}, "the sex of 'C' in H1 is not given"),
            (
                {"markers": (TypedMarker(x_linked, {}),), "hypotheses": sons, **inbred},
                "for autosomes only",
            ),
            (
                {"markers": (TypedMarker(x_linked, {"C": ("a", "b")}),), "hypotheses": sons},
                "'C' is male but has two alleles",
            ),
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

    def test_a_silent_allele_that_the_marker_does_not_have_is_named(self) -> None:
        with pytest.raises(MarkerError, match="allele 'silent'"):
            log10_likelihood(TRIO, MARKER, {"C": ("a", SILENT)})

    def test_too_many_founders_with_theta_are_refused_with_the_size(self) -> None:
        sibs: list[tuple[str, str | None, str | None, str]] = [
            ("F", None, None, "M"),
            ("M", None, None, "F"),
        ]
        for i in range(6):
            sibs += [
                (f"W{i}", None, None, "F"),
                (f"C{i}", "F", f"W{i}", "U"),
                (f"D{i}", "F", f"W{i}", "U"),
            ]
        pedigree = pedigree_of(sibs)
        labels = tuple(str(n) for n in range(8, 20))
        model = MutationModel("stepwise", 0.01)
        marker = Marker("L", labels, (1 / 12,) * 12, model, model)
        typed = TypedMarker(
            marker,
            {f"C{i}": ("9", "12") for i in range(6)} | {f"D{i}": ("9", "12") for i in range(6)},
        )
        with pytest.raises(KinshipRefused, match=r"marker L, hypothesis H1: .* MiB; the limit is"):
            compare(KinshipCase("x", {"H1": pedigree, "H2": pedigree}, (typed,), theta=0.01))


def test_hundreds_of_typed_founders_with_theta_do_not_underflow() -> None:
    """Typed alike, n alleles have p Π ((i θ + (1 - θ) p) / (1 + (i - 1) θ))."""
    marker = Marker("L", ("a", "b"), (1e-5, 1.0 - 1e-5))
    theta, persons = 1e-6, 400
    strangers = pedigree_of([(f"P{i}", None, None, "U") for i in range(persons)])
    typed = {f"P{i}": ("a", "a") for i in range(persons)}
    expected = sum(
        math.log10((i * theta + (1 - theta) * 1e-5) / (1 + (i - 1) * theta))
        for i in range(2 * persons)
    )
    assert log10_likelihood(strangers, marker, typed, theta=theta) == pytest.approx(expected)


def test_nothing_typed_says_nothing() -> None:
    result = compare(KinshipCase("x", {"H1": TRIO, "H2": SIBS}, (TypedMarker(MARKER, {}),)))
    assert result.total.log10_lr == 0.0


def test_impossible_against_impossible_is_undefined() -> None:
    typed = TypedMarker(MARKER, {"F": ("a", "a"), "C": ("b", "b")})
    result = compare(KinshipCase("x", {"H1": TRIO, "H2": SIBS}, (typed,)))
    assert math.isnan(result.total.log10_lr)
