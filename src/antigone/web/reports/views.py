"""Papers to take away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from antigone.web.board.models import Identification
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.reports.identification_report import render_report


@require_safe
def identification_report(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The report of an identification, on one page."""
    found = whole_incident_or_404(request.user, incident)
    rows = Identification.objects.select_related(
        "incident", "proposal__run", "remains", "missing_person__family"
    )
    identification = get_object_or_404(rows, incident=found, pk=pk)
    name = f"identification-{identification.pk}.pdf"
    return HttpResponse(
        render_report(identification),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
