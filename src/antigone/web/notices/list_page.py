"""The list of notices: whom nobody is sent to yet, who goes where, who was told, what is to be put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.roles import Permission
from antigone.web.notices.doors import notices_in_sight, speaks_with_families
from antigone.web.notices.models import Notice
from antigone.web.notices.states import (
    not_to_be_told,
    standing,
    to_put_right,
    waiting,
    with_states,
    without_notifier,
)
from antigone.web.records.paging import page_of

MOST_SHOWN = 50
"""Of those to whom nobody is sent yet so many are listed, the longest wait first."""

# Of the told a family stands once: that it was told since that it no longer holds is said beside.
FILTERS: dict[str, tuple[str | Promise, Callable[[], Q]]] = {
    "": (_("all"), Q),
    "waiting": (_("not told yet"), waiting),
    "told": (_("told"), lambda: Q(told_at__isnull=False, kind=Notice.Kind.NEWS)),
    "to_put_right": (_("to be put right"), to_put_right),
}


@require_safe
def notices(request: HttpRequest, incident: str) -> HttpResponse:
    """All notices in sight, the newest first, after those to whom nobody is sent."""
    found = incident_or_404(request.user, incident)
    user = cast(User, request.user)
    require(user, found, Permission.SEE_FAMILIES)
    asked = request.GET.get("state", "")
    asked = asked if asked in FILTERS else ""
    rows = with_states(notices_in_sight(user, found))
    page = page_of(rows.filter(FILTERS[asked][1]()), request.GET.get("page"), dress=_dressed)
    to_assign = without_notifier(user, found)
    shown = to_assign.select_related("missing_person__family", "remains").order_by("decided_at")
    context = {
        "incident": found,
        "page": page,
        "rows": [standing(row) for row in page.object_list],
        "total": rows.count(),
        "told": rows.filter(Q(told_at__isnull=False), kind=Notice.Kind.NEWS).count(),
        "to_assign": shown[:MOST_SHOWN],
        "to_assign_count": to_assign.count(),
        "not_to_be_told": not_to_be_told(user, found).count(),
        "filters": [(key, words) for key, (words, _rows) in FILTERS.items()],
        "asked": asked,
        "may_assign": may(user, found, Permission.ASSIGN),
        "may_read": speaks_with_families(user, found),
    }
    return render(request, "notices/list.html", context)


def _dressed(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return with_states(rows).select_related("incident", "missing_person__family")
