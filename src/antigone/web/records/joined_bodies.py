"""Numbers that a person joined as one body: which they are, and how they are compared as one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from antigone.genetics.observation import ObservationError
from antigone.policy.findings import Finding
from antigone.policy.remains import re_02_one_body
from antigone.reconcile.bodies import Bodies, Body
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.joined import joined
from antigone.web.incidents.desk import identified_as_one, signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.incidents.once import once
from antigone.web.records.entering import RemainsHeldBack
from antigone.web.records.models import Reassociation, Remains


@dataclass(frozen=True)
class BodiesCompared:
    """An incident in which joined numbers are one, each body under the number of its first part.

    Args:
        dvi: of bodies.
        parts: by number of the body all its numbers, its own first; only bodies of several parts.
        held_back: bodies whose parts contradict each other; they stay out whole.
    """

    dvi: DviIncident
    parts: Mapping[str, tuple[str, ...]]
    held_back: tuple[RemainsHeldBack, ...] = ()


def bodies_of(incident: Incident) -> tuple[tuple[str, ...], ...]:
    """The bodies of several numbers, each with its numbers; the one that is identified is first."""
    links = _links(incident)
    return tuple(tuple(row.number for row in body) for body in _bodies(incident, links))


def _links(incident: Incident) -> list[tuple[int, int]]:
    """What a person joined, and parts that are identified as one person (ID-15): two by two."""
    pairs = Reassociation.objects.filter(incident=incident, parted_at__isnull=True)
    links = list(pairs.order_by("pk").values_list("first_id", "second_id"))
    signed = identified_as_one(incident)
    if signed:
        numbers = {number for pair in signed for number in pair}
        rows = Remains.objects.filter(incident=incident, number__in=numbers)
        pks = dict(rows.values_list("number", "pk"))
        links += [(pks[first], pks[second]) for first, second in signed]
    return links


def _bodies(
    incident: Incident, links: Sequence[tuple[int, int]]
) -> tuple[tuple[Remains, ...], ...]:
    """The bodies that some links make, with all their parts; the one that is identified is first."""
    if not links:
        return ()
    linked = {pk for link in links for pk in link}
    order = {row.pk: row for row in Remains.objects.filter(pk__in=linked)}
    identified = signed_identifications(incident, {row.number for row in order.values()})
    groups = _groups(links, list(order))
    rows = ([order[pk] for pk in group] for group in groups)
    return tuple(tuple(sorted(body, key=lambda r: r.number not in identified)) for body in rows)


def parts_of(remains: Remains) -> tuple[Remains, ...]:
    """All numbers of the body that these remains are part of, themselves among them."""
    links = once(("links", remains.incident_id), lambda: _links(remains.incident))
    together = {remains.pk}
    while near := [link for link in links if len(together.intersection(link)) == 1]:
        together.update(pk for link in near for pk in link)
    own = [link for link in links if together.issuperset(link)]
    return next(iter(_bodies(remains.incident, own)), (remains,))


def links_of(remains: Remains) -> list[Reassociation]:
    """What was ever joined with these remains, parted as well, the newest first."""
    rows = Reassociation.objects.filter(Q(first=remains) | Q(second=remains))
    return list(rows.select_related("first", "second", "recorded_by", "parted_by").order_by("-pk"))


def _groups(links: Iterable[tuple[int, int]], order: Sequence[int]) -> list[list[int]]:
    """Numbers that are linked, directly or through others, in the order of the remains."""
    group_of: dict[int, set[int]] = {}
    for first, second in links:
        together = group_of.get(first, {first}) | group_of.get(second, {second})
        group_of.update(dict.fromkeys(together, together))
    place = {pk: at for at, pk in enumerate(order)}
    distinct = {id(group): sorted(group, key=place.__getitem__) for group in group_of.values()}
    return sorted(distinct.values(), key=lambda group: place[group[0]])


def as_bodies(dvi: DviIncident, groups: Iterable[Sequence[str]]) -> BodiesCompared:
    """Compare joined numbers as one body; numbers that are not in `dvi` are left out of theirs.

    A body keeps the number of its first part, so that every page and decision finds it.
    """
    there = {remains.id for remains in dvi.remains}
    held_back: list[RemainsHeldBack] = []
    parts: dict[str, tuple[str, ...]] = {}
    for group in groups:
        present = tuple(number for number in group if number in there)
        if len(present) < 2:
            continue
        try:
            dvi = _joined(dvi, present)
        except ObservationError:
            dvi = _without(dvi, present)
            finding = re_02_one_body("-", [_("the DNA of its parts cannot be of one person")])
            held_back += [RemainsHeldBack(number, finding) for number in present]
        else:
            parts[present[0]] = present
    return BodiesCompared(dvi, parts, tuple(held_back))


def _joined(dvi: DviIncident, group: tuple[str, ...]) -> DviIncident:
    body = Body(group, ())
    one = joined(dvi, Bodies((body,))).incident
    remains = tuple(replace(r, id=group[0]) if r.id == body.id else r for r in one.remains)
    pairings = one.pairings
    if pairings is not None:
        pairings = {group[0] if r == body.id else r: to for r, to in pairings.items()}
    return replace(one, remains=remains, pairings=pairings)


def _without(dvi: DviIncident, numbers: Collection[str]) -> DviIncident:
    return replace(dvi, remains=tuple(r for r in dvi.remains if r.id not in numbers))


def finding_in_words(finding: Finding) -> str:
    """What a rule found, in the reader's language."""
    return _(finding.template).format(**finding.values)
