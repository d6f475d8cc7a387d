"""A joint posterior in words: which remains and persons the evidence cannot tell apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from antigone.reconcile.results import JointPosterior

LEAST_PROBABILITY = 0.5
"""A group is named when its remains are among its persons with at least this probability."""

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
        found, sought = ", ".join(self.remains), ", ".join(self.missing)
        if len(self.remains) == len(self.missing):
            return f"{found} are {sought} in {'either' if len(self.remains) == 2 else 'any'} order"
        if len(self.remains) == 1:
            return f"{found} is one of {sought}"
        return f"{found} are {len(self.remains)} of {sought}, in any order"


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
        outside = sum(1.0 - sum(joint.marginals[r][m] for m in persons) for r in remains)
        if remains and 1.0 - outside >= LEAST_PROBABILITY:
            found.append(Ambiguity(remains, tuple(persons), max(0.0, 1.0 - outside)))
    return tuple(found)


def _exchangeable(joint: JointPosterior) -> list[list[str]]:
    """Persons whose marginals agree for all remains, two or more together."""
    rows = list(joint.marginals.values())
    persons = [m for m in rows[0] if m is not None] if rows else []
    groups: list[list[str]] = []
    for person in persons:
        column = [row[person] for row in rows]
        for group in groups:
            if _agree(column, [row[group[0]] for row in rows]):
                group.append(person)
                break
        else:
            groups.append([person])
    return [group for group in groups if len(group) > 1]


def _agree(left: Sequence[float], right: Sequence[float]) -> bool:
    return all(
        math.isclose(a, b, rel_tol=RELATIVE_TOLERANCE, abs_tol=ABSOLUTE_TOLERANCE)
        for a, b in zip(left, right, strict=True)
    )
