"""Pages of the records of the dead: the list, one record, its history, and where one is begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from antigone.policy.findings import Finding
from antigone.web.board.models import Identification
from antigone.web.board.refusal import RuleRefused
from antigone.web.deaths.acting import REFUSED, head_of, person, written_name
from antigone.web.deaths.acts.recording import begin_record
from antigone.web.deaths.asked import (
    ASKED,
    GONE,
    SOURCES,
    Asked,
    rests_on_identification,
)
from antigone.web.deaths.days import day_in_words
from antigone.web.deaths.doors import death_records_in_sight, named_for, record_or_404
from antigone.web.deaths.models import Certificate, Handover, RecordVersion
from antigone.web.deaths.rows import NEWER, Row, rows_of
from antigone.web.deaths.sealed import particulars_in
from antigone.web.deaths.standing import records_of_body, standing_graves
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import remains_or_404
from antigone.web.records.paging import page_of

STATES = {
    "named": gettext_lazy("with a name"),
    "nameless": gettext_lazy("not yet identified"),
    "doubt": gettext_lazy("in doubt"),
    "uncertified": gettext_lazy("without a certificate"),
    "here": gettext_lazy("neither buried nor handed over"),
}


@require_safe
def record_list(request: HttpRequest, incident: str) -> HttpResponse:
    """All records of an incident that the person may know of."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.SEE_REMAINS)
    everything = death_records_in_sight(request.user, found)
    q, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    rows = everything
    if q:
        rows = rows.filter(Q(number__icontains=q) | Q(remains__number__icontains=q))
    if state in STATES:
        rows = rows.filter(_in_state(state))
    page = page_of(
        rows.order_by("-pk"),
        request.GET.get("page"),
        dress=lambda some: some.select_related("incident", "remains"),
    )
    context = {
        "incident": found,
        "page": page,
        "rows": [(row, _name(row)) for row in rows_of(request.user, found, list(page))],
        "total": everything.order_by().count(),
        "q": q,
        "state": state,
        "states": STATES.items(),
    }
    return render(request, "deaths/list.html", context)


def _in_state(state: str) -> Q:
    newest = RecordVersion.objects.filter(~Exists(NEWER), record=OuterRef("pk"))
    certified = Certificate.objects.filter(version=OuterRef("pk"))
    graves = standing_graves().filter(record=OuterRef("pk"))
    given = Handover.objects.filter(
        record=OuterRef("pk"), what=Handover.What.REMAINS, came_back_at__isnull=True
    )
    named = newest.filter(identification__isnull=False)
    return {
        "named": Q(Exists(named)),
        "nameless": ~Q(Exists(named)),
        "doubt": Q(Exists(newest.filter(identification__stands=False))),
        "uncertified": ~Q(Exists(newest.filter(Exists(certified)))),
        "here": ~Q(Exists(graves)) & ~Q(Exists(given)),
    }[state]


def _name(row: Row) -> str:
    """For whoever reads it; "" where nobody is named."""
    reads = row.version is not None and row.is_named and row.reads
    return written_name(row.version) if reads and row.version else ""


@require_http_methods(["GET", "POST"])
def of_remains(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Leads to the record of a body; where there is none, it is begun here."""
    found = incident_or_404(request.user, incident)
    remains = remains_or_404(request.user, found, number)
    require(request.user, found, Permission.SEE_REMAINS)
    records = records_of_body(remains)
    in_sight = death_records_in_sight(request.user, found)
    here = in_sight.filter(pk__in=[one.pk for one in records]).select_related("incident").first()
    refused: Sequence[Finding] = ()
    if request.method == "POST":
        require(request.user, found, Permission.RECORD_DEATHS)
        try:
            made = begin_record(user=person(request), remains=remains)
        except RuleRefused as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _("The record %s is begun.") % made.number)
            return redirect("deaths:particulars", incident=found.slug, number=made.number)
    elif here is not None:
        return redirect(here)
    context = {
        "incident": found,
        "remains": remains,
        "refused": refused,
        "elsewhere": bool(records) and here is None,
        "may_record": may(request.user, found, Permission.RECORD_DEATHS),
        "tab": "death",
    }
    return render(request, "deaths/begin.html", context, status=REFUSED if refused else 200)


@dataclass(frozen=True)
class Said:
    """One particular as a page shows it."""

    label: object
    article: str
    value: str
    source: object
    gone: bool


def said(request: HttpRequest, version: RecordVersion) -> list[Said]:
    """What a version says, as far as a person reads it."""
    incident = version.record.incident
    named = version.pk in named_for(request.user, incident, [version])
    contacts = may(request.user, incident, Permission.SEE_CONTACTS)
    stated = particulars_in(version)
    return [
        Said(one.label, one.article, shown, SOURCES.get(found.source, ""), found.source == GONE)
        for one in ASKED
        if (found := stated.get(one.name)) is not None
        and (named or not rests_on_identification(one.name, found))
        and (contacts or not one.private)
        and ((shown := _shown(one, found.value)) or found.source == GONE)
    ]


def _shown(one: Asked, value: str) -> str:
    return day_in_words(value) if one.day else str(dict(one.choices).get(value, value))


@require_safe
def record_page(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """One record: its particulars as they were confirmed."""
    found = incident_or_404(request.user, incident)
    record = record_or_404(request.user, found, number)
    head = head_of(request, record, "particulars")
    version = head["version"]
    stands = head["identification"]
    context = head | {
        "said": said(request, version) if isinstance(version, RecordVersion) else [],
        "without_name": isinstance(stands, Identification)
        and isinstance(version, RecordVersion)
        and version.identification is None,
    }
    return render(request, "deaths/record.html", context)


@require_safe
def history(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """All versions, the newest first, and what was done with each."""
    found = incident_or_404(request.user, incident)
    record = record_or_404(request.user, found, number)
    rows = record.versions.select_related(
        "record__incident", "recorded_by", "identification__missing_person", "certificate", "key"
    )
    versions = list(rows.order_by("-version"))
    context = head_of(request, record, "history") | {
        "versions": [(version, said(request, version)) for version in versions],
        "events": record.grave_events.select_related("recorded_by", "replaces").order_by("-pk"),
        "handovers": record.handovers.select_related("recorded_by", "certificate").order_by("-pk"),
    }
    return render(request, "deaths/history.html", context)
