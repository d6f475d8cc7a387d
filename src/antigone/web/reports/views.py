"""Papers to take away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from antigone.web.board.models import Identification
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.sight import may_see_family_record, may_see_remains_record
from antigone.web.reports.identification_report import render_report


@require_safe
def identification_report(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The report of an identification, as far as this person may read both records."""
    found = whole_incident_or_404(request.user, incident)
    identification = identification_or_404(found, pk)
    content = render_report(identification, quoted=reads_both_records(request.user, found))
    return pdf(content, f"identification-{identification.pk}.pdf", "inline")


def identification_or_404(incident: Incident, pk: int) -> Identification:
    """An identification with what its report reads, also one that no longer stands."""
    rows = Identification.objects.select_related(
        "incident",
        "proposal__run__incident",
        "proposal__proposed_by",
        "remains__incident",
        "missing_person__family__incident",
        "reopening__reopened_by",
    )
    return get_object_or_404(rows, incident=incident, pk=pk)


def reads_both_records(user: Visitor, incident: Incident) -> bool:
    """Whether a person may read what the lines of evidence quote."""
    return may_see_remains_record(user, incident) and may_see_family_record(user, incident)


def pdf(content: bytes, name: str, how: str) -> HttpResponse:
    """A paper as the answer to a request."""
    disposition = f'{how}; filename="{name}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
