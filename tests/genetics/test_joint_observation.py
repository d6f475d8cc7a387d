from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from antigone.genetics.joint_observation import joint_observation
from antigone.genetics.locus import locus_of
from antigone.genetics.markers import Marker
from antigone.genetics.observation import (
    Degraded,
    Observation,
    ObservationError,
    alleles_to_keep,
    hemizygous_table,
    observation_table,
)

LABELS = ("a", "b", "c")
PLAIN = Marker("L", LABELS, (0.1, 0.2, 0.7))
SILENT = Marker("S", LABELS, (0.1, 0.2, 0.6), silent_frequency=0.1)
POOR = Degraded(0.2)


def observations() -> st.SearchStrategy[Observation]:
    allele = st.sampled_from(LABELS)
    genotype = st.tuples(allele, st.one_of(allele, allele, st.none()))
    level = st.sampled_from(
        [None, POOR, Degraded(0.3), Degraded(0.3, 0.05), Degraded(0.4, 0.1, 0.3)]
    )
    return st.builds(Observation, genotype, level)


@given(st.lists(observations(), min_size=1, max_size=4), st.sampled_from([PLAIN, SILENT]))
def test_is_the_product_of_all_but_for_one_factor(seen: list[Observation], marker: Marker) -> None:
    locus = locus_of(marker, marker.alleles)
    product = np.prod([observation_table(locus, one) for one in seen], axis=0)
    assume(product.any())
    together = observation_table(locus, joint_observation(marker, seen))
    ratio = product[product > 0.0] / together[product > 0.0]
    assert np.array_equal(product > 0.0, together > 0.0)
    assert ratio == pytest.approx(np.full(len(ratio), ratio[0]), rel=1e-12)


@given(st.lists(observations(), min_size=2, max_size=4))
def test_lumped_states_and_one_copy_multiply_as_well(seen: list[Observation]) -> None:
    first, *further = seen
    degraded = first.degraded or Degraded()
    several = Observation(
        first.genotype,
        Degraded(degraded.dropout, degraded.dropin, degraded.dropout_homozygote, tuple(further)),
    )
    locus = locus_of(PLAIN, alleles_to_keep(PLAIN, [several]))
    for table_of in (observation_table, hemizygous_table):
        product = np.prod([table_of(locus, one) for one in seen], axis=0)
        assert table_of(locus, several) == pytest.approx(product, rel=1e-12)


def test_a_genotype_that_is_certain_is_seen_for_certain() -> None:
    a, b = Observation(("a", "a"), POOR), Observation(("b", "b"), POOR)
    exact = Observation(("a", "b"))
    assert joint_observation(PLAIN, [a, b]) == exact
    assert joint_observation(PLAIN, [a, exact]) == exact
    assert joint_observation(PLAIN, [a, Observation(("a", "a"))]) == Observation(("a", "a"))
    assert joint_observation(PLAIN, [Observation(("a", None)), Observation(("b", None))]) == exact


def test_what_adds_nothing_is_left_out() -> None:
    a, partial = Observation(("a", "a"), POOR), Observation(("a", None))
    assert joint_observation(PLAIN, [partial, a]) == a
    twice = joint_observation(PLAIN, [a, a])
    assert twice.each == (a, a)


def test_two_persons_are_refused() -> None:
    with pytest.raises(ObservationError, match="cannot be of one person"):
        joint_observation(PLAIN, [Observation(("a", "b")), Observation(("a", "c"))])
