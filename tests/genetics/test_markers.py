from __future__ import annotations

import pytest

from antigone.genetics.markers import Marker, MarkerError


def test_frequencies_may_miss_one_slightly_and_are_kept_as_written() -> None:
    marker = Marker("L", ("a", "b"), (0.3, 0.7000005))
    assert marker.frequencies == (0.3, 0.7000005)


@pytest.mark.parametrize(
    ("alleles", "frequencies", "words"),
    [
        ((), (), "no alleles"),
        (("a",), (0.5, 0.5), "1 alleles but 2 frequencies"),
        (("a", "a"), (0.5, 0.5), "listed twice"),
        (("a", "b"), (-0.5, 1.5), "not between 0 and 1"),
        (("a", "b"), (float("nan"), 0.5), "not between 0 and 1"),
        (("a", "b"), (0.5, 0.500002), "sum to 1.000002"),
    ],
)
def test_refuses(alleles: tuple[str, ...], frequencies: tuple[float, ...], words: str) -> None:
    with pytest.raises(MarkerError, match=words):
        Marker("L", alleles, frequencies)


def test_an_unknown_allele_is_named_with_those_allowed() -> None:
    with pytest.raises(
        MarkerError, match=r"allele 'c' is not in the frequency table of L; allowed are a, b"
    ):
        Marker("L", ("a", "b"), (0.5, 0.5)).check(("a", "c"))
