"""The months of a year: who was identified, who was told, what was reopened, and who waited at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from antigone.web.glance.counted import Span, count_within
from antigone.web.glance.names import Named, named_in
from antigone.web.glance.yearly import waiting_at
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident


@dataclass(frozen=True)
class Month:
    """One month of an incident.

    Args:
        last_day: its last day, or today.
        identified: identifications signed in it that stand today.
        told: families told in it.
        reopened: identifications reopened in it.
        not_told: identified at its end, and the family not told.
        waiting: persons sought at its end, neither identified nor found alive.
    """

    last_day: date
    identified: int
    told: int
    reopened: int
    not_told: int
    waiting: int


def months_of(user: Visitor, incident: Incident, year: int) -> list[Month]:
    """The months of a year up to now, of an incident of which the person may know all cases."""
    incidents = Incident.objects.filter(pk=incident.pk)
    named = named_in(incidents)
    return [
        _month(named, span, waiting_at(user, incidents, min(span[1], timezone.now())))
        for span in _spans(year)
    ]


def _month(named: Sequence[Named], span: Span, waiting: int) -> Month:
    end = min(span[1], timezone.now())
    return Month(
        last_day=timezone.localdate(end - timedelta(microseconds=1)),
        identified=count_within((n.decided_at for n in named if n.reopened_at is None), span),
        told=count_within((one.told_at for one in named), span),
        reopened=count_within((one.reopened_at for one in named), span),
        not_told=sum(one.waited_at(end) for one in named),
        waiting=waiting,
    )


def _spans(year: int) -> Iterator[Span]:
    """The months of a year that have begun."""
    zone, now = timezone.get_current_timezone(), timezone.now()
    for month in range(1, 13):
        begin = datetime(year, month, 1, tzinfo=zone)
        following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
        if begin <= now:
            yield begin, following
