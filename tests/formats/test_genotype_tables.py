from __future__ import annotations

import pytest

from antigone.formats.genotype_layout import LONG, WIDE
from antigone.formats.genotype_reading import (
    ReadingOptions,
    read_genotype_table,
    recognise_genotypes,
)
from antigone.formats.genotype_table import (
    GenotypeAsks,
    GenotypeTable,
    OneAllele,
    SampleProfile,
    genotypes_of,
)
from antigone.formats.problems import FormatError
from antigone.words import Said
from tests.shared_data import shared

WIDE_TABLE = """\
Sample Name;D3S1358_1;D3S1358_2;VWF;TH01_1;TH01_2;AMEL;DYS391
PM-1;15;16;17/18;9,3;6;X,Y;10
PM-2;15;15;14;6;;X;
"""
LONG_TABLE = """\
Sample File\tSample Name\tPanel\tMarker\tDye\tAllele 1\tAllele 2\tAllele 3\tHeight 1
a.fsa\tPM-1\tESX\tD3S1358\tB\t15\t16\t\t900
a.fsa\tPM-1\tESX\tAMEL\tB\tX\tY
a.fsa\tPM-2\tESX\tD3S1358\tB\t15
b.fsa\tLadder\tESX\tD3S1358\tB\t10\t11\t12\t800
b.fsa\tPM-2\tY23\tDYS385\tB\t14\t11
"""


def read(text: str, **options: object) -> GenotypeTable:
    return read_genotype_table(text.encode(), "t.csv", ReadingOptions(**options))  # type: ignore[arg-type]


def refusal(text: str, **options: object) -> str:
    with pytest.raises(FormatError) as refused:
        read(text, **options)
    assert all(isinstance(p.message, Said) for p in refused.value.problems)
    return str(refused.value)


def test_a_wide_table() -> None:
    table = read(WIDE_TABLE)
    first, second = table.samples
    assert first == SampleProfile(
        "PM-1",
        "line 2",
        {"D3S1358": ("15", "16"), "vWA": ("17", "18"), "TH01": ("6", "9.3")},
        ("X", "Y"),
        {"DYS391": ("10",)},
    )
    assert second.genotypes == {"D3S1358": ("15", "15"), "vWA": ("14",), "TH01": ("6",)}
    assert second.amelogenin == ("X",)
    assert second.asks == ("vWA", "TH01")
    assert table.markers == ("D3S1358", "vWA", "TH01", "Amelogenin", "DYS391")
    assert table.notices == ("Names of loci that were understood: VWF = vWA, AMEL = Amelogenin.",)


def test_a_long_table_as_genemapper_exports_it() -> None:
    table = read(LONG_TABLE)
    first, second = table.samples
    assert first.genotypes == {"D3S1358": ("15", "16")}
    assert first.amelogenin == ("X", "Y")
    assert (first.source, first.place) == ("a.fsa", "lines 2 to 3")
    assert second.genotypes == {"D3S1358": ("15",)}
    assert second.y_haplotype == {"DYS385": ("11", "14")}
    assert "Ladders and controls were left out: Ladder." in table.notices
    assert "Columns that were not read: Panel, Dye, Height 1." in table.notices
    assert "Sample 'PM-2' was joined from line 4 and line 6, which agree." in table.notices


def test_one_allele_alone_is_asked_about() -> None:
    sample = read(WIDE_TABLE).samples[1]
    with pytest.raises(GenotypeAsks, match="vWA, TH01"):
        genotypes_of(sample)
    assert genotypes_of(sample, OneAllele.HOMOZYGOUS)["vWA"] == ("14", "14")
    assert genotypes_of(sample, OneAllele.UNKNOWN)["vWA"] == ("14", None)


def test_a_published_export_of_mixtures_is_refused_by_its_loci() -> None:
    data = shared("data", "formats", "genemapper-example.txt").read_bytes()
    with pytest.raises(FormatError, match=r"line 2, locus D16S539: 3 alleles \(10, 11, 12\)"):
        read_genotype_table(data, "t.txt")
    table = read_genotype_table(data, "t.txt", ReadingOptions(leave_out_three_alleles=True))
    assert len(table.samples) == 4
    assert table.samples[0].genotypes["D10S1248"] == ("11", "12")
    assert table.samples[0].genotypes["D2S1338"] == ("10",)
    assert table.samples[0].unread["FGA"] == ("11", "12", "13")
    assert any("three alleles stand there: D16S539 (2)" in n for n in table.notices)


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("15/16", ("15", "16")),
        ("15,16", ("15", "16")),
        ("15, 16", ("15", "16")),
        ("15;16", ("15", "16")),
        ("15 16", ("15", "16")),
        ("15-16", ("15", "16")),
        ("9.3,10", ("9.3", "10")),
        ("9,3/10", ("9.3", "10")),
        ("11, 12, , , ,", ("11", "12")),
        ("09/009.30", ("9", "9.3")),
        ("15.0", ("15",)),
        ("15/15", ("15", "15")),
        ("15/15/15", ("15", "15")),
        ("15/?", ("15", None)),
        ("15,F", ("15", None)),
        ("15/INC", ("15",)),
        ("", None),
        ("-9", None),
        ("-9/-9", None),
        ("NN", None),
        ("N/A", None),
        ("inc", None),
        ("?", None),
        ("?/?", None),
    ],
)
def test_what_a_cell_says(cell: str, seen: tuple[str | None, ...] | None) -> None:
    table = read(f'Sample\tTH01\tFGA\nA\t"{cell}"\t20\n')
    assert table.samples[0].genotypes.get("TH01") == seen


