"""Saying that two numbers are one person sought, and parting them again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy.findings import Finding
from antigone.policy.requests import tr_01_one_person, tr_02_may_be_parted
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.incident import Family as CoreFamily
from antigone.reconcile.same_persons import Join, one_person_each
from antigone.web.accounts.models import User
from antigone.web.incidents.access import Visitor, require
from antigone.web.incidents.desk import signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.assemble import pedigree_of
from antigone.web.records.consent import coverage_of, locked
from antigone.web.records.destruction import (
    destroy_what_photographs_gave,
    families_that_seek,
)
from antigone.web.records.discretion import within_sight
from antigone.web.records.doors import families_in_sight
from antigone.web.records.joined_persons import joined_persons, same_numbers
from antigone.web.records.marker_rows import profile_from_row
from antigone.web.records.models import Family, MissingPerson, Person, SamePerson
from antigone.web.records.profiles import genotypes_of
from antigone.web.requests.models import NotSame
from antigone.web.sentences import translated

Pairs = Sequence[tuple[Person, Person]]


class JoinRefused(ValueError):
    """Two numbers cannot be joined, or parted; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class AlreadyDone(ValueError):
    """They are joined already, or were parted before."""


@dataclass(frozen=True)
class JoinShown:
    """A join as the page of a family shows it."""

    join: SamePerson
    own: MissingPerson
    other: MissingPerson


def joins_of(user: Visitor, family: Family) -> list[JoinShown]:
    """What was ever joined with persons of a family, parted as well, as far as somebody sees both."""
    persons = list(family.missing_persons.order_by().values_list("pk", flat=True))
    rows = SamePerson.objects.filter(Q(first__in=persons) | Q(second__in=persons))
    if not rows.exists():
        return []
    seen = families_in_sight(user, family.incident)
    rows = rows.filter(first__family__in=seen, second__family__in=seen).select_related(
        "first__family", "second__family", "recorded_by", "parted_by"
    )
    found = []
    for row in rows.order_by("-pk"):
        own, other = row.first, row.second
        if own.family_id != family.pk:
            own, other = other, own
        found.append(JoinShown(row, own, other))
    return found


@transaction.atomic
def join_persons(
    *,
    user: User,
    first: MissingPerson,
    second: MissingPerson,
    also: Pairs = (),
    reasons: str,
) -> SamePerson:
    """Two numbers are one person: from the next run on they are compared as one.

    Args:
        also: other persons of the two pedigrees who are the same; parents follow by themselves.

    Raises:
        AlreadyDone: they are joined, directly or through others.
        JoinRefused: TR-01.
    """
    incident = _allowed(user, first.incident)
    if second.number in same_numbers(incident).get(first.number, frozenset()):
        raise AlreadyDone
    finding = tr_01_one_person(reasons, within_sight(user, incident, against(first, second, also)))
    if not finding.met:
        raise JoinRefused(finding)
    one, other = sorted((first, second), key=lambda person: person.pk)
    pairs = [(a.pk, b.pk) if one is first else (b.pk, a.pk) for a, b in also]
    join = SamePerson(
        incident=incident,
        first=one,
        second=other,
        correspondences=[list(pair) for pair in pairs],
        reasons=reasons.strip(),
        recorded_by=user,
    )
    join.full_clean()
    join.save()
    # One of them may live, or have a name: then the other is not sought any more either.
    destroy_what_photographs_gave(incident, families_that_seek(one))
    _enter(user, join, "persons.joined")
    return join


@transaction.atomic
def part_persons(*, user: User, join: SamePerson, reasons: str) -> SamePerson:
    """They are two persons after all: from the next run on each is compared with its own family.

    Raises:
        AlreadyDone: they were parted before.
        JoinRefused: TR-02.
    """
    incident = _allowed(user, join.incident)
    join = SamePerson.objects.select_related("first", "second", "incident").get(pk=join.pk)
    if join.parted_at is not None:
        raise AlreadyDone
    numbers = same_numbers(incident)[join.first.number]
    identified = within_sight(user, incident, _identified(incident, numbers))
    finding = tr_02_may_be_parted(reasons, identified)
    if not finding.met:
        raise JoinRefused(finding)
    join.parted_at, join.parted_by = timezone.now(), user
    join.parted_because = reasons.strip()
    join.full_clean()
    join.save()
    _enter(user, join, "persons.parted")
    return join


