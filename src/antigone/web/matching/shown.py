"""What pages show of a run: its results without those who withdrew since, or are alive (CO-05)."""

from __future__ import annotations

from functools import cached_property

from antigone.policy.consent import co_05_may_be_shown
from antigone.web.matching.candidates import Candidate
from antigone.web.matching.kept_pairs import hidden_names, hides, shut_among, was_withdrawn
from antigone.web.matching.models import FrozenFamily, Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.same_persons import families_behind, numbers_of
from antigone.web.matching.taking_out import unnamed, without
from antigone.web.records.alive import found_alive
from antigone.web.records.covered import reduced_families
from antigone.web.records.models import Family


def shown_results(run: Run) -> RunResults:
    """The results of a run, as far as they may be shown now.

    Raises:
        NoResults: the run is not done.
    """
    results = RunResults(run)
    if results.keeps_rows:
        return _ShownRows(run)
    persons = hidden_persons(results)
    if not persons:
        return results
    return RunResults(run, without(results.stored, persons))


class _ShownRows(RunResults):
    """Results whose pairs stand in rows: those that are hidden are left out as they are read."""

    def candidate(self, remains: str, missing: str) -> Candidate:
        """One pair, as in `RunResults`."""
        if hides(self.run, missing):
            raise KeyError(remains, missing)
        return super().candidate(remains, missing)

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences that name nobody who is hidden."""
        return self._unnamed(super().notices)

    @property
    def inconsistent_families(self) -> tuple[str, ...]:
        """Names of families that are not hidden."""
        return self._unnamed(super().inconsistent_families)

    def _unnamed(self, sentences: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(unnamed(sentences, self._hidden)) if sentences else ()

    @cached_property
    def _hidden(self) -> frozenset[str]:
        return hidden_names(self.run)


def hidden_persons(results: RunResults) -> frozenset[str]:
    """Numbers of the persons whom a run compared and no page may show with it now."""
    run, missing = results.run, results.missing
    alive, shut = found_alive(run.incident), _uncovered(results)
    return frozenset(
        person
        for person in missing
        if not co_05_may_be_shown(
            covered=shut.isdisjoint(families_behind(run, results.family_of(person))),
            alive=not alive.isdisjoint(numbers_of(run, person)),
        )
    )


def _uncovered(results: RunResults) -> frozenset[str]:
    """Names of families of a run that no basis covers now, or a donor of whom none covers."""
    run = results.run
    rows = Family.objects.filter(reduced_families(run.incident), incident=run.incident)
    names = set(rows.filter(frozen__run=run).order_by().values_list("name", flat=True))
    return shut_among(run, names) if names else frozenset()


def was_taken_out(run: Run, missing: str) -> bool:
    """Whether a run that is done compared a person, of whom its results show nothing any more."""
    if run.results is None:
        return False
    rows = FrozenFamily.objects.filter(run=run, family__missing_persons__number=missing)
    if not rows.exists():
        return False
    if RunResults(run).keeps_rows:
        return hides(run, missing) or was_withdrawn(run, missing)
    return not any(missing in numbers_of(run, n) for n in shown_results(run).missing)
