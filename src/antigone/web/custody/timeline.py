"""Entries in the order of time, with the breaks between them, and the last hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q

from antigone.web.custody.breaks import CustodyBreak
from antigone.web.custody.items import Item, Key, key_of, key_of_row, name_of
from antigone.web.custody.models import CustodyEvent, Packet, Sample
from antigone.web.records.models import Remains


@dataclass(frozen=True)
class Entry:
    """One entry, the breaks that were found at it, and what stood in its place before."""

    event: CustodyEvent
    breaks: tuple[CustodyBreak, ...]
    before: tuple[CustodyEvent, ...]
    before_gap: bool = False
    """Whether a break stands between this entry and the next."""


@dataclass(frozen=True)
class Line:
    """The way of one thing; `breaks` are of the whole of it, or come behind its last entry."""

    item: Item
    entries: tuple[Entry, ...] = ()
    breaks: tuple[CustodyBreak, ...] = ()

    @property
    def name(self) -> str:
        """Number or code."""
        return name_of(self.item)

    @property
    def is_remains(self) -> bool:
        """Whether it is of the remains themselves."""
        return isinstance(self.item, Remains)

    @property
    def is_sample(self) -> bool:
        """Whether it has a page of its own."""
        return isinstance(self.item, Sample)

    @property
    def last(self) -> CustodyEvent | None:
        """The last entry."""
        return self.entries[-1].event if self.entries else None

    @property
    def broken(self) -> int:
        """How many breaks it has."""
        return len(self.breaks) + sum(len(entry.breaks) for entry in self.entries)


@dataclass
class _Told:
    standing: dict[Key, list[CustodyEvent]] = field(default_factory=dict)
    replaced: dict[int, CustodyEvent] = field(default_factory=dict)


def lines_of(items: Sequence[Item], found: Iterable[CustodyBreak]) -> list[Line]:
    """The way of each thing, in the order in which they are named; breaks of others are left out."""
    told, breaks = _told(items), list(found)
    lines = []
    for item in items:
        own = [one for one in breaks if key_of(one.item) == key_of(item)]
        entries = tuple(_entry(event, own, told) for event in told.standing.get(key_of(item), []))
        following = [*(bool(entry.breaks) for entry in entries[1:]), False][: len(entries)]
        entries = tuple(
            replace(entry, before_gap=gap) for entry, gap in zip(entries, following, strict=True)
        )
        shown = {id(one) for entry in entries for one in entry.breaks}
        rest = tuple(one for one in own if id(one) not in shown)
        lines.append(Line(item, entries, rest))
    return lines


def whereabouts(samples: Sequence[Sample]) -> dict[int, CustodyEvent]:
    """The last entry of each sample."""
    rows = CustodyEvent.objects.filter(sample__in=samples, replaced_by__isnull=True)
    return {row.sample_id: row for row in rows.order_by("at", "pk") if row.sample_id is not None}


def _entry(event: CustodyEvent, own: list[CustodyBreak], told: _Told) -> Entry:
    here = tuple(one for one in own if one.event == event.pk and not _is_overdue(one))
    before, at = [], event
    while at.replaces_id is not None and at.replaces_id in told.replaced:
        at = told.replaced[at.replaces_id]
        before.append(at)
    return Entry(event, here, tuple(before))


def _is_overdue(one: CustodyBreak) -> bool:
    """Whether nothing came behind the entry: such a break stands behind it, not before it."""
    return "holder" in one.finding.values and one.code == "CU-04"


def _told(items: Sequence[Item]) -> _Told:
    told = _Told()
    rows = CustodyEvent.objects.filter(_of(items)).select_related("recorded_by", "replaced_by")
    for event in rows.order_by("at", "pk"):
        if hasattr(event, "replaced_by"):
            told.replaced[event.pk] = event
        else:
            told.standing.setdefault(key_of_row(event), []).append(event)
    return told


def _of(items: Sequence[Item]) -> Q:
    return (
        Q(remains__in=[item for item in items if isinstance(item, Remains)])
        | Q(sample__in=[item for item in items if isinstance(item, Sample)])
        | Q(packet__in=[item for item in items if isinstance(item, Packet)])
    )
