"""Figures of a year about names: decided, told, how long it took, and who still waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Identification, Proposal, Reopening
from antigone.web.glance.counted import Figure, Span, count_within, days_between, within
from antigone.web.glance.names import Named, named_in, with_a_name_at
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Remains


def figures_of_names(
    incidents: QuerySet[Incident], span: Span, moment: datetime
) -> Iterator[Figure]:
    """What became of names in a year, and who waited for one at its end.

    Args:
        incidents: of which the person may know all cases.
        span: the year.
        moment: its end, or now.
    """
    named = named_in(incidents)
    yield from _decided(incidents, span)
    yield from _told(named, span)
    yield from _times(incidents, named, span)
    yield from _waiting(incidents, named, moment)


def _decided(incidents: QuerySet[Incident], span: Span) -> Iterator[Figure]:
    decided = Identification.objects.filter(incident__in=incidents, **within("decided_at", span))
    yield Figure(
        "proposed",
        _("Proposals to the board"),
        _("Proposals made in the year, whatever became of them."),
        Proposal.objects.filter(incident__in=incidents, **within("proposed_at", span)).count(),
    )
    yield Figure(
        "identified",
        _("Identified"),
        _("Identifications signed in the year that stand today."),
        decided.filter(stands=True).count(),
    )
    yield Figure(
        "reopened",
        _("Identifications reopened"),
        _("Identifications, of this year or an earlier one, that were reopened in the year."),
        Reopening.objects.filter(
            incident__in=incidents,
            identification__isnull=False,
            **within("reopened_at", span),
        ).count(),
    )


def _told(named: Sequence[Named], span: Span) -> Iterator[Figure]:
    yield Figure(
        "informed",
        _("Families told"),
        _("Families that were told in the year that a person is identified, by a notifier."),
        count_within((one.told_at for one in named), span),
    )
    yield Figure(
        "corrected",
        _("Families told of an error"),
        _("Families that were told in the year that an identification no longer holds."),
        count_within((one.corrected_at for one in named), span),
    )


def _times(incidents: QuerySet[Incident], named: Sequence[Named], span: Span) -> Iterator[Figure]:
    standing = [
        one for one in named if one.reopened_at is None and span[0] <= one.decided_at < span[1]
    ]
    recovered = [(one.recovered_at, one.decided_at) for one in standing]
    told = [(one.decided_at, one.told_at) for one in named if count_within([one.told_at], span)]
    rows = Identification.objects.filter(
        incident__in=incidents, stands=True, **within("decided_at", span)
    )
    yield days_between(
        "days_from_recovery",
        _("Days from recovery to a name"),
        _("Median over identifications of the year that stand, where the recovery is recorded."),
        recovered,
    )
    yield days_between(
        "days_from_registration",
        _("Days from registration to a name"),
        _("Median over identifications of the year that stand."),
        rows.order_by().values_list("remains__registered_at", "decided_at"),
    )
    yield days_between(
        "days_from_request",
        _("Days from request to a name"),
        _("Median over identifications of the year that stand."),
        rows.order_by().values_list("missing_person__family__registered_at", "decided_at"),
    )
    yield days_between(
        "days_to_telling",
        _("Days from a name to the telling"),
        _("Median over families told in the year: from the second signature to the visit."),
        told,
    )


def _waiting(
    incidents: QuerySet[Incident], named: Sequence[Named], moment: datetime
) -> Iterator[Figure]:
    registered = Remains.objects.filter(incident__in=incidents, registered_at__lt=moment)
    having = with_a_name_at(incidents, named, moment)
    yield Figure(
        "remains_unnamed",
        _("Remains without a name"),
        _("At the end of the year, or today. Parts of a body that has a name have it too."),
        registered.count() - len(having),
    )
    yield Figure(
        "named_not_told",
        _("Identified, family not told"),
        _("At the end of the year, or today, whatever the reason; also by the family’s own wish."),
        sum(one.waited_at(moment) for one in named),
    )
