"""What records offer to the pages that all share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.incidents.access import Visitor, incidents_where, may
from antigone.web.incidents.desk import Count, Link, Part, Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.covered import held_back_families
from antigone.web.records.doors import sees_whole_incident
from antigone.web.records.models import ImportedFile
from antigone.web.records.name_search import load_comparison
from antigone.web.records.remembered import missing_count, remains_count, remembered


def warm() -> None:
    """What compares names takes a quarter of a second to load."""
    load_comparison()


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """Remains and persons sought; files for those who see all; sharing for those who share."""
    at = {"incident": incident.slug}
    links = [
        Link(
            Part.DEAD,
            _("Remains"),
            reverse("records:remains_list", kwargs=at),
            remains_count(user, incident),
        ),
        Link(
            Part.SOUGHT,
            _("Persons sought"),
            reverse("records:missing_list", kwargs=at),
            missing_count(user, incident),
        ),
    ]
    if sees_whole_incident(user, incident):
        links.append(Link(Part.WORK, _("Files"), reverse("records:files", kwargs=at)))
    if incident.agency_id is not None and may(user, incident, Permission.SHARE):
        links.append(Link(Part.WORK, _("Sharing"), reverse("records:shares", kwargs=at)))
    return links


def tally(user: Visitor, incident: Incident) -> list[Count]:
    """Remains, persons sought, families held back."""
    at = {"incident": incident.slug}
    return [
        Count(
            remains_count(user, incident),
            _("remains registered"),
            reverse("records:remains_list", kwargs=at),
        ),
        Count(
            missing_count(user, incident),
            _("persons sought"),
            reverse("records:missing_list", kwargs=at),
        ),
        Count(
            families_held_back(user, incident),
            _("families held back for want of a legal basis"),
            reverse("records:missing_list", kwargs=at),
        ),
    ]


def summary(user: Visitor, incident: Incident) -> list[str]:
    """How many are here, and how many are sought."""
    remains = remains_count(user, incident)
    sought = missing_count(user, incident)
    if not remains and not sought:
        return [
            _("Nothing is recorded yet. The first remains, request or data set begins the work.")
        ]
    first = ngettext("%d remains are registered,", "%d remains are registered,", remains) % remains
    second = ngettext("%d person is sought.", "%d persons are sought.", sought) % sought
    return [f"{first} {second}"]


def families_held_back(user: Visitor, incident: Incident) -> int:
    """How many families in sight no live legal basis covers."""
    return remembered(
        user,
        incident,
        "families held back",
        lambda: held_back_families(user, incident).order_by().count(),
    )


def awaiting(user: Visitor) -> list[Task]:
    """Families that are held back, for those who may record a basis."""
    return [
        _held_back(incident, held)
        for incident in incidents_where(user, Permission.ATTEST)
        for held in _by_file(user, incident)
    ]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """How many families are held back; by the file they came with, None for those taken by hand.

    Who sees a part of the incident sees no files: all that is in sight is told together.
    """

    file: ImportedFile | None
    count: int
    since: datetime


def _by_file(user: Visitor, incident: Incident) -> list[HeldBack]:
    what = "families held back, by file"
    counted = remembered(user, incident, what, lambda: _counted_by_file(user, incident))
    files: dict[int, ImportedFile] = {}
    if sees_whole_incident(user, incident):
        files = ImportedFile.objects.filter(incident=incident).in_bulk()
    told = [HeldBack(files.get(r["source_file"] or 0), r["count"], r["since"]) for r in counted]
    of_files = [held for held in told if held.file is not None]
    others = [held for held in told if held.file is None]
    if not others:
        return of_files
    count, since = sum(held.count for held in others), min(held.since for held in others)
    return [*of_files, HeldBack(None, count, since)]


def _counted_by_file(user: Visitor, incident: Incident) -> list[dict[str, Any]]:
    rows = held_back_families(user, incident).order_by().values("source_file")
    counted = rows.annotate(count=models.Count("pk"), since=models.Min("registered_at"))
    return [dict(row) for row in counted]


def _held_back(incident: Incident, held: HeldBack) -> Task:
    if held.file is None:
        title = _("No legal basis for families whose requests were taken")
        url = reverse("records:missing_list", kwargs={"incident": incident.slug})
    else:
        title = _("No legal basis for the families of %s") % held.file.name
        url = reverse("records:file", kwargs={"incident": incident.slug, "pk": held.file.pk})
    return Task(
        incident=incident,
        title=title,
        url=url,
        reason=ngettext(
            "%d family is held back from every comparison.",
            "%d families are held back from every comparison.",
            held.count,
        )
        % held.count,
        since=held.file.imported_at if held.file else held.since,
        urgency=Urgency.OTHERS_WAIT,
        glyph="wait",
        tone="care",
    )
