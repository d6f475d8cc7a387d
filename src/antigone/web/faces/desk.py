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


def photographs_changed(incident: Incident, families: Collection[int] | None) -> list[str]:
    """What was measured of photographs that may no longer be used is destroyed (FA-11)."""
    return drop_unused(incident, families)


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """A family that withdraws takes all of it with it."""
    family = withdrawal.family
    return drop_unused(family.incident, [family.pk]) if withdrawal.told else []


def awaiting(user: Visitor) -> list[Task]:
    """A person's own searches that wait or run."""
    rows = FaceSearch.objects.filter(
        incident__in=incidents_where(user, Permission.SEARCH_FACES),
        asked_by=user.pk,
        status__in=[FaceSearch.Status.WAITING, FaceSearch.Status.RUNNING],
    )
    return [
        Task(
            incident=row.incident,
            title=_("Search by face of %s") % row.remains.number,
            url=row.get_absolute_url(),
            since=row.asked_at,
            urgency=Urgency.RUNNING,
            glyph="wait",
            progress=row.done / row.total if row.total else None,
        )
        for row in rows.select_related("incident", "remains").defer("remains__record")
    ]