@transaction.atomic
def record_two_persons(
    *, user: User, first: MissingPerson, second: MissingPerson, reasons: str
) -> NotSame:
    """They were looked at and are two persons: they are not proposed again."""
    _allowed(user, first.incident)
    one, other = sorted((first, second), key=lambda person: person.pk)
    if NotSame.objects.filter(first=one, second=other).exists():
        raise AlreadyDone
    row = NotSame(first=one, second=other, reasons=reasons.strip(), recorded_by=user)
    row.full_clean()
    row.save()
    record(
        actor=user.username,
        act="persons.told_apart",
        incident=first.incident.slug,
        subject=f"{one.number}, {other.number}",
        details={},
    )
    return row


def against(first: MissingPerson, second: MissingPerson, also: Pairs = ()) -> list[str]:
    """What contradicts that two numbers are one person, in words."""
    incident = first.incident
    if first.family_id == second.family_id:
        return [_("one family seeks both of them")]
    same = same_numbers(incident)
    numbers = {
        number for n in (first.number, second.number) for number in same.get(n, frozenset({n}))
    }
    identified = _identified(incident, numbers)
    if len(identified) > 1:
        return [_("two identifications stand: %s") % "; ".join(identified)]
    return _pedigrees_against(incident, numbers, first, second, also)


def _pedigrees_against(
    incident: Incident,
    numbers: Iterable[str],
    first: MissingPerson,
    second: MissingPerson,
    also: Pairs,
) -> list[str]:
    """The join tried out on the families that it would make one, with what may be compared of them."""
    known = joined_persons(incident)
    ids = _id_of(also)
    new = Join(first.number, second.number, tuple((ids[a.pk], ids[b.pk]) for a, b in also))
    families = [_core_family(family) for family in _all_families(incident, numbers)]
    tried = one_person_each(DviIncident((), (), tuple(families)), [*known.joins, new], known.first)
    return [translated(refused.reason) for refused in tried.refused if refused.join == new]


def _id_of(also: Pairs) -> dict[int, str]:
    persons = [person for pair in also for person in pair]
    sought = MissingPerson.objects.filter(person__in=persons).values_list("person_id", "number")
    return {person.pk: person.code for person in persons} | dict(sought)


def _all_families(incident: Incident, numbers: Iterable[str]) -> list[Family]:
    """The families that seek these persons, and those that are one with them by other joins."""
    same = same_numbers(incident)
    families: dict[int, Family] = {}
    waiting = set(numbers)
    while waiting:
        rows = Family.objects.filter(incident=incident, missing_persons__number__in=waiting)
        new = {family.pk: family for family in rows.distinct() if family.pk not in families}
        families |= new
        sought = MissingPerson.objects.filter(family__in=new.values())
        waiting = {n for one in sought for n in same.get(one.number, frozenset())}
        if not new:
            break
    return list(families.values())


def _core_family(family: Family) -> CoreFamily:
    coverage = coverage_of(family.incident, [family])
    persons = list(family.persons.select_related("profile", "key"))
    missing = list(family.missing_persons.all())
    covered = [
        person
        for person in persons
        if coverage.covers_family(family) and coverage.covers_donor(person, family)
    ]
    found = {person.code: profile_from_row(genotypes_of(person)) for person in covered}
    return CoreFamily(
        family.name,
        pedigree_of(persons, {one.person_id: one.number for one in missing}),
        tuple(one.number for one in missing),
        {code: profile for code, profile in found.items() if profile},
    )


def _identified(incident: Incident, numbers: Iterable[str]) -> list[str]:
    wanted = set(numbers)
    signed = signed_identifications(incident, wanted)
    return [
        _("%(remains)s is %(person)s") % {"remains": remains, "person": person}
        for remains, person in sorted(signed.items())
        if person in wanted
    ]


def _allowed(user: User, incident: Incident) -> Incident:
    found = locked(incident)
    require(user, found, Permission.TAKE_REQUESTS)
    require(user, found, Permission.SEE_FAMILIES)
    return found


def _enter(user: User, join: SamePerson, act: str) -> None:
    record(
        actor=user.username,
        act=act,
        incident=join.incident.slug,
        subject=f"{join.first.number}, {join.second.number}",
        details={"join": join.pk, "also": join.correspondences},
    )
