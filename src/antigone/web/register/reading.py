"""Reading the register: what was read is written down before it is shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from antigone.policy.register import ra_01_entered
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.filters import Filters
from antigone.web.register.asking import EntryPage, entries_of, page_of_entries

CHOSEN = ("group", "actor", "act", "since", "until")
"""Filters whose values are chosen, not typed."""


def read_register(
    *,
    user: User,
    incident: Incident,
    filters: Filters,
    data: QueryDict,
    within: Q = Q(),  # noqa: B008 - an empty condition, which nothing changes
    subject: str = "",
) -> EntryPage:
    """A page of the register; RA-01: that it was read, and by what it was asked, is an entry itself.

    Args:
        within: what the page stands for besides its filters: one person, one case.
        subject: whom or what that is.

    Raises:
        PermissionDenied: the person is no auditor of the incident.
    """
    require(user, incident, Permission.READ_JOURNAL)
    rows = filters.apply(entries_of(incident).filter(within))
    page = page_of_entries(rows, data, filters.size)
    _enter(user, incident, filters, subject, older="before" in data or "after" in data)
    return page


@transaction.atomic
def _enter(user: User, incident: Incident, filters: Filters, subject: str, *, older: bool) -> None:
    record(
        actor=user.username,
        act="register.read",
        incident=incident.slug,
        subject=subject or incident.slug,
        details=asked_in_codes(filters, older=older),
    )


def asked_in_codes(filters: Filters, *, older: bool = False) -> Mapping[str, JsonValue]:
    """RA-01: by what was asked, as the journal keeps it."""
    used = {one.filter.name: one.text for one in filters.shown if one.text and not one.error}
    chosen = {name: used.get(name, "") for name in CHOSEN}
    return ra_01_entered(chosen, about=used.get("about", ""), older=older)
