"""What the newest run found about some remains, or about the persons a family seeks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django import template

from antigone.web.incidents.models import Incident
from antigone.web.matching.models import Run
from antigone.web.matching.results import Candidate, RunResults
from antigone.web.records.models import MissingPerson

register = template.Library()

SHOWN = 5
SHOWN_PROBABILITY = 0.005


@dataclass(frozen=True)
class Found:
    """The newest run with results, whether it compared what is asked for, and whom it suggests."""

    run: Run
    compared: bool
    candidates: tuple[Candidate, ...]


@register.simple_tag
def candidates_of_remains(incident: Incident, number: str) -> Found | None:
    """Persons whom these remains may be, most probable first; None before the first run."""
    return _found(incident, {number}, None)


@register.simple_tag
def candidates_of_family(incident: Incident, missing: Iterable[MissingPerson]) -> Found | None:
    """Remains that may be one of these persons; None before the first run."""
    return _found(incident, None, {person.number for person in missing})


def _found(
    incident: Incident, remains: Collection[str] | None, missing: Collection[str] | None
) -> Found | None:
    run = Run.objects.filter(incident=incident, status=Run.Status.DONE).first()
    if run is None:
        return None
    results = RunResults(run)
    asked = [
        pair
        for pair in results.candidates
        if (remains is None or pair.remains in remains)
        and (missing is None or pair.missing in missing)
    ]
    shown = sorted(filter(_is_worth_a_look, asked), key=_rank, reverse=True)
    return Found(run, bool(asked), tuple(shown[:SHOWN]))


def _is_worth_a_look(pair: Candidate) -> bool:
    supported = pair.log10_lr is not None and pair.log10_lr > 0
    return supported or (pair.posterior or 0.0) >= SHOWN_PROBABILITY


def _rank(pair: Candidate) -> tuple[float, float]:
    return pair.posterior or 0.0, pair.log10_lr or 0.0
