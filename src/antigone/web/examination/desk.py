"""What the record of remains offers to the pages that all share."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.examination.models import Section, SectionVersion
from antigone.web.incidents.access import Visitor, incidents_where
from antigone.web.incidents.desk import Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.destruction import Withdrawal
from antigone.web.records.doors import seen_whole
from antigone.web.records.entering import held_back
from antigone.web.records.models import Remains
from antigone.web.records.remembered import remembered


def awaiting(user: Visitor) -> list[Task]:
    """Remains that RE-01 holds back, for those who may examine; one line for each incident."""
    incidents = seen_whole(user, incidents_where(user, Permission.EXAMINE))
    return [task for incident in incidents for task in _held_back(user, incident)]


def _held_back(user: Visitor, incident: Incident) -> list[Task]:
    found = remembered(user, incident, "remains held back", lambda: _counted(incident))
    if not found["number"]:
        return []
    reason = ngettext(
        "%d of the remains is held back from every comparison.",
        "%d remains are held back from every comparison.",
        found["number"],
    )
    return [
        Task(
            incident=incident,
            title=_("Death or recovery is not recorded"),
            url=reverse("records:remains_list", kwargs={"incident": incident.slug}),
            reason=reason % found["number"],
            since=found["since"],
            urgency=Urgency.OTHERS_WAIT,
            glyph="wait",
            tone="care",
        )
    ]


def _counted(incident: Incident) -> dict[str, Any]:
    rows = Remains.objects.filter(held_back(incident), incident=incident).order_by()
    return rows.aggregate(number=Count("pk"), since=Min("registered_at"))


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """Opinions of a file that rest on teeth of whom the family seeks go from what was kept of it."""
    if not withdrawal.told:
        return []
    numbers = set(withdrawal.family.missing_persons.values_list("number", flat=True))
    rows = SectionVersion.objects.filter(
        remains__incident=withdrawal.family.incident,
        section=Section.TEETH,
        content__has_key="tooth_opinions",
    )
    for row in rows:
        opinions = row.content["tooth_opinions"]
        left = [opinion for opinion in opinions if opinion["missing"] not in numbers]
        if len(left) < len(opinions):
            row.content = row.content | {"tooth_opinions": left}
            row.save(update_fields=["content"])
    return [SectionVersion._meta.db_table]
