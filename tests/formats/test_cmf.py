from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antigone.formats.cmf import (
    CATEGORIES,
    KITS,
    LOCI,
    SOURCE_IDS,
    UNIDENTIFIED,
    CmfAllele,
    CmfFile,
    CmfHeader,
    CmfLocus,
    CmfSpecimen,
)
from antigone.formats.cmf_profiles import genotype_table_of
from antigone.formats.cmf_reading import CmfReading, read_cmf
from antigone.formats.cmf_samples import cmf_of_incident, cmf_of_samples
from antigone.formats.cmf_writing import write_cmf
from antigone.formats.genotype_reading import ReadingOptions
from antigone.formats.genotype_table import SampleProfile, as_seen
from antigone.formats.locus_names import LocusNames
from antigone.formats.problems import FormatError
from antigone.formats.written import CannotBeWritten
from antigone.genetics.pedigree import pedigree_of
from antigone.reconcile.incident import DviIncident, Family, Remains
from tests.shared_data import shared

HEADER = CmfHeader("LAB-1", "LAB-2", "KOVAL", "2026-10-09T12:00:00")
EXAMPLE = "CODIS-32.AppendixAexample.xml"

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufffe"),
    min_size=1,
    max_size=10,
)
INSTANTS = st.datetimes(datetime(1901, 1, 1), datetime(2079, 1, 1))
VALUES = st.sampled_from(["5", "9.3", "10", "32.2", ">17", "<8", "X", "OL", "13"])


@cache
def schema() -> xmlschema.XMLSchema:
    """The schema of the specification."""
    return xmlschema.XMLSchema(str(shared("data", "cmf", "CODIS-32.AppendixBexample.xsd")))


@st.composite
def loci(draw: st.DrawFn) -> tuple[CmfLocus, ...]:
    known = {LocusNames().named(name): name for name in LOCI}
    names = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=6, unique=True))
    return tuple(
        CmfLocus(
            known[name],
            tuple(
                CmfAllele(value, draw(st.booleans()))
                for value in draw(st.lists(VALUES, min_size=1, max_size=4))
            ),
            draw(WORDS),
            draw(INSTANTS).isoformat(timespec="seconds"),
            draw(st.just("") | WORDS),
            draw(st.sampled_from(["", *KITS])),
        )
        for name in names
    )


