"""The register of graves: one record's, the list of an incident, and the list on paper."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.deaths.acting import Tried, head_of, person, written_name
from antigone.web.deaths.acts.burying import enter_grave, examined_before
from antigone.web.deaths.doors import death_records_in_sight, named_for, record_or_404
from antigone.web.deaths.grave_forms import CorrectGraveForm, GraveForm
from antigone.web.deaths.models import GraveEvent
from antigone.web.deaths.models.graves import RestChoice
from antigone.web.deaths.papers import as_file, coordinates, graves_paper, language_of
from antigone.web.deaths.rows import newest_versions
from antigone.web.deaths.standing import current_grave, standing_graves
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.paging import page_of


@require_http_methods(["GET", "POST"])
def grave(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Where the person rests, all that was done, and what is done now."""
    found = incident_or_404(request.user, incident)
    record = record_or_404(request.user, found, number)
    form = GraveForm(request.POST or None)
    tried = None
    if request.method == "POST":
        require(request.user, found, Permission.RECORD_DEATHS)
        tried = Tried(
            form,
            lambda: enter_grave(user=person(request), record=record, buried=form.buried()),
        )
        if tried.done:
            messages.success(request, _("Entered in the register of graves."))
            return redirect("deaths:grave", incident=found.slug, number=record.number)
    events = list(record.grave_events.select_related("recorded_by", "replaced_by"))
    context = head_of(request, record, "grave") | {
        "form": form,
        "now": current_grave(record),
        "events": [(one, coordinates(one.latitude, one.longitude)) for one in reversed(events)],
        "rules": [examined_before(record)],
        "refused": tried.refused if tried else (),
    }
    return render(request, "deaths/grave.html", context, status=tried.status if tried else 200)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """An entry is wrong: another one takes its place."""
    found = incident_or_404(request.user, incident)
    records = death_records_in_sight(request.user, found).order_by()
    rows = GraveEvent.objects.filter(record__in=records)
    event = get_object_or_404(rows.select_related("record__incident", "record__remains"), pk=pk)
    require(request.user, found, Permission.SEE_REMAINS)
    require(request.user, found, Permission.RECORD_DEATHS)
    begun = {name: getattr(event, name) for name in GraveForm.base_fields}
    form = CorrectGraveForm(request.POST or None, initial=begun)
    tried = None
    if request.method == "POST":
        tried = Tried(
            form,
            lambda: enter_grave(
                user=person(request),
                record=event.record,
                buried=form.buried(),
                replaces=event,
                because=form.cleaned_data["because"],
            ),
        )
        if tried.done:
            messages.success(request, _("Corrected. The old entry stays readable."))
            return redirect("deaths:grave", incident=found.slug, number=event.record.number)
    context = head_of(request, event.record, "grave") | {
        "form": form,
        "event": event,
        "refused": tried.refused if tried else (),
    }
    status = tried.status if tried else 200
    return render(request, "deaths/correct_grave.html", context, status=status)


@require_safe
def grave_list(request: HttpRequest, incident: str) -> HttpResponse:
    """All graves of an incident that the person may know of."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.SEE_REMAINS)
    everything = _graves(request, found)
    q, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    page = page_of(
        _narrowed(everything, q, kind).order_by("-pk"),
        request.GET.get("page"),
        dress=lambda some: some.select_related("record__incident", "record__remains"),
    )
    context = {
        "incident": found,
        "page": page,
        "rows": _with_names(request, found, list(page)),
        "total": everything.order_by().count(),
        "q": q,
        "kind": kind,
        "kinds": [one for one in RestChoice.choices if one[0] != "exhumation"],
        "languages": settings.LANGUAGES,
        "may_print": may(request.user, found, Permission.RECORD_DEATHS),
    }
    return render(request, "deaths/graves.html", context)


@require_safe
def grave_list_paper(request: HttpRequest, incident: str) -> HttpResponse:
    """The list of graves on paper, as it is narrowed."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.SEE_REMAINS)
    require(request.user, found, Permission.RECORD_DEATHS)
    rows = _narrowed(
        _graves(request, found), request.GET.get("q", "").strip(), request.GET.get("kind", "")
    )
    graves = list(rows.select_related("record__remains").order_by("place", "position", "pk"))
    named = [(grave, name) for grave, name, _place in _with_names(request, found, graves)]
    return as_file(graves_paper(found, named, language_of(request)), "graves")


def _graves(request: HttpRequest, incident: Incident) -> QuerySet[GraveEvent]:
    records = death_records_in_sight(request.user, incident).order_by()
    return standing_graves().filter(record__in=records)


def _narrowed(rows: QuerySet[GraveEvent], q: str, kind: str) -> QuerySet[GraveEvent]:
    if q:
        rows = rows.filter(
            Q(place__icontains=q)
            | Q(position__icontains=q)
            | Q(marking__icontains=q)
            | Q(record__number__icontains=q)
            | Q(record__remains__number__icontains=q)
        )
    return rows.filter(kind=kind) if kind in RestChoice.values else rows


def _with_names(
    request: HttpRequest, incident: Incident, graves: list[GraveEvent]
) -> list[tuple[GraveEvent, str, str]]:
    """Each grave with the name of who rests in it, for whoever reads it, and its coordinates."""
    versions = newest_versions([grave.record_id for grave in graves])
    named = named_for(request.user, incident, list(versions.values()))
    found = []
    for one in graves:
        version = versions.get(one.record_id)
        reads = version is not None and version.pk in named and not version.in_doubt
        name = written_name(version) if reads and version and version.identification else ""
        found.append((one, name, coordinates(one.latitude, one.longitude)))
    return found
