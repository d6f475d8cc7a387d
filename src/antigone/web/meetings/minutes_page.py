"""The minutes: read, amended by an addendum, and taken out as paper."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.policy.findings import Finding
from antigone.web.board.doors import person
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.access import permissions_of, require
from antigone.web.incidents.roles import Permission
from antigone.web.meetings.acts.amending import amend
from antigone.web.meetings.doors import CONFLICT, INVALID, meeting_or_404
from antigone.web.meetings.forms import addendum_form
from antigone.web.meetings.minutes_paper import minutes_paper
from antigone.web.meetings.minutes_read import read_minutes
from antigone.web.meetings.models import Minutes
from antigone.web.meetings.signed_text import is_whole


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """What the meeting came to, and what was said of it afterwards."""
    found = _minutes_or_404(request, incident, pk)
    form, refused = addendum_form(), tuple[Finding, ...]()
    if request.method == "POST":
        require(request.user, found.meeting.incident, Permission.MEET)
        form = addendum_form(request.POST)
        if form.is_valid():
            words = form.cleaned_data["words"]
            try:
                amend(user=person(request), meeting=found.meeting, words=words)
            except RuleRefused as refusal:
                refused = refusal.findings
            else:
                messages.success(request, _("The addendum stands beside the minutes."))
                return redirect(request.path)
    addenda = list(found.addenda.all())
    context = {
        "incident": found.meeting.incident,
        "meeting": found.meeting,
        "minutes": found,
        "read": read_minutes(found),
        "addenda": addenda,
        "is_whole": all(map(is_whole, [found, *addenda])),
        "languages": settings.LANGUAGES,
        "language": get_language(),
        "may_amend": Permission.MEET in permissions_of(request.user, found.meeting.incident),
        "form": form,
        "refused": refused,
    }
    status = CONFLICT if refused else INVALID if form.errors else 200
    return render(request, "meetings/minutes.html", context, status=status)


@require_safe
def minutes_pdf(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The minutes on paper, in the language that is asked for, or that of the page."""
    found = _minutes_or_404(request, incident, pk)
    language = request.GET.get("language") or get_language() or settings.LANGUAGE_CODE
    if language not in dict(settings.LANGUAGES):
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    name = f"minutes-{found.meeting_id}-{language}.pdf"
    return HttpResponse(
        minutes_paper(found, language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _minutes_or_404(request: HttpRequest, incident: str, pk: int) -> Minutes:
    """The minutes of a closed meeting.

    Raises:
        Http404: there are none, or none for this person; the two cannot be told apart.
    """
    meeting = meeting_or_404(request, incident, pk)
    found = Minutes.objects.filter(meeting=meeting).first()
    if found is None:
        raise Http404(_("There are no minutes of this meeting yet."))
    found.meeting = meeting
    return found
