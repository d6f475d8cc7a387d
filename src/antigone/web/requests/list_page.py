"""The list of tracing requests, and what each lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import Visitor, incident_or_404, may
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import families_in_sight, sees_whole_incident
from antigone.web.records.paging import page_of
from antigone.web.records.remembered import counted, length, remembered
from antigone.web.requests.drafts import drafts_in_sight
from antigone.web.requests.list_filters import LACKING, request_filters
from antigone.web.requests.models import TracingRequest
from antigone.web.requests.status import Standings, Status, requests_with

DRAFTS_SHOWN = 50
"""Of open drafts so many are listed, the last changed first."""


@dataclass(frozen=True)
class Row:
    """One request of the list."""

    request: TracingRequest
    names: tuple[str, ...]
    status: Status
    covered: bool
    donors: int

    def lacks(self, what: str) -> bool:
        """Whether it lacks consent, a donor or a record; only what is open lacks anything."""
        if self.status is not Status.OPEN:
            return False
        return {
            "consent": not self.covered,
            "donors": self.donors == 0,
            "records": self.request.owed_count > 0,
        }.get(what, True)

    @property
    def is_open(self) -> bool:
        """Whether somebody is still sought."""
        return self.status is Status.OPEN

    @property
    def lacking(self) -> list[str]:
        """What it lacks, in words."""
        return [str(words) for what, words in LACKING.items() if self.lacks(what)]


def requests_in_sight(user: Visitor, incident: Incident) -> QuerySet[TracingRequest]:
    """The requests of the families that a person may know of, the newest first."""
    rows = TracingRequest.objects.filter(family__incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    return rows.filter(family__in=families_in_sight(user, incident))


def requests_count(user: Visitor, incident: Incident) -> int:
    """How many requests a person may know of."""
    return counted(user, incident, "requests", requests_in_sight)


@require_safe
def requests(request: HttpRequest, incident: str) -> HttpResponse:
    """All requests, with filters: how they stand, what they lack."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    names = _may_see_names(user, found)
    filters = request_filters(user, found, request.GET)
    everything = requests_in_sight(user, found)
    total = requests_count(user, found)
    asked = filters.apply(everything)
    narrowed = length(user, found, "requests", filters, asked)
    page = page_of(
        asked,
        request.GET.get("page"),
        dress=_dressed,
        on_a_page=filters.size,
        count=narrowed if filters.in_use else total,
    )
    takes = may(user, found, Permission.TAKE_REQUESTS)
    context = {
        "incident": found,
        "page": page,
        "rows": rows_of(page.object_list, found, names=names),
        "total": total,
        "open": remembered(user, found, "open requests", lambda: _open_count(user, found)),
        "drafts": drafts_in_sight(user, found)[:DRAFTS_SHOWN] if takes else [],
        "filters": filters,
    }
    return render(request, "requests/list.html", context)


def _open_count(user: User, incident: Incident) -> int:
    rows = requests_in_sight(user, incident).filter(requests_with(incident, Status.OPEN))
    return rows.order_by().count()


_GIVEN = Q(family__persons__key__isnull=True) | Q(family__persons__key__wrapped__isnull=False)
"""A donor's DNA that was not destroyed after a withdrawal (CO-04)."""


def _dressed(rows: QuerySet[TracingRequest]) -> QuerySet[TracingRequest]:
    return (
        rows.select_related("family__key", "family__incident", "taken_by")
        .prefetch_related("family__missing_persons__names")
        .annotate(donors=Count("family__persons__profile", filter=_GIVEN, distinct=True))
    )


def rows_of(requests: Iterable[TracingRequest], incident: Incident, *, names: bool) -> list[Row]:
    """Requests with how they stand."""
    requests = list(requests)
    standings = Standings(incident, [one.family for one in requests])
    return [_row(one, standings, names=names) for one in requests]


def _row(one: TracingRequest, standings: Standings, *, names: bool) -> Row:
    missing = list(one.family.missing_persons.all())
    numbers = [person.number for person in missing]
    shown = [
        ", ".join(part for part in (name.family, f"{name.given} {name.patronymic}".strip()) if part)
        for person in missing
        for name in list(person.names.all())[:1]
        if names
    ]
    return Row(
        one,
        tuple(name for name in shown if name),
        standings.of_family(one.family, numbers),
        standings.coverage.covers_family(one.family),
        getattr(one, "donors", 0),
    )


def _may_see_names(user: User, incident: Incident) -> bool:
    return may(user, incident, Permission.SEE_FAMILIES)
