"""What matching offers to the pages that all share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.web.incidents.access import Visitor, incidents_of
from antigone.web.incidents.desk import Link, Part, Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.matching.models import Run
from antigone.web.matching.withdrawal import let_go
from antigone.web.matching.withdrawal import take_out as withdrawn
from antigone.web.matching.words import stage_in_words

__all__ = ["awaiting", "latest_done", "let_go", "navigation", "withdrawn"]
from antigone.web.records.doors import seen_whole, sees_whole_incident


def latest_done(incident: Incident) -> Run | None:
    """The newest run with results, without loading these."""
    done = Run.objects.filter(incident=incident, status=Run.Status.DONE)
    return done.only("pk").first()


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """Runs; and of the newest one with results its candidates and its joint view."""
    if not sees_whole_incident(user, incident):
        return []
    at = {"incident": incident.slug}
    links = [Link(Part.TOGETHER, _("Runs"), reverse("matching:runs", kwargs=at))]
    latest = latest_done(incident)
    if latest is not None:
        at_run = {**at, "pk": latest.pk}
        links += [
            Link(Part.TOGETHER, _("Candidates"), reverse("matching:run", kwargs=at_run)),
            Link(Part.TOGETHER, _("Joint view"), reverse("matching:joint", kwargs=at_run)),
        ]
    return links


def awaiting(user: Visitor) -> list[Task]:
    """Runs that wait or work."""
    is_open = [Run.Status.WAITING, Run.Status.RUNNING]
    runs = Run.objects.filter(incident__in=seen_whole(user, incidents_of(user)), status__in=is_open)
    waiting = runs.select_related("incident").defer("results", "assumptions", "held_back")
    return [_running(run) for run in waiting]


def _running(run: Run) -> Task:
    return Task(
        incident=run.incident,
        title=_("Run %d") % run.pk,
        url=run.get_absolute_url(),
        reason=stage_in_words(run.stage),
        since=run.created_at,
        urgency=Urgency.RUNNING,
        glyph="wait",
        progress=run.done / run.total if run.total else None,
    )
