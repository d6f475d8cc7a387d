"""Remains and persons whom a joint posterior cannot tell apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from antigone.reconcile.results import JointPosterior
from antigone.words import in_a_row, said

LEAST_PROBABILITY = 0.5
"""A group is named when its remains are among its persons with at least this probability."""

NOTICEABLE = 1e-6
"""Less probable pairs cannot make a group; where they differ, nobody is told apart by them."""

RELATIVE_TOLERANCE = 1e-6
ABSOLUTE_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Remains that are among these persons, while nothing says which is which.

    `probability` is a lower bound for "all of these remains are among these persons", by Bonferroni
    from the marginals; within the group every order is equally probable.
    """

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    probability: float

    def __str__(self) -> str:
        remains, persons = in_a_row(self.remains), in_a_row(self.missing)
        if len(self.remains) == len(self.missing):
            if len(self.remains) == 2:
                return said(
                    "{remains} are {persons} in either order", remains=remains, persons=persons
                )
            return said("{remains} are {persons} in any order", remains=remains, persons=persons)
        if len(self.remains) == 1:
            return said("{remains} is one of {persons}", remains=remains, persons=persons)
        return said(
            "{remains} are {count} of {persons}, in any order",
            remains=remains,
            count=len(self.remains),
            persons=persons,
        )


def ambiguities(joint: JointPosterior) -> tuple[Ambiguity, ...]:
    """Groups of persons who are exchangeable in the posterior, with the remains that are theirs.

    Persons are exchangeable when every remains is each of them with the same probability, as two
    brothers are to the DNA of their parents. The remains are those of the best assignment.
    """
    if not joint.assignments:
        return ()
    best = joint.assignments[0].assignment
    found = []
    for persons in _exchangeable(joint):
        remains = tuple(r for r, person in best.items() if person in persons)
        outside = sum(1.0 - sum(joint.marginals[r].get(m, 0.0) for m in persons) for r in remains)
        if remains and 1.0 - outside >= LEAST_PROBABILITY:
            found.append(Ambiguity(remains, tuple(persons), max(0.0, 1.0 - outside)))
    return tuple(found)


def _exchangeable(joint: JointPosterior) -> list[list[str]]:
    """Persons whose marginals agree for all remains, two or more together."""
    columns: dict[str, dict[str, float]] = {}
    for remains, row in joint.marginals.items():
        for person, probability in row.items():
            if person is not None and probability >= NOTICEABLE:
                columns.setdefault(person, {})[remains] = probability
    alike: dict[tuple[str, ...], list[list[str]]] = {}
    for person, column in columns.items():
        groups = alike.setdefault(tuple(column), [])
        for group in groups:
            if _agree(column, columns[group[0]]):
                group.append(person)
                break
        else:
            groups.append([person])
    return [group for groups in alike.values() for group in groups if len(group) > 1]


def _agree(left: Mapping[str, float], right: Mapping[str, float]) -> bool:
    return all(
        math.isclose(p, right[r], rel_tol=RELATIVE_TOLERANCE, abs_tol=ABSOLUTE_TOLERANCE)
        for r, p in left.items()
    )
