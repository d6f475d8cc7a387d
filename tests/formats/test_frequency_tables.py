from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.formats.frequency_reading import (
    BLOCKS,
    LONG,
    STRIDER,
    WIDE,
    FrequencyOptions,
    read_frequencies,
    recognise_frequencies,
)
from antigone.formats.frequency_table import (
    Counted,
    FrequencyTable,
    LocusFrequencies,
    SampleSize,
    markers_of,
)
from antigone.formats.frequency_writing import write_long_frequencies, write_wide_frequencies
from antigone.formats.locus_names import KINDS, LocusKind
from antigone.formats.problems import FormatError
from antigone.genetics.markers import MarkerError
from antigone.genetics.mutation import MutationModel
from tests.shared_data import shared

TABLES = ["nist1036_2017", "norSTR_v2023", "uk_dna17"]


def read(text: str, **options: object) -> FrequencyTable:
    return read_frequencies(text.encode(), "f.csv", FrequencyOptions(**options))  # type: ignore[arg-type]


def refusal(text: str, **options: object) -> str:
    with pytest.raises(FormatError) as refused:
        read(text, **options)
    return str(refused.value)


def test_a_wide_table_with_decimal_commas_and_sizes() -> None:
    table = read("Allele;THO1;vWA\nN;361;361\n6;0,25;\n9,3;0,75;0\n16;;0,5\n17;-;0,5\n")
    assert table.loci == (
        LocusFrequencies("TH01", ("6", "9.3"), (0.25, 0.75), SampleSize(361, Counted.PERSONS)),
        LocusFrequencies("vWA", ("16", "17"), (0.5, 0.5), SampleSize(361, Counted.PERSONS)),
    )
    assert table.notices == ("Names of loci that were understood: THO1 = TH01.",)
    assert table.minimum_frequency == 5 / (2 * 361)


def test_a_long_table_and_its_populations() -> None:
    text = (
        "Population,Locus,Allele,Frequency,n_alleles\n"
        "A,TH01,6,0.25,200\nA,TH01,9.3,0.75,200\nB,TH01,6,1,100\n"
    )
    assert recognise_frequencies(text.encode(), "f").populations == ("A", "B")
    assert "has 2 populations; choose one of A, B" in refusal(text)
    assert "choose one of A, B" in refusal(text, population="C")
    table = read(text, population="A")
    assert (table.name, table.by_locus["TH01"].frequencies) == ("A", (0.25, 0.75))
    assert table.minimum_frequency == 5 / 200


def test_counts_and_percentages_are_understood_and_told() -> None:
    table = read("Allele,TH01,FGA\n6,10,12.5\n9.3,30,87.5\n")
    assert table.by_locus["TH01"].frequencies == (0.25, 0.75)
    assert table.by_locus["TH01"].size == SampleSize(40, Counted.ALLELES)
    assert table.by_locus["FGA"].frequencies == (0.125, 0.875)
    assert table.notices == (
        "Frequencies were computed from counts: TH01.",
        "Percentages were divided by 100: FGA.",
    )


def test_blocks_of_one_locus_each() -> None:
    text = "VWA\n14\t0.25\n15\t0.75\n\nFGA\n20\t1\n"
    assert recognise_frequencies(text.encode(), "f").kind == BLOCKS
    assert [x.locus for x in read(text).loci] == ["vWA", "FGA"]


