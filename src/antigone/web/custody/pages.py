"""Pages on which custody is read: of remains, of a family, of a sample, of the whole incident."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antigone.web.custody.breaks import (
    breaks_of_family,
    breaks_of_remains,
    breaks_of_sample,
    broken_in_sight,
)
from antigone.web.custody.doors import (
    content_of_item,
    sample_or_404,
    samples_in_sight,
    samples_shown,
)
from antigone.web.custody.finding import NothingFound, find, not_registered
from antigone.web.custody.list_filters import sample_filters
from antigone.web.custody.models import Packet, Sample, Tag
from antigone.web.custody.taking import owner_in_words, taking_of
from antigone.web.custody.timeline import lines_of, whereabouts
from antigone.web.custody.tree import branches
from antigone.web.incidents.access import incident_or_404, permissions_of, require
from antigone.web.incidents.roles import Permission
from antigone.web.records.consent import coverage_of
from antigone.web.records.doors import family_or_404, remains_or_404
from antigone.web.records.paging import page_of

UNEXPLAINED_SHOWN = 30
"""So many breaks stand above the list of samples."""


@require_safe
def of_remains(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Everything taken of remains or found with them, and whose hands it went through."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.SEE_REMAINS)
    remains = remains_or_404(request.user, found, number)
    samples = _with_owner(Sample.objects.filter(remains=remains))
    packets = list(Packet.objects.filter(remains=remains).select_related("incident", "remains"))
    lines = lines_of([remains, *samples, *packets], breaks_of_remains(remains))
    context = {
        "incident": found,
        "remains": remains,
        "tab": "custody",
        "branches": branches(samples, whereabouts(samples)),
        "lines": lines,
        "packets": packets,
    }
    return render(request, "custody/of_remains.html", context)


@require_safe
def of_family(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """All samples of a family's relatives, and whose hands they went through."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.SEE_FAMILIES)
    family = family_or_404(request.user, found, pk)
    samples = _with_owner(Sample.objects.filter(person__family=family))
    coverage = coverage_of(found, [family])
    donors = [
        Donor(
            person.pk,
            person.code,
            person.donor_code,
            str(person.get_can_give_display()),
            coverage.covers_donor(person, family),
        )
        for person in family.persons.all()
    ]
    context = {
        "incident": found,
        "family": family,
        "tab": "custody",
        "branches": branches(samples, whereabouts(samples)),
        "lines": lines_of(list(samples), breaks_of_family(family)),
        "donors": donors,
    }
    return render(request, "custody/of_family.html", context)


@dataclass(frozen=True)
class Donor:
    """A person of the pedigree who gave a sample or could; under codes, never a name."""

    pk: int
    code: str
    donor_code: str
    can_give: str
    is_covered: bool


@require_safe
def sample(request: HttpRequest, incident: str, code: str) -> HttpResponse:
    """One sample: what it is, where it is, its aliquots, its readings."""
    found = incident_or_404(request.user, incident)
    shown = sample_or_404(request.user, found, code)
    family = _with_owner(
        samples_in_sight(request.user, found).filter(
            Q(remains=shown.remains_id, person=shown.person_id)
        )
    )
    broken = breaks_of_sample(shown)
    (line,) = lines_of([shown], broken)
    permissions = permissions_of(request.user, found)
    context = {
        "incident": found,
        "sample": shown,
        "remains": shown.remains,
        "family": shown.person.family if shown.person else None,
        "tab": "custody",
        "owner": owner_in_words(shown),
        "taking": taking_of(shown),
        "corrections": [(one, taking_of(one)) for one in shown.corrections.all()],
        "changes": shown.state_changes.select_related("recorded_by"),
        "branches": branches(family, whereabouts(family), below=shown),
        "line": line,
        "breaks": broken,
        "may_handle": Permission.HANDLE_SAMPLES in permissions,
        "may_read": Permission.ENTER_DNA in permissions,
        "readings": shown.readings.all() if Permission.SEE_GENOTYPES in permissions else (),
    }
    return render(request, "custody/sample.html", context)


@require_safe
def sample_list(request: HttpRequest, incident: str) -> HttpResponse:
    """All samples of an incident: where they are, which wait for the laboratory, which have a break."""
    found = incident_or_404(request.user, incident)
    permissions = permissions_of(request.user, found)
    seen = broken_in_sight(request.user, found, permissions)
    everything = samples_shown(request.user, found)
    names = seen.samples
    filters = sample_filters(request.GET, names)
    total = everything.order_by().count()
    page = page_of(
        filters.apply(everything),
        request.GET.get("page"),
        dress=lambda rows: rows.select_related("incident", "remains", "person", "parent"),
        on_a_page=filters.size,
        count=None if filters.in_use else total,
    )
    samples = list(page.object_list)
    where = whereabouts(samples)
    context = {
        "incident": found,
        "page": page,
        "rows": [(s, owner_in_words(s), where.get(s.pk), s.pk in names) for s in samples],
        "total": total,
        "unexplained_count": len(seen.unexplained),
        "unexplained": seen.read(seen.unexplained[:UNEXPLAINED_SHOWN]),
        "filters": filters,
        "may_handle": Permission.HANDLE_SAMPLES in permissions,
    }
    return render(request, "custody/list.html", context)


@require_safe
def where(request: HttpRequest, incident: str) -> HttpResponse:
    """Where something is now: the last entry that tells."""
    found = incident_or_404(request.user, incident)
    text = request.GET.get("q", "").strip()
    context: dict[str, object] = {"incident": found, "q": text}
    if text:
        try:
            item = find(request.user, found, text)
        except NothingFound as nothing:
            context["nothing"] = str(nothing)
        else:
            if isinstance(item, Tag):
                context["nothing"] = not_registered(item)
            else:
                require(request.user, found, content_of_item(item))
                (line,) = lines_of([item], [])
                context |= {"line": line, "last": line.last}
    return render(request, "custody/where.html", context)


def _with_owner(rows: QuerySet[Sample]) -> list[Sample]:
    return list(rows.select_related("incident", "remains", "person__key", "parent"))
