"""What a withdrawal does to runs: their inputs, their results, and those that are at work."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from antigone.web.accounts.models import User
from antigone.web.journal.services import record
from antigone.web.matching.frozen import reseal
from antigone.web.matching.frozen_document import as_bytes
from antigone.web.matching.kept_pairs import take_pairs_out
from antigone.web.matching.models import FrozenFamily, FrozenInput, FrozenProfile, KeptPair, Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.same_persons import numbers_resting_on
from antigone.web.matching.taking_out import without
from antigone.web.records.assemble import NoLongerCovered
from antigone.web.records.destruction import Withdrawal, without_family
from antigone.web.records.models import Family
from antigone.web.sealing.keys import destroy, new_key
from antigone.web.sealing.models import Key


def take_out(withdrawal: Withdrawal) -> list[str]:
    """Stop runs that read what is destroyed, take its results out, and keep what a law keeps.

    Returns:
        tables in which rows were changed.
    """
    runs = _runs_with(withdrawal)
    _stop(runs, withdrawal.by)
    numbers = set(withdrawal.family.missing_persons.values_list("number", flat=True))
    for run in runs.filter(results__isnull=False):
        resting = numbers | numbers_resting_on(run, withdrawal.family.name)
        touched = resting | {withdrawal.family.name} if RunResults(run).keeps_rows else resting
        run.results = without(run.results or {}, touched)
        run.save(update_fields=["results"])
        take_pairs_out(run, resting)
    if withdrawal.told:
        _take_out_of_held_back(withdrawal.family)
        _take_out_of_notices(runs.exclude(pk__in=withdrawal.kept_runs), withdrawal.family)
    for run in runs.filter(pk__in=withdrawal.kept_runs):
        _keep(run, withdrawal)
    changed = (Run, KeptPair, FrozenInput, FrozenFamily, FrozenProfile)
    return [model._meta.db_table for model in changed]


def let_go(family: Family) -> list[str]:
    """Destroy what a law kept of a family: it covers it no longer (CO-06)."""
    kept = _kept(FrozenFamily.objects.filter(family=family))
    kept |= _kept(FrozenProfile.objects.filter(person__family=family))
    for key in Key.objects.filter(pk__in=kept):
        destroy(key)
    return [model._meta.db_table for model in (FrozenFamily, FrozenProfile)] if kept else []


def _runs_with(withdrawal: Withdrawal) -> QuerySet[Run]:
    """Runs that read the family, or where a donor alone withdrew, that donor's DNA."""
    if withdrawal.told:
        return Run.objects.filter(frozen_families__family=withdrawal.family)
    return Run.objects.filter(frozen_profiles__person__in=withdrawal.donors).distinct()


def _stop(runs: QuerySet[Run], by: User) -> None:
    is_open = runs.filter(status__in=[Run.Status.WAITING, Run.Status.RUNNING])
    for run in is_open.select_related("incident"):
        run.status, run.finished_at = Run.Status.FAILED, timezone.now()
        run.error = str(NoLongerCovered())
        run.save(update_fields=["status", "finished_at", "error"])
        record(
            actor=by.username,
            act="run.failed",
            incident=run.incident.slug,
            subject=f"run {run.pk}",
            details={"error": NoLongerCovered.__name__},
        )


def _take_out_of_held_back(family: Family) -> None:
    for run in Run.objects.filter(incident=family.incident).exclude(held_back=[]):
        left = [held for held in run.held_back if held["family"] != family.name]
        if len(left) < len(run.held_back):
            run.held_back = left
            run.save(update_fields=["held_back"])


def _take_out_of_notices(runs: QuerySet[Run], family: Family) -> None:
    """What a file said of the family stands plain among the inputs, beside remains and markers."""
    for rest in FrozenInput.objects.filter(run__in=runs):
        document = json.loads(bytes(rest.content))
        told = document.get("notices", [])
        left = without_family(family, told)
        if len(left) < len(told):
            document["notices"] = left
            rest.content = as_bytes(document)
            rest.save(update_fields=["content"])


def _keep(run: Run, withdrawal: Withdrawal) -> None:
    """Seal what a signed identification rests on with a key of its own: donors, family, or both."""
    families = FrozenFamily.objects.filter(run=run, family=withdrawal.family)
    profiles = FrozenProfile.objects.filter(run=run, person__family=withdrawal.family)
    here = _kept(families) | _kept(profiles)
    key = Key.objects.get(pk=here.pop()) if here else new_key(Key.Purpose.EVIDENCE)
    reseal(
        families.select_related("key") if withdrawal.told else (),
        profiles.filter(person__in=withdrawal.donors).select_related("key"),
        key,
    )


def _kept(rows: QuerySet[FrozenFamily] | QuerySet[FrozenProfile]) -> set[int]:
    live = rows.filter(key__purpose=Key.Purpose.EVIDENCE, key__wrapped__isnull=False)
    keys: Iterable[int] = live.values_list("key_id", flat=True)
    return set(keys)
