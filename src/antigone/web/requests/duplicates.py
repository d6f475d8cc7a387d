"""Requests that may seek one person: proposed with reasons, in order; nothing is ever joined by itself."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from antigone.evidence.name_comparison import NameClass
from antigone.evidence.records import PersonName
from antigone.web.accounts.models import User
from antigone.web.incidents.models import Incident
from antigone.web.records.consent import coverage_of
from antigone.web.records.covered import covered_donors
from antigone.web.records.doors import families_in_sight, missing_in_sight, sees_whole_incident
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import Family, MissingPerson, NameIndex, Person
from antigone.web.records.name_index import AT_ONCE, batches
from antigone.web.records.name_pairs import NamedAlike, alike_by_name
from antigone.web.records.name_search import StoredNames
from antigone.web.records.profiles import genotypes_of
from antigone.web.records.remembered import missing_count
from antigone.web.requests.models import NotSame
from antigone.web.requests.pedigree_relations import relation_word
from antigone.web.requests.pedigree_store import draft_of

MOST_PROPOSED = 10
"""So many for each person; the likeliest first."""

LEAST_MARKERS = 8
"""With fewer markers in common two equal profiles prove little."""

MOST_AT_ONCE = 8_000
"""So many persons are compared with one another while a page is made; of more only some families'."""

MOST_REMEMBERED = 200_000
"""Of so many profiles it is remembered which are the same."""

WHOLE_DAY = 10
"""Characters of a date of birth that is known to the day."""


@dataclass(frozen=True)
class Proposal:
    """Two numbers that may be one person, and why."""

    first: MissingPerson
    second: MissingPerson
    reasons: tuple[str, ...]
    strength: int


@dataclass
class _Found:
    reasons: list[str] = field(default_factory=list)
    strength: int = 0

    def add(self, reason: str, strength: int) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)
            self.strength += strength


Key = tuple[int, int]


def proposals_in_sight(user: User, incident: Incident) -> list[Proposal]:
    """All proposals of an incident between families that a person may know of."""
    return _proposals(user, incident, None)


def proposals_of(user: User, family: Family) -> list[Proposal]:
    """Proposals for the persons whom a family seeks."""
    return _proposals(user, family.incident, family)


def proposals_of_some(user: User, families: Iterable[Family]) -> list[Proposal]:
    """Proposals for the persons whom some families seek, each once, the strongest first."""
    found = {
        (one.first.pk, one.second.pk): one
        for family in families
        for one in proposals_of(user, family)
    }
    return sorted(found.values(), key=lambda p: (-p.strength, p.first.pk, p.second.pk))


def too_many_at_once(user: User, incident: Incident) -> bool:
    """Whether more are sought than can be compared with one another while a page is made."""
    return missing_count(user, incident) > MOST_AT_ONCE


def _proposals(user: User, incident: Incident, family: Family | None) -> list[Proposal]:
    rows = missing_in_sight(user, incident)
    found: dict[Key, _Found] = defaultdict(_Found)
    among = None if sees_whole_incident(user, incident) else families_in_sight(user, incident)
    _by_name(rows, among, incident, family, found)
    _by_donor(user, incident, rows, family, found)
    asked = {pk for pair in found for pk in pair}
    read = MissingPerson.objects.filter(pk__in=asked).select_related("family__incident", "person")
    persons = read.defer("record").in_bulk()
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
    rows: QuerySet[MissingPerson],
    among: QuerySet[Family] | None,
    incident: Incident,
    family: Family | None,
    found: dict[Key, _Found],
) -> None:
    """By name, hindered by another date of birth; by less of a name where that is the same.

    Args:
        among: the families in sight; None: all are, and nobody has to be asked for.
    """
    everybody = rows.order_by("pk")
    if family is None:
        names = StoredNames(incident, None)
        asked = list(everybody.values_list("pk", flat=True))
        alike: Sequence[NamedAlike] = alike_by_name(incident, asked, MOST_PROPOSED)
    else:
        thorough = rows.order_by().count() <= MOST_AT_ONCE
        names = StoredNames(incident, among, thorough=thorough)
        asked = list(everybody.filter(family=family).values_list("pk", flat=True))
        alike = _alike_to(asked, names)
    together = _born_together(rows, asked, every=family is None)
    day = _birth_dates({pk for one in alike for pk in (one.person, one.other)})
    for one in alike:
        if not _clash(day.get(one.person, ""), day.get(one.other, "")):
            words = _("Name: %s.") % one.comparison.in_words()
            found[_pair(one.person, one.other)].add(words, one.comparison.name_class)
    _by_birth(names, set(asked), together, found)


