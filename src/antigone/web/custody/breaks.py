"""Where custody cannot be followed: of remains, of a family's samples, of a whole incident.

Whatever is asked, the number of queries is the same. Of a whole incident the chains are judged once
(`judged`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from antigone.policy.custody import Break
from antigone.policy.custody import breaks as breaks_of_chain
from antigone.policy.findings import Finding
from antigone.web.custody.chains import Things, by_item, entries_of, things_of
from antigone.web.custody.doors import packets_in_sight, samples_in_sight
from antigone.web.custody.items import FIELDS, Item, Key, key_of, name_of
from antigone.web.custody.judged import broken_by_now
from antigone.web.custody.models import CustodyEvent, Explanation, Packet, Sample
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.once import once
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import remains_in_sight, sees_whole_incident
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import Family, Remains

AT_ONCE = 5_000

Row = TypeVar("Row", CustodyEvent, Explanation)


@dataclass(frozen=True)
class CustodyBreak:
    """A break of one thing, with what was said of it; `event` is None where it is of the whole chain."""

    item: Item
    finding: Finding
    event: int | None
    explanations: tuple[Explanation, ...] = ()

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.finding.code

    @property
    def name(self) -> str:
        """Number or code of the thing."""
        return name_of(self.item)

    @property
    def is_explained(self) -> bool:
        """Whether somebody said how it came about."""
        return bool(self.explanations)

    @property
    def slug(self) -> str:
        """How an address names it."""
        kind, pk = key_of(self.item)
        return f"{kind}-{pk}-{self.code.lower()}-{self.event or 0}"


def breaks_of_remains(remains: Remains, now: datetime | None = None) -> list[CustodyBreak]:
    """The breaks of remains, of their samples and packets; of all parts joined with them as one body."""
    return once(("breaks of remains", remains.pk, now), lambda: _of_body(remains, now))


def _of_body(remains: Remains, now: datetime | None) -> list[CustodyBreak]:
    pks = [part.pk for part in parts_of(remains)]
    samples, packets = (
        Sample.objects.filter(remains__in=pks),
        Packet.objects.filter(remains__in=pks),
    )
    entries = entries_of(pks, _pks(samples), _pks(packets))
    parts = Remains.objects.filter(pk__in=pks)
    things = Things(parts, samples, packets, entries, Q(remains__in=pks))
    return _breaks(remains.incident, things, now)


def _pks(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))


def breaks_of_family(family: Family, now: datetime | None = None) -> list[CustodyBreak]:
    """The breaks of a family's samples; of all families joined with it as seeking one person."""
    return once(("breaks of a family", family.pk, now), lambda: _of_families(family, now))


def _of_families(family: Family, now: datetime | None) -> list[CustodyBreak]:
    families = _joined_with(family)
    samples = Sample.objects.filter(person__family__in=families)
    entries = Q(sample__in=_pks(samples))
    return _breaks(family.incident, _of_samples_alone(samples, entries, None), now)


def _of_samples_alone(samples: QuerySet[Sample], entries: Q, recovered: Q | None) -> Things:
    return Things(Remains.objects.none(), samples, Packet.objects.none(), entries, recovered)


def _joined_with(family: Family) -> list[int]:
    """The families that seek one of the same persons, this one among them."""
    same = same_numbers(family.incident)
    if not same:
        return [family.pk]
    own = family.missing_persons.values_list("number", flat=True)
    numbers = frozenset().union(*(same.get(number, frozenset()) for number in own))
    rows = Family.objects.filter(
        incident=family.incident, missing_persons__number__in=sorted(numbers)
    )
    return [family.pk, *rows.values_list("pk", flat=True)]


def breaks_of_sample(sample: Sample, now: datetime | None = None) -> list[CustodyBreak]:
    """The breaks of one sample and of those it was divided off."""
    pks, source = [sample.pk], sample
    while source.parent is not None and source.parent_id not in pks:
        source = source.parent
        pks.append(source.pk)
    recovered = None if sample.remains_id is None else Q(remains=sample.remains_id)
    samples = Sample.objects.filter(pk__in=pks)
    things = _of_samples_alone(samples, Q(sample__in=pks), recovered)
    return _breaks(sample.incident, things, now)


def _breaks(incident: Incident, things: Things, now: datetime | None) -> list[CustodyBreak]:
    moment = now or timezone.now()
    named = [(key, one) for key, chain in things.chains() for one in breaks_of_chain(chain, moment)]
    return _read(incident, named) if named else []


def breaks_in_sight(
    user: Visitor, incident: Incident, now: datetime | None = None
) -> list[CustodyBreak]:
    """All breaks of an incident that a person may know of."""
    seen = broken_in_sight(user, incident, frozenset(Permission), now)
    return seen.read([*seen.unexplained, *seen.explained])


Named = tuple[Key, Break]
"""A break of the thing of this name."""


@dataclass(frozen=True)
class Broken:
    """The breaks of an incident that a person may know of, before anything is read of the things.

    Args:
        unexplained, explained: in the order of the things.
    """

    incident: Incident
    unexplained: tuple[Named, ...]
    explained: tuple[Named, ...]

    @property
    def samples(self) -> frozenset[int]:
        """The samples among the things that are broken."""
        named = (key for key, _ in (*self.unexplained, *self.explained))
        return frozenset(pk for field, pk in named if field == "sample")

    def read(self, named: Sequence[Named]) -> list[CustodyBreak]:
        """Some of them, with their things and with what was said."""
        return _read(self.incident, named)


