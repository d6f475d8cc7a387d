"""Numbers that a person joined as one person sought: which they are, and how they are compared.

The families stay apart in what a run freezes, each sealed with its own key; they are joined when it is
read, so that a withdrawal finds its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from antigone.policy.purposes import co_15_both_are_covered
from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.same_persons import Join, OnePersonEach, one_person_each
from antigone.web.incidents.desk import signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.incidents.once import once
from antigone.web.records.models import MissingPerson, Person, SamePerson
from antigone.words import in_turn, said


@dataclass(frozen=True)
class JoinedPersons:
    """The joins that stand, and the numbers that are kept before others: those that are identified."""

    joins: tuple[Join, ...] = ()
    first: tuple[str, ...] = ()

    def applied(self, dvi: DviIncident) -> OnePersonEach:
        """The incident with each person sought once, as far as both families are covered (CO-15)."""
        there = set(dvi.missing)
        both = [
            join
            for join in self.joins
            if co_15_both_are_covered(number in there for number in (join.first, join.second))
        ]
        return one_person_each(dvi, both, self.first)

    def notices(self, missing: Collection[str]) -> tuple[str, ...]:
        """What a reader of the inputs should know; so a join that is new makes them new."""
        return tuple(
            in_turn(
                (
                    said(
                        "{first} and {second} were joined as one person",
                        first=join.first,
                        second=join.second,
                    ),
                    *(said("{one} is {other}", one=one, other=other) for one, other in join.also),
                )
            )
            for join in self.joins
            if join.first in missing and join.second in missing
        )

    def as_json(self) -> dict[str, JsonValue]:
        """As a run keeps them."""
        joins = [[j.first, j.second, [list(pair) for pair in j.also]] for j in self.joins]
        return {"joins": joins, "first": list(self.first)}


def joined_persons_from(kept: Mapping[str, Any] | None) -> JoinedPersons:
    """What `as_json` wrote; none where a run is older than joins."""
    if not kept:
        return JoinedPersons()
    joins = (
        Join(first, second, tuple((one, other) for one, other in also))
        for first, second, also in kept["joins"]
    )
    return JoinedPersons(tuple(joins), tuple(kept["first"]))


def joined_persons(incident: Incident) -> JoinedPersons:
    """The joins that stand in an incident."""
    rows = list(standing(incident).select_related("first", "second"))
    if not rows:
        return JoinedPersons()
    ids = _ids(incident, rows)
    joins = tuple(
        Join(
            row.first.number,
            row.second.number,
            tuple((ids[one], ids[other]) for one, other in row.correspondences),
        )
        for row in rows
    )
    numbers = {number for join in joins for number in (join.first, join.second)}
    identified = set(signed_identifications(incident, numbers).values())
    return JoinedPersons(joins, tuple(sorted(numbers & identified)))


def standing(incident: Incident) -> QuerySet[SamePerson]:
    """The joins that were not parted."""
    return SamePerson.objects.filter(incident=incident, parted_at__isnull=True)


def _ids(incident: Incident, rows: Iterable[SamePerson]) -> dict[int, str]:
    """By person the id in what is compared: the number of who is sought, the code of everybody else."""
    wanted = {pk for row in rows for pair in row.correspondences for pk in pair}
    found = dict(
        Person.objects.filter(pk__in=wanted, family__incident=incident).values_list("pk", "code")
    )
    sought = MissingPerson.objects.filter(person__in=wanted).values_list("person_id", "number")
    return found | dict(sought)


def same_numbers(incident: Incident) -> dict[str, frozenset[str]]:
    """By number all numbers of the same person; only of persons with several."""
    return once(("same numbers", incident.pk), lambda: _same_numbers(incident))


def _same_numbers(incident: Incident) -> dict[str, frozenset[str]]:
    together: dict[str, frozenset[str]] = {}
    for first, second in standing(incident).values_list("first__number", "second__number"):
        group = together.get(first, frozenset({first})) | together.get(second, frozenset({second}))
        together.update(dict.fromkeys(group, group))
    return together
