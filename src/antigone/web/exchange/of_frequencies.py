"""Allele frequencies: a new version of the markers of an incident, never against those in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.utils.translation import gettext as _

from antigone.genetics.consensus import consensus
from antigone.genetics.markers import Marker, Profile
from antigone.web.custody.taking import opened_of
from antigone.web.exchange.base import Content, Judged, Row, Source, Taking, Verdict
from antigone.web.exchange.models import ImportedReading
from antigone.web.exchange.of_dna import ABOUT, Alleles, compared_part, tables_of
from antigone.web.exchange.owners import Owner, read_by_hand
from antigone.web.records.marker_rows import markers_from_rows, profile_from_row, profile_to_row
from antigone.web.records.models import MarkerSet
from antigone.web.records.models import Profile as ProfileRow
from antigone.web.records.profiles import genotypes_of, store_genotypes
from antigone.web.records.reading import markers_of
from antigone.words import said


def compare(source: Source, rows: Sequence[Row]) -> list[Judged]:
    """Each marker beside the one of that name in the incident."""
    known = source.remembered("markers", lambda: markers_of(source.incident))
    return [_judged(known, row) for row in rows]


def _judged(known: dict[str, Marker], row: Row) -> Judged:
    marker = marker_of(row.content)
    if marker.name not in known:
        return Judged(row, Verdict.NEW)
    if known[marker.name] == marker:
        return Judged(row, Verdict.HERE)
    words = said(
        "has other alleles, frequencies or mutation models than in this incident. One incident uses "
        "one set: what was computed with it would no longer hold"
    )
    return Judged(row, Verdict.CLASH, words)


def marker_of(content: Content) -> Marker:
    """The marker that a row keeps."""
    return markers_from_rows([cast("dict[str, Any]", content)])[0]


def keep(taking: Taking, rows: Sequence[Row]) -> None:
    """Collect the markers; they are written together."""
    kept: list[Any] = taking.source.remembered("kept", list)
    kept += [row.content for row in rows]


def store(taking: Taking) -> None:
    """The set as a version of its name; and profiles read before, now with these markers."""
    kept: list[Any] = taking.source.remembered("kept", list)
    taking.count("markers", len(kept))
    if not kept:
        return
    incident, name = taking.file.incident, str(taking.source.options.get("set") or taking.file.name)
    version = MarkerSet.objects.filter(incident=incident, name=name).count() + 1
    markers = MarkerSet(
        incident=incident, source_file=taking.file, name=name[:200], version=version, content=kept
    )
    markers.full_clean()
    markers.save()
    taking.count("completed", _complete_profiles(taking, {str(row["name"]) for row in kept}))


def _complete_profiles(taking: Taking, new: set[str]) -> int:
    """Let profiles that files brought before take in the markers that have frequencies now."""
    alleles = {name: a for name, a in tables_of(taking.source).items() if name in new}
    rows = ImportedReading.objects.filter(file__incident=taking.file.incident)
    rows = rows.select_related("remains__profile", "person__key", "person__profile").order_by("pk")
    completed = 0
    for reading in rows.iterator(chunk_size=500):
        completed += _complete(reading, alleles)
    return completed


def _complete(reading: ImportedReading, alleles: Alleles) -> bool:
    of = reading.remains or reading.person
    assert of is not None  # noqa: S101  (a database constraint)
    content = (
        opened_of(reading.person, reading.sealed, ABOUT) if reading.person else reading.content
    )
    if content is None:
        return False
    read: Profile = compared_part(cast("Content", content), alleles)
    recorded = genotypes_of(of)
    if not read or read_by_hand([Owner(of, recorded)]):
        return False
    before = profile_from_row(recorded)
    merged = profile_to_row(consensus([before, read]).profile if before else read)
    if reading.person:
        store_genotypes(reading.person, merged)
    else:
        ProfileRow.objects.update_or_create(remains=reading.remains, defaults={"genotypes": merged})
    return True


def columns() -> tuple[str, ...]:
    """Headings of the preview."""
    return (_("Marker"), _("Alleles"), _("Mutation, mothers"), _("Mutation, fathers"))


def shown(content: Content) -> tuple[str, ...]:
    """The cells of a row in the preview."""
    marker = marker_of(content)
    return (
        marker.name,
        str(len(marker.alleles)),
        _rate(marker.mutation_female.model, marker.mutation_female.rate),
        _rate(marker.mutation_male.model, marker.mutation_male.rate),
    )


def _rate(model: str, rate: float) -> str:
    return f"{model} {rate:g}" if rate else model
