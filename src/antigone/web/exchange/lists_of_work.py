"""Rows of what is done and still owed: what cases lack, notices, packages; as `lists` has others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from antigone.web.accounts.models import User
from antigone.web.assignments.owed import lacking, shown_owings
from antigone.web.exchange.chunks import CHUNK
from antigone.web.incidents.access import may
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind
from antigone.web.incidents.roles import Permission
from antigone.web.notices.doors import notices_in_sight
from antigone.web.notices.states import standing, with_states
from antigone.web.records.doors import sees_whole_incident
from antigone.web.transmissions.models import Answer, Package, TakenOut


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One thing that one case lacks.

    Args:
        case: the number of the remains, or of the family or request.
        kind: remains or family.
        lacks: its code, as in the address of the page of what is missing.
        owed_by: the codes of the roles that owe it.
    """

    case: str
    kind: str
    lacks: str
    owed_by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice: whom it concerns by number, who goes, and whether the family was told.

    Args:
        kind: news, or correction where it no longer holds.
        state: planned, told, declined, stopped, to_put_right or put_right.
        notifier: who goes to the family.
        corrected_at: when it was told that it no longer holds.
    """

    number: str
    person: str
    kind: str
    state: str
    opened_at: datetime
    notifier: str
    planned_for: datetime | None
    told_at: datetime | None
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package of records of the dead for a recipient.

    Args:
        number: empty until it is made.
        state: drafted, dropped or made.
        records: how many it holds.
        taken_out_at: when somebody first took the file out.
    """

    number: str
    recipient: str
    state: str
    records: int
    drafted_by: str
    drafted_at: datetime
    closed_at: datetime | None
    taken_out_at: datetime | None
    acknowledged_on: date | None
    receipt: str


def rows_of_owed(user: User, incident: Incident) -> Iterator[OwedRow]:
    """What the cases lack that a person sees, in the order of the work, the longest first."""
    for owing in shown_owings(user, incident):
        roles = "; ".join(role.value for role in owing.roles)
        case = "number" if owing.kind is CaseKind.REMAINS else "name"
        rows = lacking(user, incident, owing).order_by("lacking_since", "pk")
        for number, since in rows.values_list(case, "lacking_since").iterator(CHUNK):
            yield OwedRow(number, owing.kind.value, owing.code, roles, since)


def rows_of_notices(user: User, incident: Incident) -> Iterator[NoticeRow]:
    """The notices of families that a person may know of; none without the right to see families."""
    if not may(user, incident, Permission.SEE_FAMILIES):
        return
    rows = with_states(notices_in_sight(user, incident)).select_related("missing_person")
    for one in rows.defer("missing_person__record").order_by("pk").iterator(CHUNK):
        stands = standing(one)
        yield NoticeRow(
            number=one.number,
            person=one.missing_person.number,
            kind=one.kind,
            state=stands.state.value,
            opened_at=one.opened_at,
            notifier=stands.notifier,
            planned_for=stands.planned_for,
            told_at=stands.told_at,
            corrected_at=stands.corrected_at,
        )


def rows_of_packages(user: User, incident: Incident) -> Iterator[PackageRow]:
    """The packages of an incident; for whoever sees all of it."""
    if not sees_whole_incident(user, incident):
        return
    taken = Min("taken_out__at", filter=Q(taken_out__what=TakenOut.What.FILE))
    said = Answer.objects.filter(package=OuterRef("pk"), kind=Answer.Kind.ACKNOWLEDGED)
    rows = Package.objects.filter(incident=incident).select_related("recipient", "drafted_by")
    rows = rows.annotate(
        records_count=Count("items", distinct=True),
        out=taken,
        acknowledged=Subquery(said.order_by("pk").values("day")[:1]),
        receipt=Coalesce(Subquery(said.order_by("pk").values("receipt")[:1]), Value("")),
    )
    found: Any = rows.defer("encrypted", "manifest_text").order_by("pk").iterator(CHUNK)
    for one in found:
        yield PackageRow(
            number=one.number,
            recipient=one.recipient.name,
            state=one.state,
            records=one.records_count,
            drafted_by=one.drafted_by.full_name,
            drafted_at=one.drafted_at,
            closed_at=one.closed_at,
            taken_out_at=one.out,
            acknowledged_on=one.acknowledged,
            receipt=one.receipt,
        )