def test_rounding_is_mended_and_told_and_a_gap_is_refused() -> None:
    table = read("Allele,TH01\n6,0.333\n7,0.333\n8,0.333\n")
    assert math.isclose(math.fsum(table.loci[0].frequencies), 1.0, abs_tol=1e-12)
    assert table.notices == (
        "Sums that miss 1 by rounding, by 0.001 at most, were brought to 1: TH01.",
    )
    assert "the frequencies of TH01 sum to 0.98; allowed is 1 within 0.001" in refusal(
        "Allele,TH01\n6,0.500\n7,0.480\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Allele,TH01\n6,0,25\n", "line 2: 3 cells, but 2 names; a decimal comma"),
        ("Allele,TH01\n6,x\n", "line 2, column 'TH01': 'x'; allowed is a number from 0"),
        ("Allele,TH01\n6,-0.5\n7,1.5\n", "line 2, column 'TH01': '-0.5'"),
        ("Allele,TH01\n6,0.5\n6.0,0.5\n", "line 3, column 'TH01': allele 6 of TH01 stands twice"),
        ("Allele,TH01\nsix,1\n", "'six' is no allele; allowed are 9, 9.3, <8 or >17"),
        (
            "Allele,TH02,FGA\n6,1,1\n",
            "column 'TH02': 'TH02' is no locus that is known; the nearest is",
        ),
        ("Allele,TH01,THO1\n6,1,1\n", "column 'THO1': TH01 has two columns"),
        ("Allele,TH01\n", "no frequency stands in the file"),
        ("Repeats of,TH01\n6,1\n", "no column has the alleles; it is called Allele"),
        ("Locus,Value\nTH01,1\n", "needs columns Allele and Frequency or Count"),
        ("Allele,TH01\nN,many\n6,1\n", "'many' is no size of a sample"),
        ("Allele,TH01\nN,100\n2N,180\n6,1\n", "the sample of TH01 has several sizes: 100, 180"),
        ("TH01\n6\t1\n7\t1\t1\n", "line 3: allowed is the name of a locus, or an allele"),
    ],
)
def test_faults_are_told_by_line_and_column(text: str, message: str) -> None:
    assert message in refusal(text)


def test_a_list_of_persons_is_no_table_of_frequencies() -> None:
    found = recognise_frequencies(b";Family name;Count\n1;A;3\n", "f")
    assert found.kind == ""
    assert found.why_not[WIDE] == "no column is called by a locus, as D3S1358"
    assert read(";TH01\n6;0,25\n9,3;0,75\n").loci[0].alleles == ("6", "9.3")


def test_what_says_nothing_of_single_alleles_is_left_out_and_told() -> None:
    table = read("Allele,TH01,AMEL,DYS19\n6,1,0.5,0.5\nHo,0.7,,\n")
    assert [x.locus for x in table.loci] == ["TH01"]
    assert "Rows that were not read: Ho." in table.notices
    assert any("Amelogenin, DYS19" in notice for notice in table.notices)


def test_markers_are_made_with_a_stated_mutation_model() -> None:
    table = read("Allele,TH01,FGA\n6,0.25,\n9.3,0.75,\n<18,,0.5\n20,,0.5\n")
    male = MutationModel("stepwise", 0.002, 0.0001, 0.1)
    (marker,) = markers_of(table, male=male, only={"TH01"})
    assert (marker.alleles, marker.mutation_male) == (("6", "9.3"), male)
    with pytest.raises(MarkerError, match="marker FGA: the mutation model stepwise counts repeats"):
        markers_of(table, male=male)
    assert len(markers_of(table, male=MutationModel("equal", 0.002))) == 2


@pytest.mark.parametrize("name", TABLES)
def test_published_tables_read_and_read_back_equal(name: str) -> None:
    data = shared("data", "str_frequencies", f"{name}_allele_freqs.csv").read_bytes()
    found = recognise_frequencies(data, name)
    assert found.kind == LONG
    for population in found.populations:
        table = read_frequencies(data, name, FrequencyOptions(population=population))
        assert len(markers_of(table)) == len(table.loci) >= 16
        for written in (write_wide_frequencies(table), write_long_frequencies(table)):
            again = read_frequencies(written, name)
            assert (again.name, again.loci) == (table.name, table.loci)


def test_a_published_wide_table() -> None:
    data = shared("data", "formats", "frequencies-esx17-norway.csv").read_bytes()
    assert recognise_frequencies(data, "f").kind == WIDE
    table = read_frequencies(data, "f")
    assert len(table.loci) == 16
    assert table.by_locus["TH01"].alleles[:3] == ("5", "6", "7")
    assert table.by_locus["TH01"].frequencies[1] == 0.209274435338797


