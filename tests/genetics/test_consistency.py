from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.genetics.consistency import (
    RATES,
    Alternative,
    CheckRefused,
    FamilyCheck,
    Reading,
    check_family,
)
from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.markers import Genotype, Marker, Profile
from antigone.genetics.mutation import MutationModel
from antigone.genetics.pedigree import Pedigree, pedigree_of
from antigone.simulate.inheritance import draw_stranger, drop_genes, locus_of

P, Q = 0.2, 0.8
MARKER = Marker("L", ("a", "b"), (P, Q))
ALLELES = tuple(str(n) for n in range(8, 16))
EQUAL = MutationModel("equal", 0.002)
MARKERS = tuple(Marker(f"L{i}", ALLELES, (1 / 8,) * 8, EQUAL, EQUAL) for i in range(20))
DUO = pedigree_of([("F", None, None, "M"), ("C", "F", None, "U")])
FAMILY = pedigree_of(
    [
        ("F", None, None, "M"),
        ("M", None, None, "F"),
        ("A", "F", "M", "F"),
        ("B", "F", "M", "M"),
        ("missing", "F", "M", "M"),
        ("W", None, None, "F"),
        ("N", "B", "W", "F"),
    ]
)
TYPED = ("F", "M", "A", "B", "W", "N")


def only(found: FamilyCheck, reading: Reading, *about: str) -> Alternative:
    (alternative,) = (a for a in found.alternatives if (a.reading, a.about) == (reading, about))
    return alternative


def simulated(pedigree: Pedigree, seed: int, stranger: str | None = None) -> dict[str, Profile]:
    rng = np.random.default_rng(seed)
    profiles: dict[str, dict[str, Genotype]] = {p: {} for p in TYPED}
    for marker in MARKERS:
        locus = locus_of(marker)
        genes, _ = drop_genes(pedigree, locus, rng)
        for person in TYPED:
            one, two = draw_stranger(locus, rng) if person == stranger else genes[person]
            profiles[person][marker.name] = (ALLELES[one], ALLELES[two])
    return dict(profiles)


class TestClosedFormulas:
    def test_unrelated_is_the_inverse_of_paternity(self) -> None:
        found = check_family(DUO, [MARKER], {"F": {"L": ("a", "a")}, "C": {"L": ("a", "a")}})
        for person in ("F", "C"):
            assert only(found, Reading.UNRELATED, person).log10_lr == pytest.approx(math.log10(P))
        father = only(found, Reading.OTHER_FATHER, "C")
        assert father.log10_lr == pytest.approx(math.log10(P))
        assert father.samples == ("C", "F")
        assert found.suspicious == ()

    def test_the_odds_hold_the_rate(self) -> None:
        found = check_family(DUO, [MARKER], {"F": {"L": ("a", "a")}, "C": {"L": ("a", "a")}})
        rate = RATES[Reading.OTHER_FATHER]
        expected = math.log10(P * rate / (1 - rate))
        assert only(found, Reading.OTHER_FATHER, "C").log10_odds == pytest.approx(expected)

    def test_half_instead_of_full_sibs(self) -> None:
        sibs = pedigree_of(
            [
                ("F", None, None, "M"),
                ("M", None, None, "F"),
                ("A", "F", "M", "U"),
                ("B", "F", "M", "U"),
            ]
        )
        halves = pedigree_of(
            [
                ("F", None, None, "M"),
                ("M", None, None, "F"),
                ("A", None, "M", "U"),
                ("B", "F", "M", "U"),
            ]
        )
        seen: dict[str, Genotype] = {"A": ("a", "b"), "B": ("a", "a")}
        found = check_family(sibs, [MARKER], {p: {"L": g} for p, g in seen.items()})
        father = only(found, Reading.OTHER_FATHER, "A")
        assert father.full_sibs == ("B",)
        assert father.samples == ("A",)
        assert father.log10_lr == pytest.approx(
            log10_likelihood(halves, MARKER, seen) - log10_likelihood(sibs, MARKER, seen)
        )

    def test_exchanged_samples(self) -> None:
        seen: dict[str, Genotype] = {"G": ("a", "a"), "C": ("a", "b"), "D": ("b", "b")}
        line = pedigree_of([("G", None, None, "M"), ("C", "G", None, "M"), ("D", "C", None, "U")])
        found = check_family(line, [MARKER], {p: {"L": g} for p, g in seen.items()})
        exchanged = {**seen, "G": seen["C"], "C": seen["G"]}
        assert log10_likelihood(line, MARKER, exchanged) == -math.inf
        assert all(a.about != ("G", "C") for a in found.alternatives)


def test_what_the_dna_cannot_tell_is_left_out() -> None:
    """Father and child exchanged have the same likelihood; untyped parents say nothing."""
    found = check_family(DUO, [MARKER], {"F": {"L": ("a", "a")}, "C": {"L": ("a", "b")}})
    assert all(a.reading is not Reading.SWAPPED for a in found.alternatives)
    assert check_family(DUO, [MARKER], {"C": {"L": ("a", "b")}}).alternatives == ()
    assert check_family(DUO, [MARKER], {}).alternatives == ()


