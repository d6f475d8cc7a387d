"""The operation with which an auditor reads the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field as About
from ninja import Query, Router

from antigone.policy.tokens import Scope
from antigone.web.api.entering import person_of
from antigone.web.api.operation import operation
from antigone.web.api.said import SOUND, Listed, Out, Page, page_of_rows
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.models import Entry
from antigone.web.records.doors import whole_incident_or_404

router = Router()


class JournalAsked(Page):
    """Which entries are asked for."""

    act: str = About("", pattern=SOUND, max_length=80, description="Only this act.")
    actor: str = About("", pattern=SOUND, max_length=150, description="Only of this person.")


class EntryShown(Out):
    """One act, with the hash that binds it to the entry before."""

    sequence: int
    at: datetime
    actor: str
    act: str
    subject: str
    details: dict[str, Any]
    previous_hash: str
    entry_hash: str


@operation(
    router,
    "GET",
    "/incidents/{incident}/journal",
    scope=Scope.READ_JOURNAL,
    part="Journal",
    gives=Listed[EntryShown],
)
def list_entries(
    request: HttpRequest, incident: str, asked: Query[JournalAsked]
) -> Listed[EntryShown]:
    """The entries of an incident, the oldest first."""
    person = person_of(request)
    found = whole_incident_or_404(person, incident)
    require(person, found, Permission.READ_JOURNAL)
    rows = Entry.objects.filter(incident=found.slug)
    if asked.act:
        rows = rows.filter(act=asked.act)
    if asked.actor:
        rows = rows.filter(actor=asked.actor)
    items, following = page_of_rows(rows, asked, _shown)
    return Listed(items=items, next=following)


def _shown(rows: Sequence[Entry]) -> list[EntryShown]:
    return [
        EntryShown(
            sequence=row.sequence,
            at=row.at,
            actor=row.actor,
            act=row.act,
            subject=row.subject,
            details=dict(row.details),
            previous_hash=row.previous_hash,
            entry_hash=row.entry_hash,
        )
        for row in rows
    ]
