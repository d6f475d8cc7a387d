"""Who else comes into question: what a signer looks at besides the pair itself."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.web.matching.results import RunResults


@dataclass(frozen=True)
class Rivals:
    """The next best in the joint view of a run.

    Args:
        person: the next person for the same remains, with the posterior; None if there is none.
        remains: the next remains for the same person, likewise.
        nobody: posterior that the remains are nobody of those sought.
    """

    person: tuple[str, float] | None
    remains: tuple[str, float] | None
    nobody: float


def rivals_of(results: RunResults, remains: str, missing_person: str) -> Rivals:
    """Next best for the remains and for the person."""
    marginals = results.marginals
    row = marginals.get(remains, {})
    persons = [(m, p) for m, p in row.items() if m is not None and m != missing_person and p > 0]
    others = [
        (r, probabilities.get(missing_person, 0.0))
        for r, probabilities in marginals.items()
        if r != remains and probabilities.get(missing_person, 0.0) > 0
    ]
    return Rivals(
        person=max(persons, key=_by_posterior, default=None),
        remains=max(others, key=_by_posterior, default=None),
        nobody=row.get(None, 0.0),
    )


def _by_posterior(rival: tuple[str, float]) -> float:
    return rival[1]
