"""All families of an incident with their people, in few queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, MissingPerson, Person

MOST_NAMED = 1_000
"""Of more families all are read: a query cannot name them one by one."""


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


def family_rows(incident: Incident, names: Collection[str] | None = None) -> Iterator[FamilyRows]:
    """The families in the order in which they are reported.

    Args:
        names: only families of these names; None: all of the incident.
    """
    families = Family.objects.filter(incident=incident)
    of_incident = Person.objects.filter(family__incident=incident)
    sought_here = MissingPerson.objects.filter(incident=incident)
    if names is not None and len(names) <= MOST_NAMED:
        families = families.filter(name__in=names)
        of_incident = of_incident.filter(family__name__in=names)
        sought_here = sought_here.filter(family__name__in=names)
    persons: dict[int, list[Person]] = defaultdict(list)
    for person in of_incident.select_related("profile", "key").order_by("position", "pk"):
        persons[person.family_id].append(person)
    missing: dict[int, list[MissingPerson]] = defaultdict(list)
    for sought in sought_here:
        missing[sought.family_id].append(sought)
    for family in families.select_related("key"):
        for sought in missing[family.pk]:
            sought.family = family
        yield FamilyRows(family, tuple(persons[family.pk]), tuple(missing[family.pk]))
