"""The kinds of files that can be brought in, each once; and how a file is recognised."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext_lazy

from antigone.web.exchange import of_dna, of_frequencies, of_remains, of_sought
from antigone.web.exchange.base import Kind
from antigone.web.exchange.forms import DnaOptions, FrequencyOptions, SheetOptions
from antigone.web.exchange.pfif_in import read_pfif
from antigone.web.exchange.readers import (
    read_cmf,
    read_frequencies,
    read_genotypes,
    seems_to_be,
)
from antigone.web.exchange.sheets_in import (
    columns_chosen,
    read_persons,
    read_remains,
)

_KINDS = (
    Kind(
        slug="dna",
        title=gettext_lazy("Genotypes: a table of a laboratory"),
        help=gettext_lazy(
            "A row for each sample, or for each sample and marker, as GeneMapper exports it. Each "
            "sample is one reading of remains, of a sample or of a relative."
        ),
        form=DnaOptions,
        read=read_genotypes,
        compare=of_dna.compare,
        columns=of_dna.columns,
        shown=of_dna.shown,
    ),
    Kind(
        slug="cmf",
        title=gettext_lazy("Genotypes: CODIS import file (CMF 3.2)"),
        help=gettext_lazy("Specimens with their category; each is one reading, as in a table."),
        form=DnaOptions,
        read=read_cmf,
        compare=of_dna.compare,
        columns=of_dna.columns,
        shown=of_dna.shown,
    ),
    Kind(
        slug="frequencies",
        title=gettext_lazy("Allele frequencies"),
        help=gettext_lazy(
            "A table of markers and alleles, or STRidER. They become a version of the markers of this "
            "incident, with the mutation model that you choose."
        ),
        form=FrequencyOptions,
        read=read_frequencies,
        compare=of_frequencies.compare,
        columns=of_frequencies.columns,
        shown=of_frequencies.shown,
    ),
    Kind(
        slug="persons",
        title=gettext_lazy("Persons sought: a sheet"),
        help=gettext_lazy(
            "CSV or XLSX, a row for each person. You say which column is what. The families are held "
            "back from every comparison until a legal basis is recorded."
        ),
        form=SheetOptions,
        has_columns=True,
        read=read_persons,
        compare=of_sought.compare,
        columns=of_sought.columns,
        shown=of_sought.shown,
        columns_chosen=columns_chosen,
    ),
    Kind(
        slug="remains",
        title=gettext_lazy("Remains: a sheet"),
        help=gettext_lazy(
            "CSV or XLSX, a row for each of the remains. You say which column is what. No file confirms "
            "a death: a named examiner does that here."
        ),
        form=SheetOptions,
        has_columns=True,
        read=read_remains,
        compare=of_remains.compare,
        columns=of_remains.columns,
        shown=of_remains.shown,
        columns_chosen=columns_chosen,
    ),
    Kind(
        slug="pfif",
        title=gettext_lazy("Persons sought: PFIF"),
        help=gettext_lazy(
            "Persons of another register. Pictures and addresses of profiles are dropped, what notes "
            "say of a person is shown and changes nothing."
        ),
        read=read_pfif,
        compare=of_sought.compare,
        columns=of_sought.columns,
        shown=of_sought.shown,
    ),
)

KINDS: Final = {kind.slug: kind for kind in _KINDS}

DVI, KINSHIP, PRINTS = "dvi", "kinship", "prints"

_DVI_BLOCK = re.compile(rb"^\s*\[DVI\]\s*$", re.MULTILINE)


def recognise(name: str, content: bytes, own_markers: tuple[str, ...]) -> str:
    """What kind of file it seems to be, by its content first; a slug of `KINDS`, or one of the others.

    A person can correct it: a sheet says little about what its rows are.

    Args:
        own_markers: names of the incident's markers, which a table may use.
    """
    ending, start = name.lower().rpartition(".")[2], content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith((b"{", b"[")) or ending == "json":
        return DVI
    if start.startswith(b'"Output from Familias') or ending == "fam":
        return DVI if _DVI_BLOCK.search(content) else KINSHIP
    if start.startswith((b"NIST", b"1.001:", b"1.01:")) or ending in {"an2", "nist", "nst", "eft"}:
        return PRINTS
    if start.startswith(b"<"):
        return _recognise_xml(start)
    return seems_to_be(name, content, own_markers)


def _recognise_xml(start: bytes) -> str:
    if b"CODISImportFile" in start:
        return "cmf"
    if b"pfif" in start.lower():
        return "pfif"
    return "frequencies"