def _alike_to(asked: Sequence[int], names: StoredNames) -> list[NamedAlike]:
    """Those that count whose names are likest to those of some persons."""
    return [
        NamedAlike(pk, one.person, one.comparison)
        for pk, own in _told_names(asked).items()
        for name in own
        for one in names.found(name, at_least=NameClass.FAMILY_AND_INITIAL)[:MOST_PROPOSED]
        if one.person != pk
    ]


def _by_birth(
    names: StoredNames,
    asked: Collection[int],
    pairs: Sequence[Key],
    found: dict[Key, _Found],
) -> None:
    """Persons born on one day whose names have anything in common."""
    others: dict[int, list[int]] = defaultdict(list)
    for one, two in pairs:
        # Few are asked about: their names are read, and compared with what is stored of the others.
        pk, other = (one, two) if one in asked else (two, one)
        others[pk].append(other)
    names.read({other for of_one in others.values() for other in of_one})
    told = _told_names(others)
    for pk, own in told.items():
        compared = [names.compared(name, others[pk]) for name in own]
        for other in others[pk]:
            each = [of[other] for of in compared if other in of]
            best = max(each, key=lambda c: c.order, default=None)
            if best is not None and best.name_class >= NameClass.GIVEN:
                why = found[_pair(pk, other)]
                why.add(_("Name: %s.") % best.in_words(), best.name_class)
                why.add(_("The same date of birth."), 5)


def _told_names(persons: Iterable[int]) -> dict[int, list[PersonName]]:
    """By person the names."""
    names: dict[int, list[PersonName]] = {}
    for some in batches(sorted(persons), AT_ONCE):
        for row in NameIndex.objects.filter(missing_person__in=some):
            if row.family or row.given or row.patronymic:
                name = PersonName(row.family, row.given, row.patronymic, row.kind or "legal")
                names.setdefault(row.missing_person_id, []).append(name)
    return names


def _birth_dates(persons: Iterable[int]) -> dict[int, str]:
    """By person the date of birth, as far as it is known."""
    born: dict[int, str] = {}
    for some in batches(sorted(persons), AT_ONCE):
        rows = NameIndex.objects.filter(missing_person__in=some)
        born |= dict(rows.values_list("missing_person", "born"))
    return born


def _born_together(
    rows: QuerySet[MissingPerson], asked: Sequence[int], *, every: bool
) -> list[Key]:
    """Pairs of one date of birth that is known to the day, each once."""
    told = NameIndex.objects.filter(missing_person__in=rows.order_by()).exclude(born="")
    if not every:
        days = set(_birth_dates(asked).values())
        told = told.filter(born__in=days)
    of_day: dict[str, dict[int, None]] = defaultdict(dict)
    born: dict[int, str] = {}
    for pk, day in told.order_by("missing_person", "pk").values_list("missing_person", "born"):
        if len(day) == WHOLE_DAY:
            of_day[day][pk] = None
            born[pk] = day
    pairs = (_pair(pk, o) for pk in asked for o in of_day.get(born.get(pk, ""), ()) if o != pk)
    return list(dict.fromkeys(pairs))


def _clash(one: str, other: str) -> bool:
    """Whether two dates of birth cannot be one: neither the same year nor the same day of the year."""
    if len(one) < WHOLE_DAY or len(other) < WHOLE_DAY:
        return False
    return one[:4] != other[:4] and one[4:] != other[4:]


def _by_donor(
    user: User,
    incident: Incident,
    rows: QuerySet[MissingPerson],
    family: Family | None,
    found: dict[Key, _Found],
) -> None:
    """By a relative who gave DNA for both: the same code, or the same profile."""
    same = list(_same_donors(user, incident, family))
    families = {donor.family_id for one, other, _words in same for donor in (one, other)}
    sought: dict[int, list[MissingPerson]] = defaultdict(list)
    persons = rows.filter(family__in=families).select_related("person").defer("record")
    for person in persons.order_by("pk"):
        sought[person.family_id].append(person)
    for one, other, words in same:
        for first in sought[one.family_id]:
            for second in sought[other.family_id]:
                relations = {_relation(one, first), _relation(other, second)} - {""}
                why = found[_pair(first.pk, second.pk)]
                if len(relations) == 1:
                    relation = relations.pop()
                    why.add(words + " " + _("Of both: %s.") % relation, 8)
                elif not relations:
                    why.add(words, 4)
    for pair in [pair for pair, why in found.items() if not why.reasons]:
        del found[pair]


def _relation(donor: Person, missing: MissingPerson) -> str:
    return relation_word(draft_of(donor.family), donor.code, missing.person.code)


