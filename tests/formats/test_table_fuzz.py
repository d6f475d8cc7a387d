"""Whatever the bytes, the readers of tables give a value or refuse the file; the runs are short here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.formats.frequency_reading import read_frequencies, recognise_frequencies
from antigone.formats.genotype_reading import read_genotype_table, recognise_genotypes
from antigone.formats.problems import FormatError
from antigone.words import Said
from verification.fuzz_tables import TARGETS

READERS: list[Callable[[bytes, str], object]] = [
    read_genotype_table,
    recognise_genotypes,
    read_frequencies,
    recognise_frequencies,
]
CELLS = st.sampled_from(
    [
        *(
            "Sample",
            "Sample Name",
            "Marker",
            "Locus",
            "Allele",
            "Allele 1",
            "Allele 2",
            "Frequency",
            "N",
        ),
        *(
            "TH01",
            "TH01_1",
            "TH01_2",
            "vWF",
            "AMEL",
            "DYS385a",
            "DYS385b",
            "M1",
            "Population",
            "Count",
        ),
        *(
            "6",
            "9.3",
            "9,3",
            "6/9.3",
            "15,16",
            "OL",
            "?",
            "X,Y",
            "<8",
            "0.5",
            "0,25",
            "1e-9",
            "",
            '"',
        ),
    ]
) | st.text(max_size=4)


def outcome(read: Callable[[bytes, str], object], data: bytes) -> None:
    try:
        read(data, "fuzz")
    except FormatError as refused:
        problems = refused.problems
    else:
        return
    assert problems
    for problem in problems:
        assert isinstance(problem.message, Said), problem
        assert str(problem).encode()


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    for read in READERS:
        outcome(read, data)


@settings(max_examples=300)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=5),
    st.sampled_from("\t;,"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
)
def test_any_cells(rows: list[list[str]], separator: str, encoding: str) -> None:
    text = "\n".join(separator.join(row) for row in rows)
    data = text.encode(encoding, "replace")
    for read in READERS:
        outcome(read, data)


@settings(max_examples=100)
@given(st.data(), st.integers(0, 4_000), st.binary(min_size=1, max_size=3))
@pytest.mark.parametrize("name", TARGETS)
def test_a_file_with_bytes_changed_or_cut_off(
    name: str, data: st.DataObject, at: int, new: bytes
) -> None:
    content = data.draw(st.sampled_from([*TARGETS[name].corpus()]))
    position = at % len(content)
    for changed in (content[:position] + new + content[position + len(new) :], content[:position]):
        for read in READERS:
            outcome(read, changed)
