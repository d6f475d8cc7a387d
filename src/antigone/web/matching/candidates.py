"""Pairs of remains and persons sought, as a run compared them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from antigone.web.incidents.once import once
from antigone.web.matching.models import KeptPair, Run
from antigone.web.records.models import MissingPerson


@dataclass(frozen=True, slots=True)
class Candidate:
    """One pair of remains and person sought, as a run compared them.

    Args:
        log10_lr: DNA alone; None where the sexes differ, nan where the family is inconsistent.
        posterior: in the joint view; None where there is none.
    """

    remains: str
    missing: str
    family: str
    log10_lr: float | None
    posterior: float | None

    @property
    def excluded(self) -> bool:
        """Whether the DNA excludes the pair."""
        return self.log10_lr == -math.inf


def kept_candidate(run: Run, remains: str, missing: str) -> Candidate:
    """One pair of a run whose pairs stand in rows.

    Raises:
        KeyError: it was not part of the run, or is not kept.
    """
    pairs = KeptPair.objects.filter(
        run=run, remains__number=remains, missing_person__number=missing
    )
    for found in once(("kept", run.pk, remains, missing), lambda: as_candidates(run, pairs)):
        return found
    raise KeyError(remains, missing)


def kept_candidates(run: Run) -> list[Candidate]:
    """All pairs of such a run: many."""
    return as_candidates(run, KeptPair.objects.filter(run=run).order_by("pk"))


def as_candidates(run: Run, pairs: QuerySet[KeptPair]) -> list[Candidate]:
    """Rows as pages show them."""
    return [candidate_of(run, pair) for pair in with_both(pairs)]


def with_both(pairs: QuerySet[KeptPair]) -> QuerySet[KeptPair]:
    """With what `candidate_of` shows of both sides."""
    return pairs.select_related("remains", "missing_person__family").defer(
        "remains__record", "missing_person__record"
    )


def candidate_of(run: Run, pair: KeptPair) -> Candidate:
    """A row as pages show it."""
    person = pair.missing_person
    family = family_in(run, person)
    return Candidate(pair.remains.number, person.number, family, pair.log10_lr, None)


def family_in(run: Run, person: MissingPerson) -> str:
    """The family of a person in the results of a run: where several stand as one, that of them all."""
    joined: Mapping[str, str] = (run.results or {}).get("families", {})
    return joined.get(person.number, person.family.name)
