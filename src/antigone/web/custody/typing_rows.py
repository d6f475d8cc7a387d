"""Reading what a geneticist typed, marker by marker: alleles, or what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from antigone.genetics.markers import SILENT, Genotype, Marker
from antigone.web.records.profiles import alleles_in_words

HOMOZYGOUS, DROPPED_OUT = "homozygous", "dropped_out"
ALLELE = re.compile(r"[0-9]{1,3}(\.[0-9])?|[XY]")
UNKNOWN = frozenset({"?", "-", "–"})


@dataclass(frozen=True)
class TypedRow:
    """One marker as it was typed.

    Args:
        name: of the marker.
        field: name of its control.
        text: what was typed.
        genotype: what it means; None where nothing was typed, or it cannot be used.
        error: what is wrong, and what is allowed.
        asks: one allele stands alone: homozygous, or has the other dropped out?
        unseen: alleles that the frequency table does not have.
    """

    name: str
    field: str
    text: str = ""
    genotype: Genotype | None = None
    error: str = ""
    asks: bool = False
    unseen: tuple[str, ...] = ()

    @property
    def choice(self) -> str:
        """Name of the control that answers the question."""
        return f"{self.field}-one"


def empty_rows(markers: Sequence[Marker]) -> list[TypedRow]:
    """A row for each marker, nothing typed yet."""
    return [TypedRow(marker.name, f"marker-{n}") for n, marker in enumerate(markers)]


def read_rows(markers: Sequence[Marker], typed: Mapping[str, str], *, man: bool) -> list[TypedRow]:
    """What was typed for each marker.

    Args:
        typed: values of the controls by name.
        man: a single allele of the X chromosome is then his only one.
    """
    return [
        _row(row, marker, typed, man=man)
        for row, marker in zip(empty_rows(markers), markers, strict=True)
    ]


def profile_of(rows: Sequence[TypedRow]) -> dict[str, Genotype]:
    """The genotypes of rows without an error."""
    return {row.name: row.genotype for row in rows if row.genotype is not None}


def _row(row: TypedRow, marker: Marker, typed: Mapping[str, str], *, man: bool) -> TypedRow:
    text = " ".join(str(typed.get(row.field, "")).split())[:60]
    alleles = [
        a.upper() if a.upper() != SILENT.upper() else SILENT for a in re.split(r"[/ ]+", text) if a
    ]
    if not alleles:
        return TypedRow(row.name, row.field)
    error = _error(alleles, marker)
    if error:
        return TypedRow(row.name, row.field, text, error=error)
    answer = str(typed.get(row.choice, ""))
    if len(alleles) == 1 and not (man and marker.chromosome == "X"):
        if answer not in (HOMOZYGOUS, DROPPED_OUT):
            words = _("One allele alone: say whether it is homozygous or the other was not seen.")
            return TypedRow(row.name, row.field, text, error=words, asks=True)
        alleles.append("?" if answer == DROPPED_OUT else alleles[0])
    genotype = _genotype(alleles)
    unseen = tuple(a for a in dict.fromkeys(genotype) if a is not None and not _known(a, marker))
    return TypedRow(
        row.name, row.field, alleles_in_words(genotype).replace(", ", "/"), genotype, unseen=unseen
    )


def _genotype(alleles: Sequence[str]) -> Genotype:
    seen = sorted((a for a in alleles if a not in UNKNOWN), key=_by_size)
    return (seen[0], seen[1] if len(seen) > 1 else (None if len(alleles) > 1 else seen[0]))


def _error(alleles: Sequence[str], marker: Marker) -> str:
    if len(alleles) > 2:
        return _(
            "More than two alleles. Allowed are two, as 12/14. Leave the marker empty and write what was "
            "seen in the notes on quality."
        )
    seen = [a for a in alleles if a not in UNKNOWN]
    if not seen:
        return _("No allele was seen: leave the marker empty.")
    for allele in seen:
        if allele.startswith("OL"):
            return _(
                "OL is no allele: nothing of the ladder has this size. Size it against the ladder, or "
                "leave the marker empty."
            )
        if not _known(allele, marker) and not ALLELE.fullmatch(allele):
            return _(
                "“%(typed)s” is no allele. Allowed are numbers as 9 or 9.3, two of them as 9/9.3, and "
                "one with ? where the other was not seen; in the table stand %(table)s."
            ) % {"typed": allele, "table": ", ".join(marker.alleles)}
    return ""


def _known(allele: str, marker: Marker) -> bool:
    return allele in marker.index or (allele == SILENT and marker.silent_frequency > 0.0)


def _by_size(allele: str) -> tuple[float, str]:
    try:
        return float(allele), allele
    except ValueError:
        return float("inf"), allele
