"""Writing CMF files that are valid under the schema of CMF 3.2, or refused with every reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from antigone.formats.cmf import (
    CATEGORIES,
    KITS,
    LOCI,
    LONGEST,
    MOST_ALLELES,
    MOST_LOCI,
    NAMESPACE,
    SOURCE_IDS,
    VERSION,
    CmfFile,
    CmfLocus,
    CmfSpecimen,
)
from antigone.formats.cmf_values import is_instant, unwritable
from antigone.formats.cursor import fault_of_name
from antigone.formats.locus_names import LocusNames
from antigone.formats.problems import SHOWN_PROBLEMS, listed, shown
from antigone.formats.written import CannotBeWritten, Written
from antigone.words import said

Text = tuple[str, str]
"""The name of an element or attribute, and its text."""


def write_cmf(cmf: CmfFile, *, schema_only: bool = True) -> Written[CmfFile]:
    """The file as bytes; reading them gives the content.

    Args:
        cmf: what to write; its notices are left out.
        schema_only: refuse what the schema of CMF 3.2 does not have (loci of later kits, other kits and
            categories); else write it for later versions.

    Raises:
        CannotBeWritten: with every reason.
    """
    held = replace(
        cmf,
        specimens=tuple(
            replace(specimen, comment=" ".join(specimen.comment.split()))
            for specimen in cmf.specimens
        ),
        notices=(),
    )
    reasons: list[str] = []
    for reason in _faults(held, schema_only):
        reasons.append(reason)
        if len(reasons) == SHOWN_PROBLEMS:
            break
    if reasons:
        raise CannotBeWritten(reasons)
    return Written("".join(_lines(held)).encode(), held)


def _faults(cmf: CmfFile, schema_only: bool) -> Iterator[str]:
    header = cmf.header
    needed = [
        ("DESTINATIONORI", header.destination),
        ("SOURCELAB", header.source_lab),
        ("SUBMITBYUSERID", header.submitted_by),
    ]
    for element, text in needed:
        yield from _fault_of(element, text)
    yield from _fault_of_instant("SUBMITDATETIME", header.submitted_at)
    yield from _faults_of_batch(header.batch, header.kit, schema_only)
    if schema_only and header.version != VERSION:
        yield said("version {found}; allowed is {allowed}", found=header.version, allowed=VERSION)
    if not cmf.specimens:
        yield said("no specimens; at least one is needed")
    seen: set[str] = set()
    loci = LocusNames()
    for specimen in cmf.specimens:
        if specimen.id in seen:
            yield said("specimen {id} stands twice; each may stand once", id=shown(specimen.id))
        seen.add(specimen.id)
        for reason in _faults_of_specimen(specimen, loci, schema_only):
            yield said("specimen {id}: {message}", id=shown(specimen.id), message=reason)


def _faults_of_specimen(
    specimen: CmfSpecimen, loci: LocusNames, schema_only: bool
) -> Iterator[str]:
    yield from _fault_of("SPECIMENID", specimen.id)
    yield from _fault_of("SPECIMENCATEGORY", specimen.category)
    if schema_only:
        yield from _fault_among("SPECIMENCATEGORY", specimen.category, CATEGORIES)
        yield from _fault_among("SOURCEID", specimen.source_id, SOURCE_IDS)
    for element, text in (
        ("SPECIMENCOMMENT", specimen.comment),
        ("CASEID", specimen.case_id),
        ("SOURCEID", specimen.source_id),
    ):
        if text:
            yield from _fault_of(element, text)
    if not 1 <= len(specimen.loci) <= MOST_LOCI:
        yield said(
            "{count} loci; allowed are 1 to {most}", count=len(specimen.loci), most=MOST_LOCI
        )
    seen: set[str] = set()
    for locus in specimen.loci:
        known = loci.find(locus.name)
        if known in seen:
            yield said("locus {name} stands twice; each may stand once", name=shown(locus.name))
        if known is None or (schema_only and locus.name not in LOCI):
            yield said("CMF 3.2 does not have the locus {name}", name=shown(locus.name))
        seen |= {known} if known else set()
        yield from _faults_of_locus(locus, schema_only)


def _faults_of_locus(locus: CmfLocus, schema_only: bool) -> Iterator[str]:
    yield from _fault_of("LOCUSNAME", locus.name)
    yield from _fault_of("READINGBY", locus.read_by)
    yield from _fault_of_instant("READINGDATETIME", locus.read_at)
    yield from _faults_of_batch(locus.batch, locus.kit, schema_only)
    if not 1 <= len(locus.alleles) <= MOST_ALLELES:
        yield said(
            "locus {name}: {count} alleles; allowed are 1 to {most}",
            name=shown(locus.name),
            count=len(locus.alleles),
            most=MOST_ALLELES,
        )
    for allele in locus.alleles:
        yield from _fault_of("ALLELEVALUE", allele.value)


def _faults_of_batch(batch: str, kit: str, schema_only: bool) -> Iterator[str]:
    for element, text in (("BATCHID", batch), ("KIT", kit)):
        if text:
            yield from _fault_of(element, text)
    if schema_only:
        yield from _fault_among("KIT", kit, KITS)


def _fault_of(element: str, text: str) -> Iterator[str]:
    fault = fault_of_name(text)
    most = LONGEST[element]
    if fault:
        yield said("{element}: {found} {fault}", element=element, found=shown(text), fault=fault)
    elif len(text) > most:
        yield said(
            "{element}: {found} has {count} characters; allowed are {most}",
            element=element,
            found=shown(text),
            count=len(text),
            most=most,
        )
    elif unwritable(text):
        yield said(
            "{element}: {found} has a character that XML cannot hold",
            element=element,
            found=shown(text),
        )
    elif " ".join(text.split()) != text:
        yield said(
            "{element}: {found} has blanks that XML would not keep",
            element=element,
            found=shown(text),
        )


def _fault_among(element: str, text: str, allowed: tuple[str, ...]) -> Iterator[str]:
    if text and text not in allowed:
        yield said(
            "{element}: found {found}; allowed are {allowed}",
            element=element,
            found=shown(text),
            allowed=listed(allowed),
        )


def _fault_of_instant(element: str, text: str) -> Iterator[str]:
    if not is_instant(text):
        yield said(
            "{element}: found {found}; allowed is a day and time as 2026-10-09T12:00:00",
            element=element,
            found=shown(text),
        )


def _lines(cmf: CmfFile) -> Iterator[str]:
    header = cmf.header
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<CODISImportFile xmlns="{NAMESPACE}">\n'
    yield from _texts(
        "  ",
        ("HEADERVERSION", header.version),
        ("MESSAGETYPE", "Import"),
        ("DESTINATIONORI", header.destination),
        ("SOURCELAB", header.source_lab),
        ("SUBMITBYUSERID", header.submitted_by),
        ("SUBMITDATETIME", header.submitted_at),
    )
    yield from _texts("  ", *_told(("BATCHID", header.batch), ("KIT", header.kit)))
    for specimen in cmf.specimens:
        yield from _specimen(specimen)
    yield "</CODISImportFile>\n"


def _specimen(specimen: CmfSpecimen) -> Iterator[str]:
    attributes = _told(("SOURCEID", specimen.source_id), ("CASEID", specimen.case_id))
    if specimen.partial is not None:
        attributes.append(("PARTIAL", "true" if specimen.partial else "false"))
    yield f"  <SPECIMEN{_attributes(attributes)}>\n"
    yield from _texts(
        "    ",
        ("SPECIMENID", specimen.id),
        ("SPECIMENCATEGORY", specimen.category),
        *_told(("SPECIMENCOMMENT", specimen.comment)),
    )
    for locus in specimen.loci:
        yield f"    <LOCUS{_attributes(_told(('BATCHID', locus.batch), ('KIT', locus.kit)))}>\n"
        yield from _texts(
            "      ",
            ("LOCUSNAME", locus.name),
            ("READINGBY", locus.read_by),
            ("READINGDATETIME", locus.read_at),
        )
        for allele in locus.alleles:
            required = [("ALLELEREQUIRED", "true")] if allele.required else []
            yield f"      <ALLELE{_attributes(required)}>\n"
            yield from _texts("        ", ("ALLELEVALUE", allele.value))
            yield "      </ALLELE>\n"
        yield "    </LOCUS>\n"
    yield "  </SPECIMEN>\n"


def _told(*texts: Text) -> list[Text]:
    return [(name, text) for name, text in texts if text]


def _attributes(texts: list[Text]) -> str:
    return "".join(f' {name}="{escape(text)}"' for name, text in texts)


def _texts(indent: str, *texts: Text) -> Iterator[str]:
    for name, text in texts:
        yield f"{indent}<{name}>{escape(text, quote=False)}</{name}>\n"