@pytest.mark.parametrize("cell", ["OL", "15/OL", "OL, 15, , ,", ">17", "<8/9", "15/ol"])
def test_what_is_no_allele_leaves_the_locus_out_with_a_notice(cell: str) -> None:
    table = read(f'Sample\tTH01\tFGA\nA\t"{cell}"\t20\n')
    assert "TH01" not in table.samples[0].genotypes
    assert table.samples[0].unread["TH01"]
    assert any(
        "no allele is readable" in notice and "TH01 (2)" in notice for notice in table.notices
    )


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("9,3", "'9,3' may be the allele 9.3, or the alleles 9 and 3; write 9.3 or 9/3"),
        ("15/16/17", "3 alleles (15, 16, 17); allowed for one person are 2"),
        ("9-Mar", "'9-Mar' is a date: a spreadsheet has changed the allele"),
        ("2024-03-09", "is a date"),
        ("09.03.2024", "is a date"),
        ("9 бер", "is a date"),
        ("0", "0 is no allele; leave the cell empty"),
        ("15/0", "0 is no allele"),
        ("1234", "is no allele; allowed are numbers as 9 or 9.3"),
        ("15.25", "is no allele"),
        ("=15", "is no allele"),
        ("x", "is no allele"),
        ("１５", "is no allele"),
    ],
)
def test_what_is_refused_in_a_cell(cell: str, message: str) -> None:
    found = refusal(f'Sample\tTH01\tFGA\nA\t20\t20\nB\t"{cell}"\t20\n')
    assert found.startswith("t.csv: line 3, ")
    assert message in found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("15;16;17", "15;16/17;17"), "line 2, column 'D3S1358_2': '16/17' holds several alleles"),
        (("X,Y", "X,Z"), "line 2, column 'AMEL': 'X,Z' is no allele of amelogenin"),
        (("X,Y", "15"), "column 'AMEL': '15' is no allele of amelogenin"),
        (("VWF", "VWG"), "column 'VWG': 'VWG' is no locus that is known; the nearest is vWA"),
        (("D3S1358_2", "D3S1358_3"), "the columns of D3S1358 are D3S1358_1, D3S1358_3"),
        (("TH01_2", "Note"), "the columns of TH01 are TH01_1; allowed are one column"),
        (("PM-2", ""), "line 3, column 'Sample Name': '' is empty"),
        (("PM-2;15;15", "PM-1;15;17"), "line 3: sample 'PM-1' stands in line 2 too, with other"),
        (("Sample Name", "Label"), "no column has the names of samples"),
        ((";10\n", ";10/11/12/13/14\n"), "locus DYS391: 5 alleles"),
    ],
)
def test_faults_are_told_by_line_and_column(change: tuple[str, str], message: str) -> None:
    assert change[0] in WIDE_TABLE
    assert message in refusal(WIDE_TABLE.replace(*change, 1))


def test_every_fault_is_told_at_once() -> None:
    found = refusal(WIDE_TABLE.replace("17/18", "x").replace("X,Y", "Z").replace(";14;", ";9,3;"))
    assert len(found.splitlines()) == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("AMEL", "AMLE"),
            "line 3, column 'Marker': 'AMLE' is no locus that is known; the nearest",
        ),
        (("PM-2\tESX", "PM-1\tESX"), "line 4, column 'Marker': D3S1358 of sample 'PM-1' stands in"),
        (("15\t16\t\t", "15\t16\t17\t"), "line 2, locus D3S1358: 3 alleles (15, 16, 17)"),
        (("Allele 1", "Value 1"), ""),
        (("Sample Name", "Label"), "as a long table: no column has the names of samples"),
    ],
)
def test_faults_of_a_long_table(change: tuple[str, str], message: str) -> None:
    text = LONG_TABLE.replace(*change, 1)
    if message:
        assert message in refusal(text)
    else:
        assert read(text).samples[0].amelogenin == ("Y",)


def test_rows_for_each_allele() -> None:
    table = read("Sample,Locus,Allele\nA,TH01,6\nA,TH01,9.3\nA,vWA,17\nA,FGA,20\nA,FGA,20\n")
    assert table.samples[0].genotypes == {
        "TH01": ("6", "9.3"),
        "vWA": ("17",),
        "FGA": ("20", "20"),
    }


