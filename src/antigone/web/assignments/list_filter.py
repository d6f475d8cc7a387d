"""Narrowing lists to the cases that somebody looks after, or nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import User
from antigone.web.assignments.models import Assignment
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import (
    families_in_sight,
    remains_in_sight,
    sees_whole_incident,
)
from antigone.web.records.filters import Choice, Label

Rows = QuerySet[Assignment]

CONDITIONS: dict[str, Callable[[Rows], Q]] = {
    "remains": lambda rows: Q(pk__in=rows.filter(remains__isnull=False).values("remains")),
    "sought": lambda rows: Q(family__in=rows.filter(family__isnull=False).values("family")),
    "requests": lambda rows: Q(family__in=rows.filter(family__isnull=False).values("family")),
}
"""By list the condition that one of these assignments is of the case."""


def looked_after(of: str, user: Visitor, incident: Incident) -> Choice:
    """The filter: by oneself, by nobody, or by another who looks after any case in sight."""
    live = Assignment.objects.live().filter(incident=incident).order_by()
    condition = CONDITIONS[of]
    shown = live
    if not sees_whole_incident(user, incident):
        remains, families = remains_in_sight(user, incident), families_in_sight(user, incident)
        shown = live.filter(Q(remains__in=remains) | Q(family__in=families))
    others = User.objects.filter(pk__in=shown.values("person")).exclude(pk=user.pk or 0)
    choices: list[tuple[str, Label]] = [("me", _("you")), ("nobody", _("nobody"))]
    choices += [(str(one.pk), one.full_name) for one in others.order_by("full_name", "pk")]

    def rows(value: str) -> Q:
        if value == "nobody":
            return ~condition(live)
        return condition(live.filter(person=user.pk if value == "me" else int(value)))

    return Choice("after", _("Looked after by"), choices=choices, condition=rows)
