"""The page on which an examiner charts teeth: a chart of their own, apart from everybody else's."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.evidence.records import ChartSource
from antigone.web.accounts.models import User
from antigone.web.examination.editor import SectionEditor
from antigone.web.examination.forms import ObservationForm
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.pages import CONFLICT, base_content, begun, seen_remains
from antigone.web.examination.recording import (
    ContentRefused,
    EditedMeanwhile,
    OtherSystem,
    record_section,
    system_of_charts,
)
from antigone.web.examination.sections import Content
from antigone.web.examination.standing import chart_of
from antigone.web.examination.versions import differences, latest, merged
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.records.models import Remains
from antigone.web.records.teeth_form import TeethEditor

TEMPLATE = "examination/teeth.html"


class Charting:
    """The parts of the page: the chart, what is said besides, who charted and when."""

    def __init__(self, request: HttpRequest, remains: Remains) -> None:
        user, asked = cast(User, request.user), request.POST or None
        now = latest(remains, Section.TEETH, user)
        self.content: Content = now.content if now is not None else {}
        self.based_on = now.pk if now is not None else None
        if asked is not None:
            told = asked.get("based_on", "")
            self.based_on = int(told) if told.isdecimal() else None
        chart = self.content.get("chart")
        self.teeth = TeethEditor(
            asked,
            chart=chart_of(chart) if chart else None,
            sources=(ChartSource.ONE_EXAMINER,),
            system=system_of_charts(remains, but_of=user),
            charted_on=timezone.localdate(),
        )
        self.about = ObservationForm(
            asked, initial=begun(user, remains.incident), signed_in=user.full_name
        )
        self.besides = SectionEditor(
            Section.TEETH, asked, content=self.content, about=self.about, based_on=self.based_on
        )

    def is_valid(self) -> bool:
        """Whether chart and words can be stated."""
        # A bitwise "and": all of them are asked, so that all errors are told at once.
        valid = self.teeth.is_valid() & self.about.is_valid() & self.besides.form.is_valid()
        return valid and self._says_something()

    def _says_something(self) -> bool:
        absence, content = self.about.cleaned_data["absence"], self.stated()
        if absence and content:
            self.about.add_error("absence", _("Something is charted or written. Empty it first."))
        elif not absence and not self.teeth.draft:
            self.besides.form.add_error(
                None, _("No tooth is charted. Chart one, or say why nothing can be.")
            )
        return bool(absence) != bool(self.teeth.draft) and not (absence and content)

    def stated(self) -> Content:
        """The content as it would be recorded."""
        content = self.besides.content()
        if self.teeth.draft:
            content["chart"] = self.teeth.json()
        return content

    def context(self, remains: Remains) -> dict[str, Any]:
        """For the template."""
        return {
            "incident": remains.incident,
            "remains": remains,
            "section": Section.TEETH,
            "editor": self.teeth,
            "besides": self.besides,
            "about": self.about,
            "based_on": self.based_on,
            "tab": "examination",
        }


@require_http_methods(["GET", "POST"])
def teeth(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Chart the teeth of remains."""
    found, remains = seen_remains(request, incident, number)
    require(request.user, found, Permission.CHART_TEETH)
    work = Charting(request, remains)
    if work.teeth.stepped:
        work.besides.without_errors()
        return work.teeth.answer(request, TEMPLATE, work.context(remains))
    if request.method != "POST":
        return render(request, TEMPLATE, work.context(remains))
    if not work.is_valid():
        return render(request, TEMPLATE, work.context(remains), status=422)
    return _record(request, remains, work)


def _record(request: HttpRequest, remains: Remains, work: Charting) -> HttpResponse:
    try:
        record_section(
            user=cast(User, request.user),
            remains=remains,
            section=Section.TEETH,
            content=work.stated(),
            observation=work.about.observation(),
            based_on=work.based_on,
        )
    except ContentRefused as refused:
        work.besides.show(refused.problems)
    except OtherSystem:
        work.besides.form.add_error(
            None, _("Another examiner charts in other codes; use the same, or agree first.")
        )
    except EditedMeanwhile as meanwhile:
        return _meanwhile(request, remains, work, meanwhile.current)
    else:
        messages.success(request, _("Your chart of %s is recorded.") % remains.number)
        return redirect(
            "examination:sections", incident=remains.incident.slug, number=remains.number
        )
    return render(request, TEMPLATE, work.context(remains), status=422)


def _meanwhile(
    request: HttpRequest, remains: Remains, work: Charting, theirs: SectionVersion
) -> HttpResponse:
    """The same person charted in another window: both charts side by side, tooth by tooth."""
    base, mine = base_content(remains, Section.TEETH, work.based_on), work.stated()
    both = merged(base, theirs.content, mine)
    if "chart" in both:
        work.teeth.draft = {int(n): codes for n, codes in both["chart"]["teeth"].items()}
    context = work.context(remains) | {
        "based_on": theirs.pk,
        "meanwhile": theirs,
        "compared": differences(Section.TEETH, base, theirs.content, mine),
    }
    return render(request, TEMPLATE, context, status=CONFLICT)
