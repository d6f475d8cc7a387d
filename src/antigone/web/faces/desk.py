"""What searches by face offer to the pages that all share, and to whatever ends a consent."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from antigone.web.faces.dropping import drop_unused
from antigone.web.faces.models import FaceSearch
from antigone.web.incidents.access import Visitor, incidents_where
from antigone.web.incidents.desk import Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.destruction import Withdrawal
from antigone.web.records.doors import remains_in_sight


def photographs_changed(incident: Incident, families: Collection[int] | None) -> list[str]:
    """What was measured of photographs that may no longer be used is destroyed (FA-11)."""
    return drop_unused(incident, families)


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """A family that withdraws takes all of it with it."""
    family = withdrawal.family
    return drop_unused(family.incident, [family.pk]) if withdrawal.told else []


def awaiting(user: Visitor) -> list[Task]:
    """A person's own searches that wait or run."""
    return [
        _running(row)
        for incident in incidents_where(user, Permission.SEARCH_FACES)
        for row in FaceSearch.objects.filter(
            remains__in=remains_in_sight(user, incident),
            asked_by=user.pk,
            status__in=[FaceSearch.Status.WAITING, FaceSearch.Status.RUNNING],
        )
        .select_related("incident", "remains")
        .defer("remains__record")
    ]


def _running(search: FaceSearch) -> Task:
    return Task(
        incident=search.incident,
        title=_("Search by face of %s") % search.remains.number,
        url=search.get_absolute_url(),
        since=search.asked_at,
        urgency=Urgency.RUNNING,
        glyph="wait",
        progress=search.done / search.total if search.total else None,
    )
