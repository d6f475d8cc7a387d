"""Under which words the journal writes of one case: its numbers, its parts, and who it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from antigone.web.custody.models import Packet, Sample
from antigone.web.deaths.models import DeathRecord
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.desk import signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.notices.models import Notice
from antigone.web.records.doors import missing_in_sight, remains_in_sight
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.models import MissingPerson, Person, Remains
from antigone.web.register.asking import about
from antigone.web.requests.models import TracingRequest


@dataclass(frozen=True)
class Case:
    """What belongs together in the register: a body with its parts, the person it is, and their things.

    Args:
        number: under which the case was asked for.
        remains: numbers of the body's parts.
        persons: numbers of the persons sought.
        others: what else the journal writes of: death record, notices, samples, packets, family, request,
            donors.
    """

    number: str
    remains: Sequence[str]
    persons: Sequence[str]
    others: Sequence[str]

    @property
    def condition(self) -> Q:
        """The entries about it. Remains and persons are written in pairs too, all else alone."""
        found = Q(subject__in=[*self.remains, *self.persons, *self.others])
        pairs = Q()
        for number in (*self.remains, *self.persons):
            pairs |= about(number)
        return found | (Q(subject__contains=",") & pairs)


def case_or_404(user: Visitor, incident: Incident, number: str) -> Case:
    """A case by the number of remains or of a person sought.

    Raises:
        Http404: neither has this number, or none that the person may know of.
    """
    remains = remains_in_sight(user, incident).filter(number=number).first()
    persons = list(missing_in_sight(user, incident).filter(number=number))
    if remains is None and not persons:
        raise Http404(_("There are no remains and no person sought under this number."))
    parts: tuple[Remains, ...] = () if remains is None else parts_of(remains)
    pairs = signed_identifications(
        incident, [*(part.number for part in parts), *(one.number for one in persons)]
    )
    if not parts:
        parts = _bodies(incident, pairs)
    if not persons:
        persons = list(MissingPerson.objects.filter(incident=incident, number__in=pairs.values()))
    return Case(
        number,
        [part.number for part in parts],
        [one.number for one in persons],
        [*_of_remains(parts), *_of_persons(persons)],
    )


def _bodies(incident: Incident, numbers: Iterable[str]) -> tuple[Remains, ...]:
    found = Remains.objects.filter(incident=incident, number__in=list(numbers))
    return tuple(part for remains in found.select_related("incident") for part in parts_of(remains))


def _of_remains(parts: Sequence[Remains]) -> list[str]:
    samples = Sample.objects.filter(remains__in=parts).values_list("code", flat=True)
    packets = Packet.objects.filter(remains__in=parts).values_list("code", flat=True)
    records = DeathRecord.objects.filter(remains__in=parts).values_list("number", flat=True)
    return [*records, *samples, *packets]


def _of_persons(persons: Sequence[MissingPerson]) -> list[str]:
    families = [one.family_id for one in persons]
    donors = Person.objects.filter(family__in=families).values_list("pk", flat=True)
    samples = Sample.objects.filter(person__family__in=families).values_list("code", flat=True)
    requests = TracingRequest.objects.filter(family__in=families).values_list("number", flat=True)
    named = [f"family {pk}" for pk in families] + [f"donor {pk}" for pk in donors]
    notices = Notice.objects.filter(missing_person__in=persons).values_list("number", flat=True)
    return [*notices, *named, *samples, *requests]


def cases_among(incident: Incident, subjects: Iterable[str]) -> frozenset[str]:
    """Which of the numbers in some subjects are those of remains or of persons sought."""
    numbers = {one for subject in subjects for one in subject.split(", ")}
    return frozenset(
        number
        for model in (Remains, MissingPerson)
        for number in model._default_manager.filter(
            incident=incident, number__in=numbers
        ).values_list("number", flat=True)
    )
