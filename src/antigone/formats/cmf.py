"""Files of CODIS in its common message format (CMF 3.2): header, specimens, loci, alleles.

Names, order and limits are those of the interface specification's schema (appendix B).
"""

from __future__ import annotations

from dataclasses import dataclass, field

NAMESPACE = "urn:CODISImportFile-schema"
VERSION = "3.2"

CATEGORIES = (
    "Convicted Offender",
    "Forensic, Unknown",
    "Population",
    "Suspect, Known",
    "Unidentified Person",
    "Victim, Known",
    "Elimination, Known",
    "Biological Mother",
    "Biological Father",
    "Biological Sibling",
    "Alleged Mother",
    "Alleged Father",
    "Biological Child",
    "Proficiency",
    "Other",
    "Missing Person",
    "Forensic Mixture",
    "Maternal Relative",
    "Paternal Relative",
    "Deduced Victim Known",
    "Arrestee",
    "Deceased",
    "Deduced Suspect",
    "Staff",
    "Juvenile",
    "CO Duplicate",
    "Volunteer",
    "Spouse",
    "Legal",
)
"""What a specimen may be of."""

UNIDENTIFIED = "Unidentified Person"
RELATIVES = (
    "Biological Mother",
    "Biological Father",
    "Biological Sibling",
    "Biological Child",
    "Maternal Relative",
    "Paternal Relative",
    "Spouse",
    "Alleged Mother",
    "Alleged Father",
)
"""Categories of those who give DNA for somebody who is missing."""

LOCI = (
    "AMEL",
    "Amelogenin",
    "CSF1PO",
    "D13S317",
    "D16S539",
    "D18S51",
    "D19S433",
    "D21S11",
    "D2S1338",
    "D3S1358",
    "D5S818",
    "D7S820",
    "D8S1179",
    "FGA",
    "Penta D",
    "Penta E",
    "TH01",
    "THO1",
    "TP0X",
    "TPOX",
    "vWA",
)
"""Names of loci that the schema of CMF 3.2 knows; later kits have more."""

KITS = (
    "COfiler",
    "Identifiler",
    "Profiler Plus",
    "PowerPlex 1.1",
    "PowerPlex 1.2",
    "PowerPlex 2.1",
    "PowerPlex 16",
    *(
        f"Monoplex {locus}"
        for locus in ("D5S818", "D7S820", "D13S317", "D16S539", "TH01", "TPOX", "CSF1PO", "vWA")
    ),
    "SGM Plus",
)

SOURCE_IDS = ("Yes", "No", "N/A")
"""Whether it is known from whom a specimen is."""

MOST_LOCI = 32
MOST_ALLELES = 8

LONGEST = {
    "DESTINATIONORI": 10,
    "SOURCELAB": 10,
    "SUBMITBYUSERID": 20,
    "READINGBY": 20,
    "BATCHID": 32,
    "KIT": 32,
    "SPECIMENID": 24,
    "SPECIMENCATEGORY": 21,
    "SPECIMENCOMMENT": 255,
    "CASEID": 32,
    "SOURCEID": 10,
    "LOCUSNAME": 10,
    "ALLELEVALUE": 10,
}
"""Most characters of each text."""


@dataclass(frozen=True, slots=True)
class CmfAllele:
    """An allele as it stands in the file (`9.3`, `>17`), and whether a match must have it."""

    value: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class CmfLocus:
    """A locus with its alleles, who read them and when (as written); a homozygote has one allele."""

    name: str
    alleles: tuple[CmfAllele, ...]
    read_by: str
    read_at: str
    batch: str = ""
    kit: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CmfSpecimen:
    """A specimen of one person.

    Args:
        id: unique in the file.
        category: one of `CATEGORIES`; later versions have others.
        loci: each once.
        comment: in words; may be empty.
        case_id, source_id: as written; may be empty.
        partial: whether the profile is partial; None where the file does not say.
        line: where it begins, 0 where it comes from no file.
    """

    id: str
    category: str
    loci: tuple[CmfLocus, ...]
    comment: str = ""
    case_id: str = ""
    source_id: str = ""
    partial: bool | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CmfHeader:
    """Who sends a file to whom, and when (as written, e.g. `2026-10-09T12:00:00`)."""

    destination: str
    source_lab: str
    submitted_by: str
    submitted_at: str
    batch: str = ""
    kit: str = ""
    version: str = VERSION


@dataclass(frozen=True)
class CmfFile:
    """A whole file; `notices` tell what goes beyond CMF 3.2 and was read all the same."""

    header: CmfHeader
    specimens: tuple[CmfSpecimen, ...]
    notices: tuple[str, ...] = ()
