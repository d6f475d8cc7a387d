"""Persons whom several families seek, as a run compared them: once, with the relatives of all.

What a run freezes keeps the families apart. How they were joined stands in its assumptions, so that
the numbers can be computed again, and so that a withdrawal of one family finds all that rests on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident
from antigone.web.matching.assumptions import parts_of_run
from antigone.web.matching.models import Run
from antigone.web.records.assemble import Comparison
from antigone.web.records.joined_persons import joined_persons_from
from antigone.words import said_json

KEPT = "same_persons"


def as_kept(comparison: Comparison) -> dict[str, JsonValue]:
    """What a run keeps of joins; empty where nobody is joined."""
    if not comparison.persons.joins:
        return {}
    found = comparison.compared
    return {
        **comparison.persons.as_json(),
        "numbers": {number: list(numbers) for number, numbers in found.numbers.items()},
        "groups": [[list(group.families), list(group.missing)] for group in found.groups],
        "refused": [[r.join.first, r.join.second, said_json(r.reason)] for r in found.refused],
    }


def compared(run: Run, dvi: DviIncident) -> DviIncident:
    """The inputs with every person sought once, as the run compared them.

    Without the parts that are identified, where the run looks for further parts of their persons.
    """
    each = joined_persons_from(_kept(run)).applied(dvi).incident
    parts = parts_of_run(run)
    if not parts:
        return each
    return replace(each, remains=tuple(r for r in each.remains if r.id not in parts))


def families_behind(run: Run, family: str) -> frozenset[str]:
    """Names of the families on which the results of a family rest, itself among them."""
    groups = (set(families) for families, _missing in joined_groups(run))
    return frozenset({family}.union(*(group for group in groups if family in group)))


def families_of(run: Run, missing: str) -> frozenset[str]:
    """Names of the families that were joined because of this person or of others of them."""
    found = (families for families, numbers in joined_groups(run) if missing in numbers)
    return frozenset(name for families in found for name in families)


def numbers_resting_on(run: Run, family: str) -> set[str]:
    """Numbers of all persons whose results rest on a family that was joined with others."""
    found = (numbers for families, numbers in joined_groups(run) if family in families)
    return {number for numbers in found for number in numbers}


def numbers_of(run: Run, missing: str) -> frozenset[str]:
    """All numbers under which a person was sought in a run, the one in its results among them."""
    return frozenset({missing, *_kept(run).get("numbers", {}).get(missing, ())})


def joined_groups(run: Run) -> Collection[tuple[list[str], list[str]]]:
    """Families that stand in a run as one, by name, and the numbers of whom they seek together."""
    groups: Collection[tuple[list[str], list[str]]] = _kept(run).get("groups", [])
    return groups


def _kept(run: Run) -> Mapping[str, Any]:
    kept: Mapping[str, Any] = run.assumptions.get(KEPT) or {}
    return kept
