"""What is missing in the cases that a person sees, who owes it, and since when: counted by the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, IntegerField, Min, OuterRef, Value
from django.db.models.functions import Now

from antigone.web.assignments.asked_of_one import AskedOfOne
from antigone.web.assignments.cases import Case, cases_in_sight, kind_of
from antigone.web.assignments.models import Assignment
from antigone.web.board.models import Identification
from antigone.web.incidents.access import Visitor, permissions_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, all_owings, since
from antigone.web.records.doors import sees_whole_incident
from antigone.web.records.models import FoundAlive, MissingPerson
from antigone.web.records.remembered import remembered


@dataclass(frozen=True)
class Missing:
    """One thing that one case lacks."""

    owing: Owing
    since: datetime
    url: str
    mine: bool

    @property
    def owed_by(self) -> str:
        """The roles that owe it, in words."""
        return owed_by(self.owing)


@dataclass(frozen=True)
class Sum:
    """One thing that several cases lack."""

    owing: Owing
    count: int
    oldest: datetime | None
    mine: bool

    @property
    def owed_by(self) -> str:
        """The roles that owe it, in words."""
        return owed_by(self.owing)


def owed_by(owing: Owing) -> str:
    """The roles that owe something, in words."""
    return ", ".join(str(role.label) for role in owing.roles)


def shown_owings(user: Visitor, incident: Incident) -> list[Owing]:
    """What may be missing that this person may know of."""
    whole = sees_whole_incident(user, incident)
    return [owing for owing in all_owings() if whole or not owing.whole]


def lacking(user: Visitor, incident: Incident, owing: Owing) -> Cases:
    """Cases in sight that lack something, with `lacking_since`; what is settled lacks only some things."""
    cases = cases_in_sight(user, incident, owing.kind)
    open_to_it = cases if owing.settled else _open(cases, owing.kind)
    return owing.rows(user, incident, open_to_it)


def _open(cases: Cases, kind: CaseKind) -> Cases:
    """Remains without a name; families of whom somebody is still sought."""
    signed = Identification.objects.filter(stands=True)
    if kind is CaseKind.REMAINS:
        return cases.filter(~Exists(signed.filter(remains=OuterRef("pk"))))
    alive = FoundAlive.objects.filter(missing_person=OuterRef("pk"), taken_back_at__isnull=True)
    sought = MissingPerson.objects.filter(
        ~Exists(alive), ~Exists(signed.filter(missing_person=OuterRef("pk")))
    )
    return cases.filter(Exists(sought.filter(family=OuterRef("pk"))))


def missing_of(user: Visitor, case: Case) -> list[Missing]:
    """What one case lacks that the person has in sight, in the order of the work."""
    permissions = permissions_of(user, case.incident)
    owings = [one for one in shown_owings(user, case.incident) if one.kind is kind_of(case)]
    lacked = _since(user, case, owings)
    found = []
    for place, owing in enumerate(owings):
        if place in lacked:
            mine = owing.by in permissions
            found.append(Missing(owing, lacked[place], owing.where(case) if mine else "", mine))
    return found


def _since(user: Visitor, case: Case, owings: Sequence[Owing]) -> dict[int, datetime]:
    """Since when a case lacks each thing that it lacks, by its place; all are asked for at once.

    As `lacking` has it for many: but the case is in sight, and whether it is open is asked once.
    """
    if not owings:
        return {}
    what = f"what one case lacks: {' '.join(owing.code for owing in owings)}"
    asked = remembered(
        user, case.incident, what, lambda: AskedOfOne.by(_lackings(user, case, owings))
    )
    found = dict(asked.about(case.pk))
    if OPEN not in found:
        found = {place: at for place, at in found.items() if owings[place].settled}
    found.pop(OPEN, None)
    return found


def _lackings(user: Visitor, case: Case, owings: Sequence[Owing]) -> Callable[[int], Cases]:
    """Of a case by its pk: the places of what it lacks, and since when."""

    def of(pk: int) -> Cases:
        alone = type(case)._default_manager.filter(pk=pk).order_by()
        is_open = since(_open(alone, kind_of(case)), Now())
        asked = [is_open, *(owing.rows(user, case.incident, alone) for owing in owings)]
        numbered = [
            rows.annotate(place=Value(place, IntegerField())).values_list("place", "lacking_since")
            for place, rows in enumerate(asked, start=OPEN)
        ]
        found: Cases = numbered[0].union(*numbered[1:], all=True)
        return found

    return of


OPEN = -1
"""Where among the places stands that a case is open."""


def sums(user: Visitor, incident: Incident) -> list[Sum]:
    """How many cases lack each thing, and since when the oldest; what none lacks is left out."""
    permissions = permissions_of(user, incident)
    found = []
    for owing in shown_owings(user, incident):
        rows = lacking(user, incident, owing).order_by()
        counted = rows.aggregate(count=Count("pk"), oldest=Min("lacking_since"))
        if counted["count"]:
            mine = owing.by in permissions
            found.append(Sum(owing, counted["count"], counted["oldest"], mine))
    return found


def with_carers(cases: Sequence[Case]) -> Iterator[tuple[Case, Assignment | None]]:
    """Cases of one kind with who looks after each, in two queries at most."""
    if not cases:
        return
    field = kind_of(cases[0]).value
    rows = Assignment.objects.live().filter(**{f"{field}__in": cases}).select_related("person")
    by_case = {getattr(row, f"{field}_id"): row for row in rows}
    for case in cases:
        yield case, by_case.get(case.pk)


def cared_for_by(person: int | None, incident: Incident, cases: Cases, kind: CaseKind) -> Cases:
    """Of some cases those that a person looks after; without a person those that nobody does."""
    live = Assignment.objects.live().filter(incident=incident, **{kind.value: OuterRef("pk")})
    if person is None:
        return cases.filter(~Exists(live))
    return cases.filter(Exists(live.filter(person=person)))
