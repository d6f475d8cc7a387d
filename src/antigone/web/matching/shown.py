"""What pages show of a run: its results without those who withdrew since, or are alive (CO-05)."""

from __future__ import annotations

from antigone.policy.consent import co_05_may_be_shown
from antigone.web.matching.models import FrozenFamily, FrozenProfile, Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.same_persons import families_behind, numbers_of
from antigone.web.matching.taking_out import without
from antigone.web.records.alive import found_alive
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.models import Family


def shown_results(run: Run) -> RunResults:
    """The results of a run, as far as they may be shown now.

    Raises:
        NoResults: the run is not done.
    """
    results = RunResults(run)
    persons = hidden_persons(results)
    if not persons:
        return results
    return RunResults(run, without(results.stored, persons))


def hidden_persons(results: RunResults) -> frozenset[str]:
    """Numbers of the persons whom a run compared and no page may show with it now."""
    run, incident = results.run, results.run.incident
    coverage, alive = coverage_of(incident), found_alive(incident)
    shut = _uncovered(results, coverage) if coverage.ever_reduced else frozenset()
    return frozenset(
        person
        for person in results.missing
        if not co_05_may_be_shown(
            covered=shut.isdisjoint(families_behind(run, results.family_of(person))),
            alive=not alive.isdisjoint(numbers_of(run, person)),
        )
    )


def _uncovered(results: RunResults, coverage: Coverage) -> frozenset[str]:
    """Names of families of a run that no basis covers now, or a donor of whom none covers."""
    run = results.run
    families = Family.objects.filter(incident=run.incident).in_bulk()
    shut = {f.name for f in families.values() if not coverage.covers_family(f)}
    used = FrozenProfile.objects.filter(run=run).select_related("person")
    for row in used.defer("sealed"):
        family = families[row.person.family_id]
        if family.name not in shut and not coverage.covers_donor(row.person, family):
            shut.add(family.name)
    return frozenset(shut)


def was_taken_out(run: Run, missing: str) -> bool:
    """Whether a run that is done compared a person, of whom its results show nothing any more."""
    if run.results is None:
        return False
    if any(missing in numbers_of(run, number) for number in shown_results(run).missing):
        return False
    rows = FrozenFamily.objects.filter(run=run, family__missing_persons__number=missing)
    return rows.exists()