def _same_donors(
    user: User, incident: Incident, family: Family | None
) -> Iterator[tuple[Person, Person, str]]:
    rows = Person.objects.filter(family__in=families_in_sight(user, incident).order_by())
    words = _("A relative gave a sample in both families under one code.")
    for group in _under_one_code(rows, family):
        yield from ((a, b, words) for a, b in _pairs(group, family))
    if family is not None and not _has_covered_donor(family):
        return
    words = _("A relative of each family has the same DNA profile.")
    for group in _with_one_profile(rows.filter(covered_donors(incident)), family):
        yield from ((a, b, words) for a, b in _pairs(group, family))


def _has_covered_donor(family: Family) -> bool:
    """Whether anybody of a family gave DNA that may be used: else nobody else's is looked at."""
    donors = list(family.persons.filter(profile__isnull=False))
    coverage = coverage_of(family.incident, [family]) if donors else None
    return coverage is not None and any(coverage.covers_donor(one, family) for one in donors)


def _under_one_code(rows: QuerySet[Person], family: Family | None) -> Iterable[list[Person]]:
    """Persons of several families with one donor code."""
    coded = rows.exclude(donor_code="").order_by()
    if family is not None:
        own = list(family.persons.exclude(donor_code="").values_list("donor_code", flat=True))
        if not own:
            return ()
        coded = coded.filter(donor_code__in=own)
    several = coded.values("donor_code").annotate(families=Count("family", distinct=True))
    codes = several.filter(families__gt=1).values_list("donor_code", flat=True)
    groups: dict[str, list[Person]] = defaultdict(list)
    found = rows.filter(donor_code__in=list(codes)).select_related("family").order_by("pk")
    for person in found:
        groups[person.donor_code].append(person)
    return groups.values()


def _with_one_profile(rows: QuerySet[Person], family: Family | None) -> Iterable[list[Person]]:
    """Persons of several families with the same genotypes, at enough markers to prove anything."""
    typed = rows.filter(profile__isnull=False).order_by("pk")
    if family is not None and not typed.filter(family=family).exists():
        return ()
    if typed.order_by().count() > MOST_AT_ONCE:
        return ()
    groups: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
    for pk, of, proof in _proofs(typed):
        groups[proof].append((pk, of))
    several = [own for own in groups.values() if len({of for _pk, of in own}) > 1]
    if family is not None:
        several = [own for own in several if any(of == family.pk for _pk, of in own)]
    pks = [pk for own in several for pk, _of in own]
    persons = Person.objects.select_related("family").in_bulk(pks)
    return [[persons[pk] for pk, _of in own] for own in several]


def _proofs(typed: QuerySet[Person]) -> Iterator[tuple[int, int, bytes]]:
    """Persons with families, and a number for the genotypes of each who has enough of them.

    A profile that was seen before is not opened again: what is remembered is a number that means
    nothing outside of this process, under the sealed content, which changes with the profile.
    """
    read = [
        (pk, of, hashlib.sha256(bytes(sealed or b"")).digest())
        for pk, of, sealed in typed.values_list("pk", "family", "profile__sealed")
    ]
    new = [pk for pk, _of, sealed in read if sealed not in _PROOFS]
    for some in batches(new, AT_ONCE):
        if len(_PROOFS) > MOST_REMEMBERED:
            _PROOFS.clear()
        opened = Person.objects.filter(pk__in=some).select_related("profile", "key")
        _PROOFS.update(_proof(person) for person in opened)
    for pk, of, sealed in read:
        proof = _PROOFS.get(sealed)
        if proof:
            yield pk, of, proof


def _proof(person: Person) -> tuple[bytes, bytes]:
    """The sealed content, and what is remembered of it: nothing where there are too few markers."""
    sealed = hashlib.sha256(bytes(person.profile.sealed or b"")).digest()
    genotypes = genotypes_of(person)
    if len(genotypes) < LEAST_MARKERS:
        return sealed, b""
    plain = {marker: sorted(str(a) for a in pair) for marker, pair in genotypes.items()}
    text = json.dumps(plain, sort_keys=True).encode()
    return sealed, hashlib.blake2b(text, key=_SECRET, digest_size=16).digest()


_SECRET = secrets.token_bytes(32)
_PROOFS: dict[bytes, bytes] = {}


def _pairs(group: Iterable[Person], family: Family | None) -> Iterator[tuple[Person, Person]]:
    people = list(group)
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            here = family is None or family.pk in (one.family_id, other.family_id)
            if one.family_id != other.family_id and here:
                yield one, other
