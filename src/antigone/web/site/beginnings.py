"""With what a person's work in an incident begins, by what their role may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import PERMISSIONS, Permission, Role
from antigone.web.records.doors import seen_whole

P = Permission

BEGINNINGS = (
    (P.REGISTER, False, _("Register remains"), "examination:register"),
    (P.TAKE_REQUESTS, False, _("Take a tracing request"), "requests:list"),
    (P.HANDLE_SAMPLES, False, _("Read a label"), "custody:scan"),
    (P.IMPORT, True, _("Add a file"), "exchange:add"),
    (P.RUN, True, _("Candidates"), "matching:runs"),
    (P.SIGN, True, _("Board"), "board:list"),
    (P.READ_JOURNAL, True, _("Register of acts"), "register:journal"),
    (P.VIEW, False, _("What is missing"), "assignments:owed"),
    (P.VIEW, False, _("At a glance"), "glance:glance"),
    (P.MANAGE, False, _("Who works here"), "incidents:people"),
)
"""What one must be allowed to do, whether it tells of all cases, its name, and its page."""


@dataclass(frozen=True)
class Beginning:
    """A link with which work begins."""

    title: str
    url: str


@dataclass(frozen=True)
class Workplace:
    """An incident in which a person works, and with what the work begins there."""

    membership: Membership
    beginnings: tuple[Beginning, ...]


def workplaces(user: Visitor) -> list[Workplace]:
    """The incidents in which a person has a role, the newest first."""
    rows = Membership.objects.filter(user=user.pk).select_related("incident")
    members = list(rows.order_by("-incident__begun_on", "incident__name"))
    of_these = Incident.objects.filter(pk__in=[member.incident_id for member in members])
    whole = set(seen_whole(user, of_these).values_list("pk", flat=True))
    return [
        Workplace(member, tuple(_beginnings(member, member.incident_id in whole)))
        for member in members
    ]


def _beginnings(member: Membership, whole: bool) -> list[Beginning]:
    permissions = PERMISSIONS[Role(member.role)]
    at = {"incident": member.incident.slug}
    return [
        Beginning(str(title), reverse(name, kwargs=at))
        for permission, needs_whole, title, name in BEGINNINGS
        if permission in permissions and (whole or not needs_whole)
    ]
