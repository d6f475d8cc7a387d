"""The list of tracing requests, and what each lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, may
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import families_in_sight
from antigone.web.requests.drafts import drafts_in_sight
from antigone.web.requests.models import TracingRequest
from antigone.web.requests.status import Standings, Status

ON_A_PAGE = 50

LACKING = {
    "consent": _("no consent yet"),
    "donors": _("nobody gave DNA yet"),
    "records": _("records are owed"),
}


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


def requests_in_sight(user: User, incident: Incident) -> QuerySet[TracingRequest]:
    """The requests of the families that a person may know of, the newest first."""
    rows = TracingRequest.objects.filter(family__in=families_in_sight(user, incident))
    donors = Count("family__persons__profile", distinct=True)
    return (
        rows.select_related("family__key", "taken_by")
        .prefetch_related("family__missing_persons__names")
        .annotate(donors=donors)
    )


@require_safe
def requests(request: HttpRequest, incident: str) -> HttpResponse:
    """All requests, with filters: how they stand, what they lack."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    text = request.GET.get("q", "").strip()
    status, lacking = request.GET.get("status", ""), request.GET.get("lacking", "")
    rows = rows_of(requests_in_sight(user, found), found, names=_may_see_names(user, found))
    shown = [
        row
        for row in rows
        if (not text or _found_by(row, text))
        and (not status or row.status == status)
        and (not lacking or row.lacks(lacking))
    ]
    takes = may(user, found, Permission.TAKE_REQUESTS)
    context = {
        "incident": found,
        "page": Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page")),
        "total": len(rows),
        "open": sum(row.is_open for row in rows),
        "drafts": drafts_in_sight(user, found) if takes else [],
        "statuses": Status.choices,
        "lackings": LACKING.items(),
        "q": text,
        "status": status,
        "lacking": lacking,
    }
    return render(request, "requests/list.html", context)


def rows_of(requests: QuerySet[TracingRequest], incident: Incident, *, names: bool) -> list[Row]:
    """Requests with how they stand."""
    standings = Standings(incident)
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


def _found_by(row: Row, text: str) -> bool:
    numbers = [row.request.number, *(m.number for m in row.request.family.missing_persons.all())]
    return any(text.casefold() in word.casefold() for word in (*numbers, *row.names))
