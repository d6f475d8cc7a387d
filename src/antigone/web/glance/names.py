"""Names given back: when remains were recovered, when they were identified, when the family was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from antigone.web.board.models import Identification
from antigone.web.incidents.models import Incident
from antigone.web.notices.models import Notice, Visit
from antigone.web.records.models import Reassociation, RecoveryEvent


@dataclass(frozen=True)
class Named:
    """One identification, and what became of it.

    Args:
        remains: pk of the remains.
        decided_at: when the second signature was given.
        reopened_at: when it was reopened; None while it stands.
        recovered_at: when the remains were recovered, where that is recorded.
        told_at: when the family was told; None: not yet, or by the family's own wish.
        corrected_at: when the family was told that it no longer holds.
    """

    remains: int
    decided_at: datetime
    reopened_at: datetime | None
    recovered_at: datetime | None
    told_at: datetime | None
    corrected_at: datetime | None

    def stood_at(self, moment: datetime) -> bool:
        """Whether it was decided before a moment, and not reopened before it."""
        return self.decided_at < moment and not _before(self.reopened_at, moment)

    def waited_at(self, moment: datetime) -> bool:
        """Whether it stood at a moment, and the family had not been told by then."""
        return self.stood_at(moment) and not _before(self.told_at, moment)


def _before(one: datetime | None, moment: datetime) -> bool:
    return one is not None and one < moment


def named_in(incidents: QuerySet[Incident]) -> list[Named]:
    """All identifications of some incidents, those that were reopened as well."""
    of_these = Q(remains=OuterRef("remains")) | Q(source_file=OuterRef("remains__source_file"))
    events = RecoveryEvent.objects.filter(of_these, replaced_by__isnull=True)
    # What is stated of the remains themselves goes before what is stated of their whole file.
    recovered = events.order_by(F("remains").asc(nulls_last=True), "-pk").values("recovered_at")
    rows = Identification.objects.filter(incident__in=incidents).order_by("pk")
    values = rows.values_list(
        "remains",
        "decided_at",
        "reopening__reopened_at",
        Subquery(recovered[:1]),
        Subquery(_told(Notice.Kind.NEWS)),
        Subquery(_told(Notice.Kind.CORRECTION)),
    )
    return [Named(*row) for row in values]


def _told(kind: str) -> QuerySet[Visit, datetime]:
    told = Visit.objects.filter(
        notice__identification=OuterRef("pk"), notice__kind=kind, outcome=Visit.Outcome.TOLD
    )
    return told.order_by("at").values_list("at", flat=True)[:1]


def with_a_name_at(
    incidents: QuerySet[Incident], named: Iterable[Named], moment: datetime
) -> frozenset[int]:
    """The remains that had a name at a moment, and those that were one body with them by then."""
    found = {one.remains for one in named if one.stood_at(moment)}
    joined = Reassociation.objects.filter(incident__in=incidents, recorded_at__lt=moment)
    joined = joined.filter(Q(parted_at__isnull=True) | Q(parted_at__gte=moment))
    links = list(joined.values_list("first_id", "second_id"))
    while near := [link for link in links if len(found.intersection(link)) == 1]:
        found.update(pk for link in near for pk in link)
    return frozenset(found)
