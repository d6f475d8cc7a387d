"""The page of a meeting: when and where, who is present, the agenda, and the acts upon it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antigone.policy.findings import Finding
from antigone.policy.meetings import mb_06_is_planned
from antigone.web.accounts.models import User
from antigone.web.board.doors import person
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.access import permissions_of, require
from antigone.web.incidents.roles import Permission
from antigone.web.meetings.acts.agenda import put_case, put_matter
from antigone.web.meetings.acts.attending import (
    come,
    leave,
    open_meeting,
    opening,
    pass_chair,
)
from antigone.web.meetings.acts.closing import close as close_act
from antigone.web.meetings.acts.closing import closing
from antigone.web.meetings.acts.planning import call_off as call_off_act
from antigone.web.meetings.doors import CONFLICT, INVALID, meeting_or_404
from antigone.web.meetings.forms import CaseForm, MatterForm, PersonForm, WordsForm
from antigone.web.meetings.models import Attendance, Meeting
from antigone.web.meetings.outcomes import agenda_of


@require_safe
def meeting(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A meeting, before, during and after."""
    return _page(request, meeting_or_404(request, incident, pk))


@require_POST
def put(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Put a case or a matter on the agenda."""
    found = meeting_or_404(request, incident, pk)
    require(request.user, found.incident, Permission.MEET)
    user = person(request)
    if request.POST.get("act") == "case":
        case = CaseForm(found, request.POST)
        if not case.is_valid():
            return _page(request, found, case=case, status=INVALID)
        proposal = case.cleaned_data["proposal"]
        return _done(
            request,
            found,
            lambda: put_case(user=user, meeting=found, proposal=proposal),
            _("It is on the agenda."),
        )
    matter = MatterForm(request.POST, auto_id="id_matter_%s")
    if not matter.is_valid():
        return _page(request, found, matter=matter, status=INVALID)
    words = matter.cleaned_data["matter"]
    return _done(
        request,
        found,
        lambda: put_matter(user=user, meeting=found, matter=words),
        _("It is on the agenda."),
    )


@require_POST
def attend(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Somebody comes, leaves, or takes the chair."""
    found = meeting_or_404(request, incident, pk)
    require(request.user, found.incident, Permission.MEET)
    user, act = person(request), request.POST.get("act")
    if act == "come" and "person" in request.POST:
        form = PersonForm(found, request.POST)
        if not form.is_valid():
            return _page(request, found, people=form, status=INVALID)
        who: User = form.cleaned_data["person"]
        done = _("%s is present.") % who.full_name
        return _done(request, found, lambda: come(user=user, meeting=found, person=who), done)
    if act == "come":
        done = _("You are entered as present.")
        return _done(request, found, lambda: come(user=user, meeting=found, person=user), done)
    if act not in ("leave", "chair"):
        return _page(request, found, status=INVALID)
    row = get_object_or_404(
        Attendance.objects.select_related("person"),
        meeting=found,
        left_at=None,
        pk=request.POST.get("row") if str(request.POST.get("row")).isdecimal() else None,
    )
    if act == "leave":
        done = _("%s is no longer present.") % row.full_name
        gone = lambda: leave(user=user, meeting=found, person=row.person)  # noqa: E731
        return _done(request, found, gone, done)
    done = _("%s chairs now.") % row.full_name
    passed = lambda: pass_chair(user=user, meeting=found, person=row.person)  # noqa: E731
    return _done(request, found, passed, done)


@require_POST
def begin(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Open it."""
    found = meeting_or_404(request, incident, pk)
    act = lambda: open_meeting(user=person(request), meeting=found)  # noqa: E731
    return _done(request, found, act, _("The meeting is open."))


@require_POST
def close(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Close it."""
    found = meeting_or_404(request, incident, pk)
    act = lambda: close_act(user=person(request), meeting=found)  # noqa: E731
    return _done(request, found, act, _("Closed. The minutes are made and signed."))


@require_POST
def call_off(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """It will not be held."""
    found = meeting_or_404(request, incident, pk)
    require(request.user, found.incident, Permission.MEET)
    form = WordsForm(_("Why it is called off"), request.POST, of="off")
    if not form.is_valid():
        return _page(request, found, reason=form, status=INVALID)
    words = form.cleaned_data["words"]
    act = lambda: call_off_act(user=person(request), meeting=found, words=words)  # noqa: E731
    return _done(request, found, act, _("Called off."), reason=form)


def _done(
    request: HttpRequest,
    found: Meeting,
    act: Callable[[], object],
    words: str,
    *,
    reason: WordsForm | None = None,
) -> HttpResponse:
    """Act, and go back to the page; or show it with the rule that stands against the act."""
    try:
        act()
    except RuleRefused as refusal:
        return _page(request, found, refused=refusal.findings, reason=reason, status=CONFLICT)
    messages.success(request, words)
    return redirect(found)


def _page(
    request: HttpRequest,
    found: Meeting,
    *,
    refused: tuple[Finding, ...] = (),
    case: CaseForm | None = None,
    matter: MatterForm | None = None,
    people: PersonForm | None = None,
    reason: WordsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found.refresh_from_db()
    user = person(request)
    agenda = agenda_of(found)
    rows = list(Attendance.objects.filter(meeting=found).select_related("person"))
    present = [row for row in rows if row.left_at is None]
    rules = opening(user, found) if not found.is_open else closing(user, found, agenda)
    planned = mb_06_is_planned(found.stage)
    may_meet = Permission.MEET in permissions_of(user, found.incident)
    context = {
        "incident": found.incident,
        "meeting": found,
        "agenda": agenda,
        "present": present,
        "left": [row for row in rows if row.left_at is not None],
        "is_present": any(row.person_id == user.pk for row in present),
        "is_chair": found.chair_id == user.pk,
        "chair_is_present": any(row.person_id == found.chair_id for row in present),
        "may_meet": may_meet and not found.has_ended,
        "against": [rule for rule in rules if not rule.met],
        "is_planned": planned.met,
        "case_form": case or CaseForm(found),
        "matter_form": matter or MatterForm(auto_id="id_matter_%s"),
        "people_form": people or PersonForm(found),
        "reason_form": reason or WordsForm(_("Why it is called off"), of="off"),
        "refused": refused,
    }
    return render(request, "meetings/meeting.html", context, status=status)
