"""Pages of the register of acts: all of an incident, of one person, of one case, and the signed export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antigone.policy.register import ra_04_shown
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import Permission
from antigone.web.journal.export import export_journal
from antigone.web.journal.models import Entry
from antigone.web.journal.services import record
from antigone.web.register.asking import Line, filters_of
from antigone.web.register.cases import case_or_404, cases_among
from antigone.web.register.doors import register_of
from antigone.web.register.reading import read_register
from antigone.web.register.words import Group, act_of


@require_safe
def journal(request: HttpRequest, incident: str) -> HttpResponse:
    """Who saw and did what in an incident, the newest first."""
    found = register_of(request.user, incident)
    return _shown(request, found, {"groups": Group.choices})


@require_safe
def person(request: HttpRequest, incident: str, username: str) -> HttpResponse:
    """What one person saw and did in an incident, with how much of each kind."""
    found = register_of(request.user, incident)
    whose = User.objects.filter(username=username).select_related("agency").first()
    member = Membership.objects.filter(incident=found, user__username=username).first()
    counts = _counts(found, username)
    if member is None and not counts:
        raise Http404(_("Nobody of this name did anything in this incident."))
    context = {
        "person": whose,
        "username": username,
        "name": whose.full_name if whose else username,
        "role": member.get_role_display() if member else "",
        "counts": counts,
    }
    return _shown(request, found, context, "actor", within=Q(actor=username), subject=username)


def _counts(incident: Incident, username: str) -> list[tuple[str, str, int]]:
    """By group how often a person did it."""
    rows = Entry.objects.filter(incident=incident.slug, actor=username).order_by()
    counted: Counter[Group] = Counter()
    for code, count in rows.values_list("act").annotate(Count("sequence")):
        counted[act_of(code).group] += count
    return [(group.value, str(group.label), counted[group]) for group in Group if counted[group]]


@require_safe
def case(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Who saw and did what about remains, with their parts, and about the person they are."""
    found = register_of(request.user, incident)
    asked = case_or_404(request.user, found, number)
    return _shown(
        request, found, {"case": asked}, "about", within=asked.condition, subject=asked.number
    )


def _shown(
    request: HttpRequest,
    incident: Incident,
    context: Mapping[str, object],
    without: str = "",
    *,
    within: Q = Q(),  # noqa: B008 - an empty condition, which nothing changes
    subject: str = "",
) -> HttpResponse:
    filters = filters_of(incident, request.GET, without=without)
    page = read_register(
        user=cast(User, request.user),
        incident=incident,
        filters=filters,
        data=request.GET,
        within=within,
        subject=subject,
    )
    names = dict(
        User.objects.filter(username__in={line.entry.actor for line in page.lines}).values_list(
            "username", "full_name"
        )
    )
    cases = cases_among(incident, (line.entry.subject for line in page.lines))
    rows = [_row(line, names, cases) for line in page.lines]
    whole = {"incident": incident, "filters": filters, "page": page, "rows": rows}
    return render(request, "register/acts.html", whole | dict(context))


@dataclass(frozen=True)
class Row:
    """One line of the page.

    Args:
        line: the entry and its act.
        name: full name of who acted.
        subjects: what was acted on, each with whether it is a case that has a page.
        details: what the page shows of the details (RA-04).
    """

    line: Line
    name: str
    subjects: list[tuple[str, bool]]
    details: Mapping[str, JsonValue]


def _row(line: Line, names: Mapping[str, str], cases: Collection[str]) -> Row:
    actor, subject = line.entry.actor, line.entry.subject
    subjects = [(one, one in cases) for one in subject.split(", ") if one]
    return Row(line, names.get(actor, actor), subjects, ra_04_shown(line.entry.details))


@require_POST
def export(request: HttpRequest, incident: str) -> HttpResponse:
    """The signed file: this incident's entries open, all others sealed."""
    found = register_of(request.user, incident)
    data = export_for_auditor(user=cast(User, request.user), incident=found)
    return HttpResponse(
        data,
        content_type="application/jsonl",
        headers={"Content-Disposition": f'attachment; filename="journal-{found.slug}.jsonl"'},
    )


@transaction.atomic
def export_for_auditor(*, user: User, incident: Incident) -> bytes:
    """Export the journal of an incident; that it was exported stands in it.

    Raises:
        PermissionDenied: the person may not read the journal.
    """
    require(user, incident, Permission.READ_JOURNAL)
    record(
        actor=user.username,
        act="journal.exported",
        incident=incident.slug,
        subject=incident.slug,
        details={},
    )
    return export_journal(incident.slug)
