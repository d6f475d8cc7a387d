"""What custody offers to the pages that all share."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.custody.breaks import Broken, Named, broken_in_sight, judge_all
from antigone.web.custody.doors import samples_shown
from antigone.web.custody.models import Reading, Sample
from antigone.web.custody.withdrawal import take_out
from antigone.web.incidents.access import Visitor, incidents_where, permissions_of
from antigone.web.incidents.desk import (
    Link,
    Part,
    Task,
    Urgency,
    named_and_counted,
    oldest,
)
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.destruction import Withdrawal


def awaiting(user: Visitor) -> list[Task]:
    """Breaks to be explained, samples that did not arrive, samples and readings that wait."""
    handling = incidents_where(user, Permission.HANDLE_SAMPLES)
    reading = incidents_where(user, Permission.ENTER_DNA)
    return [
        *(task for incident in handling for task in _breaks(user, incident)),
        *(task for incident in reading for task in _to_read(user, incident)),
    ]


def warm() -> None:
    """Judge the chains of every incident once: of fifty thousand things that takes seconds."""
    for incident in Incident.objects.all():
        judge_all(incident)


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """Samples and custody."""
    may = {Permission.SEE_REMAINS, Permission.SEE_FAMILIES}
    if not permissions_of(user, incident) & may:
        return []
    url = reverse("custody:list", kwargs={"incident": incident.slug})
    return [Link(Part.WORK, _("Samples and custody"), url)]


def _breaks(user: Visitor, incident: Incident) -> list[Task]:
    seen = broken_in_sight(user, incident, permissions_of(user, incident))
    late = [named for named in seen.unexplained if named[1].finding.code == "CU-04"]
    other = [named for named in seen.unexplained if named[1].finding.code != "CU-04"]
    url = reverse("custody:list", kwargs={"incident": incident.slug})
    found = []
    if other:
        title = ngettext(
            "%d break of custody is not explained",
            "%d breaks of custody are not explained",
            len(other),
        )
        found.append(_task(incident, title % len(other), url, _named(seen, other), "broken"))
    if late:
        title = ngettext(
            "%d thing did not arrive in time", "%d things did not arrive in time", len(late)
        )
        found.append(_task(incident, title % len(late), url, _named(seen, late), "wait"))
    return found


def _to_read(user: Visitor, incident: Incident) -> list[Task]:
    samples = samples_shown(user, incident)
    url = reverse("custody:list", kwargs={"incident": incident.slug})
    tasks = _half_read(incident, samples, url)
    read = Reading.objects.filter(sample=OuterRef("pk"))
    parted = Sample.objects.filter(parent=OuterRef("pk"))
    unread = samples.filter(~Exists(read), ~Exists(parted), state=Sample.State.HERE).count()
    if unread:
        title = ngettext("%d sample waits to be read", "%d samples wait to be read", unread)
        tasks.append(Task(incident, title % unread, f"{url}?show=lab"))
    return tasks


def _half_read(incident: Incident, samples: QuerySet[Sample], url: str) -> list[Task]:
    """Readings that were typed once, or twice and not the same."""
    waiting = Reading.objects.filter(sample__in=samples, counts_since__isnull=True)
    newer = Reading.objects.filter(sample=OuterRef("sample"), version__gt=OuterRef("version"))
    rows = waiting.filter(~Exists(newer)).select_related("sample__incident")

    def task(reading: Reading) -> Task:
        return Task(
            incident=incident,
            title=_("The reading of %s waits to be typed again or settled") % reading.sample.code,
            url=reading.get_absolute_url(),
            reason=_("It counts once both typings agree."),
            since=reading.first_at,
            urgency=Urgency.OTHERS_WAIT,
            glyph="pen",
        )

    def others(count: int) -> str:
        words = ngettext(
            "%d more reading waits to be typed again or settled",
            "%d more readings wait to be typed again or settled",
            count,
        )
        return words % count

    return named_and_counted(
        oldest(rows.order_by("first_at", "pk")), task, others, f"{url}?show=lab"
    )


def _named(seen: Broken, named: Sequence[Named]) -> str:
    """The first of them by code and name."""
    first = [f"{one.code} {one.name}" for one in seen.read(named[:4])]
    return ", ".join([*first, *(["…"] if len(named) > 4 else [])])


def _task(incident: Incident, title: str, url: str, reason: str, glyph: str) -> Task:
    return Task(
        incident=incident,
        title=title,
        url=url,
        reason=reason,
        urgency=Urgency.OTHERS_WAIT,
        glyph=glyph,
        tone="broken" if glyph == "broken" else "care",
    )


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """With a relative's DNA go the words about their samples."""
    return take_out(withdrawal)