@pytest.mark.parametrize("seed", range(3))
class TestSimulatedFamilies:
    def test_a_sound_family_raises_no_suspicion(self, seed: int) -> None:
        found = check_family(FAMILY, MARKERS, simulated(FAMILY, seed))
        assert found.suspicious == ()
        assert found.samples_to_check == {}
        assert found.mutation_allowed

    @pytest.mark.parametrize("person", ["F", "A", "N"])
    def test_a_stranger_s_sample_is_named(self, seed: int, person: str) -> None:
        found = check_family(FAMILY, MARKERS, simulated(FAMILY, seed, stranger=person))
        best = found.suspicious[0]
        assert (best.reading, best.about) == (Reading.UNRELATED, (person,))
        assert found.samples_to_check[person] == best

    def test_exchanged_samples_are_named(self, seed: int) -> None:
        profiles = simulated(FAMILY, seed)
        profiles["M"], profiles["W"] = profiles["W"], profiles["M"]
        best = check_family(FAMILY, MARKERS, profiles).suspicious[0]
        assert (best.reading, best.about) == (Reading.SWAPPED, ("M", "W"))

    def test_another_father_is_read_as_half_sibs(self, seed: int) -> None:
        true = pedigree_of(
            [
                *(
                    (p.id, None if p.id == "A" else p.father, p.mother, p.sex.value)
                    for p in FAMILY.persons
                )
            ]
        )
        found = check_family(FAMILY, MARKERS, simulated(true, seed))
        best = found.suspicious[0]
        assert (best.reading, best.about) == (Reading.OTHER_FATHER, ("A",))
        assert best.full_sibs == ("B", "missing")


def test_without_mutation_the_likeliest_of_infinite_ratios_leads() -> None:
    markers = tuple(Marker(m.name, m.alleles, m.frequencies) for m in MARKERS)
    found = check_family(FAMILY, markers, simulated(FAMILY, 7, stranger="N"))
    assert found.log10_likelihood == -math.inf
    assert not found.mutation_allowed
    best = found.suspicious[0]
    assert best.log10_lr == math.inf
    assert (best.reading, best.about) == (Reading.UNRELATED, ("N",))


def test_two_faults_at_once_stay_unexplained() -> None:
    markers = tuple(Marker(m.name, m.alleles, m.frequencies) for m in MARKERS)
    profiles = simulated(FAMILY, 7, stranger="N")
    profiles["A"] = simulated(FAMILY, 8)["A"]
    assert check_family(FAMILY, markers, profiles).unexplained


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["F", "M", "A"]),
        st.fixed_dictionaries({"L": st.tuples(*[st.sampled_from(["a", "b"])] * 2)}),
    )
)
def test_an_unrelated_sample_stands_outside_the_family(profiles: dict[str, Profile]) -> None:
    """P(DNA | sample of a stranger) = P(the others' | pedigree) · P(the sample | a stranger)."""
    marker = Marker("L", ("a", "b"), (P, Q), EQUAL, EQUAL)
    found = check_family(FAMILY, [marker], profiles)
    for alternative in found.alternatives:
        if alternative.reading is not Reading.UNRELATED:
            continue
        (person,) = alternative.about
        others = {p: g["L"] for p, g in profiles.items() if p != person}
        alone = log10_likelihood(
            pedigree_of([("x", None, None, "U")]), marker, {"x": profiles[person]["L"]}
        )
        apart = log10_likelihood(FAMILY, marker, others) + alone
        assert alternative.log10_lr == pytest.approx(apart - found.log10_likelihood, abs=1e-10)


WIDE = pedigree_of(
    [
        ("G", None, None, "M"),
        ("H", None, None, "F"),
        ("F", "G", "H", "M"),
        ("M", "G", "H", "F"),
        ("A", "F", "M", "F"),
        ("W", None, None, "F"),
        ("B", "F", "W", "M"),
        ("V", None, None, "F"),
        ("N", "B", None, "F"),
        ("X", None, "V", "M"),
    ]
)
"""A loop, half siblings, persons with one parent, and persons who are related to nobody."""

THREE = tuple(
    Marker(name, ("a", "b", "c"), (0.5, 0.3, 0.2), model, model)
    for name, model in (("L", EQUAL), ("K", MutationModel("none", 0.0)))
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["G", "F", "M", "A", "W", "B", "V", "N", "X"]),
        st.dictionaries(
            st.sampled_from(["L", "K"]),
            st.tuples(*[st.sampled_from(["a", "b", "c"])] * 2),
            min_size=1,
        ),
        max_size=6,
    )
)
def test_a_family_in_parts_is_the_family_in_one(profiles: dict[str, Profile]) -> None:
    def in_one(pedigree: Pedigree, typed: dict[str, Profile]) -> float:
        return sum(
            log10_likelihood(pedigree, m, {p: g[m.name] for p, g in typed.items() if m.name in g})
            for m in THREE
        )

    found = check_family(WIDE, THREE, profiles)
    declared = in_one(WIDE, profiles)
    assert found.log10_likelihood == pytest.approx(declared, abs=1e-10)
    for alternative in found.alternatives:
        if alternative.reading is Reading.SWAPPED:
            one, two = alternative.about
            exchanged = profiles | {one: profiles[two], two: profiles[one]}
            changed = in_one(WIDE, exchanged)
        elif alternative.reading is Reading.OTHER_FATHER:
            rows = [
                (p.id, None if p.id in alternative.about else p.father, p.mother, p.sex.value)
                for p in WIDE.persons
            ]
            changed = in_one(pedigree_of(rows), profiles)
        else:
            continue
        expected = math.inf if declared == -math.inf else changed - declared
        assert alternative.log10_lr == pytest.approx(expected, abs=1e-10)


def test_refusals() -> None:
    with pytest.raises(CheckRefused, match="DX is X-linked"):
        check_family(DUO, [Marker("DX", ("a",), (1.0,), chromosome="X")], {})
    with pytest.raises(CheckRefused, match="'Z' is typed"):
        check_family(DUO, [MARKER], {"Z": {"L": ("a", "a")}})
    with pytest.raises(CheckRefused, match="the rate of"):
        check_family(DUO, [MARKER], {}, rates={**RATES, Reading.SWAPPED: 0.0})
