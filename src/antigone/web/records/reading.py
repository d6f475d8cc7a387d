"""What a file would bring into an incident, and what stands in its way. Nothing is stored here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from antigone.formats.dvi import read_dvi
from antigone.formats.problems import FormatError, Problem, shown
from antigone.genetics.markers import Marker
from antigone.reconcile.incident import DviIncident
from antigone.web.incidents.models import Incident
from antigone.web.records.marker_rows import markers_from_rows
from antigone.web.records.models import (
    Family,
    ImportedFile,
    MarkerSet,
    MissingPerson,
    Person,
    Remains,
)


@dataclass(frozen=True)
class Reading:
    """A file as read, or why it cannot be taken over.

    `dvi` is None where the file itself is wrong; `earlier` is the same file if it was imported.
    """

    file: str
    sha256: str
    dvi: DviIncident | None
    problems: tuple[Problem, ...] = ()
    earlier: ImportedFile | None = None

    @property
    def can_be_imported(self) -> bool:
        """Whether confirming it would store it."""
        return self.dvi is not None and not self.problems and self.earlier is None


def read_upload(incident: Incident, data: bytes, file: str) -> Reading:
    """Read a file and compare it with what the incident holds."""
    sha256 = hashlib.sha256(data).hexdigest()
    earlier = ImportedFile.objects.filter(incident=incident, sha256=sha256).first()
    try:
        dvi = read_dvi(data, file)
    except FormatError as error:
        return Reading(file, sha256, None, error.problems, earlier)
    problems = () if earlier else (*too_long(dvi, file), *collisions(incident, dvi, file))
    return Reading(file, sha256, dvi, problems, earlier)


def too_long(dvi: DviIncident, file: str) -> Iterable[Problem]:
    """Numbers that a file may hold and the record cannot."""
    persons = (person for family in dvi.families for person in family.pedigree.ids)
    for what, numbers, field in (
        (_("remains %s"), (r.id for r in dvi.remains), Remains._meta.get_field("number")),
        (_("person %s"), persons, Person._meta.get_field("code")),
    ):
        for number in numbers:
            if len(number) > (field.max_length or 0):
                yield Problem(
                    file,
                    what % shown(number),
                    _("has %(length)d characters; allowed are %(most)d. Shorten it in the file.")
                    % {"length": len(number), "most": field.max_length},
                )


def collisions(incident: Incident, dvi: DviIncident, file: str) -> Iterable[Problem]:
    """Numbers and names that the incident already has, and markers that it defines otherwise."""
    remains = Remains.objects.filter(incident=incident, number__in=[r.id for r in dvi.remains])
    missing = MissingPerson.objects.filter(incident=incident, number__in=dvi.missing)
    families = Family.objects.filter(incident=incident, name__in=[f.name for f in dvi.families])
    for what, numbers in (
        (_("remains %s"), remains.values_list("number", "source_file__name")),
        (_("missing person %s"), missing.values_list("number", "family__source_file__name")),
        (_("family %s"), families.values_list("name", "source_file__name")),
    ):
        for number, source in numbers:
            yield Problem(
                file,
                what % number,
                _(
                    "is already recorded in this incident, from the file %s. Each number stands "
                    "once; change it in the file, or import the file into another incident."
                )
                % source,
            )
    yield from _other_markers(incident, dvi, file)


def _other_markers(incident: Incident, dvi: DviIncident, file: str) -> Iterable[Problem]:
    known = markers_of(incident)
    for marker in dvi.markers:
        if marker.name in known and known[marker.name] != marker:
            yield Problem(
                file,
                _("marker %s") % marker.name,
                _(
                    "has other alleles, frequencies or mutation models than in this incident. One "
                    "incident uses one set: export the file again with that set, or import it into "
                    "another incident."
                ),
            )


def marker_names_of(incident: Incident) -> list[str]:
    """Their names alone, in the same order."""
    contents = MarkerSet.objects.filter(incident=incident).values_list("content", flat=True)
    return list(dict.fromkeys(str(row["name"]) for content in contents for row in content))


def markers_of(incident: Incident) -> dict[str, Marker]:
    """All markers that the files of an incident brought, by name, in their order."""
    found: dict[str, Marker] = {}
    for content in MarkerSet.objects.filter(incident=incident).values_list("content", flat=True):
        for marker in markers_from_rows(content):
            found.setdefault(marker.name, marker)
    return found
