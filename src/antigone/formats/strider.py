"""The XML in which STRidER publishes allele frequencies.

`frequencies` holds `marker` elements; each has a `name`, its `alleles` as a text with commas, and an
`origin` (with `name` and sample size `n`) for each population, with a `frequency` for each allele.
STRidER calls itself the source (Bodner et al., FSI Genet 2016;24:97-102,
doi:10.1016/j.fsigen.2016.06.008).
"""

from __future__ import annotations

from io import BytesIO

from antigone.formats.frequency_building import RawFrequencies
from antigone.formats.frequency_table import Counted, SampleSize
from antigone.formats.problems import refusal, shown
from antigone.formats.xml_reading import Element, XmlDocument
from antigone.words import said

_RARE = ("1", "99")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def is_xml(data: bytes) -> bool:
    """Whether a file begins like XML."""
    for mark in _MARKS:
        data = data.removeprefix(mark)
    return data[:64].replace(b"\0", b"").lstrip().startswith(b"<")


def add_strider(data: bytes, raw: RawFrequencies) -> None:
    """Note all populations of a file of STRidER.

    Raises:
        FormatError: the file is broken, or no file of STRidER.
    """
    document = XmlDocument(BytesIO(data), raw.file)
    if document.root.name != "frequencies":
        raise refusal(
            raw.file,
            document.root.place,
            said(
                "the root is {name}; allowed is frequencies, as STRidER writes it",
                name=shown(document.root.name),
            ),
        )
    rare: dict[str, None] = {}
    for marker in document:
        if marker.name == "marker":
            _add_marker(marker, raw, rare)
        else:
            raw.problems.add(
                marker.place, said("{name} stands here; allowed is marker", name=shown(marker.name))
            )
    if rare:
        raw.notices.append(
            said(
                "STRidER calls rare alleles below and above the usual ones 1 and 99; they are kept so: "
                "{loci}.",
                loci=", ".join(rare),
            )
        )


def _add_marker(marker: Element, raw: RawFrequencies, rare: dict[str, None]) -> None:
    name = marker.child("name")
    if name is None:
        raw.problems.add(marker.place, said("the marker has no name; allowed is an element name"))
        return
    locus = raw.locus(" ".join(name.text.split()), name.place)
    if locus is None:
        return
    for origin in marker.all("origin"):
        population = " ".join(origin.attributes.get("name", "").split())
        if not population:
            raw.problems.add(origin.place, said("the origin has no name; allowed is a population"))
            continue
        _add_size(origin, raw, population, locus)
        for frequency in origin.all("frequency"):
            allele = frequency.attributes.get("allele", "")
            if allele.removesuffix(".0") in _RARE:
                rare[locus] = None
            raw.add(population, locus, allele, frequency.text.strip(), frequency.place)


def _add_size(origin: Element, raw: RawFrequencies, population: str, locus: str) -> None:
    text = origin.attributes.get("n", "").strip()
    if not text:
        return
    if not (text.isascii() and text.isdigit() and int(text[:10]) > 0 and len(text) < 10):
        raw.problems.add(
            origin.place,
            said(
                "n is {text}; allowed is the size of the sample, a whole number", text=shown(text)
            ),
        )
        return
    raw.add_size(population, locus, SampleSize(int(text), Counted.UNSAID), origin.place)
