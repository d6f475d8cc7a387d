"""Pages of remains, of persons sought and of families."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antigone.web.figures.pedigree import Marks
from antigone.web.incidents.access import incident_or_404
from antigone.web.records.alive import found_alive
from antigone.web.records.assemble import pedigree_of
from antigone.web.records.consent import coverage_of
from antigone.web.records.desk import families_held_back
from antigone.web.records.doors import (
    families_in_sight,
    family_or_404,
    missing_in_sight,
    remains_in_sight,
    remains_or_404,
)
from antigone.web.records.drawing import draw_pedigree
from antigone.web.records.entering import entry_of
from antigone.web.records.missing_filters import missing_filters
from antigone.web.records.models import (
    Family,
    FoundAlive,
    LegalBasis,
    MissingPerson,
    Objection,
    Profile,
    Remains,
)
from antigone.web.records.paging import page_of
from antigone.web.records.profiles import gave_dna, genotype_rows, typed_markers
from antigone.web.records.reading import marker_names_of
from antigone.web.records.record_facts import RecordShown, am_record_shown, pm_record_shown
from antigone.web.records.record_rows import pm_record_from_row
from antigone.web.records.remains_filters import remains_filters
from antigone.web.records.remembered import length, missing_count, remains_count, remembered
from antigone.web.records.sight import (
    may_see_family_record,
    may_see_genotypes,
    may_see_remains_record,
)
from antigone.web.records.told import told_of


@require_safe
def remains_list(request: HttpRequest, incident: str) -> HttpResponse:
    """All remains, with how much of their DNA is known."""
    found = incident_or_404(request.user, incident)
    everything = remains_in_sight(request.user, found)
    filters = remains_filters(request.user, found, request.GET)
    total = remains_count(request.user, found)
    asked = filters.apply(everything)
    narrowed = length(request.user, found, "remains", filters, asked)
    page = page_of(
        asked,
        request.GET.get("page"),
        dress=lambda rows: rows.select_related("profile", "source_file").defer("record"),
        on_a_page=filters.size,
        count=narrowed if filters.in_use else total,
    )
    entry = entry_of(found, page.object_list)
    context = {
        "incident": found,
        "page": page,
        "rows": [
            (row, len(typed_markers(row)), entry.finding(row).met) for row in page.object_list
        ],
        "total": total,
        "without_dna": remembered(
            request.user, found, "remains without DNA", lambda: _without_dna(everything)
        ),
        "markers": len(marker_names_of(found)),
        "filters": filters,
    }
    return render(request, "records/remains_list.html", context)


def _without_dna(rows: QuerySet[Remains]) -> int:
    profiles = Profile.objects.filter(remains=OuterRef("pk"))
    return rows.filter(~Exists(profiles)).order_by().count()


@require_safe
def remains(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """One of the remains: what is recorded, and which markers are typed."""
    found = incident_or_404(request.user, incident)
    row = remains_or_404(request.user, found, number)
    markers = marker_names_of(found)
    record = pm_record_from_row(row.record)
    may_see_record = may_see_remains_record(request.user, found)
    context = {
        "incident": found,
        "remains": row,
        "record": pm_record_shown(record, row.number) if record and may_see_record else None,
        "hidden": record is not None and not may_see_record,
        "may_see": may_see_genotypes(request.user, found),
        "markers": genotype_rows(markers, row),
        "typed": len(typed_markers(row)),
    }
    return render(request, "records/remains.html", context)


@require_safe
def missing_list(request: HttpRequest, incident: str) -> HttpResponse:
    """All persons sought, and whether they may be compared."""
    found = incident_or_404(request.user, incident)
    everything = missing_in_sight(request.user, found)
    filters = missing_filters(request.user, found, request.GET)
    total = missing_count(request.user, found)
    page = page_of(
        filters.apply(everything.order_by("pk")),
        request.GET.get("page"),
        dress=_with_donors,
        on_a_page=filters.size,
        count=None if filters.in_use else total,
    )
    coverage = coverage_of(found, [row.family for row in page.object_list])
    families = families_in_sight(request.user, found).order_by()
    context = {
        "incident": found,
        "page": page,
        "rows": [(row, coverage.covers_family(row.family)) for row in page.object_list],
        "alive": found_alive(found, [row.number for row in page.object_list]),
        "total": total,
        "families": remembered(request.user, found, "families", families.count),
        "held_back": families_held_back(request.user, found),
        "filters": filters,
    }
    return render(request, "records/missing_list.html", context)


def _with_donors(rows: QuerySet[MissingPerson]) -> QuerySet[MissingPerson]:
    """With how many relatives gave DNA that is still there."""
    there = Q(family__persons__key__wrapped__isnull=False)
    rows = rows.select_related("family__key", "person").defer("record")
    return rows.annotate(donors=Count("family__persons__profile", filter=there))


@require_safe
def family(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A family: its pedigree, who gave DNA, whom it misses, and on what basis it is compared."""
    found = incident_or_404(request.user, incident)
    row = family_or_404(request.user, found, pk)
    return render(request, "records/family.html", _family_context(request, row))


def _family_context(request: HttpRequest, row: Family) -> dict[str, Any]:
    found, coverage = row.incident, coverage_of(row.incident, [row])
    persons = list(row.persons.select_related("profile", "key"))
    missing = list(row.missing_persons.select_related("person"))
    for one in missing:
        one.family = row
    donors = [person for person in persons if gave_dna(person)]
    marks = Marks(
        typed={person.code for person in donors if not person.is_withdrawn},
        missing={m.person.code: "" if m.number == m.person.code else m.number for m in missing},
    )
    markers = marker_names_of(found)
    covered = coverage.covers_family(row)
    # Who withdraws wants no one to read on: without a live basis the record stays shut (CO-01).
    shown = covered and may_see_family_record(request.user, found)
    alive = FoundAlive.objects.filter(missing_person__family=row, taken_back_at__isnull=True)
    return {
        "incident": found,
        "family": row,
        "missing": missing,
        "alive": {one.missing_person_id: one for one in alive},
        "drawing": draw_pedigree(pedigree_of(persons), marks),
        "covered": covered,
        "records": [(person, *_told(person, shown)) for person in missing],
        "donors": [
            (person, len(typed_markers(person)), coverage.covers_donor(person, row))
            for person in donors
        ],
        "bases": LegalBasis.objects.filter(
            Q(source_file=row.source_file_id, source_file__isnull=False)
            | Q(family=row)
            | Q(donor__family=row)
        ).select_related("source_file", "family", "donor", "recorded_by"),
        "objections": Objection.objects.filter(Q(family=row) | Q(donor__family=row)).select_related(
            "family", "donor", "recorded_by"
        ),
        "marker_count": len(markers),
        "may_see": may_see_genotypes(request.user, found),
        "markers": genotype_rows(markers, *donors),
    }


def _told(person: MissingPerson, shown: bool) -> tuple[RecordShown | None, bool]:
    """What is told of a person sought, and whether something is withheld."""
    if person.record is None or not shown:
        return None, person.record is not None
    record = told_of(person)
    return (am_record_shown(record, person.number) if record else None), False
