"""What happened in an incident on which day, counted in the database, of what a person may know of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Identification, Reopening
from antigone.web.custody.doors import samples_in_sight
from antigone.web.custody.models import Reading
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import (
    families_in_sight,
    missing_in_sight,
    remains_in_sight,
    sees_whole_incident,
)
from antigone.web.records.models import FoundAlive

Daily = Mapping[date, int]


@dataclass(frozen=True)
class Kind:
    """One kind of event.

    Args:
        code: in addresses and tables.
        name: what stands at the end of its line.
        count: the events by day; what was taken back later counts as minus one on that later day.
        whole: whether it tells of cases beyond those of one agency.
        tone: of its line.
    """

    code: str
    name: str | Promise
    count: Callable[[Visitor, Incident], Daily]
    whole: bool = False
    tone: str = "c-act"


def _daily(rows: QuerySet[Any], field: str) -> Counter[date]:
    counted = rows.order_by().annotate(on=TruncDate(field)).values_list("on").annotate(Count("pk"))
    return Counter({day: number for day, number in counted if day is not None})


def _registered(user: Visitor, incident: Incident) -> Daily:
    return _daily(remains_in_sight(user, incident), "registered_at")


def _requests(user: Visitor, incident: Incident) -> Daily:
    return _daily(families_in_sight(user, incident), "registered_at")


def _read(user: Visitor, incident: Incident) -> Daily:
    samples = samples_in_sight(user, incident)
    first = Reading.objects.filter(sample__in=samples, version=1, counts_since__isnull=False)
    return _daily(first, "counts_since")


def _named(user: Visitor, incident: Incident) -> Daily:
    found = _daily(Identification.objects.filter(incident=incident), "decided_at")
    undone = Reopening.objects.filter(incident=incident, identification__isnull=False)
    found.subtract(_daily(undone, "reopened_at"))
    return found


def _alive(user: Visitor, incident: Incident) -> Daily:
    rows = FoundAlive.objects.filter(missing_person__in=missing_in_sight(user, incident))
    found = _daily(rows, "recorded_at")
    found.subtract(_daily(rows.filter(taken_back_at__isnull=False), "taken_back_at"))
    return found


KINDS = (
    Kind("registered", _("remains registered"), _registered),
    Kind("requests", _("families that seek"), _requests),
    Kind("read", _("samples read"), _read),
    Kind("named", _("named"), _named, whole=True, tone="c-for"),
    Kind("alive", _("found alive"), _alive, tone="c-for"),
)


def events_of(user: Visitor, incident: Incident) -> dict[str, Daily]:
    """By kind the events of each day; kinds that tell of others' cases only to whoever may know of all."""
    whole = sees_whole_incident(user, incident)
    return {kind.code: kind.count(user, incident) for kind in KINDS if whole or not kind.whole}
