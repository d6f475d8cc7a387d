"""Fuzzing of the readers of tables: text, genotypes, frequencies, STRidER."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from antigone.formats.frequency_reading import (
    FrequencyOptions,
    read_frequencies,
    recognise_frequencies,
)
from antigone.formats.frequency_table import (
    Counted,
    FrequencyTable,
    LocusFrequencies,
    SampleSize,
)
from antigone.formats.frequency_writing import write_long_frequencies, write_wide_frequencies
from antigone.formats.genotype_reading import ReadingOptions, read_genotype_table
from antigone.formats.genotype_table import GenotypeTable, SampleProfile
from antigone.formats.genotype_writing import write_long_genotypes, write_wide_genotypes
from antigone.formats.problems import ProblemList
from antigone.formats.text_tables import open_text_table
from verification.fuzz_target import Target

SAMPLES = (
    SampleProfile(
        "PM-1",
        "",
        {"D3S1358": ("15", "16"), "TH01": ("6", "9.3"), "FGA": ("20",), "Penta D": ("9", None)},
        ("X", "Y"),
        {"DYS385": ("11", "14"), "DYS391": ("10",)},
        {"vWA": ("15", "OL")},
        source="run.fsa",
    ),
    SampleProfile("Зразок 2", "", {"D3S1358": ("14", "14")}, ("X",), category="=x"),
)
FREQUENCIES = FrequencyTable(
    "Town",
    (
        LocusFrequencies("TH01", ("6", "9.3"), (0.25, 0.75), SampleSize(100, Counted.PERSONS)),
        LocusFrequencies("vWA", ("<11", "16", "17"), (0.125, 0.375, 0.5), SampleSize(90)),
    ),
)
STRIDER = b"""<?xml version="1.0" encoding="UTF-8"?>
<frequencies created_timestamp="2026-01-01"><marker><name>VWA</name><alleles>14, 15, 99</alleles>
<origin name="TOWN" n="222"><frequency allele="14">0.25</frequency>
<frequency allele="15.0">0.74</frequency><frequency allele="99">0.01</frequency></origin>
<origin name="LAND" n="90"><frequency allele="14">1</frequency></origin></marker></frequencies>
"""

_WORDS = (
    *(
        b"Sample Name",
        b"Marker",
        b"Allele 1",
        b"Allele",
        b"Alleles",
        b"TH01_1",
        b"TH01_2",
        b"vWF",
        b"AMEL",
    ),
    *(
        b"DYS385a",
        b"Penta D",
        b"OL",
        b"?",
        b"9,3",
        b"9.3",
        b"15/16",
        b">17",
        b"-9",
        b"INC",
        b"N",
        b"2N",
    ),
    *(
        b"Locus",
        b"Frequency",
        b"Count",
        b"Population",
        b"0,25",
        b"0.333",
        b"100",
        b"sep=;",
        b'""',
        b"\r\n",
    ),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\t", b";", b",", b"\xc2\xa0", b"1e-5", b"'=", b"Ladder"),
)
_XML_WORDS = (
    *(b"<marker>", b"</marker>", b"<name>", b"</name>", b'<origin name="A" n="1">', b"</origin>"),
    *(
        b'<frequency allele="9.3">',
        b"</frequency>",
        b"<![CDATA[",
        b"]]>",
        b"&amp;",
        b"&#0;",
        b"<!DOCTYPE",
    ),
    *(
        b'encoding="utf-16"',
        b"<!--",
        b"-->",
        b"<?x?>",
        b"xmlns:a='b'",
        b"<frequencies>",
        b"0.5",
        b"TH01",
    ),
)
_LENIENT = ReadingOptions(
    own_markers=("VWA", "M1", "M11"), replicates=True, leave_out_three_alleles=True
)


def read_text(data: bytes) -> int:
    """All rows of a text table."""
    problems = ProblemList("fuzz")
    rows = sum(1 for _ in open_text_table(data, "fuzz", short_rows=True).rows(problems))
    problems.refuse_if_any()
    return rows


def read_genotypes(data: bytes) -> GenotypeTable:
    """A genotype table; written and read again it is the same."""
    table = read_genotype_table(data, "fuzz")
    for write in (write_wide_genotypes, write_long_genotypes):
        again = read_genotype_table(write(table.samples), "again")
        if _placeless(again.samples) != _placeless(table.samples):
            raise AssertionError(f"{write.__name__} does not read back equal")
    return table


def read_genotypes_leniently(data: bytes) -> GenotypeTable:
    """A genotype table with replicates, three alleles left out, and markers of the incident."""
    return read_genotype_table(data, "fuzz", _LENIENT)


def read_any_frequencies(data: bytes) -> tuple[FrequencyTable, ...]:
    """The tables of all populations; written and read again they are the same."""
    tables = tuple(
        read_frequencies(data, "fuzz", FrequencyOptions(population=population))
        for population in recognise_frequencies(data, "fuzz").populations[:5] or (None,)
    )
    for table in tables:
        for write in (write_wide_frequencies, write_long_frequencies):
            again = read_frequencies(write(table), "again")
            if (again.name, again.loci) != (table.name, table.loci):
                raise AssertionError(f"{write.__name__} does not read back equal")
    return tables


def _placeless(samples: Sequence[SampleProfile]) -> list[SampleProfile]:
    return [replace(sample, place="") for sample in samples]


def _genotype_files() -> Sequence[bytes]:
    files = [
        write(SAMPLES, separator=separator)
        for write in (write_wide_genotypes, write_long_genotypes)
        for separator in ("\t", ";", ",")
    ]
    per_allele = b"Sample,Locus,Allele\nA,TH01,6\nA,TH01,9.3\nA,vWA,17\n"
    cells = b"Sample\tTH01\tFGA\tAMEL\nA\t6, 9.3, , ,\t20/22\tX,Y\n"
    return [*files, files[0].decode().encode("utf-16"), per_allele, cells]


def _frequency_files() -> Sequence[bytes]:
    tables = [
        write(FREQUENCIES, separator=separator)
        for write in (write_wide_frequencies, write_long_frequencies)
        for separator in ("\t", ",")
    ]
    blocks = b"VWA\n14\t0.25\n15\t0.75\n\nFGA\n20\t1\n"
    return [*tables, blocks, b"Allele;TH01\n6;10\n9,3;30\n", STRIDER]


TARGETS = {
    "text-tables": Target(read_text, _genotype_files, _WORDS),
    "genotypes": Target(read_genotypes, _genotype_files, _WORDS),
    "genotypes-lenient": Target(read_genotypes_leniently, _genotype_files, _WORDS),
    "frequencies": Target(read_any_frequencies, _frequency_files, _WORDS),
    "strider": Target(read_any_frequencies, lambda: [STRIDER], _XML_WORDS),
}
