"""What requests offer to the pages that all share, and to a withdrawal."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.accounts.models import User
from antigone.web.incidents.access import Visitor, incidents_where, may
from antigone.web.incidents.desk import Link, Part, Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.destruction import Withdrawal
from antigone.web.records.models import Family
from antigone.web.requests.consents import live_consents
from antigone.web.requests.list_page import Row, requests_in_sight, rows_of
from antigone.web.requests.withdrawal import take_out


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """The list of requests."""
    if not isinstance(user, User):
        return []
    at = {"incident": incident.slug}
    count = requests_in_sight(user, incident).count()
    links = [Link(Part.SOUGHT, _("Tracing requests"), reverse("requests:list", kwargs=at), count)]
    if may(user, incident, Permission.TAKE_REQUESTS):
        same = reverse("requests:same", kwargs=at)
        links.append(Link(Part.SOUGHT, _("Sought twice"), same))
    return links


def awaiting(user: Visitor) -> list[Task]:
    """Requests without consent, and records that are owed."""
    if not isinstance(user, User):
        return []
    tasks = []
    for incident in incidents_where(user, Permission.TAKE_REQUESTS):
        rows = [
            row
            for row in rows_of(requests_in_sight(user, incident), incident, names=False)
            if row.is_open
        ]
        tasks += [_without_consent(incident, row) for row in rows if not row.covered]
        tasks += [_owed(incident, row) for row in rows if row.request.owed_count]
    return tasks


def _without_consent(incident: Incident, row: Row) -> Task:
    at = {"incident": incident.slug, "pk": row.request.family_id}
    return Task(
        incident=incident,
        title=_("No consent yet for %s") % row.request.number,
        url=reverse("requests:consents", kwargs=at),
        reason=_("Nothing of this family is compared before it is recorded."),
        since=row.request.taken_at,
        urgency=Urgency.OTHERS_WAIT,
        glyph="wait",
        tone="care",
    )


def _owed(incident: Incident, row: Row) -> Task:
    count = row.request.owed_count
    return Task(
        incident=incident,
        title=_("Records owed for %s") % row.request.number,
        url=row.request.get_absolute_url(),
        reason=ngettext(
            "%d record exists and is still to come.",
            "%d records exist and are still to come.",
            count,
        )
        % count,
        since=row.request.taken_at,
        glyph="wait",
    )


def photographs_allowed(family: Family) -> bool:
    """Whether a family consents to the comparison of its photographs."""
    return live_consents(family).photographs


def sharing_allowed(family: Family, names: Iterable[str]) -> bool:
    """Whether a family consents to sharing with an agency, under its name or its short one."""
    recipients = {name.casefold() for name in live_consents(family).recipients}
    return any(name.casefold() in recipients for name in names)


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """What a withdrawal takes out of requests; the tables in which rows were changed."""
    return take_out(withdrawal)
