"""What would decide most, as far as people may still be asked for it."""

from __future__ import annotations

from dataclasses import replace

from antigone.web.matching.results import RunResults, Step, WhatNext
from antigone.web.records.alive import found_alive
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.models import Family

MOST_SHOWN = 10


def what_next(results: RunResults) -> WhatNext | None:
    """The steps of a run, without those of families or relatives who withdrew since (CO-03).

    Neither is anybody asked about a person who was found alive since.
    """
    found = results.what_next
    if found is None:
        return None
    incident = results.run.incident
    named = {step.family for step in found.steps}
    rows = list(
        Family.objects.filter(incident=incident, name__in=named).prefetch_related("persons")
    )
    coverage = coverage_of(incident, rows)
    alive = found_alive(incident).intersection(results.missing)
    settled = {results.family_of(person) for person in alive}
    families = {
        family.name: family
        for family in rows
        if coverage.covers_family(family) and family.name not in settled
    }
    steps = (step for step in found.steps if _may_be_asked(step, families, coverage))
    return replace(found, steps=tuple(steps)[:MOST_SHOWN])


def _may_be_asked(step: Step, families: dict[str, Family], coverage: Coverage) -> bool:
    if step.family is None:
        return True
    family = families.get(step.family)
    if family is None:
        return False
    relatives = (person for person in family.persons.all() if person.code == step.person)
    return all(coverage.covers_donor(person, family) for person in relatives)
