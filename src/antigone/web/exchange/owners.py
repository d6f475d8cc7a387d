"""Whose DNA a row of a file is: remains by number, a sample by code, a relative by donor code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from antigone.web.custody.models import Reading, Sample
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Person, Remains
from antigone.web.records.profiles import genotypes_of

Genotypes = dict[str, list[str | None]]


@dataclass(frozen=True)
class Owner:
    """Remains or a relative, with the profile that is recorded.

    Args:
        sample: pk of the sample whose code stands in the file; None where a number or donor code does.
    """

    of: Remains | Person
    genotypes: Genotypes
    sample: int | None = None

    @property
    def identity(self) -> tuple[str, int]:
        """Two rows with the same are of one person."""
        return type(self.of).__name__, self.of.pk

    @property
    def is_withdrawn(self) -> bool:
        """Whether the relative, or the whole family, withdrew."""
        of = self.of
        return isinstance(of, Person) and (of.is_withdrawn or of.family.is_withdrawn)


def owners_of(incident: Incident, names: Collection[str]) -> dict[str, Owner]:
    """The owners that are known in an incident, by what stands in the file."""
    names = set(names)
    found: dict[str, Owner] = {}
    persons = Person.objects.filter(family__incident=incident)
    persons = persons.select_related("key", "family__key", "profile")
    for person in persons.filter(donor_code__in=names - {""}):
        found[person.donor_code] = Owner(person, genotypes_of(person))
    for sample in _samples(incident).filter(code__in=names):
        of = sample.remains or sample.person
        assert of is not None  # noqa: S101  (a database constraint)
        found[sample.code] = Owner(of, genotypes_of(of), sample.pk)
    remains = Remains.objects.filter(incident=incident, number__in=names).defer("record")
    for one in remains.select_related("profile"):
        found[one.number] = Owner(one, genotypes_of(one))
    return found


def _samples(incident: Incident) -> QuerySet[Sample]:
    return Sample.objects.filter(incident=incident).select_related(
        "remains__profile", "person__key", "person__family__key", "person__profile"
    )


def read_by_hand(owners: Collection[Owner]) -> set[tuple[str, int]]:
    """Those whose profile is what readings at the desk agree on."""
    remains = [o.of.pk for o in owners if isinstance(o.of, Remains)]
    persons = [o.of.pk for o in owners if isinstance(o.of, Person)]
    counting = Reading.objects.filter(counts_since__isnull=False)
    found = {
        (Remains.__name__, pk)
        for pk in counting.filter(sample__remains__in=remains).values_list(
            "sample__remains_id", flat=True
        )
    }
    return found | {
        (Person.__name__, pk)
        for pk in counting.filter(sample__person__in=persons).values_list(
            "sample__person_id", flat=True
        )
    }
