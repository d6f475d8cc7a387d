"""What a geneticist types for a marker, and what is told where it cannot be used."""

from __future__ import annotations

import pytest

from antigone.genetics.markers import Genotype, Marker
from antigone.web.custody.typing_rows import empty_rows, read_rows

MARKER = Marker("D21S11", ("28", "30.2", "31"), (0.3, 0.3, 0.4))
ON_X = Marker("DXS1", ("28", "31"), (0.4, 0.6), chromosome="X")
FIELD = empty_rows([MARKER])[0].field


@pytest.mark.parametrize(
    ("text", "genotype"),
    [
        ("31/28", ("28", "31")),
        (" 28  31 ", ("28", "31")),
        ("30.2 / 30.2", ("30.2", "30.2")),
        ("28/?", ("28", None)),
        ("28/-", ("28", None)),
        ("28/29.1", ("28", "29.1")),
    ],
)
def test_what_is_understood(text: str, genotype: Genotype) -> None:
    (row,) = read_rows([MARKER], {FIELD: text}, man=False)
    assert (row.genotype, row.error) == (genotype, "")
    assert row.unseen == tuple(a for a in genotype if a == "29.1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("28/OL", "OL is no allele"),
        ("28/30.2/31", "More than two alleles"),
        ("?/?", "No allele was seen"),
        ("28,31", "is no allele"),
        ("abc", "Allowed are numbers"),
    ],
)
def test_what_is_refused_with_what_is_allowed(text: str, words: str) -> None:
    (row,) = read_rows([MARKER], {FIELD: text}, man=False)
    assert row.genotype is None
    assert words in row.error
    assert row.text == text


def test_one_allele_alone_is_asked_about() -> None:
    (row,) = read_rows([MARKER], {FIELD: "28"}, man=False)
    assert row.asks
    assert "homozygous" in row.error
    for answer, genotype in (("homozygous", ("28", "28")), ("dropped_out", ("28", None))):
        (row,) = read_rows([MARKER], {FIELD: "28", f"{FIELD}-one": answer}, man=False)
        assert row.genotype == genotype


def test_a_man_has_one_allele_of_the_x_chromosome() -> None:
    (row,) = read_rows([ON_X], {FIELD: "28"}, man=True)
    assert row.genotype == ("28", "28")
    (row,) = read_rows([ON_X], {FIELD: "28"}, man=False)
    assert row.asks


def test_nothing_typed_is_not_typed() -> None:
    (row,) = read_rows([MARKER], {FIELD: "  "}, man=False)
    assert (row.genotype, row.error) == (None, "")
