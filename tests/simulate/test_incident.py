from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.formats.dvi_json import read_dvi_json, write_dvi_json
from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.pedigree import Sex
from antigone.simulate.incident import INVENTED, Plan, SimulatedIncident, simulate_incident
from antigone.simulate.shapes import SHAPES

PLANS = st.builds(
    Plan,
    families=st.integers(1, 12),
    strangers=st.integers(0, 4),
    missing_loci=st.floats(0.0, 0.9),
    mutation=st.sampled_from(["none", "equal", "proportional", "stepwise"]),
)


def simulated(seed: int, **plan: int | float | str) -> SimulatedIncident:
    return simulate_incident(Plan(**plan), np.random.default_rng(seed))  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = (write_dvi_json(simulated(seed).incident) for seed in (1, 1, 2))
    assert first == again
    assert first != other


@settings(max_examples=30)
@given(PLANS, st.integers(0, 2**32))
def test_every_incident_is_written_and_read_again(plan: Plan, seed: int) -> None:
    found = simulate_incident(plan, np.random.default_rng(seed))
    assert read_dvi_json(write_dvi_json(found.incident), "again") == found.incident
    assert INVENTED in found.incident.notices


@settings(max_examples=30)
@given(PLANS, st.integers(0, 2**32))
def test_the_truth_names_every_remains_and_nobody_twice(plan: Plan, seed: int) -> None:
    found = simulate_incident(plan, np.random.default_rng(seed))
    owners = found.truth.remains
    assert list(owners) == [r.id for r in found.incident.remains]
    named = [owner for owner in owners.values() if owner]
    assert len(named) == len(set(named))
    assert set(named) <= set(found.incident.missing)
    assert list(owners.values()).count(None) == plan.strangers


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_remains_have_the_sex_of_the_person_or_none(seed: int) -> None:
    found = simulated(seed)
    for remains in found.incident.remains:
        owner = found.truth.remains[remains.id]
        if owner:
            family = found.incident.family_of(owner)
            assert remains.sex in (Sex.UNKNOWN, family.pedigree.by_id[owner].sex)


def test_families_take_all_shapes() -> None:
    families = simulated(3).incident.families
    assert [len(f.missing) for f in families] == [len(s.missing) for s in SHAPES]
    assert [len(f.profiles) for f in families] == [len(s.donors) for s in SHAPES]


def test_loci_fail_as_often_as_asked_for() -> None:
    complete = simulated(4, missing_loci=0.0, families=40)
    assert all(len(p) == 20 for f in complete.incident.families for p in f.profiles.values())
    poor = simulated(4, missing_loci=0.8, families=40)
    typed = [len(r.profile) for r in poor.incident.remains]
    assert sum(typed) / len(typed) == pytest.approx(20 * 0.2 * (1 - 0.25 * 0.35), abs=0.6)


def test_some_remains_are_partial_and_some_families_mutate() -> None:
    found = simulated(5, families=100)
    partial = [g for r in found.incident.remains for g in r.profile.values() if g[1] is None]
    assert partial
    assert found.truth.mutations
    assert not simulated(5, families=100, mutation="none").truth.mutations


def test_without_mutation_the_truth_is_never_impossible() -> None:
    found = simulated(6, families=8, mutation="none")
    for remains in found.incident.remains:
        owner = found.truth.remains[remains.id]
        if owner is None:
            continue
        family = found.incident.family_of(owner)
        for marker in found.incident.markers:
            seen = {p: g[marker.name] for p, g in family.profiles.items() if marker.name in g}
            if marker.name in remains.profile:
                seen[owner] = remains.profile[marker.name]
            assert log10_likelihood(family.pedigree, marker, seen) > -np.inf


@pytest.mark.parametrize(
    "plan",
    [{"families": 0}, {"strangers": -1}, {"missing_loci": 1.0}, {"missing_loci": float("nan")}],
)
def test_a_plan_out_of_range_is_refused(plan: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"allowed|needed"):
        Plan(**plan)  # type: ignore[arg-type]
