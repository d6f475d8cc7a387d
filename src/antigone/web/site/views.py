"""Pages that belong to no single app."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from antigone.web.incidents import desk
from antigone.web.site.beginnings import workplaces

TITLES = {
    desk.Urgency.OTHERS_WAIT: gettext_lazy("Others wait for these"),
    desk.Urgency.NEW: gettext_lazy("New"),
    desk.Urgency.RUNNING: gettext_lazy("Running for you"),
}


@dataclass(frozen=True)
class Section:
    """Tasks of one urgency."""

    urgency: desk.Urgency
    title: str
    tasks: list[desk.Task]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Awaiting you: what waits for this person, others' waiting first."""
    tasks = desk.awaiting(request.user)
    context = {
        "sentence": _sentence(tasks),
        "sections": _sections(tasks),
        "workplaces": workplaces(request.user),
    }
    return render(request, "site/home.html", context)


def _sections(tasks: list[desk.Task]) -> list[Section]:
    found = (
        Section(urgency, str(title), [task for task in tasks if task.urgency is urgency])
        for urgency, title in TITLES.items()
    )
    return [section for section in found if section.tasks]


def _sentence(tasks: list[desk.Task]) -> str:
    waiting = [task for task in tasks if task.urgency is not desk.Urgency.RUNNING]
    if not waiting:
        return _("Nothing waits for your hand.")
    matters = sum(task.matters for task in waiting)
    others = sum(t.matters for t in waiting if t.urgency is desk.Urgency.OTHERS_WAIT)
    first = ngettext(
        "%(count)d matter waits for your hand.",
        "%(count)d matters wait for your hand.",
        matters,
    ) % {"count": matters}
    if not others:
        return first
    second = ngettext(
        "%(count)d of them holds others up.", "%(count)d of them hold others up.", others
    ) % {"count": others}
    return f"{first} {second}"
