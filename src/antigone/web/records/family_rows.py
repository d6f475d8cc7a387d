"""All families of an incident with their people, in few queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, MissingPerson, Person


@dataclass(frozen=True)
class FamilyRows:
    """One family.

    Args:
        persons: its pedigree, with profiles and keys.
        missing: whom it seeks, in the order in which they are reported.
    """

    family: Family
    persons: tuple[Person, ...]
    missing: tuple[MissingPerson, ...]


def family_rows(incident: Incident) -> Iterator[FamilyRows]:
    """The families in the order in which they are reported."""
    persons: dict[int, list[Person]] = defaultdict(list)
    of_incident = Person.objects.filter(family__incident=incident)
    for person in of_incident.select_related("profile", "key").order_by("position", "pk"):
        persons[person.family_id].append(person)
    missing: dict[int, list[MissingPerson]] = defaultdict(list)
    for sought in MissingPerson.objects.filter(incident=incident):
        missing[sought.family_id].append(sought)
    for family in Family.objects.filter(incident=incident).select_related("key"):
        for sought in missing[family.pk]:
            sought.family = family
        yield FamilyRows(family, tuple(persons[family.pk]), tuple(missing[family.pk]))
