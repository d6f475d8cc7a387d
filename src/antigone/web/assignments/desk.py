"""What the care for cases offers to the pages that all share."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Min, Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.accounts.models import User
from antigone.web.assignments.case_pages import address_of
from antigone.web.assignments.cases import only_in_sight, words_of
from antigone.web.assignments.list_filter import CONDITIONS, looked_after
from antigone.web.assignments.models import Assignment, Reminder
from antigone.web.assignments.reminding import waiting_for
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.desk import Link, Part, Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.records.destruction import Withdrawal
from antigone.web.records.filters import Filter


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """What is missing, and one's own cases."""
    at = {"incident": incident.slug}
    return [
        Link(Part.WORK, _("What is missing"), reverse("assignments:owed", kwargs=at)),
        Link(Part.WORK, _("Your cases"), reverse("assignments:cases", kwargs=at)),
    ]


def filters(of: str, user: Visitor, incident: Incident) -> list[Filter]:
    """Who looks after a case."""
    return [looked_after(of, user, incident)] if of in CONDITIONS else []


def awaiting(user: Visitor) -> list[Task]:
    """Reminders whose day has come, and the cases that others gave this person."""
    if not isinstance(user, User):
        return []
    return [*_reminders(user), *_cases_of(user)]


def _reminders(user: User) -> list[Task]:
    due = waiting_for(user)
    incidents = Incident.objects.filter(pk__in=due.order_by().values("incident"))
    return [task for one in incidents.order_by("pk") for task in _reminders_in(user, one)]


def _reminders_in(user: User, incident: Incident) -> list[Task]:
    """All of them: they stand nowhere else together."""
    return [
        Task(
            incident=incident,
            title=_("Reminder for %s") % row.case,
            url=address_of(row.case),
            reason=words_of(row),
            urgency=Urgency.NEW,
            glyph="care",
            tone="care",
        )
        for row in only_in_sight(user, incident, waiting_for(user).filter(incident=incident))
    ]


def _cases_of(user: User) -> list[Task]:
    live = Assignment.objects.live().filter(person=user).order_by()
    tasks = []
    for incident in Incident.objects.filter(pk__in=live.values("incident")).order_by("pk"):
        seen = only_in_sight(user, incident, live.filter(incident=incident))
        row = seen.aggregate(number=Count("pk"), oldest=Min("since"))
        if row["number"]:
            tasks.append(_task_of(incident, row["number"], row["oldest"]))
    return tasks


def _task_of(incident: Incident, number: int, oldest: datetime) -> Task:
    return Task(
        incident=incident,
        title=ngettext("You look after %d case", "You look after %d cases", number) % number,
        url=reverse("assignments:cases", kwargs={"incident": incident.slug}),
        reason=_("What each of them lacks stands on its page."),
        since=oldest,
        glyph="queue",
    )


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """Empty what was said of the care for a family that withdraws; who had it stays."""
    if not withdrawal.told:
        return []
    changed: list[type[Model]] = []
    for model in (Assignment, Reminder):
        rows = model._default_manager.filter(family=withdrawal.family, sealed__isnull=False)
        if rows.update(sealed=None):
            changed.append(model)
    return [model._meta.db_table for model in changed]
