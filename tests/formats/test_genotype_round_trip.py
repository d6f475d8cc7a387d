from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.formats.cursor import fault_of_name
from antigone.formats.genotype_reading import ReadingOptions, read_genotype_table
from antigone.formats.genotype_table import SampleProfile, as_seen
from antigone.formats.genotype_writing import write_long_genotypes, write_wide_genotypes
from antigone.formats.locus_names import KINDS, LocusKind
from antigone.formats.text_tables import SEPARATORS

ALLELES = st.integers(1, 60).map(str) | st.builds(
    "{}.{}".format, st.integers(1, 60), st.integers(1, 5)
)
SEEN = (
    st.builds(as_seen, ALLELES, ALLELES)
    | st.builds(as_seen, ALLELES)
    | st.builds(as_seen, ALLELES, st.none())
)
OF_SEX = st.sampled_from([(), ("X",), ("X", "X"), ("X", "Y"), ("X", None), ("Y", None)])
COPIES = st.lists(ALLELES, min_size=1, max_size=4, unique=True).map(lambda a: tuple(as_seen(*a)))
UNREAD = st.sampled_from([("OL",), ("15", "OL"), ("<8", ">17"), ("9", "10", "11")])
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    min_size=1,
    max_size=12,
).filter(lambda name: not fault_of_name(name) and "ladder" not in name.lower())


def of_kind(kind: LocusKind) -> st.SearchStrategy[str]:
    return st.sampled_from([locus for locus, its in KINDS.items() if its is kind])


@st.composite
def profiles(draw: st.DrawFn) -> SampleProfile:
    genotypes = draw(st.dictionaries(of_kind(LocusKind.AUTOSOMAL), SEEN, max_size=4))
    unread = draw(st.dictionaries(of_kind(LocusKind.AUTOSOMAL), UNREAD, max_size=1))
    haplotype = draw(st.dictionaries(of_kind(LocusKind.Y), COPIES, max_size=2))
    return SampleProfile(
        draw(NAMES),
        "",
        {locus: seen for locus, seen in genotypes.items() if locus not in unread},
        draw(OF_SEX),
        haplotype,  # type: ignore[arg-type]
        unread,
        category=draw(st.sampled_from(["", "Unidentified Person", "=Category"])),
        source=draw(st.sampled_from(["", "run 1.fsa"])),
    )


SAMPLES = st.lists(profiles(), min_size=1, max_size=4, unique_by=lambda sample: sample.name).filter(
    lambda samples: any(not s.empty or s.unread for s in samples)
)


def placeless(samples: Sequence[SampleProfile]) -> list[SampleProfile]:
    return [replace(sample, place="") for sample in samples]


@settings(max_examples=60)
@given(SAMPLES, st.sampled_from([*SEPARATORS]), st.booleans())
def test_wide_tables_read_back_equal(
    samples: list[SampleProfile], separator: str, mark: bool
) -> None:
    data = write_wide_genotypes(samples, separator=separator, mark=mark)
    read = read_genotype_table(data, "t", ReadingOptions(leave_out_three_alleles=True))
    assert placeless(read.samples) == samples


@settings(max_examples=60)
@given(SAMPLES, st.sampled_from([*SEPARATORS]), st.booleans())
def test_long_tables_read_back_equal(
    samples: list[SampleProfile], separator: str, mark: bool
) -> None:
    data = write_long_genotypes(samples, separator=separator, mark=mark)
    read = read_genotype_table(data, "t", ReadingOptions(leave_out_three_alleles=True))
    assert placeless(read.samples) == samples


def test_replicates_read_back_equal() -> None:
    samples = [
        SampleProfile("A", "", {"TH01": ("6", "9.3")}),
        SampleProfile("A", "", {"TH01": ("6",)}, replicate=2),
    ]
    data = write_wide_genotypes(samples)
    assert (
        placeless(read_genotype_table(data, "t", ReadingOptions(replicates=True)).samples)
        == samples
    )


@pytest.mark.parametrize("name", ["=1+1", "+49", "-x", "@sum", "'=x"])
def test_names_are_no_formulas(name: str) -> None:
    samples = [SampleProfile(name, "", {"TH01": ("6", "9.3")})]
    for data in (write_wide_genotypes(samples), write_long_genotypes(samples)):
        assert all(line[:1] not in (b"=", b"+", b"-", b"@") for line in data.splitlines())
        assert read_genotype_table(data, "t").samples[0].name == name
