from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.genetics.markers import SILENT, Marker, MarkerError
from antigone.genetics.mutation import MutationModel
from antigone.genetics.unseen_alleles import (
    minimum_frequency_of_database,
    unseen_alleles,
    with_unseen_alleles,
)

MARKER = Marker("L", ("8", "9", "10"), (0.2, 0.8, 0.0))


def test_five_over_two_n() -> None:
    assert minimum_frequency_of_database(1036) == 5 / 2072


@pytest.mark.parametrize("persons", [0, 2, -1, float("nan")])
def test_a_tiny_database_is_refused(persons: float) -> None:
    with pytest.raises(MarkerError, match="3 persons or more"):
        minimum_frequency_of_database(persons)


def test_what_the_table_lacks_or_has_with_frequency_zero_is_unseen() -> None:
    assert unseen_alleles(MARKER, ["8", "10", "11", SILENT, "11"]) == ("10", "11")


@given(st.sets(st.sampled_from(["8", "9", "10", "11", "12.2"])), st.floats(1e-4, 0.3))
def test_frequencies_keep_their_sum_and_their_proportions(seen: set[str], minimum: float) -> None:
    marker = Marker("L", ("8", "9"), (0.2, 0.75), silent_frequency=0.05)
    extended = with_unseen_alleles(marker, seen, minimum)
    frequency = dict(zip(extended.alleles, extended.frequencies, strict=True))
    assert extended.frequency_sum == pytest.approx(1.0)
    assert frequency["9"] / frequency["8"] == pytest.approx(3.75)
    assert all(frequency[a] == minimum for a in seen - {"8", "9"})
    assert extended == marker or seen - {"8", "9"}


@pytest.mark.parametrize(
    ("marker", "minimum", "words"),
    [
        (MARKER, 0.0, "above 0"),
        (MARKER, 0.6, "leave nothing"),
        (
            Marker("L", ("8",), (1.0,), MutationModel("custom", matrix=((1.0,),))),
            0.1,
            "no row for allele '10'",
        ),
        (Marker("L", ("8",), (1.0,), MutationModel("stepwise", 0.1)), 0.1, "not a number"),
    ],
)
def test_what_cannot_be_done_is_refused(marker: Marker, minimum: float, words: str) -> None:
    with pytest.raises(MarkerError, match=words):
        with_unseen_alleles(marker, ["10", "x"], minimum)
