"""Fuzzing of the readers of other programs' files: Familias, CODIS CMF, PFIF, and XML at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from antigone.formats.case_json import read_kinship_case
from antigone.formats.case_json_writer import write_kinship_case
from antigone.formats.cmf import CmfFile, CmfHeader
from antigone.formats.cmf_profiles import genotype_table_of
from antigone.formats.cmf_reading import read_cmf
from antigone.formats.cmf_samples import cmf_of_samples
from antigone.formats.cmf_writing import write_cmf
from antigone.formats.familias import read_familias_dvi
from antigone.formats.familias_case import read_familias_case
from antigone.formats.familias_case_writer import write_familias_case
from antigone.formats.familias_writer import write_familias_dvi
from antigone.formats.genotype_reading import ReadingOptions
from antigone.formats.genotype_table import SampleProfile
from antigone.formats.pfif import PfifFile
from antigone.formats.pfif_reading import read_pfif
from antigone.formats.written import CannotBeWritten
from antigone.formats.xml_reading import read_xml, refuse_unsafe_xml
from antigone.genetics.case import KinshipCase, TypedMarker
from antigone.genetics.markers import Marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.pedigree import Sex, pedigree_of
from antigone.reconcile.incident import DviIncident, Family, Remains
from verification.fuzz_target import Target

STEPS = MutationModel("stepwise", 0.001, 1e-6, 0.1)
MARKERS = (
    Marker("TH01", ("6", "7", "9.3"), (0.25, 0.25, 0.5), STEPS, MutationModel("equal", 0.002)),
    Marker("vWA", ("16", "17"), (0.5, 0.25), silent_frequency=0.25),
)
TRIO = pedigree_of([("F", None, None, "M"), ("M", None, None, "F"), ("Missing C", "F", "M", "M")])
INCIDENT = DviIncident(
    MARKERS,
    (Remains("V1", Sex.MALE, {"TH01": ("6", "9.3")}), Remains("V2", Sex.UNKNOWN, {})),
    (
        Family("One", TRIO, ("Missing C",), {"M": {"TH01": ("6", "6"), "vWA": ("16", "17")}}),
        Family("Two", pedigree_of([("Missing D", None, None, "F")]), ("Missing D",)),
    ),
)
CASE = KinshipCase(
    "",
    {"H1": TRIO, "H2": pedigree_of([("M", None, None, "F"), ("Missing C", None, "M", "M")])},
    (TypedMarker(MARKERS[0], {"M": ("6", "7"), "Missing C": ("6", "9.3")}),),
    theta=0.01,
)
SAMPLES = (
    SampleProfile(
        "PM-1", "", {"TH01": ("6", "9.3"), "FGA": ("20",)}, ("X", "Y"), {}, {"vWA": ("15", ">17")}
    ),
    SampleProfile("R-1", "", {"TH01": ("6", "6")}, category="Biological Mother"),
)
HEADER = CmfHeader("LAB-1", "LAB-2", "KOVAL", "2026-10-09T12:00:00", kit="PowerPlex 16")
PFIF = b"""<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4"><pfif:person>
<pfif:person_record_id>example.org/p1</pfif:person_record_id>
<pfif:entry_date>2026-10-01T00:00:00Z</pfif:entry_date>
<pfif:author_email>a@example.org</pfif:author_email>
<pfif:source_date>2026-10-01T00:00:00Z</pfif:source_date>
<pfif:full_name>Ivan Koval</pfif:full_name><pfif:given_name>Ivan</pfif:given_name>
<pfif:sex>male</pfif:sex><pfif:date_of_birth>1980-02-29</pfif:date_of_birth><pfif:age>35-45</pfif:age>
<pfif:other>description:
 Scar
