"""The chains of things, as the rules see them, read with nothing beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain as one_after_the_other
from typing import TypeVar

from django.db.models import Q, QuerySet

from antigone.policy.custody import Chain, Handover, Seal
from antigone.web.custody.items import FIELDS, Key, key_of_row
from antigone.web.custody.models import CustodyEvent, Explanation, Packet, Sample
from antigone.web.incidents.models import Incident
from antigone.web.records.models import RecoveryEvent, Remains

Row = TypeVar("Row", CustodyEvent, Explanation)
Chains = Iterator[tuple[Key, Chain]]
Events = dict[Key, list[CustodyEvent]]
Times = dict[int, datetime]
"""By pk of remains when they were recovered."""

SEEN = ("at", "from_name", "to_name", "recorded_at", "seal", "seal_old", "seal_new", "expected_by")


@dataclass(frozen=True)
class Things:
    """Some remains, samples and packets.

    Args:
        entries: which entries of custody are of them.
        recovered: which recoveries they begin with; None: of none.
    """

    remains: QuerySet[Remains]
    samples: QuerySet[Sample]
    packets: QuerySet[Packet]
    entries: Q
    recovered: Q | None

    def chains(self) -> Chains:
        """The chain of each, remains first."""
        rows = CustodyEvent.objects.filter(self.entries, replaced_by__isnull=True)
        events, times = by_item(rows.only(*FIELDS, *SEEN)), _times(self.recovered)
        return one_after_the_other(
            _of_remains(self.remains, events, times),
            _of_samples(self.samples, events, times),
            _of_packets(self.packets, events, times),
        )


def things_of(incident: Incident, names: set[str] | None) -> Things:
    """All things of an incident; or those of these names, with their parts."""
    # Of what was taken over from a file nothing is judged before it has an entry here.
    kept_here = Q(source_file__isnull=True) | Q(custody_events__isnull=False)
    remains = Remains.objects.filter(kept_here, incident=incident).distinct()
    samples = Sample.objects.filter(incident=incident)
    packets = Packet.objects.filter(incident=incident)
    if names is None:
        return Things(remains, samples, packets, Q(incident=incident), Q(incident=incident))
    numbers = Remains.objects.filter(incident=incident, number__in=names).order_by()
    pks = list(numbers.values_list("pk", flat=True))
    samples = samples.filter(Q(code__in=names) | Q(parent__code__in=names) | Q(remains__in=pks))
    packets = packets.filter(Q(code__in=names) | Q(remains__in=pks))
    parts = list(samples.order_by().values_list("pk", "remains"))
    packed = list(packets.order_by().values_list("pk", "remains"))
    entries = entries_of(pks, [pk for pk, _ in parts], [pk for pk, _ in packed])
    sources = {*pks, *(of for _, of in (*parts, *packed) if of is not None)}
    return Things(remains.filter(pk__in=pks), samples, packets, entries, Q(remains__in=sources))


def entries_of(remains: list[int], samples: list[int], packets: list[int]) -> Q:
    """The entries of these things, named one by one: a database finds them by its indices."""
    return Q(remains__in=remains) | Q(sample__in=samples) | Q(packet__in=packets)


def by_item(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    """Entries, or explanations, by what they are of."""
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(key_of_row(row), []).append(row)
    return found


def _times(which: Q | None) -> Times:
    if which is None:
        return {}
    rows = RecoveryEvent.objects.filter(which, remains__isnull=False, replaced_by__isnull=True)
    return dict(rows.values_list("remains", "recovered_at"))


def _of_remains(rows: QuerySet[Remains], events: Events, times: Times) -> Chains:
    for pk, registered_at, file in rows.order_by("pk").values_list(
        "pk", "registered_at", "source_file"
    ):
        key = ("remains", pk)
        elsewhere = file is not None
        yield key, Chain(_handovers(events, key), times.get(pk), registered_at, elsewhere)


def _of_samples(rows: QuerySet[Sample], events: Events, times: Times) -> Chains:
    for pk, taken_at, recorded_at, remains, parent, divided_off in rows.order_by("pk").values_list(
        "pk", "taken_at", "recorded_at", "remains", "parent", "parent__taken_at"
    ):
        key = ("sample", pk)
        source = times.get(remains or 0) if parent is None else divided_off
        handovers = _handovers(events, key)
        yield key, Chain(handovers, taken_at, recorded_at, source_begun_at=source)


def _of_packets(rows: QuerySet[Packet], events: Events, times: Times) -> Chains:
    for pk, packed_at, recorded_at, remains in rows.order_by("pk").values_list(
        "pk", "packed_at", "recorded_at", "remains"
    ):
        key = ("packet", pk)
        source = times.get(remains)
        yield key, Chain(_handovers(events, key), packed_at, recorded_at, source_begun_at=source)


def _handovers(events: Events, key: Key) -> tuple[Handover, ...]:
    return tuple(
        Handover(
            key=event.pk,
            at=event.at,
            giver=event.from_name,
            receiver=event.to_name,
            recorded_at=event.recorded_at,
            seal=Seal(event.seal),
            seal_found=event.seal_old,
            seal_left=event.seal_new,
            expected_by=event.expected_by,
        )
        for event in events.get(key, ())
    )
