"""DNA going out: the incident as Familias holds it, and genotypes of all who may be taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import cast

from django.utils import timezone

from antigone.formats.cmf import UNIDENTIFIED, CmfHeader
from antigone.formats.cmf_samples import cmf_of_incident
from antigone.formats.familias_writer import write_familias_dvi
from antigone.formats.genotype_table import SampleProfile, as_seen
from antigone.formats.genotype_writing import write_long_genotypes, write_wide_genotypes
from antigone.policy.exports import ex_04_covered
from antigone.web.accounts.models import User
from antigone.web.incidents.models import Incident
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.consent import coverage_of
from antigone.web.records.doors import relatives_in_sight, remains_in_sight
from antigone.web.records.models import Person, Remains
from antigone.web.records.profiles import genotypes_of

CHUNK = 500

RELATIVE = "Relative"


@dataclass(frozen=True)
class DnaFile:
    """A file with DNA: of how many samples, and what it could not hold."""

    content: bytes
    samples: int
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sender:
    """Who sends a CODIS import file to whom, under the short names that CODIS gives them."""

    destination: str = ""
    laboratory: str = ""
    person: str = ""


def incident_as(form: str, incident: Incident, sender: Sender) -> DnaFile:
    """What would be compared now, as a Familias file with its DVI block, or as a CODIS import file.

    Raises:
        CannotBeWritten: the incident holds what the format cannot, or a short name is too long.
    """
    dvi = incident_for_comparison(incident).dvi
    if form == "fam":
        written = write_familias_dvi(dvi)
        samples = len(dvi.remains) + sum(len(family.profiles) for family in dvi.families)
        return DnaFile(written.data, samples, written.notices)
    now = timezone.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    header = CmfHeader(sender.destination, sender.laboratory, sender.person[:20], now)
    specimens = cmf_of_incident(dvi, header)
    return DnaFile(specimens.data, len(specimens.content), specimens.notices)


def samples_of(user: User, incident: Incident) -> Iterator[SampleProfile]:
    """The profiles of remains, by number, and of relatives whom a live basis covers, by code (EX-04)."""
    remains = remains_in_sight(user, incident).filter(profile__isnull=False).defer("record")
    for one in remains.select_related("profile").order_by("pk").iterator(CHUNK):
        yield _sample(one, one.number, UNIDENTIFIED)
    coverage = coverage_of(incident)
    relatives = relatives_in_sight(user, incident).filter(profile__isnull=False)
    relatives = relatives.select_related("profile", "key", "family__key")
    for person in relatives.order_by("pk").iterator(CHUNK):
        covered = coverage.covers_donor(person, person.family)
        if ex_04_covered(covered=covered, withdrawn=person.is_withdrawn):
            yield _sample(person, code_of(person), RELATIVE)


def code_of(person: Person) -> str:
    """The code under which a relative goes out: never a name."""
    return person.donor_code or f"{person.family_id}-{person.code}"


def _sample(owner: Remains | Person, name: str, category: str) -> SampleProfile:
    genotypes = cast("Mapping[str, list[str | None]]", genotypes_of(owner))
    return SampleProfile(
        name=name,
        place="",
        genotypes={marker: as_seen(*pair) for marker, pair in genotypes.items()},
        category=category,
    )


def profiles_as(form: str, user: User, incident: Incident) -> DnaFile:
    """The same profiles as a table, wide or long."""
    samples = list(samples_of(user, incident))
    write = {"wide": write_wide_genotypes, "long": write_long_genotypes}[form]
    return DnaFile(write(samples, separator=",", mark=True), len(samples))
