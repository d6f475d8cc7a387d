"""What a withdrawal destroys: keys, and with them all that they seal (CO-04).

The case stays as a placeholder, under its numbers. Other parts take out what rests on the content:
they offer `withdrawn` (see `incidents.desk`), and are called before the keys are gone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from antigone.policy.consent import Scope, co_04_destroyed
from antigone.web.accounts.models import User
from antigone.web.incidents.desk import offers
from antigone.web.incidents.models import Incident
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import (
    Family,
    FoundAlive,
    ImportedFile,
    LegalBasis,
    MissingPerson,
    Person,
    Profile,
    Remains,
    SamePerson,
)
from antigone.web.records.name_index import NAMES_TABLES, forget_names
from antigone.web.sealing.erasure import overwrite_soon
from antigone.web.sealing.keys import destroy, new_key
from antigone.web.sealing.models import Key
from antigone.words import said_of_json

GONE = "–"
"""Stands where words were that may tell what is destroyed."""


@dataclass(frozen=True)
class Withdrawal:
    """What is about to be destroyed.

    Args:
        by: who records it.
        family: the family, or the donor's.
        donors: whose DNA is destroyed.
        told: whether all that the family told is destroyed too.
        kept_runs: runs on which a signed identification rests whose evidence a law keeps (CO-06).
    """

    by: User
    family: Family
    donors: tuple[Person, ...]
    told: bool
    kept_runs: frozenset[int]


def destroy_content(*, by: User, covered: Family | Person, law: bool) -> Withdrawal:
    """Destroy what a family, or one donor, gave; the caller holds lock, transaction and journal.

    Args:
        law: a live law covers the family, so that what signed identifications rest on is kept.
    """
    family = covered.family if isinstance(covered, Person) else covered
    scope = Scope.DONOR if isinstance(covered, Person) else Scope.FAMILY
    what = co_04_destroyed(scope)
    donors = family.persons.filter(key__isnull=False).select_related("key")
    withdrawal = Withdrawal(
        by=by,
        family=family,
        donors=tuple(donors if what.dna else donors.filter(pk=covered.pk)),
        told=what.told,
        kept_runs=_identified_in(family) if law else frozenset(),
    )
    changed: list[type[Model]] = [*NAMES_TABLES, Profile, MissingPerson, Remains, LegalBasis]
    changed += [FoundAlive, SamePerson, ImportedFile] if withdrawal.told else []
    tables = {table for offer in offers("withdrawn") for table in offer(withdrawal)}
    for donor in withdrawal.donors:
        _destroy_key(donor.key)
    Profile.objects.filter(person__in=withdrawal.donors).update(sealed=b"")
    LegalBasis.objects.filter(donor__in=withdrawal.donors, kind=LegalBasis.Kind.CONSENT).update(
        given_by=GONE, function=GONE
    )
    if withdrawal.told:
        _destroy_told(family)
    overwrite_soon(*changed, tables=tables)
    return withdrawal


def let_go(families: Iterable[Family]) -> None:
    """Destroy what a law kept of families that have withdrawn: no law covers them any more."""
    tables = {t for family in families for offer in offers("let_go") for t in offer(family)}
    if tables:
        overwrite_soon(tables=tables)


def destroy_what_photographs_gave(incident: Incident, families: Collection[int] | None) -> None:
    """Destroy what was made of families' photographs that may no longer be used (FA-11).

    Called within each act after which a photograph may be used by fewer.

    Args:
        families: by pk those whose photographs it is about; None: all.
    """
    tables = {t for offer in offers("photographs_changed") for t in offer(incident, families)}
    if tables:
        overwrite_soon(tables=tables)


def families_that_seek(person: MissingPerson) -> list[int]:
    """The family of a person sought, and those that seek the same person under other numbers."""
    numbers = same_numbers(person.incident).get(person.number, frozenset({person.number}))
    rows = Family.objects.filter(
        incident=person.incident_id, missing_persons__number__in=numbers
    ).order_by()
    return list(rows.distinct().values_list("pk", flat=True))


def begin_anew(family: Family, donors: list[Person]) -> None:
    """After a new basis: the case can be told and typed anew, what was destroyed stays destroyed.

    Args:
        donors: who withdrew and is covered again: they count as never typed.
    """
    if family.is_withdrawn:
        family.key = new_key(Key.Purpose.FAMILY)
        family.save(update_fields=["key"])
    Profile.objects.filter(person__in=donors).delete()
    Person.objects.filter(pk__in=[donor.pk for donor in donors]).update(key=None)


def _identified_in(family: Family) -> frozenset[int]:
    return frozenset(run for offer in offers("identified_in") for run in offer(family))


def _destroy_told(family: Family) -> None:
    persons = MissingPerson.objects.filter(family=family)
    forget_names(persons)
    _take_out_opinions(family, set(persons.values_list("number", flat=True)))
    _take_out_words(family)
    persons.update(record=None)
    _destroy_key(family.key)


def _take_out_opinions(family: Family, numbers: set[str]) -> None:
    """Opinions on teeth that compare remains with somebody rest on what the family gave."""
    rows = Remains.objects.filter(incident=family.incident, record__isnull=False)
    for remains in rows.only("pk", "record"):
        record = remains.record or {}
        opinions = record.get("tooth_opinions", [])
        left = [opinion for opinion in opinions if opinion["missing"] not in numbers]
        if len(left) < len(opinions):
            remains.record = record | {"tooth_opinions": left}
            remains.save(update_fields=["record"])


def _take_out_words(family: Family) -> None:
    """Who of the family consented, and what people wrote down in plain words of whom it seeks."""
    LegalBasis.objects.filter(family=family, kind=LegalBasis.Kind.CONSENT).update(
        given_by=GONE, function=GONE
    )
    alive = FoundAlive.objects.filter(missing_person__family=family)
    alive.update(reason=GONE)
    alive.exclude(taken_back_because="").update(taken_back_because=GONE)
    joins = SamePerson.objects.filter(Q(first__family=family) | Q(second__family=family))
    joins.update(reasons=GONE)
    joins.exclude(parted_because="").update(parted_because=GONE)
    if family.source_file is not None:
        file = family.source_file
        file.notices = without_family(family, file.notices)
        file.save(update_fields=["notices"])


def without_family(family: Family, sentences: Iterable[Any]) -> list[Any]:
    """The sentences, as they are kept, in which neither the family nor whom it seeks is named."""
    numbers = family.missing_persons.values_list("number", flat=True)
    names = "|".join(map(re.escape, (family.name, *numbers)))
    named = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    return [one for one in sentences if not named.search(said_of_json(one))]


def _destroy_key(key: Key | None) -> None:
    if key is not None:
        destroy(key)
