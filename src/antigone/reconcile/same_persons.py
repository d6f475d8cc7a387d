"""Persons sought by two families: they are compared as one, with the relatives of both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from antigone.evidence.records import AmRecord, PmRecord
from antigone.genetics.merging import MergeRefused, Relatives, merge
from antigone.reconcile.incident import DviIncident, Family
from antigone.words import said, told


@dataclass(frozen=True, slots=True)
class Join:
    """Two numbers are one person.

    Args:
        first, second: numbers of persons sought.
        also: who else of both families is the same, as ids in the family of each.
    """

    first: str
    second: str
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedJoin:
    """A join that contradicts the records; both numbers are compared by themselves."""

    join: Join
    reason: str


@dataclass(frozen=True, slots=True)
class JoinedFamilies:
    """Families that are compared as one: their names, and the numbers of whom they seek together."""

    families: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class OnePersonEach:
    """An incident in which every person sought stands once.

    Args:
        numbers: by number that is compared all numbers of the person, its own first; only where there
            are several.
        groups: families that became one.
    """

    incident: DviIncident
    numbers: Mapping[str, tuple[str, ...]]
    groups: tuple[JoinedFamilies, ...] = ()
    refused: tuple[RefusedJoin, ...] = ()


@dataclass(eq=False)
class _Group:
    """Families that are one by now: what they became, and every person's id in it."""

    family: Family
    ids: dict[tuple[str, str], str]


def one_person_each(
    incident: DviIncident, joins: Sequence[Join], first: Collection[str] = ()
) -> OnePersonEach:
    """Join the families that seek one person, as `genetics.merging.merge` joins their pedigrees.

    Of a person's numbers one of `first` is kept, otherwise the one that is reported first.

    A join is left out where one of its numbers is not in the incident: nothing of a family that may not
    be compared is looked at. Of records besides DNA that of the kept number holds, and what it does
    not tell is taken from the others. A join that contradicts a pedigree or a profile is refused, and
    the others still hold.
    """
    home = {number: family.name for family in incident.families for number in family.missing}
    groups = {
        family.name: _Group(family, {(family.name, p): p for p in family.pedigree.ids})
        for family in incident.families
    }
    waiting = [join for join in joins if join.first in home and join.second in home]
    if not waiting:
        return OnePersonEach(incident, {})
    refused: list[RefusedJoin] = []
    rank = {number: (number not in first, at) for at, number in enumerate(incident.missing)}
    while waiting:
        ends = sorted((waiting[0].first, waiting[0].second), key=lambda n: rank[n])
        mine, yours = (groups[home[number]] for number in ends)
        between = [
            join
            for join in waiting
            if {groups[home[join.first]], groups[home[join.second]]} == {mine, yours}
        ]
        waiting = [join for join in waiting if join not in between]
        try:
            one = _joined(mine, yours, between, home)
        except MergeRefused as error:
            refused += [RefusedJoin(join, told(error)) for join in between]
            continue
        groups.update({name: one for name, group in groups.items() if group in (mine, yours)})
        rank |= {n: min(rank[m] for m in ends) for n in _same_as(ends[0], home, one)}
    return _result(incident, home, groups, tuple(refused))


def _same_as(number: str, home: Mapping[str, str], group: _Group) -> list[str]:
    """All numbers that are the same person by now."""
    ids = {other: group.ids.get((name, other)) for other, name in home.items()}
    return [other for other, own in ids.items() if own is not None and own == ids[number]]


def _joined(mine: _Group, yours: _Group, joins: Sequence[Join], home: Mapping[str, str]) -> _Group:
    """Two groups as one; of a group with itself, only that it is so already."""

    def in_group(number: str, person: str) -> tuple[_Group, str]:
        group = mine if (home[number], person) in mine.ids else yours
        return group, group.ids[home[number], person]

    same = []
    for join in joins:
        for one, other in ((join.first, join.second), *join.also):
            (group, a), (_group, b) = in_group(join.first, one), in_group(join.second, other)
            same.append((a, b) if group is mine else (b, a))
    if mine is yours:
        if any(one != other for one, other in same):
            raise MergeRefused(said("they stand in one family as two persons"))
        return mine
    return _merged(mine, yours, same)


