"""An incident with invented persons, stored the way an import stores them, and nobody else's acts."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.evidence.records import PersonName
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, MissingPerson, NameIndex, Person
from antigone.web.records.name_index import keep_names
from antigone.web.sealing.keys import drafted_key
from antigone.web.sealing.models import Key

Persons = Sequence[Sequence[PersonName]]


def store_persons(incident: Incident, persons: Persons) -> list[MissingPerson]:
    """Each person with a family of their own, in the order of the list."""
    keys = Key.objects.bulk_create(drafted_key(Key.Purpose.FAMILY) for _ in persons)
    families = Family.objects.bulk_create(
        Family(incident=incident, name=f"N{place}", key=key) for place, key in enumerate(keys)
    )
    relatives = Person.objects.bulk_create(
        Person(family=family, code="P1", sex="U", position=0) for family in families
    )
    missing = MissingPerson.objects.bulk_create(
        MissingPerson(incident=incident, family=person.family, person=person, number=f"N-{place}")
        for place, person in enumerate(relatives)
    )
    rows = [
        NameIndex(
            missing_person=person,
            kind=name.kind,
            family=name.family,
            given=name.given,
            patronymic=name.patronymic,
        )
        for person, names in zip(missing, persons, strict=True)
        for name in names
    ]
    keep_names(incident.pk, rows)
    return missing
