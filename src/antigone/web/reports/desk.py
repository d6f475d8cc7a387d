"""What reports offers to the pages that all share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.web.incidents.access import Visitor, incidents_where
from antigone.web.incidents.desk import Informed, Task, Urgency
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import seen_whole
from antigone.web.records.models import MissingPerson, Remains
from antigone.web.reports.models import CourtCopy


def informed_of(remains: Remains, person: MissingPerson) -> list[Informed]:
    """Courts and authorities that got a copy with pictures."""
    rows = CourtCopy.objects.filter(
        identification__remains=remains, identification__missing_person=person
    )
    return [
        Informed(
            who=copy.authority,
            what=_("court copy %(number)s, %(case)s")
            % {"number": copy.pk, "case": copy.case_number},
            told_at=copy.made_at,
            url=copy.get_absolute_url(),
            corrected_at=copy.told_at,
        )
        for copy in rows.select_related("identification__incident")
    ]


def awaiting(user: Visitor) -> list[Task]:
    """Authorities that hold a copy of a decision which no longer stands, and do not know it."""
    incidents = seen_whole(user, incidents_where(user, Permission.COURT_COPY))
    rows = CourtCopy.objects.filter(
        identification__incident__in=incidents, identification__stands=False, told_at__isnull=True
    )
    joins = ("identification__incident", "identification__remains", "identification__reopening")
    return [
        Task(
            incident=copy.identification.incident,
            title=_("%(authority)s holds a court copy of a decision that no longer stands")
            % {"authority": copy.authority},
            url=reverse(
                "reports:court_copy",
                kwargs={
                    "incident": copy.identification.incident.slug,
                    "pk": copy.identification_id,
                },
            ),
            reason=_("Tell them, and write it down (RP-06)."),
            since=copy.identification.reopening.reopened_at,
            urgency=Urgency.OTHERS_WAIT,
            glyph="care",
        )
        for copy in rows.select_related(*joins)
    ]