ALLELES = st.integers(1, 60).map(str) | st.builds(
    "{}.{}".format, st.integers(1, 60), st.integers(1, 5)
)


@st.composite
def loci(draw: st.DrawFn) -> LocusFrequencies:
    name = draw(
        st.sampled_from(
            [x for x, kind in KINDS.items() if kind in (LocusKind.AUTOSOMAL, LocusKind.X)]
        )
    )
    alleles = sorted(draw(st.sets(ALLELES, min_size=1, max_size=6)), key=float)
    weights = [draw(st.floats(1e-6, 1.0)) for _ in alleles]
    total = math.fsum(weights)
    size = draw(st.none() | st.builds(SampleSize, st.integers(1, 10_000), st.sampled_from(Counted)))
    return LocusFrequencies(
        name,
        tuple(alleles),
        tuple(w / total for w in weights),
        size,
        "X" if KINDS[name] is LocusKind.X else "A",
    )


@given(
    st.lists(loci(), min_size=1, max_size=5, unique_by=lambda x: x.locus),
    st.sampled_from(["", "=Town; Львів"]),
)
def test_what_is_written_reads_back_equal(found: list[LocusFrequencies], name: str) -> None:
    table = FrequencyTable(name, tuple(found))
    for written in (
        write_wide_frequencies(table),
        write_long_frequencies(table, separator="\t", mark=True),
    ):
        again = read_frequencies(written, "f")
        assert (again.name, again.loci) == (name, table.loci)


STR_XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<frequencies created_timestamp="2026-01-01">
  <marker>
    <name>VWA</name>
    <alleles>14, 15, 99</alleles>
    <origin name="AUSTRIA" n="222">
      <frequency allele="14">0.25</frequency><frequency allele="15.0">0.74</frequency>
      <frequency allele="99">0.01</frequency>
    </origin>
    <origin name="NORWAY" n="1,5">
      <frequency allele="14">1.0</frequency>
    </origin>
  </marker>
</frequencies>
"""


def test_strider_is_read_by_population() -> None:
    text = STR_XML.replace('"1,5"', '"150"')
    found = recognise_frequencies(text.encode(), "s.xml")
    assert (found.kind, found.populations) == (STRIDER, ("AUSTRIA", "NORWAY"))
    table = read(text, population="AUSTRIA")
    assert table.loci == (
        LocusFrequencies("vWA", ("14", "15", "99"), (0.25, 0.74, 0.01), SampleSize(222)),
    )
    assert any("1 and 99" in notice for notice in table.notices)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"1,5"', '"1,5"', "line 10: n is '1,5'; allowed is the size of the sample"),
        ("<name>VWA</name>", "<name>VXA</name>", "line 4: 'VXA' is no locus"),
        ("<name>VWA</name>", "", "line 3: the marker has no name"),
        ("0.74", "O.74", "line 7: 'O.74'; allowed is a number"),
        ("0.74", "0.47", "sum to 0.73"),
        ('allele="14">0.25', 'allele="x">0.25', "line 7: 'x' is no allele"),
        ("</frequencies>", "", "broken XML"),
        ("frequencies", "list", "line 2: the root is 'list'"),
        ("<freq", "<!DOCTYPE x [<!ENTITY a 'b'>]><freq", "document type"),
        ('UTF-8"?>', 'UTF-8"?><!DOCTYPE x SYSTEM "file:///etc/passwd">', "document type"),
    ],
)
def test_faults_of_strider_are_told_by_line(old: str, new: str, message: str) -> None:
    assert old in STR_XML
    text = STR_XML.replace('"1,5"', '"150"') if old != '"1,5"' else STR_XML
    assert message in refusal(text.replace(old, new), population="AUSTRIA")
