from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.genetics.markers import Marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.pedigree import Pedigree, Person, pedigree_of
from antigone.simulate.inheritance import draw_stranger, drop_genes, locus_of
from antigone.simulate.markers import str_markers

TRIO = pedigree_of([("F", None, None, "M"), ("M", None, None, "F"), ("C", "F", "M", "U")])
FREQUENCIES = (0.2, 0.3, 0.5)


def marker(female: MutationModel, male: MutationModel) -> Marker:
    return Marker("L", ("8", "9", "10"), FREQUENCIES, mutation_female=female, mutation_male=male)


@st.composite
def pedigrees(draw: st.DrawFn) -> Pedigree:
    """Any pedigree: each person may have earlier persons, of either sex, as parents."""
    count = draw(st.integers(1, 12))
    persons: list[Person] = []
    for i in range(count):
        men = [p.id for p in persons if int(p.id[1:]) % 2]
        women = [p.id for p in persons if not int(p.id[1:]) % 2]
        father = draw(st.sampled_from([None, *men]))
        mother = draw(st.sampled_from([None, *women]))
        persons.append(Person(f"P{i}", father, mother))
    return Pedigree(tuple(draw(st.permutations(persons))))


@given(pedigrees(), st.integers(0, 2**32))
def test_without_mutation_every_allele_comes_from_the_parent(pedigree: Pedigree, seed: int) -> None:
    locus = locus_of(marker(MutationModel(), MutationModel()))
    genes, mutations = drop_genes(pedigree, locus, np.random.default_rng(seed))
    assert not mutations
    for person in pedigree.persons:
        paternal, maternal = genes[person.id]
        assert person.father is None or paternal in genes[person.father]
        assert person.mother is None or maternal in genes[person.mother]


@given(pedigrees(), st.integers(0, 2**32))
def test_what_does_not_come_from_a_parent_is_told_as_a_mutation(
    pedigree: Pedigree, seed: int
) -> None:
    locus = locus_of(marker(MutationModel("equal", 0.5), MutationModel("equal", 0.5)))
    genes, mutations = drop_genes(pedigree, locus, np.random.default_rng(seed))
    told = {(m.parent, m.child) for m in mutations}
    for person in pedigree.persons:
        for parent, allele in zip((person.father, person.mother), genes[person.id], strict=True):
            if parent is not None and allele not in genes[parent]:
                assert (parent, person.id) in told


def test_women_and_men_mutate_at_their_own_rates() -> None:
    locus = locus_of(marker(MutationModel("equal", 0.1), MutationModel("equal", 0.3)))
    rng = np.random.default_rng(1)
    draws = 20_000
    counts = Counter(m.parent for _ in range(draws) for m in drop_genes(TRIO, locus, rng)[1])
    for parent, rate in (("M", 0.1), ("F", 0.3)):
        error = math.sqrt(rate * (1 - rate) / draws)
        assert counts[parent] / draws == pytest.approx(rate, abs=4 * error)


def test_founders_and_strangers_have_the_frequencies_of_the_table() -> None:
    locus = locus_of(marker(MutationModel(), MutationModel()))
    rng = np.random.default_rng(2)
    draws = 20_000
    founders = [drop_genes(TRIO, locus, rng)[0]["F"][0] for _ in range(draws)]
    strangers = [draw_stranger(locus, rng)[0] for _ in range(draws)]
    for seen in (founders, strangers):
        counts = Counter(seen)
        for allele, frequency in enumerate(FREQUENCIES):
            error = math.sqrt(frequency * (1 - frequency) / draws)
            assert counts[allele] / draws == pytest.approx(frequency, abs=4 * error)


@pytest.mark.parametrize("mutation", ["none", "equal", "proportional", "stepwise"])
def test_the_published_markers_have_frequencies_that_sum_to_one(mutation: str) -> None:
    markers = str_markers(mutation)
    assert len(markers) == 20
    for item in markers:
        assert item.frequency_sum == pytest.approx(1.0, abs=1e-15)
        assert item.mutation_male.model == item.mutation_female.model == mutation


def test_an_unknown_mutation_model_is_refused() -> None:
    with pytest.raises(ValueError, match="allowed are none, equal, proportional, stepwise"):
        str_markers("dawid")
