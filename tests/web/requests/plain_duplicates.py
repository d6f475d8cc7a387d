"""Requests that may seek one person, the long way: each name looked up, each profile opened, each time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from antigone.evidence.name_comparison import NameClass, compare_names
from antigone.evidence.name_index import NameIndex as CoreIndex
from antigone.evidence.records import PersonName
from antigone.evidence.tables import Tables, load_tables
from antigone.web.accounts.models import User
from antigone.web.incidents.models import Incident
from antigone.web.records.consent import coverage_of
from antigone.web.records.doors import families_in_sight, missing_in_sight
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import Family, MissingPerson, NameIndex, Person
from antigone.web.records.profiles import genotypes_of
from antigone.web.requests.duplicates import LEAST_MARKERS, MOST_PROPOSED, WHOLE_DAY, Proposal
from antigone.web.requests.models import NotSame
from antigone.web.requests.pedigree_relations import relation_word
from antigone.web.requests.pedigree_store import draft_of


@dataclass
class _Found:
    reasons: list[str] = field(default_factory=list)
    strength: int = 0

    def add(self, reason: str, strength: int) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)
            self.strength += strength


Key = tuple[int, int]


def plain_proposals(user: User, incident: Incident, family: Family | None) -> list[Proposal]:
    """All proposals, or those for the persons whom a family seeks."""
    return _proposals(user, incident, family)


def _proposals(user: User, incident: Incident, family: Family | None) -> list[Proposal]:
    rows = missing_in_sight(user, incident).select_related("family__incident", "person")
    persons = {one.pk: one for one in rows.order_by("pk").defer("record")}
    found: dict[Key, _Found] = defaultdict(_Found)
    _by_name(persons, family, found)
    _by_donor(user, incident, persons, family, found)
    kept = (
        Proposal(persons[one], persons[other], tuple(why.reasons), why.strength)
        for (one, other), why in found.items()
        if _may_be_one(persons[one], persons[other])
    )
    apart = _told_apart(incident)
    left = [p for p in kept if (p.first.pk, p.second.pk) not in apart]
    return sorted(left, key=lambda p: (-p.strength, p.first.pk, p.second.pk))


def _may_be_one(one: MissingPerson, other: MissingPerson) -> bool:
    sexes = {one.person.sex, other.person.sex} - {"U"}
    return one.family_id != other.family_id and len(sexes) < 2


def _told_apart(incident: Incident) -> set[Key]:
    """Pairs that are joined already, or that somebody looked at and found to be two."""
    looked_at = NotSame.objects.filter(first__incident=incident)
    found = set(looked_at.values_list("first_id", "second_id"))
    same = same_numbers(incident)
    if same:
        rows = MissingPerson.objects.filter(incident=incident, number__in=same)
        pk = dict(rows.values_list("number", "pk"))
        found |= {(pk[a], pk[b]) for a, group in same.items() for b in group if pk[a] < pk[b]}
    return found


def _pair(one: int, other: int) -> Key:
    return min(one, other), max(one, other)


def _by_name(
    persons: Mapping[int, MissingPerson], family: Family | None, found: dict[Key, _Found]
) -> None:
    """By name, hindered by another date of birth; by less of a name where that is the same."""
    names, born = _told_names(persons)
    tables = _tables(settings.TABLES)
    order, alike = list(persons), tables.names.alike
    index = CoreIndex([names[pk] for pk in order], tables.given_names, alike)
    asked = [pk for pk in order if family is None or persons[pk].family_id == family.pk]
    for pk in asked:
        for name in names[pk]:
            least = NameClass.FAMILY_AND_INITIAL
            for candidate in index.proposals(name, at_least=least, most=MOST_PROPOSED):
                other = order[candidate.person]
                if other != pk and not _clash(born.get(pk, ""), born.get(other, "")):
                    words = _("Name: %s.") % candidate.comparison.in_words()
                    found[_pair(pk, other)].add(words, candidate.name_class)
    for pk, other in _born_together(born, asked):
        compared = [
            compare_names(one, two, tables.given_names, alike)
            for one in names[pk]
            for two in names[other]
        ]
        best = max(compared, key=lambda c: c.order, default=None)
        if best is not None and best.name_class >= NameClass.GIVEN:
            why = found[_pair(pk, other)]
            why.add(_("Name: %s.") % best.in_words(), best.name_class)
            why.add(_("The same date of birth."), 5)


def _told_names(
    persons: Mapping[int, MissingPerson],
) -> tuple[dict[int, list[PersonName]], dict[int, str]]:
    """By person the names, and the date of birth as far as it is known."""
    names: dict[int, list[PersonName]] = {pk: [] for pk in persons}
    born: dict[int, str] = {}
    for row in NameIndex.objects.filter(missing_person__in=persons):
        if row.family or row.given or row.patronymic:
            name = PersonName(row.family, row.given, row.patronymic, row.kind or "legal")
            names[row.missing_person_id].append(name)
        born[row.missing_person_id] = row.born
    return names, born


def _born_together(born: Mapping[int, str], asked: Iterable[int]) -> Iterator[Key]:
    """Pairs of one date of birth that is known to the day, each once."""
    of_day: dict[str, list[int]] = defaultdict(list)
    for pk, day in born.items():
        if len(day) == WHOLE_DAY:
            of_day[day].append(pk)
    pairs = (_pair(pk, o) for pk in asked for o in of_day.get(born.get(pk, ""), ()) if o != pk)
    yield from dict.fromkeys(pairs)


@cache
def _tables(folder: Path | None) -> Tables:
    """The tables of names that this installation uses; read once."""
    return load_tables(folder)


def _clash(one: str, other: str) -> bool:
    """Whether two dates of birth cannot be one: neither the same year nor the same day of the year."""
    if len(one) < WHOLE_DAY or len(other) < WHOLE_DAY:
        return False
    return one[:4] != other[:4] and one[4:] != other[4:]


def _by_donor(
    user: User,
    incident: Incident,
    persons: Mapping[int, MissingPerson],
    family: Family | None,
    found: dict[Key, _Found],
) -> None:
    """By a relative who gave DNA for both: the same code, or the same profile."""
    for one, other, words in _same_donors(user, incident, family):
        for first in _sought_by(persons, one):
            for second in _sought_by(persons, other):
                relations = {_relation(one, first), _relation(other, second)} - {""}
                why = found[_pair(first.pk, second.pk)]
                if len(relations) == 1:
                    relation = relations.pop()
                    why.add(words + " " + _("Of both: %s.") % relation, 8)
                elif not relations:
                    why.add(words, 4)
    for pair in [pair for pair, why in found.items() if not why.reasons]:
        del found[pair]


def _sought_by(persons: Mapping[int, MissingPerson], donor: Person) -> list[MissingPerson]:
    return [one for one in persons.values() if one.family_id == donor.family_id]


def _relation(donor: Person, missing: MissingPerson) -> str:
    return relation_word(draft_of(donor.family), donor.code, missing.person.code)


def _same_donors(
    user: User, incident: Incident, family: Family | None
) -> Iterator[tuple[Person, Person, str]]:
    rows = Person.objects.filter(family__in=families_in_sight(user, incident))
    rows = rows.filter(Q(profile__isnull=False) | ~Q(donor_code=""))
    by_code: dict[str, list[Person]] = defaultdict(list)
    by_profile: dict[str, list[Person]] = defaultdict(list)
    coverage = coverage_of(incident)
    for person in rows.select_related("family", "profile", "key").order_by("pk"):
        if person.donor_code:
            by_code[person.donor_code].append(person)
        if coverage.covers_donor(person, person.family):
            genotypes = genotypes_of(person)
            if len(genotypes) >= LEAST_MARKERS:
                by_profile[_fingerprint(genotypes)].append(person)
    for groups, words in (
        (by_code, _("A relative gave a sample in both families under one code.")),
        (by_profile, _("A relative of each family has the same DNA profile.")),
    ):
        for group in groups.values():
            yield from ((a, b, words) for a, b in _pairs(group, family))


def _pairs(group: Iterable[Person], family: Family | None) -> Iterator[tuple[Person, Person]]:
    people = list(group)
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            here = family is None or family.pk in (one.family_id, other.family_id)
            if one.family_id != other.family_id and here:
                yield one, other


def _fingerprint(genotypes: Mapping[str, list[str | None]]) -> str:
    plain = {marker: sorted(str(a) for a in pair) for marker, pair in genotypes.items()}
    return json.dumps(plain, sort_keys=True)
