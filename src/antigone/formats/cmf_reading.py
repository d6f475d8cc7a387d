"""Reading CMF files, specimen by specimen, with every fault by line, specimen and locus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from antigone.formats.cmf import (
    CATEGORIES,
    KITS,
    LOCI,
    LONGEST,
    MOST_ALLELES,
    MOST_LOCI,
    NAMESPACE,
    SOURCE_IDS,
    CmfAllele,
    CmfFile,
    CmfHeader,
    CmfLocus,
    CmfSpecimen,
)
from antigone.formats.cmf_structure import needed, refuse_order, truth_of
from antigone.formats.cmf_values import is_instant
from antigone.formats.cursor import fault_of_name
from antigone.formats.locus_names import LocusNames, UnknownLocus
from antigone.formats.problems import ProblemList, Refused, listed, refusal, shown
from antigone.formats.xml_reading import Element, XmlDocument, XmlLimits
from antigone.words import said

MAX_CMF_BYTES = 512 * 1024 * 1024
LIMITS = XmlLimits(size=MAX_CMF_BYTES, depth=8, attributes=16, characters=10_000, elements=2_000)

_ROOT = "CODISImportFile"
_HEADER = (
    "HEADERVERSION",
    "MESSAGETYPE",
    "DESTINATIONORI",
    "SOURCELAB",
    "SUBMITBYUSERID",
    "SUBMITDATETIME",
    "BATCHID",
    "KIT",
)
_SPECIMEN = ("SPECIMENID", "SPECIMENCATEGORY", "SPECIMENCOMMENT", "LOCUS")
_LOCUS = ("LOCUSNAME", "READINGBY", "READINGDATETIME", "ALLELE")
_ALLELE = ("ALLELEVALUE",)
_VERSIONS = ("3.0", "3.1", "3.2", "3.3")
_LONGEST_READ = 1_000
"""Longest text that is read, where the schema would have it shorter."""

_MOST_SHARED = 10_000
"""So many texts that recur (loci, readers, times) are kept once."""


def read_cmf(data: bytes, file: str) -> CmfFile:
    """The specimens of a CMF file.

    Values that later versions have, and CMF 3.2 has not (loci, categories, kits, longer texts), are
    read with a notice.

    Raises:
        FormatError: listing what is wrong, by line, specimen and locus.
    """
    return read_cmf_stream(BytesIO(data), file)


def read_cmf_stream(stream: BinaryIO, file: str) -> CmfFile:
    """The specimens of a CMF file that is open; as `read_cmf`."""
    reading = CmfReading(stream, file)
    specimens = tuple(reading.specimens())
    return CmfFile(reading.header, specimens, reading.notices)


@dataclass
class _Beyond:
    """What goes beyond CMF 3.2, by kind."""

    values: dict[str, dict[str, None]]

    def note(self, what: str, value: str) -> None:
        """Note a value; a few of each kind are kept."""
        seen = self.values.setdefault(what, {})
        if len(seen) < 100:
            seen[value] = None


class CmfReading:
    """A CMF file while it is read: header first, then the specimens one after another.

    Whoever takes specimens takes none before `specimens` has ended: its end is where problems are told.
    """

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self._problems = ProblemList(file)
        self._document = XmlDocument(stream, file, LIMITS)
        self._parts = iter(self._document)
        self._beyond = _Beyond({})
        self._loci = LocusNames()
        self._same: dict[str, str] = {}
        self._good: set[tuple[str, str]] = set()
        self._alleles: dict[tuple[str, bool], CmfAllele] = {}
        self._known: dict[str, str] = {}
        self._next: Element | None = None
        self._refuse_other_root(file)
        self.header = self._header()

    @property
    def notices(self) -> tuple[str, ...]:
        """What was read although CMF 3.2 does not have it."""
        return tuple(
            said(
                "{element}: CMF 3.2 does not have {values}; read all the same.",
                element=element,
                values=listed(values),
            )
            for element, values in self._beyond.values.items()
        )

    def specimens(self) -> Iterator[CmfSpecimen]:
        """The specimens in the order of the file.

        Raises:
            FormatError: at the end, listing what is wrong.
        """
        lines: dict[str, int] = {}
        while self._next is not None:
            element, self._next = self._next, next(self._parts, None)
            specimen = self._problems.attempt(element, self._specimen)
            if specimen is None:
                continue
            if specimen.id in lines:
                self._problems.add(
                    element.place,
                    said(
                        "specimen {id} stands in line {other} too; each may stand once",
                        id=shown(specimen.id),
                        other=lines[specimen.id],
                    ),
                )
            lines.setdefault(specimen.id, specimen.line)
            yield specimen
        if not lines:
            self._problems.add("", said("the file has no specimens; at least one is needed"))
        self._problems.refuse_if_any()

    def _refuse_other_root(self, file: str) -> None:
        root = self._document.root
        if (root.namespace, root.name) != (NAMESPACE, _ROOT):
            raise refusal(
                file,
                root.place,
                said(
                    "the document is {found}; allowed is {root} of the namespace {namespace}",
                    found=shown(root.name),
                    root=_ROOT,
                    namespace=NAMESPACE,
                ),
            )

    def _header(self) -> CmfHeader:
        parts: list[Element] = []
        for element in self._parts:
            if element.name == "SPECIMEN" and element.namespace == NAMESPACE:
                self._next = element
                break
            parts.append(element)
        found = self._problems.attempt(self._document.root, lambda r: self._header_of(r, parts))
        if found is None:
            raise self._problems.error()
        return found

    def _header_of(self, root: Element, parts: list[Element]) -> CmfHeader:
        whole = Element(root.name, root.namespace, root.line, {}, parts)
        refuse_order(whole, _HEADER, said("the header"))
        version = self._one(whole, "HEADERVERSION")
        if version not in _VERSIONS:
            raise needed(whole, "HEADERVERSION").refused(
                said(
                    "version {found}; allowed are {allowed}",
                    found=shown(version),
                    allowed=listed(_VERSIONS),
                )
            )
        if self._one(whole, "MESSAGETYPE") != "Import":
            raise needed(whole, "MESSAGETYPE").refused(
                said("the message is of another type; allowed is Import")
            )
        return CmfHeader(
            self._one(whole, "DESTINATIONORI"),
            self._one(whole, "SOURCELAB"),
            self._one(whole, "SUBMITBYUSERID"),
            self._instant(whole, "SUBMITDATETIME"),
            self._optional(whole, "BATCHID"),
            self._among(self._optional(whole, "KIT"), "KIT", KITS),
            version,
        )

    def _specimen(self, element: Element) -> CmfSpecimen:
        if element.name != "SPECIMEN" or element.namespace != NAMESPACE:
            raise element.refused(
                said(
                    "found {found}; behind the header stands SPECIMEN only",
                    found=shown(element.name),
                )
            )
        refuse_order(element, _SPECIMEN, said("a specimen"))
        name = self._one(element, "SPECIMENID")
        loci = element.all("LOCUS")
        if len(loci) > MOST_LOCI:
            raise loci[MOST_LOCI].refused(
                said(
                    "specimen {id}: {count} loci; allowed are {most}",
                    id=shown(name),
                    count=len(loci),
                    most=MOST_LOCI,
                )
            )
        read = [locus for e in loci if (locus := self._in_specimen(name, e)) is not None]
        self._note_doubled(name, read)
        attributes = element.attributes
        return CmfSpecimen(
            name,
            self._among(self._one(element, "SPECIMENCATEGORY"), "SPECIMENCATEGORY", CATEGORIES),
            tuple(read),
            self._optional(element, "SPECIMENCOMMENT"),
            self._attribute(element, "CASEID"),
            self._among(self._attribute(element, "SOURCEID"), "SOURCEID", SOURCE_IDS),
            truth_of(element, "PARTIAL") if "PARTIAL" in attributes else None,
            element.line,
        )

    def _note_doubled(self, name: str, loci: list[CmfLocus]) -> None:
        lines: dict[str, int] = {}
        for locus in loci:
            known = self._known[locus.name]
            if known in lines:
                self._problems.add(
                    said("line {number}", number=locus.line),
                    said(
                        "specimen {id}: locus {locus} stands in line {other} too; each may stand once",
                        id=shown(name),
                        locus=locus.name,
                        other=lines[known],
                    ),
                )
            lines.setdefault(known, locus.line)

    def _in_specimen(self, name: str, element: Element) -> CmfLocus | None:
        """A locus; whatever is wrong in it is noted with the specimen."""
        try:
            return self._locus(element)
        except Refused as refused:
            self._problems.add(
                refused.place,
                said("specimen {id}: {message}", id=shown(name), message=refused.message),
            )
            return None

    def _locus(self, element: Element) -> CmfLocus:
        refuse_order(element, _LOCUS, said("a locus"))
        name = self._one(element, "LOCUSNAME")
        self._refuse_unknown(element, name)
        if name not in LOCI:
            self._beyond.note("LOCUSNAME", name)
        alleles = element.all("ALLELE")
        if len(alleles) > MOST_ALLELES:
            raise element.refused(
                said(
                    "locus {name}: {count} alleles; allowed are {most}",
                    name=name,
                    count=len(alleles),
                    most=MOST_ALLELES,
                )
            )
        return CmfLocus(
            name,
            tuple(self._allele(allele) for allele in alleles),
            self._one(element, "READINGBY"),
            self._instant(element, "READINGDATETIME"),
            self._attribute(element, "BATCHID"),
            self._among(self._attribute(element, "KIT"), "KIT", KITS),
            element.line,
        )

    def _refuse_unknown(self, element: Element, name: str) -> None:
        if name not in self._known:
            try:
                self._known[name] = self._loci.named(name)
            except UnknownLocus as error:
                raise element.refused(error.words) from error

    def _allele(self, element: Element) -> CmfAllele:
        refuse_order(element, _ALLELE, said("an allele"))
        value = self._one(element, "ALLELEVALUE")
        required = "ALLELEREQUIRED" in element.attributes and truth_of(element, "ALLELEREQUIRED")
        return self._alleles.setdefault((value, required), CmfAllele(value, required))

    def _one(self, element: Element, name: str) -> str:
        """The text of a child that must be there, on one line and not empty."""
        child = needed(element, name)
        text = child.text.strip()
        if (name, text) in self._good and not child.children:
            return self._same.get(text, text)
        fault = fault_of_name(text)
        if fault or child.children:
            raise child.refused(
                said(
                    "{element}: {found} {fault}",
                    element=name,
                    found=shown(text),
                    fault=fault or said("holds other elements"),
                )
            )
        if len(self._good) < _MOST_SHARED:
            self._good.add((name, text))
        return self._kept(name, text)

    def _optional(self, element: Element, name: str) -> str:
        child = element.child(name)
        return "" if child is None else self._text(child, name, child.text.strip())

    def _attribute(self, element: Element, name: str) -> str:
        return self._text(element, name, element.attributes.get(name, "").strip())

    def _text(self, element: Element, name: str, text: str) -> str:
        text = " ".join(text.split())
        if len(text) > _LONGEST_READ:
            raise element.refused(
                said(
                    "{element} has too many characters; allowed are {most}",
                    element=name,
                    most=_LONGEST_READ,
                )
            )
        return self._kept(name, text)

    def _kept(self, name: str, text: str) -> str:
        if len(text) > LONGEST.get(name, _LONGEST_READ):
            self._beyond.note(name, text)
        if len(self._same) >= _MOST_SHARED:
            return self._same.get(text, text)
        return self._same.setdefault(text, text)

    def _among(self, text: str, name: str, allowed: Sequence[str]) -> str:
        if text and text not in allowed:
            self._beyond.note(name, text)
        return text

    def _instant(self, element: Element, name: str) -> str:
        text = self._one(element, name)
        if not is_instant(text):
            raise needed(element, name).refused(
                said(
                    "{element}: found {found}; allowed is a day and time as 2026-10-09T12:00:00",
                    element=name,
                    found=shown(text),
                )
            )
        return text
