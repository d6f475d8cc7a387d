"""What the newest run found about some remains, or about the persons a family seeks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext, ngettext

from antigone.web.incidents.models import Incident
from antigone.web.incidents.once import once
from antigone.web.matching.assumptions import (
    Signed,
    given_of,
    not_compared_of,
    parts_of_run,
    set_aside_of,
)
from antigone.web.matching.candidates import Candidate, candidate_of
from antigone.web.matching.joint_view import SHOWN_PROBABILITY, JointView, Worth, worth_of
from antigone.web.matching.kept_pairs import strongest, was_compared
from antigone.web.matching.models import KeptPair, Run
from antigone.web.matching.results import RunResults, WhatNext
from antigone.web.matching.shown import shown_results
from antigone.web.matching.what_next import what_next
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import MissingPerson, Remains

register = template.Library()

SHOWN = 5


@dataclass(frozen=True)
class Found:
    """The newest run with results, whether it compared what is asked for, and whom it suggests."""

    run: Run
    compared: bool
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Assumed:
    """Signed identifications of a run: taken as given, left out on purpose, and no part of it."""

    given: Signed
    set_aside: Signed
    parts: Signed
    not_compared: Signed


@register.simple_tag
def assumed_by(run: Run) -> Assumed:
    """What a run assumed about signed identifications."""
    return Assumed(given_of(run), set_aside_of(run), parts_of_run(run), not_compared_of(run))


@register.simple_tag
def more_than(things: Sequence[object], shown: int) -> str:
    """How many more there are than are shown; nothing where all are."""
    more = len(things) - shown
    if more <= 0:
        return ""
    return ngettext("; and %d more", "; and %d more", more) % more


@register.filter
def held_back_because(held: Mapping[str, Any]) -> str:
    """Why a run left remains out, in the reader's language."""
    return gettext(str(held["because"])).format(**held["values"])


@register.filter
def is_of(pair: Candidate, signed: Signed) -> bool:
    """Whether a pair is one of these signed identifications."""
    return signed.get(pair.remains) == pair.missing


@register.simple_tag
def worth_of_run(run: Run, results: RunResults | str, view: JointView | str) -> Worth | None:
    """What the joint posterior of a page is worth: that of `view`, or else from DNA alone.

    A page that has no results, or no view, hands over the empty text of a name it does not know.
    """
    if isinstance(view, JointView):
        return view.worth
    if not isinstance(results, RunResults) or not results.has_joint:
        return None
    return worth_of(results.blocks, given_of(run))


@register.simple_tag
def next_of(results: RunResults) -> WhatNext | None:
    """What would decide most."""
    return what_next(results)


@register.simple_tag
def candidates_of_remains(incident: Incident, number: str) -> Found | None:
    """Persons whom these remains may be, most probable first; None before the first run."""
    return once(("candidates", incident.pk, number), lambda: _found(incident, {number}, None))


@register.simple_tag
def candidates_of_family(incident: Incident, missing: Iterable[MissingPerson]) -> Found | None:
    """Remains that may be one of these persons; None before the first run."""
    same = same_numbers(incident)
    numbers = [same.get(person.number, frozenset({person.number})) for person in missing]
    return _found(incident, None, frozenset[str]().union(*numbers))


def _found(
    incident: Incident, remains: Collection[str] | None, missing: Collection[str] | None
) -> Found | None:
    runs = Run.objects.filter(incident=incident, status=Run.Status.DONE)
    run = runs.select_related("incident").defer("held_back").first()
    if run is None:
        return None
    results = shown_results(run)
    if results.keeps_rows:
        return _found_in_rows(run, remains, missing)
    asked = [
        pair
        for pair in results.candidates
        if (remains is None or pair.remains in remains)
        and (missing is None or pair.missing in missing)
    ]
    shown = sorted(filter(_is_worth_a_look, asked), key=_rank, reverse=True)
    return Found(run, bool(asked), tuple(shown[:SHOWN]))


def _found_in_rows(
    run: Run, remains: Collection[str] | None, missing: Collection[str] | None
) -> Found:
    pairs = KeptPair.objects.filter(log10_lr__gt=0)
    if remains is not None:
        parts = Remains.objects.filter(incident=run.incident, number__in=remains)
        pairs = pairs.filter(remains__in=list(parts.values_list("pk", flat=True)))
    if missing is not None:
        persons = MissingPerson.objects.filter(incident=run.incident, number__in=missing)
        pairs = pairs.filter(missing_person__in=list(persons.values_list("pk", flat=True)))
    best = tuple(candidate_of(run, pair) for pair in strongest(run, pairs, SHOWN))
    return Found(run, bool(best) or was_compared(run, remains, missing), best)


def _is_worth_a_look(pair: Candidate) -> bool:
    supported = pair.log10_lr is not None and pair.log10_lr > 0
    return supported or (pair.posterior or 0.0) >= SHOWN_PROBABILITY


def _rank(pair: Candidate) -> tuple[float, float]:
    return pair.posterior or 0.0, pair.log10_lr or 0.0
