"""Operations about persons sought and their families; never contacts, never names of relatives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field as About
from ninja import Path, Query, Router

from antigone.policy.tokens import Scope
from antigone.web.api.entering import person_of
from antigone.web.api.operation import operation
from antigone.web.api.said import SOUND, Id, Listed, Out, Page, page_of_rows
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.roles import Permission
from antigone.web.records.alive import found_alive
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.doors import families_in_sight, family_or_404, missing_in_sight
from antigone.web.records.models import Family, MissingPerson
from antigone.web.records.profiles import gave_dna, genotypes_of, typed_markers
from antigone.web.records.record_rows import am_record_to_row
from antigone.web.records.sight import may_see_family_record
from antigone.web.records.told import told_of

router = Router()
PART = "Persons sought"


class SoughtAsked(Page):
    """Which persons sought are asked for."""

    number: str = About(
        "", pattern=SOUND, max_length=100, description="Only those whose number contains this."
    )


class Sought(Out):
    """A person sought, as everybody who works on the incident may know of them."""

    number: str
    sex: str = About(description="F, M or U: not known.")
    family: int
    relatives_typed: int
    covered: bool = About(description="Whether a legal basis lets the family be compared (CO-01).")
    withdrawn: bool
    found_alive: bool


class SoughtRecord(Sought):
    """A person sought with what is told of them, where token, role and a legal basis allow it."""

    record: dict[str, Any] | None = About(
        description="As docs/records-format.md writes it; null: nothing told, or hidden."
    )
    record_hidden: bool = About(
        description="Whether something is told that is not yours to see now."
    )


class FamilyShown(Out):
    """A family, under its number."""

    id: int
    name: str
    agency: str | None
    registered_at: datetime
    file: int | None = About(description="The data set it came with; null: a request taken here.")
    covered: bool
    withdrawn: bool
    sought: list[str]


class Relative(Out):
    """A person of a pedigree, under a code; never under a name."""

    code: str
    sex: str
    father: str | None
    mother: str | None
    markers_typed: int
    covered: bool = About(description="Whether this person's DNA may be used (CO-14).")
    withdrawn: bool


class FamilyRecord(FamilyShown):
    """A family with its pedigree."""

    relatives: list[Relative]


class RelativesGenotypes(Out):
    """Alleles as recorded, by code of the relative and by marker; only of those who are covered."""

    genotypes: dict[str, dict[str, list[str | None]]]


@operation(
    router,
    "GET",
    "/incidents/{incident}/missing",
    scope=Scope.READ_FAMILIES,
    part=PART,
    gives=Listed[Sought],
)
def list_missing(request: HttpRequest, incident: str, asked: Query[SoughtAsked]) -> Listed[Sought]:
    """Persons sought of whose families the person may know."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    rows = missing_in_sight(person, found).select_related("family__key", "person").defer("record")
    if asked.number:
        rows = rows.filter(number__icontains=asked.number)
    rows = rows.annotate(typed=_typed())

    def show(here: Sequence[MissingPerson]) -> list[Sought]:
        coverage = coverage_of(found, [row.family for row in here])
        alive = found_alive(found, [row.number for row in here])
        return [Sought(**_summary(row, coverage, alive)) for row in here]

    items, following = page_of_rows(rows, asked, show)
    return Listed(items=items, next=following)


@operation(
    router,
    "GET",
    "/incidents/{incident}/missing/{number}",
    scope=Scope.READ_FAMILIES,
    part=PART,
    gives=SoughtRecord,
)
def read_missing(request: HttpRequest, incident: str, number: str) -> SoughtRecord:
    """One person sought, with the record."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    rows = missing_in_sight(person, found).select_related("family__key", "person")
    row = get_object_or_404(rows.annotate(typed=_typed()), number=number)
    coverage = coverage_of(found, [row.family])
    # As on the page of the family: without a live basis the record stays shut (CO-01).
    shown = coverage.covers_family(row.family) and may_see_family_record(person, found)
    return SoughtRecord(
        **_summary(row, coverage, found_alive(found, [row.number])),
        record=am_record_to_row(told_of(row)) if shown else None,
        record_hidden=row.record is not None and not shown,
    )


@operation(
    router,
    "GET",
    "/incidents/{incident}/families",
    scope=Scope.READ_FAMILIES,
    part=PART,
    gives=Listed[FamilyShown],
)
def list_families(request: HttpRequest, incident: str, asked: Query[Page]) -> Listed[FamilyShown]:
    """Families that the person may know of."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    rows = families_in_sight(person, found).select_related("key", "agency")

    def show(here: Sequence[Family]) -> list[FamilyShown]:
        coverage = coverage_of(found, here)
        return [FamilyShown(**_family(row, coverage)) for row in here]

    items, following = page_of_rows(rows.prefetch_related("missing_persons"), asked, show)
    return Listed(items=items, next=following)


@operation(
    router,
    "GET",
    "/incidents/{incident}/families/{family}",
    scope=Scope.READ_FAMILIES,
    part=PART,
    gives=FamilyRecord,
)
def read_family(request: HttpRequest, incident: str, family: Path[Id]) -> FamilyRecord:
    """One family, with its pedigree under codes."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    row = family_or_404(person, found, family)
    coverage = coverage_of(found, [row])
    persons = row.persons.select_related("profile", "key", "father", "mother")
    relatives = [
        Relative(
            code=one.code,
            sex=one.sex,
            father=one.father.code if one.father else None,
            mother=one.mother.code if one.mother else None,
            markers_typed=len(typed_markers(one)),
            covered=coverage.covers_donor(one, row),
            withdrawn=one.is_withdrawn,
        )
        for one in persons
    ]
    return FamilyRecord(**_family(row, coverage), relatives=relatives)


@operation(
    router,
    "GET",
    "/incidents/{incident}/families/{family}/genotypes",
    scope=Scope.READ_GENOTYPES,
    part=PART,
    gives=RelativesGenotypes,
)
def read_genotypes_of_family(
    request: HttpRequest, incident: str, family: Path[Id]
) -> RelativesGenotypes:
    """The DNA profiles of relatives who are covered by a legal basis."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    row = family_or_404(person, found, family)
    require(person, found, Permission.SEE_GENOTYPES)
    coverage = coverage_of(found, [row])
    donors = [one for one in row.persons.select_related("profile", "key") if gave_dna(one)]
    return RelativesGenotypes(
        genotypes={
            one.code: genotypes_of(one)
            for one in donors
            if coverage.covers_family(row) and coverage.covers_donor(one, row)
        }
    )


def _typed() -> Count:
    """How many relatives gave DNA and did not withdraw."""
    return Count("family__persons__profile", filter=Q(family__persons__key__wrapped__isnull=False))


def _summary(row: MissingPerson, coverage: Coverage, alive: frozenset[str]) -> dict[str, Any]:
    return {
        "number": row.number,
        "sex": row.person.sex,
        "family": row.family_id,
        "relatives_typed": row.typed,  # type: ignore[attr-defined]  # annotated
        "covered": coverage.covers_family(row.family),
        "withdrawn": row.family.is_withdrawn,
        "found_alive": row.number in alive,
    }


def _family(row: Family, coverage: Coverage) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "agency": row.agency.short if row.agency else None,
        "registered_at": row.registered_at,
        "file": row.source_file_id,
        "covered": coverage.covers_family(row),
        "withdrawn": row.is_withdrawn,
        "sought": [one.number for one in row.missing_persons.all()],
    }
