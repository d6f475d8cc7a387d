"""What requests offer to the pages that all share, and to a withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.incidents.access import Visitor, incidents_where, may
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
from antigone.web.records.models import Family
from antigone.web.records.remembered import remembered
from antigone.web.requests.consents import live_consents
from antigone.web.requests.list_filters import requests_that_lack
from antigone.web.requests.list_page import (
    requests_count,
    requests_in_sight,
)
from antigone.web.requests.models import TracingRequest
from antigone.web.requests.withdrawal import take_out


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """The list of requests."""
    at = {"incident": incident.slug}
    count = requests_count(user, incident)
    links = [Link(Part.SOUGHT, _("Tracing requests"), reverse("requests:list", kwargs=at), count)]
    if may(user, incident, Permission.ATTEST):
        texts = reverse("requests:texts", kwargs=at)
        links.append(Link(Part.SOUGHT, _("Texts for families"), texts))
    if may(user, incident, Permission.TAKE_REQUESTS):
        same = reverse("requests:same", kwargs=at)
        links.append(Link(Part.SOUGHT, _("Sought twice"), same))
    return links


def awaiting(user: Visitor) -> list[Task]:
    """Requests without consent, and records that are owed: the oldest by name, the others counted."""
    return [
        task
        for incident in incidents_where(user, Permission.TAKE_REQUESTS)
        for waiting in (_WITHOUT_CONSENT, _OWED)
        for task in _waiting(user, incident, waiting)
    ]


@dataclass(frozen=True)
class _Waiting:
    """One thing that requests lack.

    Args:
        lacking: as the list names it.
        task: of one request.
        others: how many more there are, in words.
    """

    lacking: str
    task: Callable[[Incident, TracingRequest], Task]
    others: Callable[[int], str]


def _waiting(user: Visitor, incident: Incident, waiting: _Waiting) -> list[Task]:
    what = f"requests that lack {waiting.lacking}"
    first = remembered(user, incident, what, lambda: _first(user, incident, waiting.lacking))
    url = reverse("requests:list", kwargs={"incident": incident.slug})
    return named_and_counted(
        first,
        lambda one: waiting.task(incident, one),
        waiting.others,
        f"{url}?lacking={waiting.lacking}",
    )


def _first(user: Visitor, incident: Incident, lacking: str) -> list[TracingRequest]:
    lack = requests_that_lack(incident, lacking)
    rows = requests_in_sight(user, incident).filter(lack).order_by("taken_at", "pk")
    return oldest(rows.select_related("family__incident"))


def _without_consent(incident: Incident, one: TracingRequest) -> Task:
    at = {"incident": incident.slug, "pk": one.family_id}
    return Task(
        incident=incident,
        title=_("No consent yet for %s") % one.number,
        url=reverse("requests:consents", kwargs=at),
        reason=_("Nothing of this family is compared before it is recorded."),
        since=one.taken_at,
        urgency=Urgency.OTHERS_WAIT,
        glyph="wait",
        tone="care",
    )


def _others_without_consent(count: int) -> str:
    more = ngettext("No consent yet for %d more", "No consent yet for %d more", count)
    return more % count


def _owed(incident: Incident, one: TracingRequest) -> Task:
    count = one.owed_count
    return Task(
        incident=incident,
        title=_("Records owed for %s") % one.number,
        url=one.get_absolute_url(),
        reason=ngettext(
            "%d record exists and is still to come.",
            "%d records exist and are still to come.",
            count,
        )
        % count,
        since=one.taken_at,
        glyph="wait",
    )


def _others_owed(count: int) -> str:
    return ngettext("Records owed for %d more", "Records owed for %d more", count) % count


_WITHOUT_CONSENT = _Waiting("consent", _without_consent, _others_without_consent)
_OWED = _Waiting("records", _owed, _others_owed)


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
