"""The list of meetings, and the form by which one is planned or changed."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.policy.findings import Finding
from antigone.policy.meetings import mb_06_is_planned
from antigone.web.board.doors import person
from antigone.web.board.refusal import RuleRefused
from antigone.web.custody.forms import LOCAL
from antigone.web.incidents.access import permissions_of, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.meetings.acts.planning import change as change_act
from antigone.web.meetings.acts.planning import plan as plan_act
from antigone.web.meetings.doors import CONFLICT, INVALID, meeting_or_404
from antigone.web.meetings.forms import PlanForm
from antigone.web.meetings.models import Meeting
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.paging import page_of


@require_safe
def meetings(request: HttpRequest, incident: str) -> HttpResponse:
    """All meetings: what sits now, what is planned, what has ended."""
    found = whole_incident_or_404(request.user, incident)
    rows = Meeting.objects.filter(incident=found)
    is_to_come = Q(state__in=(Meeting.State.PLANNED, Meeting.State.OPEN))
    page = page_of(rows.exclude(is_to_come), request.GET.get("page"), dress=_counted)
    context = {
        "incident": found,
        "to_come": _counted(rows.filter(is_to_come)).order_by("called_for", "pk"),
        "ended": page.object_list,
        "page": page,
        "may_meet": Permission.MEET in permissions_of(request.user, found),
    }
    return render(request, "meetings/list.html", context)


def _counted(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """With what a list shows of each."""
    on_agenda = Count("items", filter=Q(items__taken_off_at=None))
    return rows.select_related("incident", "chair").annotate(items_count=on_agenda)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, incident: str) -> HttpResponse:
    """Call the board together."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.MEET)
    form = PlanForm(found, request.POST if request.method == "POST" else None)
    refused: tuple[Finding, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            made = plan_act(user=person(request), incident=found, **form.cleaned_data)
        except RuleRefused as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _("Planned. Put the cases on the agenda."))
            return redirect(made)
    return _form(request, found, form, refused)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Another time, place or chair."""
    meeting = meeting_or_404(request, incident, pk)
    require(request.user, meeting.incident, Permission.MEET)
    initial: dict[str, object] = {
        "called_for": timezone.localtime(meeting.called_for).strftime(LOCAL),
        "place": meeting.place,
        "chair": meeting.chair_id,
    }
    sent = request.POST if request.method == "POST" else None
    form = PlanForm(meeting.incident, sent, initial=initial)
    refused: tuple[Finding, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            change_act(user=person(request), meeting=meeting, **form.cleaned_data)
        except RuleRefused as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _("Changed."))
            return redirect(meeting)
    return _form(request, meeting.incident, form, refused, meeting)


def _form(
    request: HttpRequest,
    incident: Incident,
    form: PlanForm,
    refused: tuple[Finding, ...],
    meeting: Meeting | None = None,
) -> HttpResponse:
    against = mb_06_is_planned(meeting.stage) if meeting else None
    context = {
        "incident": incident,
        "meeting": meeting,
        "form": form,
        "refused": refused,
        "against": against if against and not against.met else None,
    }
    status = CONFLICT if refused else INVALID if form.errors else 200
    return render(request, "meetings/plan.html", context, status=status)