SPECIMENS = st.builds(
    CmfSpecimen,
    WORDS,
    st.sampled_from(CATEGORIES),
    loci(),
    st.just("") | WORDS,
    st.just("") | WORDS,
    st.sampled_from(["", *SOURCE_IDS]),
    st.sampled_from([None, True, False]),
)
FILES = st.builds(
    CmfFile,
    st.builds(
        CmfHeader,
        WORDS,
        WORDS,
        WORDS,
        INSTANTS.map(lambda d: d.isoformat(timespec="seconds")),
        st.just("") | WORDS,
        st.sampled_from(["", *KITS]),
    ),
    st.lists(SPECIMENS, min_size=1, max_size=3, unique_by=lambda s: s.id).map(tuple),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(FILES)
def test_what_goes_out_is_valid_and_comes_back_equal(cmf: CmfFile) -> None:
    data = write_cmf(cmf).data
    schema().validate(io.BytesIO(data))
    assert read_cmf(data, "back.xml") == cmf


ALLELES = st.sampled_from(["6", "9.3", "10", "11"])
SEEN = st.one_of(
    st.tuples(ALLELES, ALLELES).map(lambda pair: as_seen(*pair)),
    st.tuples(ALLELES),
    st.tuples(ALLELES, st.none()),
)
SAMPLES = st.builds(
    SampleProfile,
    WORDS,
    st.just(""),
    st.dictionaries(st.sampled_from(["TH01", "vWA", "Penta D", "FGA", "SE33", "D1S1656"]), SEEN),
    st.sampled_from([(), ("X",), ("X", "X"), ("X", "Y")]),
    st.dictionaries(st.sampled_from(["DYS391", "DYS385a/b"]), st.just(("11", "14"))),
    st.dictionaries(st.just("D18S51"), st.just(("15", ">17"))),
    st.sampled_from(["", "Biological Mother"]),
)


@settings(max_examples=60)
@given(st.lists(SAMPLES, min_size=1, max_size=3, unique_by=lambda s: s.name))
def test_samples_come_back_as_told_and_whole_profiles_equal(samples: list[SampleProfile]) -> None:
    try:
        written = cmf_of_samples(samples, HEADER)
    except CannotBeWritten:
        named = {"TH01", "vWA", "Penta D", "FGA"}
        assert not any(named & {*s.genotypes} or s.amelogenin or s.unread for s in samples)
        return
    schema().validate(io.BytesIO(written.data))
    back = genotype_table_of(read_cmf(written.data, "back.xml"), "back.xml").samples
    assert [replace(s, place="") for s in back] == [replace(s, place="") for s in written.content]
    by_name = {sample.name: sample for sample in back}
    for sample in samples:
        if sample.name not in by_name:
            continue
        held = by_name[sample.name]
        assert held.unread == sample.unread
        assert held.category == (sample.category or UNIDENTIFIED)
        for locus, seen in sample.genotypes.items():
            if locus in held.genotypes and None not in seen and not sample.asks:
                partial = any(None in other for other in sample.genotypes.values())
                assert held.genotypes[locus] == (
                    seen[:1] if partial and len({*seen}) == 1 else seen
                )


def test_loci_of_later_kits_are_left_out_unless_asked_for() -> None:
    sample = SampleProfile(
        "PM-1", "", {"TH01": ("6", "9.3"), "SE33": ("20", "22.2")}, ("X", "Y"), {"DYS391": ("11",)}
    )
    written = cmf_of_samples([sample], HEADER)
    assert written.notices == ("Left out, because CMF 3.2 does not have them: SE33, DYS391.",)
    assert written.content[0].genotypes == {"TH01": ("6", "9.3")}
    whole = cmf_of_samples([sample], HEADER, schema_only=False)
    back = genotype_table_of(read_cmf(whole.data, "x.xml"), "x.xml")
    assert replace(back.samples[0], place="", category="") == sample
    assert "LOCUSNAME: CMF 3.2 does not have SE33, DYS391; read all the same." in back.notices


def test_an_allele_alone_is_a_homozygote_only_where_the_profile_is_whole() -> None:
    whole = cmf_of_samples([SampleProfile("A", "", {"TH01": ("6", "6")})], HEADER)
    assert whole.content[0].genotypes == {"TH01": ("6", "6")}
    assert b'PARTIAL="false"' in whole.data
    assert whole.data.count(b"<ALLELEVALUE>") == 1
    partial = cmf_of_samples(
        [SampleProfile("A", "", {"TH01": ("6", "6"), "FGA": ("20",), "vWA": ("16", None)})], HEADER
    )
    assert partial.content[0].genotypes == {"TH01": ("6",), "FGA": ("20",), "vWA": ("16",)}
    assert "A TH01" in partial.notices[0]
    silent = read_cmf(whole.data.replace(b' PARTIAL="false"', b""), "x.xml")
    assert genotype_table_of(silent, "x.xml").samples[0].asks == ("TH01",)


def test_files_of_other_programs_are_read() -> None:
    single = shared("data", "formats", "codis-single-profile.xml").read_bytes()
    table = genotype_table_of(read_cmf(single, "single.xml"), "single.xml")
    (sample,) = table.samples
    assert (sample.name, sample.category) == ("ABCD1234NL#01", "Forensic, Unknown")
    assert sample.genotypes["vWA"] == ("16",)
    assert sample.amelogenin == ("X", "Y")
    assert len(table.markers) == 16
    assert any("D1S1656" in notice for notice in table.notices)


def test_the_published_example_comes_back_equal_and_its_mixture_is_refused() -> None:
    data = shared("data", "cmf", EXAMPLE).read_bytes()
    read = read_cmf(data, EXAMPLE)
    schema().validate(io.BytesIO(data))
    assert len(read.specimens) == 2
    assert read.specimens[0].loci[0].alleles[0] == CmfAllele("10", required=True)
    assert read_cmf(write_cmf(read).data, "back.xml") == read
    with pytest.raises(FormatError, match="locus D16S539") as caught:
        genotype_table_of(read, EXAMPLE)
    assert "4 alleles (6, 7, 13.1, 14.2)" in str(caught.value)
    options = ReadingOptions(leave_out_three_alleles=True)
    samples = genotype_table_of(read, EXAMPLE, options).samples
    assert samples[1].unread["D16S539"] == ("6", "7", "13.1", "14.2")
    assert samples[1].unread["D13S317"] == ("13", ">15")


def simple() -> CmfFile:
    """Two specimens with two loci each."""
    read = ("KOVAL", "2026-10-09T12:00:00")
    one = CmfLocus("TH01", (CmfAllele("6"), CmfAllele("9.3")), *read)
    two = CmfLocus("vWA", (CmfAllele("16"),), *read)
    return CmfFile(
        HEADER,
        (
            CmfSpecimen("PM-1", UNIDENTIFIED, (one, two)),
            CmfSpecimen("R-1", "Biological Mother", (one, two), partial=True),
        ),
    )


TEXT = write_cmf(simple()).data.decode()
BAD = [
    ("<CODISImportFile ", "<Other ", "mismatched tag"),
    ("urn:CODISImportFile-schema", "urn:other", "allowed is CODISImportFile of the namespace"),
    ("<HEADERVERSION>3.2", "<HEADERVERSION>2.0", "version '2.0'; allowed are 3.0, 3.1, 3.2, 3.3"),
    (">Import<", ">Export<", "allowed is Import"),
    ("2026-10-09T12:00:00</SUBMIT", "9.10.2026</SUBMIT", "allowed is a day and time as"),
    ("<SOURCELAB>LAB-2</SOURCELAB>", "", "SOURCELAB is missing in the header"),
    ("<SPECIMENID>PM-1", "<SPECIMENID>R-1", "specimen 'R-1' stands in line"),
    ("<SPECIMENID>PM-1", "<SPECIMENID>", "SPECIMENID: '' is empty"),
    ("<SPECIMENID>PM-1", "<SPECIMENID>PM<b/>-1", "holds other elements"),
    ("<LOCUSNAME>vWA", "<LOCUSNAME>THO1", "specimen 'PM-1': locus THO1 stands in line"),
    ("<LOCUSNAME>vWA", "<LOCUSNAME>D99S1", "specimen 'PM-1': 'D99S1' is no locus that is known"),
    ("<READINGBY>KOVAL</READINGBY>", "", "specimen 'PM-1': READINGBY is missing in a locus"),
    ("<ALLELEVALUE>6<", "<ALLELEVALUE><", "ALLELEVALUE: '' is empty"),
    ("<ALLELE>", "<ALLEL>", "mismatched tag"),
    ('PARTIAL="true"', 'PARTIAL="perhaps"', "allowed are true and false"),
    ("  <SPECIMEN>\n", "  <PERSON/>\n  <SPECIMEN>\n", "found 'PERSON' in the header"),
    ("</SPECIMEN>\n  <", "</SPECIMEN>\n  <PERSON/>  <", "behind the header stands SPECIMEN only"),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_fault_is_refused_with_its_line(old: str, new: str, words: str) -> None:
    assert old in TEXT
    with pytest.raises(FormatError) as caught:
        read_cmf(TEXT.replace(old, new, 1).encode(), "x.xml")
    assert words in str(caught.value)
    assert str(caught.value).startswith("x.xml: line ")


def test_elements_out_of_order_are_refused() -> None:
    swapped = TEXT.replace("SPECIMENID", "A").replace("SPECIMENCATEGORY", "SPECIMENID")
    swapped = swapped.replace("<A>", "<SPECIMENCATEGORY>").replace("</A>", "</SPECIMENCATEGORY>")
    with pytest.raises(FormatError, match="SPECIMENID stands out of order in a specimen"):
        read_cmf(swapped.encode(), "x.xml")


def test_nothing_of_a_file_with_a_fault_is_taken() -> None:
    data = TEXT.replace("<ALLELEVALUE>9.3", "<ALLELEVALUE>" + "x" * 300, 1).encode()
    with pytest.raises(FormatError, match="has 300 characters"):
        read_cmf(data, "x.xml")


def test_what_is_no_allele_is_refused_by_specimen_and_locus() -> None:
    data = TEXT.replace("<ALLELEVALUE>9.3", "<ALLELEVALUE>15-Sep", 1).encode()
    with pytest.raises(
        FormatError, match=r"x.xml: line 12: specimen 'PM-1', locus TH01: .* is a date"
    ):
        genotype_table_of(read_cmf(data, "x.xml"), "x.xml")


def test_bombs_and_outside_entities_are_refused() -> None:
    for subset in (
        '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">',
    ):
        data = TEXT.replace("?>\n", f"?>\n{subset}\n", 1).replace("PM-1", "&b;")
        with pytest.raises(FormatError, match="never followed"):
            read_cmf(data.encode(), "x.xml")


def test_a_file_that_does_not_fit_the_schema_is_not_written() -> None:
    def refused(changed: CmfFile) -> str:
        with pytest.raises(CannotBeWritten) as caught:
            write_cmf(changed)
        return str(caught.value)

    of = simple()
    first = of.specimens[0]

    def with_first(**changes: object) -> CmfFile:
        return replace(of, specimens=(replace(first, **changes), of.specimens[1]))  # type: ignore[arg-type]

    assert "25 characters; allowed are 24" in refused(with_first(id="x" * 25))
    assert "specimen 'R-1' stands twice" in refused(with_first(id="R-1"))
    assert "0 loci; allowed are 1 to 32" in refused(with_first(loci=()))
    assert "does not have the locus 'SE33'" in refused(
        with_first(loci=(replace(first.loci[0], name="SE33"),))
    )
    assert "9 alleles; allowed are 1 to 8" in refused(
        with_first(loci=(replace(first.loci[0], alleles=(CmfAllele("6"),) * 9),))
    )
    assert "XML cannot hold" in refused(with_first(id="a\ufffe"))
    assert "found 'Nobody'; allowed are Convicted Offender" in refused(
        with_first(category="Nobody")
    )
    assert "no specimens" in refused(replace(of, specimens=()))
    assert "SOURCELAB: '' is empty" in refused(replace(of, header=replace(HEADER, source_lab="")))


def test_relatives_are_called_by_their_relation_to_whom_they_seek() -> None:
    pedigree = pedigree_of(
        [
            ("GF", None, None, "M"),
            ("MO", "GF", None, "F"),
            ("FA", None, None, "M"),
            ("MISSING", "FA", "MO", "M"),
            ("SIB", "FA", None, "F"),
            ("AUNT", "GF", None, "F"),
            ("WIFE", None, None, "F"),
            ("CHILD", "MISSING", "WIFE", "F"),
            ("GM", None, None, "F"),
        ]
    )
    typed = {"TH01": ("6", "7")}
    people = ("GF", "MO", "FA", "SIB", "AUNT", "WIFE", "CHILD", "GM")
    family = Family("Fam", pedigree, ("MISSING",), dict.fromkeys(people, typed))
    remains = (
        Remains("PM-1", pedigree.by_id["FA"].sex, typed),
        Remains("GM", pedigree.by_id["GM"].sex, typed),
    )
    written = cmf_of_incident(DviIncident((), remains, (family,)), HEADER)
    assert {sample.name: sample.category for sample in written.content} == {
        "PM-1": "Unidentified Person",
        "GM": "Unidentified Person",
        "GF": "Maternal Relative",
        "MO": "Biological Mother",
        "FA": "Biological Father",
        "SIB": "Biological Sibling",
        "AUNT": "Maternal Relative",
        "WIFE": "Spouse",
        "CHILD": "Biological Child",
        "Fam/GM": "Other",
    }
    schema().validate(io.BytesIO(written.data))


def test_specimens_come_one_after_another() -> None:
    many = replace(
        simple(),
        specimens=tuple(replace(simple().specimens[0], id=f"S{i}") for i in range(300)),
    )
    data = write_cmf(many).data
    stream = io.BytesIO(data)
    reading = CmfReading(stream, "x.xml")
    first = next(reading.specimens())
    assert first.id == "S0"
    assert stream.tell() < len(data)
