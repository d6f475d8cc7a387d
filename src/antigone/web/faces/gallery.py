"""Which photographs may be searched by face: asked before anything of them is read (FA-05 to FA-07)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from antigone.policy.face import (
    PHOTOGRAPH_KINDS,
    Photograph,
    fa_05_family_gave_it_for_this,
    fa_06_still_sought,
    fa_07_in_sight,
)
from antigone.policy.purposes import co_12_allows
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.desk import signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.media.models import Picture
from antigone.web.records.alive import found_alive
from antigone.web.records.consent import coverage_of
from antigone.web.records.doors import families_in_sight
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import Family
from antigone.web.requests.models import ConsentGiven, Purpose, TracingRequest

PART = 1_000
"""So many photographs are asked for at once: a database takes only so many numbers in one question."""

_JOINS = ("family__key", "file__family__key", "missing_person")
_LATER = ("sealed_words", "missing_person__record")
"""Read only of a photograph that is decoded: what a family told is long."""


@dataclass(frozen=True)
class Row:
    """One photograph, and what is known of it before it is decoded."""

    picture: Picture
    facts: Photograph


def gallery(user: Visitor, incident: Incident) -> Iterator[list[Picture]]:
    """The photographs that this person may search now, in the order in which they came, part by part."""
    seen = seen_photographs(user, incident).order_by("added_at", "pk")
    for rows in _rows(incident, seen.values_list("pk", flat=True), user):
        yield [row.picture for row in rows if is_let_in(row.facts) and fa_07_in_sight(row.facts)]


def seen_photographs(user: Visitor, incident: Incident) -> QuerySet[Picture]:
    """The photographs of families that this person may know of."""
    return photographs_of(incident).filter(family__in=families_in_sight(user, incident))


def allowed(incident: Incident, pictures: Collection[int]) -> frozenset[int]:
    """Of these photographs those that anybody may search now (FA-05, FA-06)."""
    parts = _rows(incident, pictures)
    return frozenset(row.picture.pk for rows in parts for row in rows if is_let_in(row.facts))


def given_for_this(incident: Incident, pictures: Collection[int]) -> frozenset[int]:
    """Of these photographs those whose family allows it, whatever became of the person (FA-05)."""
    given = (row for rows in _rows(incident, pictures) for row in rows)
    return frozenset(row.picture.pk for row in given if fa_05_family_gave_it_for_this(row.facts))


def is_let_in(facts: Photograph) -> bool:
    """FA-05 and FA-06: the family allows it, and the person is still sought."""
    return fa_05_family_gave_it_for_this(facts) and fa_06_still_sought(facts)


def photographs_of(incident: Incident) -> QuerySet[Picture]:
    """All photographs of persons that families of an incident gave; none of remains is among them."""
    return Picture.objects.filter(
        incident=incident,
        family__isnull=False,
        missing_person__isnull=False,
        kind__in=PHOTOGRAPH_KINDS,
    )


def _rows(
    incident: Incident, pictures: Iterable[int], user: Visitor | None = None
) -> Iterator[list[Row]]:
    """The photographs with what is known of each; the number of queries grows with their parts alone.

    Args:
        pictures: by pk.
        user: whoever searches; None: whether a family is in sight is not asked.
    """
    for part in in_parts(pictures):
        rows = photographs_of(incident).filter(pk__in=part)
        found = list(rows.select_related(*_JOINS).defer(*_LATER).order_by("added_at", "pk"))
        families = {picture.family_id: picture.family for picture in found if picture.family}
        if families:
            known = _Known(incident, families.values(), user)
            yield [Row(picture, known.of(picture)) for picture in found]


def in_parts(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Numbers of rows, so many at once as a database takes."""
    wanted = list(numbers)
    for start in range(0, len(wanted), PART):
        yield wanted[start : start + PART]


class _Known:
    """What decides over the photographs of some families, read once for all of them."""

    def __init__(
        self, incident: Incident, families: Iterable[Family], user: Visitor | None
    ) -> None:
        self._incident = incident
        families = list(families)
        self._covered = coverage_of(incident, families)
        requests = TracingRequest.objects.filter(family__in=families).order_by()
        self._requested = frozenset(requests.values_list("family_id", flat=True))
        self._answers = _answers(families)
        self._alive = found_alive(incident)
        # Whoever is identified under one number is no longer sought under another.
        same, named = same_numbers(incident), signed_identifications(incident).values()
        self._identified = frozenset(named).union(*(same.get(number, ()) for number in named))
        self._seen = None if user is None else _seen(user, incident)

    def of(self, picture: Picture) -> Photograph:
        """What is known of one photograph."""
        family, person = picture.family, picture.missing_person
        assert family is not None  # noqa: S101  (`photographs_of`)
        assert person is not None  # noqa: S101  (likewise)
        return Photograph(
            kind=picture.kind,
            of_sought=person.family_id == family.pk,
            by_request=family.pk in self._requested,
            stands=not picture.is_gone and picture.retracted_at is None,
            covered=self._covered.covers_family(family),
            photographs=self._says_yes(family, Purpose.PHOTOGRAPHS),
            faces=self._says_yes(family, Purpose.FACES),
            alive=person.number in self._alive,
            identified=person.number in self._identified,
            same_incident=family.incident_id == self._incident.pk,
            in_sight=self._seen is None or family.pk in self._seen,
        )

    def _says_yes(self, family: Family, purpose: Purpose) -> bool:
        return co_12_allows(self._answers.get((family.pk, purpose.value), ()))


def _answers(families: list[Family]) -> dict[tuple[int, str], list[str]]:
    """By family and purpose all answers, the oldest first."""
    rows = ConsentGiven.objects.filter(
        family__in=families, purpose__in=(Purpose.PHOTOGRAPHS, Purpose.FACES)
    )
    found: dict[tuple[int, str], list[str]] = {}
    in_order = rows.order_by("recorded_at", "pk")
    for family, purpose, answer in in_order.values_list("family_id", "purpose", "answer"):
        found.setdefault((family, purpose), []).append(answer)
    return found


def _seen(user: Visitor, incident: Incident) -> frozenset[int]:
    return frozenset(families_in_sight(user, incident).order_by().values_list("pk", flat=True))
