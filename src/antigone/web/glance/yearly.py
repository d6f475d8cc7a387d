"""Figures for a yearly report: each with what exactly it counts, so that two offices count alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Identification
from antigone.web.custody.models import Reading, Sample
from antigone.web.glance.counted import Figure, Span, span_of, within
from antigone.web.glance.yearly_names import figures_of_names
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import (
    families_in_sight,
    missing_in_sight,
    remains_in_sight,
    seen_whole,
)
from antigone.web.records.models import (
    DeathConfirmation,
    FoundAlive,
    Objection,
    RecoveryEvent,
)


def years_of(incidents: Sequence[Incident]) -> list[int]:
    """The years since the first of these incidents began, the latest first."""
    this = timezone.localdate().year
    first = min((incident.begun_on.year for incident in incidents), default=this)
    return list(range(this, min(first, this) - 1, -1))


def figures_of(user: Visitor, incidents: QuerySet[Incident], year: int) -> list[Figure]:
    """The figures of a year over some incidents, of what a person may know of.

    What the board did is counted in incidents of which the person may know all cases.

    Args:
        user: who asks.
        incidents: those in which the person works.
        year: by the clock of the installation.
    """
    span = span_of(year)
    found = [figure for part in (_dead, _sought) for figure in part(user, incidents, span)]
    moment = min(span[1], timezone.now())
    found += figures_of_names(seen_whole(user, incidents), span, moment)
    waiting = Figure(
        "waiting",
        _("Persons still sought"),
        _("At the end of the year, or today: neither identified nor found alive by then."),
        waiting_at(user, incidents, moment),
    )
    return [*found, waiting]


def _over(incidents: QuerySet[Incident], count: Callable[[Incident], int]) -> int:
    return sum(count(incident) for incident in incidents)


def _dead(user: Visitor, incidents: QuerySet[Incident], span: Span) -> Iterator[Figure]:
    yield Figure(
        "remains_registered",
        _("Remains registered"),
        _("Remains or parts entered in the year. Parts of one body count singly."),
        _over(
            incidents,
            lambda i: remains_in_sight(user, i).filter(**within("registered_at", span)).count(),
        ),
    )
    yield Figure(
        "remains_recovered",
        _("Remains recovered"),
        _("Recoveries whose day lies in the year, of remains for which one is recorded."),
        _over(
            incidents,
            lambda i: RecoveryEvent.objects.filter(
                remains__in=remains_in_sight(user, i),
                **within("recovered_at", span),
                replaced_by__isnull=True,
            ).count(),
        ),
    )
    yield Figure(
        "deaths_confirmed",
        _("Deaths confirmed"),
        _("Remains examined in the year by a named examiner who confirmed death."),
        _over(
            incidents,
            lambda i: (
                DeathConfirmation.objects.filter(
                    remains__in=remains_in_sight(user, i),
                    examined_on__gte=span[0].date(),
                    examined_on__lt=span[1].date(),
                    taken_back_at__isnull=True,
                )
                .values("remains")
                .distinct()
                .count()
            ),
        ),
    )
    yield Figure(
        "samples_taken",
        _("Samples taken of remains"),
        _("Samples taken in the year; what was divided off one does not count again."),
        _over(
            incidents,
            lambda i: Sample.objects.filter(
                remains__in=remains_in_sight(user, i),
                **within("taken_at", span),
                parent__isnull=True,
            ).count(),
        ),
    )
    yield Figure(
        "samples_read",
        _("Samples read"),
        _("Samples of remains whose first reading began to count in the year."),
        _over(
            incidents,
            lambda i: Reading.objects.filter(
                sample__remains__in=remains_in_sight(user, i),
                version=1,
                **within("counts_since", span),
            ).count(),
        ),
    )


def _sought(user: Visitor, incidents: QuerySet[Incident], span: Span) -> Iterator[Figure]:
    yield Figure(
        "families_registered",
        _("Families that began to seek"),
        _("Tracing requests and families of files entered in the year."),
        _over(
            incidents,
            lambda i: families_in_sight(user, i).filter(**within("registered_at", span)).count(),
        ),
    )
    yield Figure(
        "persons_sought",
        _("Persons sought, newly"),
        _("Persons whom these families seek."),
        _over(
            incidents,
            lambda i: (
                missing_in_sight(user, i).filter(**within("family__registered_at", span)).count()
            ),
        ),
    )
    yield Figure(
        "withdrawn",
        _("Families that withdrew"),
        _("Families that withdrew for themselves in the year; their words are destroyed."),
        _over(
            incidents,
            lambda i: (
                Objection.objects.filter(
                    family__in=families_in_sight(user, i), **within("recorded_at", span)
                )
                .values("family")
                .distinct()
                .count()
            ),
        ),
    )
    yield Figure(
        "found_alive",
        _("Found alive"),
        _("Persons sought who were found alive in the year, errors left out."),
        _over(
            incidents,
            lambda i: FoundAlive.objects.filter(
                missing_person__in=missing_in_sight(user, i),
                taken_back_at__isnull=True,
                **within("recorded_at", span),
            ).count(),
        ),
    )


def waiting_at(user: Visitor, incidents: QuerySet[Incident], moment: datetime) -> int:
    """Persons sought at a moment who by then were neither identified nor found alive."""
    count = 0
    for incident in incidents:
        sought = missing_in_sight(user, incident).filter(family__registered_at__lt=moment)
        named = Identification.objects.filter(decided_at__lt=moment).exclude(
            reopening__reopened_at__lt=moment
        )
        alive = FoundAlive.objects.filter(recorded_at__lt=moment).exclude(taken_back_at__lt=moment)
        count += (
            sought.exclude(pk__in=named.values("missing_person"))
            .exclude(pk__in=alive.values("missing_person"))
            .count()
        )
    return count