def _merged(mine: _Group, yours: _Group, same: Sequence[tuple[str, str]]) -> _Group:
    first, second = mine.family, yours.family

    def rename(person: str) -> str:
        return person if person in second.missing else f"{second.name}: {person}"

    found = merge(
        Relatives(first.pedigree, first.profiles),
        Relatives(second.pedigree, second.profiles),
        same,
        rename,
    )
    ids = mine.ids | {key: found.renamed[person] for key, person in yours.ids.items()}
    missing = tuple(dict.fromkeys([*first.missing, *(found.renamed[m] for m in second.missing)]))
    typed = [person for person in missing if found.relatives.profiles.get(person)]
    if typed:
        raise MergeRefused(
            said("{typed} is sought by one family and gave DNA in the other", typed=repr(typed[0]))
        )
    records = dict(first.records)
    for person, record in second.records.items():
        own = found.renamed[person]
        records[own] = one_record(records[own], record) if own in records else record
    relatives = found.relatives
    family = Family(first.name, relatives.pedigree, missing, relatives.profiles, records)
    return _Group(family, ids)


_UNTOLD = AmRecord()


def one_record(first: AmRecord, second: AmRecord) -> AmRecord:
    """What two families told of one person: the first holds, the second fills what it does not tell.

    Names are gathered from both.
    """
    told = {
        part.name: getattr(second, part.name)
        for part in fields(AmRecord)
        if getattr(first, part.name) == getattr(_UNTOLD, part.name)
    }
    if first.born_on is not None or first.age_years is not None:
        # A date of birth and an age are two answers to one question.
        told = {name: value for name, value in told.items() if name not in ("born_on", "age_years")}
    names = tuple(dict.fromkeys([*first.names, *second.names]))
    return replace(first, **{**told, "names": names})


def _result(
    incident: DviIncident,
    home: Mapping[str, str],
    groups: Mapping[str, _Group],
    refused: tuple[RefusedJoin, ...],
) -> OnePersonEach:
    number = {own: groups[name].ids[name, own] for own, name in home.items()}
    gathered: dict[str, list[str]] = {}
    for own, kept in number.items():
        gathered.setdefault(kept, [kept])
        if own != kept:
            gathered[kept].append(own)
    joined = (groups[family.name].family for family in incident.families)
    families = {family.name: family for family in joined}
    changed = replace(
        incident,
        families=tuple(families.values()),
        remains=tuple(
            replace(r, record=_about(r.record, number)) if r.record else r for r in incident.remains
        ),
        pairings=_pairings(incident.pairings, number),
        order_of_missing=tuple(dict.fromkeys(number[own] for own in incident.missing)),
    )
    several = {kept: tuple(all_of) for kept, all_of in gathered.items() if len(all_of) > 1}
    return OnePersonEach(changed, several, _joined_families(incident, groups), refused)


def _joined_families(
    incident: DviIncident, groups: Mapping[str, _Group]
) -> tuple[JoinedFamilies, ...]:
    names: dict[_Group, list[str]] = {}
    for family in incident.families:
        names.setdefault(groups[family.name], []).append(family.name)
    return tuple(
        JoinedFamilies(tuple(own), group.family.missing)
        for group, own in names.items()
        if len(own) > 1
    )


def _about(record: PmRecord, number: Mapping[str, str]) -> PmRecord:
    """Opinions on teeth name the person; an opinion on the first number comes first."""
    opinions = [replace(o, missing=number.get(o.missing, o.missing)) for o in record.tooth_opinions]
    of_tooth = {(o.missing, o.tooth): o for o in reversed(opinions)}
    kept = tuple(o for o in opinions if of_tooth[o.missing, o.tooth] is o)
    return replace(record, tooth_opinions=kept)


def _pairings(
    pairings: Mapping[str, tuple[str | None, ...]] | None, number: Mapping[str, str]
) -> Mapping[str, tuple[str | None, ...]] | None:
    if pairings is None:
        return None
    return {
        remains: tuple(dict.fromkeys(None if p is None else number.get(p, p) for p in persons))
        for remains, persons in pairings.items()
    }