blood: AB</pfif:other><pfif:photo_url>http://example.org/TAKEN</pfif:photo_url>
<pfif:note><pfif:note_record_id>example.org/n1</pfif:note_record_id>
<pfif:status>believed_alive</pfif:status><pfif:text>Seen.</pfif:text></pfif:note></pfif:person>
</pfif:pfif>
"""

_FAMILIAS_WORDS = (
    *(
        b"#TRUE#",
        b"#FALSE#",
        b'"',
        b"[DVI]",
        b"[[",
        b"]]",
        b"[[[Family 2 ]]]",
        b"nPersons= ",
        b"Name= ",
    ),
    *(
        b"Parent= ",
        b"Child= ",
        b"Missing person",
        b"Gender= Unknown",
        b"nRelations= 1",
        b"-1",
        b"0",
    ),
    *(
        b"\r\n",
        b"\r",
        b"1e-006",
        b"nan",
        b"inf",
        b"Fst: 0.01 )",
        b"SystemName= TH01",
        b"Allele1= 6",
    ),
    *(b"[[Notes]]", b"nSystems= 1", b"\xff", b"(Consider dropouts)", b"(Direct)", b"\t("),
)
_XML_WORDS = (
    *(
        b"<![CDATA[",
        b"]]>",
        b"&amp;",
        b"&#0;",
        b"&b;",
        b"<!DOCTYPE a>",
        b'<!ENTITY b "c">',
        b"<!--",
    ),
    *(
        b'encoding="utf-16"',
        b'encoding="windows-1251"',
        b"-->",
        b"<?x?>",
        b"xmlns=''",
        b"\xef\xbb\xbf",
    ),
)
_CMF_WORDS = (
    *(
        b"<SPECIMEN>",
        b"</SPECIMEN>",
        b"<LOCUS>",
        b"</LOCUS>",
        b"<ALLELE>",
        b"</ALLELE>",
        b'PARTIAL="true"',
    ),
    *(
        b"<ALLELEVALUE>",
        b"</ALLELEVALUE>",
        b"OL",
        b">17",
        b"9.3",
        b"Amelogenin",
        b"SE33",
        b"DYS391",
    ),
)
_PFIF_WORDS = (
    *(
        b"<pfif:note>",
        b"</pfif:note>",
        b"<pfif:person>",
        b"</pfif:person>",
        b"pfif/1.1",
        b"is_note_author",
    ),
    *(
        b"<pfif:found>true</pfif:found>",
        b"<pfif:age>",
        b"</pfif:age>",
        b"-",
        b"female",
        b"other",
        b"Z",
    ),
)


def read_incident(data: bytes) -> DviIncident:
    """An incident; written, it is read again (the writer compares), or refused by name."""
    incident = read_familias_dvi(data, "fuzz")
    try:
        write_familias_dvi(incident)
    except CannotBeWritten as refused:
        if not all("sex is not known" in reason for reason in refused.reasons):
            raise
    return incident


def read_case(data: bytes) -> KinshipCase:
    """A kinship case; written as Familias or JSON and read again it is the same."""
    case = read_familias_case(data, "fuzz")
    try:
        written = write_familias_case(case)
    except CannotBeWritten as refused:
        if not all("a Familias file holds" in reason for reason in refused.reasons):
            raise
        return case
    again = read_familias_case(written.data, "again")
    as_json = read_kinship_case(write_kinship_case(case), "again")
    for other, own in ((again, written.content), (as_json, case)):
        if replace(other, notices=()) != replace(own, notices=()):
            raise AssertionError("the case does not come back equal")
    return case


def read_specimens(data: bytes) -> CmfFile:
    """A CMF file with its samples; written and read again it is the same."""
    cmf = read_cmf(data, "fuzz")
    try:
        written = write_cmf(cmf, schema_only=False)
    except CannotBeWritten:
        written = None
    if written and replace(read_cmf(written.data, "again"), notices=()) != written.content:
        raise AssertionError("the file does not come back equal")
    options = ReadingOptions(leave_out_three_alleles=True)
    samples = genotype_table_of(cmf, "fuzz", options).samples
    try:
        cmf_of_samples(samples, HEADER)
    except CannotBeWritten:
        return cmf
    return cmf


def read_persons(data: bytes) -> PfifFile:
    """The persons of a PFIF file, of which no address of a photograph is taken."""
    found = read_pfif(data, "fuzz")
    for person in found.persons:
        person.am_record, person.texts  # noqa: B018  (computing them is the check)
    return found


def read_any_xml(data: bytes) -> object:
    """A document; whoever only checks it comes to the same."""
    root = read_xml(data, "fuzz")
    refuse_unsafe_xml(BytesIO(data), "fuzz")
    return root


def _incidents() -> Sequence[bytes]:
    data = write_familias_dvi(INCIDENT).data
    return [data, data.decode().replace("\r\n", "\n").encode("cp1252")]


def _specimens() -> Sequence[bytes]:
    return [cmf_of_samples(SAMPLES, HEADER).data]


TARGETS = {
    "familias-dvi": Target(read_incident, _incidents, _FAMILIAS_WORDS),
    "familias-case": Target(read_case, lambda: [write_familias_case(CASE).data], _FAMILIAS_WORDS),
    "cmf": Target(read_specimens, _specimens, (*_CMF_WORDS, *_XML_WORDS)),
    "pfif": Target(read_persons, lambda: [PFIF], (*_PFIF_WORDS, *_XML_WORDS)),
    "xml": Target(read_any_xml, lambda: [PFIF, *_specimens()], _XML_WORDS),
}