def _read(incident: Incident, named: Sequence[Named]) -> list[CustodyBreak]:
    items = {key_of(item): item for item in _items(incident, {key for key, _ in named})}
    said = _explanations(incident, items)
    return [
        CustodyBreak(
            items[key], one.finding, one.key, _about(said, items[key], one.finding, one.key)
        )
        for key, one in named
        if key in items
    ]


def broken_in_sight(
    user: Visitor,
    incident: Incident,
    permissions: Collection[Permission],
    now: datetime | None = None,
) -> Broken:
    """What is broken of an incident, as far as a person may know of it.

    Args:
        permissions: the person's; samples of relatives are for those who see families, all else for
            those who see remains.
    """
    found = judge_all(incident, now)
    keys = _keys_in_sight(user, incident, found, permissions)
    said = set(_said(incident))
    every = [(key, one) for key in sorted(keys, key=_in_order) for one in found[key]]
    told = [(key, one.finding.code, one.key) in said for key, one in every]
    return Broken(
        incident,
        tuple(named for named, is_told in zip(every, told, strict=True) if not is_told),
        tuple(named for named, is_told in zip(every, told, strict=True) if is_told),
    )


def judge_all(incident: Incident, now: datetime | None = None) -> dict[Key, tuple[Break, ...]]:
    """The breaks of every thing of an incident that has any, whoever may know of it."""
    return broken_by_now(
        incident, lambda names: things_of(incident, names).chains(), now or timezone.now()
    )


def _in_order(key: Key) -> tuple[int, int]:
    """Remains before samples before packets, each as they were recorded."""
    return FIELDS.index(key[0]), key[1]


def _said(incident: Incident) -> Iterator[tuple[Key, str, int | None]]:
    rows = Explanation.objects.filter(incident=incident).order_by()
    for *pks, code, event in rows.values_list(*(f"{f}_id" for f in FIELDS), "code", "event_id"):
        key = next((field, pk) for field, pk in zip(FIELDS, pks, strict=True) if pk is not None)
        yield key, code, event


def _keys_in_sight(
    user: Visitor, incident: Incident, keys: Collection[Key], permissions: Collection[Permission]
) -> set[Key]:
    """Those of some things that a person may know of, and whose content the role may see."""
    of_relatives = samples_in_sight(user, incident).filter(person__isnull=False).order_by()
    relatives = {("sample", pk) for pk in _among(of_relatives, "sample", keys)}
    seen: set[Key] = set()
    if Permission.SEE_FAMILIES in permissions:
        seen |= relatives
    if Permission.SEE_REMAINS not in permissions:
        return seen
    if sees_whole_incident(user, incident):
        return seen | (set(keys) - relatives)
    rows: dict[str, QuerySet[Any]] = {
        "remains": remains_in_sight(user, incident).order_by(),
        "sample": samples_in_sight(user, incident).filter(person__isnull=True).order_by(),
        "packet": packets_in_sight(user, incident).order_by(),
    }
    for field, own in rows.items():
        seen |= {(field, pk) for pk in _among(own, field, keys)}
    return seen


def _among(rows: QuerySet[Any], field: str, keys: Collection[Key]) -> Iterator[int]:
    pks = [pk for own, pk in keys if own == field]
    for some in batches(pks):
        yield from rows.filter(pk__in=some).values_list("pk", flat=True)


def _items(incident: Incident, keys: Collection[Key]) -> Iterator[Item]:
    pks = {field: [pk for own, pk in keys if own == field] for field in FIELDS}
    remains = Remains.objects.filter(incident=incident).defer("record")
    samples = Sample.objects.filter(incident=incident)
    samples = samples.select_related("remains", "person", "incident")
    packets = Packet.objects.filter(incident=incident).select_related("remains", "incident")
    for some in batches(pks["remains"]):
        yield from remains.filter(pk__in=some)
    for some in batches(pks["sample"]):
        yield from samples.filter(pk__in=some)
    for some in batches(pks["packet"]):
        yield from packets.filter(pk__in=some)


def _explanations(incident: Incident, keys: Collection[Key]) -> dict[Key, list[Explanation]]:
    if not keys:
        return {}
    of = Q()
    for field in FIELDS:
        of |= Q(**{f"{field}__in": [pk for own, pk in keys if own == field][:AT_ONCE]})
    rows = Explanation.objects.filter(incident=incident).select_related("recorded_by")
    return by_item(rows.filter(of) if len(keys) <= AT_ONCE else rows)


def batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many at once as a query can name."""
    for first in range(0, len(pks), AT_ONCE):
        yield pks[first : first + AT_ONCE]


def _about(
    said: dict[Key, list[Explanation]], item: Item, finding: Finding, event: int | None
) -> tuple[Explanation, ...]:
    return tuple(
        one
        for one in said.get(key_of(item), [])
        if one.code == finding.code and one.event_id == event
    )