def test_a_sample_that_stands_twice_alike_is_told() -> None:
    table = read(WIDE_TABLE + WIDE_TABLE.splitlines()[1] + "\n")
    assert len(table.samples) == 2
    assert "Sample 'PM-1' stands twice alike: line 2 and line 4." in table.notices


def test_a_locus_that_stands_twice_alike_is_told() -> None:
    table = read("Sample,Marker,Allele 1,Allele 2\nA,TH01,6,9\nA,FGA,20,\nA,THO1,6,9\n")
    assert "Left out, because the same stands before: TH01 (4) (locus and line)." in table.notices
    assert table.samples[0].place == "lines 2 to 3"


def test_there_is_a_bound_on_repetition() -> None:
    row = "A,TH01,6,9\n"
    long = "Sample,Marker,Allele 1,Allele 2\n"
    assert "more than 50 rows of one locus" in refusal(long + row * 60, replicates=True)
    assert "more than 50 rows of one sample" in refusal("Sample,TH01\n" + "A,6/9\n" * 60)
    assert "9 alleles" in refusal(
        "Sample,Marker,Allele\n" + "".join(f"A,TH01,{n}\n" for n in range(1, 10))
    )


def test_replicates_are_kept_apart_where_a_person_says_so() -> None:
    text = "Sample,TH01,FGA\nA,6/9,20\nA,6,20\nB,6,20\n"
    assert "with other alleles at TH01" in refusal(text)
    samples = read(text, replicates=True).samples
    assert [(s.name, s.replicate) for s in samples] == [("A", 1), ("A", 2), ("B", 1)]
    long = "Sample\tMarker\tAllele 1\tAllele 2\nA\tTH01\t6\t9\nA\tTH01\t6\t\n"
    assert [s.genotypes["TH01"] for s in read(long, replicates=True).samples] == [
        ("6", "9"),
        ("6",),
    ]


def test_columns_that_a_person_leaves_out() -> None:
    text = "Sample,TH01,Haar\nA,6,brown\n"
    assert "column 'Haar': 'Haar' is no locus" in refusal(text)
    assert read(text, left_out=frozenset({"Haar"})).markers == ("TH01",)
    assert read("Etikett,TH01\nA,6\n", sample_column="Etikett").samples[0].name == "A"


def test_the_incidents_own_markers_are_loci() -> None:
    table = read("id,M1_1,M1_2,M11,vWF\nA,1,2,3,4\n", own_markers=("M1", "M11", "VWA"))
    assert table.samples[0].genotypes == {"M1": ("1", "2"), "M11": ("3",), "VWA": ("4",)}


def test_the_incidents_own_alleles_are_read_as_they_are() -> None:
    own = {"S1": frozenset({"A", "N", "a/b"}), "TH01": frozenset({"silent"})}
    text = "id;S1;S2_1;TH01\n1;A/N;3;9/silent\n2;a/b;3;silent\n"
    table = read(text, own_markers=("S1", "TH01", "S2"), own_alleles=own, left_out={"S2_1"})
    assert [sample.genotypes for sample in table.samples] == [
        {"S1": ("A", "N"), "TH01": ("9", "silent")},
        {"S1": ("a/b",), "TH01": ("silent",)},
    ]


def test_a_table_is_recognised_or_told_why_not() -> None:
    for text, kind in ((WIDE_TABLE, WIDE), (LONG_TABLE, LONG)):
        layout = recognise_genotypes(text.encode(), "t").layout
        assert layout is not None
        assert layout.kind == kind
    found = recognise_genotypes(b"Family;Given name;Born\nA;B;1980\n", "t")
    assert found.layout is None
    assert found.why_not[LONG] == "no column has the names of loci; it is called Marker or Locus"
    assert "no column is called by a locus, as D3S1358" in found.why_not[WIDE]
    assert "as a wide table: no column is called by a locus" in refusal("Family;Born\nA;1980\n")


def test_long_names_and_cells_take_no_time() -> None:
    long = "x_" * 50_000
    assert "is no locus that is known" in refusal(f"Sample,TH01,{long}\nA,6,6\n")
    assert "is no allele" in refusal(f"Sample,TH01\nA,{'9-' * 50_000}\n")
    assert "characters; allowed are 200" in refusal(f"Sample,TH01\n{'ladder ' * 16_000}x,6\n")


def test_a_table_without_samples_is_refused() -> None:
    assert "the table has no samples" in refusal("Sample,TH01\n")


def test_a_sample_without_alleles_is_kept_and_told() -> None:
    table = read("Sample\tMarker\tAllele 1\nA\tTH01\t\nB\tTH01\t6\n")
    assert [sample.empty for sample in table.samples] == [True, False]
    assert "Samples without any allele: 1." in table.notices
