from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.age_at_death import age_at_death
from antigone.evidence.tables import load_tables
from antigone.formats.dvi_json import read_dvi_json, write_dvi_json
from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.pedigree import Sex
from antigone.reconcile.priors import open_list
from antigone.simulate.clerical import Clerical
from antigone.simulate.incident import (
    INVENTED,
    Plan,
    SimulatedIncident,
    expected_overlap,
    simulate_incident,
)
from antigone.simulate.markers import str_markers
from antigone.simulate.observation import observe
from antigone.simulate.parameters import dropout_at, load_parameters
from antigone.simulate.shapes import SHAPES, shapes_in_turn

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


def test_families_take_shapes_by_their_weights() -> None:
    weights = load_parameters().shapes
    counts = Counter(shape.name for shape in shapes_in_turn(500, weights))
    total = sum(weights.values())
    assert set(counts) == {shape.name for shape in SHAPES}
    for name, weight in weights.items():
        assert abs(counts[name] - 500 * weight / total) <= 1.0


def test_small_incidents_have_rare_shapes_too() -> None:
    seen = {shape for seed in range(40) for shape in simulated(seed).truth.shapes.values()}
    assert seen == {shape.name for shape in SHAPES}


def test_at_least_one_relative_gave_a_sample() -> None:
    found = simulated(3, families=300)
    families = found.incident.families
    assert all(f.profiles for f in families)
    donors = {shape.name: len(shape.donors) for shape in SHAPES}
    given = sum(len(f.profiles) for f in families)
    asked = sum(donors[shape] for shape in found.truth.shapes.values())
    assert given / asked == pytest.approx(0.9, abs=0.04)


def test_loci_fail_as_often_as_asked_for() -> None:
    complete = simulated(4, missing_loci=0.0, families=40)
    assert all(len(p) == 20 for f in complete.incident.families for p in f.profiles.values())
    poor = simulated(4, missing_loci=0.8, families=200)
    exact = [r for r in poor.incident.remains if not r.degraded]
    typed = [len(r.profile) for r in exact]
    assert sum(typed) / len(typed) == pytest.approx(20 * 0.2, abs=0.3)


def test_some_families_mutate() -> None:
    assert simulated(5, families=100).truth.mutations
    assert not simulated(5, families=100, mutation="none").truth.mutations


def test_alleles_drop_out_as_often_as_the_laboratory_says() -> None:
    markers = str_markers()
    genes = np.tile(np.array([0, 1], dtype=np.int16), (4000, len(markers), 1))
    dropout = np.full((4000, len(markers)), 0.2)
    samples = observe(genes, dropout, 0.0, np.random.default_rng(1))
    nothing = (samples.seen[:, :, 0] < 0).mean()
    one = (samples.seen[:, :, 0] == samples.seen[:, :, 1]).mean() - nothing
    assert nothing == pytest.approx(0.2**2, abs=0.003)
    assert one == pytest.approx(2 * 0.2 * 0.8, abs=0.006)


def test_less_template_and_longer_amplicons_lose_more() -> None:
    samples = load_parameters().samples
    assert dropout_at(samples, 1.0, 100.0) == 0.0
    assert dropout_at(samples, 0.03, 300.0) == max(samples.dropout_levels)
    by_template = [dropout_at(samples, ng, 250.0) for ng in (0.5, 0.25, 0.12, 0.06, 0.03)]
    assert by_template == sorted(by_template)
    by_length = [dropout_at(samples, 0.08, bp) for bp in (100.0, 200.0, 300.0, 400.0)]
    assert by_length == sorted(by_length)


def test_parts_of_one_body_have_one_owner_and_one_genotype() -> None:
    found = simulated(7, families=60, parts=True, missing_loci=0.0)
    by_body: dict[int, list[str]] = {}
    for remains, body in found.truth.bodies.items():
        by_body.setdefault(body, []).append(remains)
    several = [parts for parts in by_body.values() if len(parts) > 1]
    assert several
    known = {r.id: r for r in found.incident.remains}
    for parts in several:
        assert len({found.truth.remains[p] for p in parts}) == 1
        exact = [known[p].profile for p in parts if not known[p].degraded]
        assert all(profile == exact[0] for profile in exact[1:])


def test_clerical_errors_change_nothing_else() -> None:
    right = simulated(8, families=200)
    wrong = simulated(8, families=200, clerical_errors=True)
    assert not right.truth.errors
    assert right.truth.remains == wrong.truth.remains
    kinds = Counter(error.kind for error in wrong.truth.errors)
    assert kinds[Clerical.OTHER_FATHER]
    exchanged = [e for e in wrong.truth.errors if "exchanged" in e.kind.value]
    assert exchanged
    profiles = {p: g for f in right.incident.families for p, g in f.profiles.items()}
    profiles |= {r.id: r.profile for r in right.incident.remains}
    seen = {p: g for f in wrong.incident.families for p, g in f.profiles.items()}
    seen |= {r.id: r.profile for r in wrong.incident.remains}
    for error in exchanged:
        one, two = error.about
        if error.kind is Clerical.REMAINS_EXCHANGED:
            assert (seen[one], seen[two]) == (profiles[two], profiles[one])


def test_records_agree_with_the_person_about_as_often_as_published() -> None:
    found = simulated(9, families=400, records=True)
    am = {m: f.records[m] for f in found.incident.families for m in f.missing}
    sexes, ages = [], []
    for remains in found.incident.remains:
        owner, pm = found.truth.remains[remains.id], remains.record
        assert pm is not None
        if owner is None:
            continue
        if pm.sex is not None:
            sexes.append(pm.sex.sex is am[owner].sex)
            assert remains.sex is pm.sex.sex
        told = age_at_death(am[owner], pm.recovery, load_tables().age)
        if pm.age is not None and pm.age.years is not None and told is not None:
            ages.append(abs(pm.age.years - (told.low_years + told.high_years) / 2))
    assert 0.9 < sum(sexes) / len(sexes) < 0.995
    assert 4.0 < sum(ages) / len(ages) < 10.0


def test_an_item_lies_with_another_body_as_often_as_told() -> None:
    found = simulated(10, families=400, records=True)
    am = {m: f.records[m] for f in found.incident.families for m in f.missing}
    owner_of = {n: m for m, record in am.items() for item in record.items for n in item.numbers}
    strayed = Counter[str]()
    total = Counter[str]()
    for remains in found.incident.remains:
        assert remains.record is not None
        for item in remains.record.items:
            for number in item.numbers:
                if number in owner_of:
                    total[item.carried.value] += 1
                    here = found.truth.remains[remains.id]
                    strayed[item.carried.value] += owner_of[number] != here
    assert strayed["pocket"] / total["pocket"] == pytest.approx(0.05, abs=0.05)
    assert strayed["loose"] / total["loose"] == pytest.approx(0.2, abs=0.12)


def test_the_expected_overlap_is_the_mean_of_the_simulation() -> None:
    plan = Plan(families=10, strangers=None)
    rng = np.random.default_rng(3)
    told, happened = [], []
    for _ in range(400):
        found = simulate_incident(plan, rng)
        owners = list(found.truth.remains.values())
        told.append(expected_overlap(plan, len(found.incident.missing), len(owners)))
        happened.append(len(owners) - owners.count(None))
    assert np.mean(told) == pytest.approx(np.mean(happened), abs=0.2)
    missing, remains = len(found.incident.missing), 9
    prior = open_list(remains, missing, expected_overlap(plan, missing, remains))
    of = plan.parameters.incident
    odds = of.found / (1 - of.found) / (of.strangers_per_missing * missing)
    assert prior.log10_odds == pytest.approx(np.log10(odds), abs=1e-9)


def test_without_mutation_the_truth_is_never_impossible() -> None:
    found = simulated(6, families=8, mutation="none")
    for remains in found.incident.remains:
        owner = found.truth.remains[remains.id]
        if owner is None:
            continue
        family = found.incident.family_of(owner)
        for marker in found.incident.markers:
            seen = {p: g[marker.name] for p, g in family.profiles.items() if marker.name in g}
            if marker.name in remains.profile and marker.name not in remains.degraded:
                seen[owner] = remains.profile[marker.name]
            assert log10_likelihood(family.pedigree, marker, seen) > -np.inf


@pytest.mark.parametrize(
    "plan",
    [{"families": 0}, {"strangers": -1}, {"missing_loci": 1.0}, {"missing_loci": float("nan")}],
)
def test_a_plan_out_of_range_is_refused(plan: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"allowed|needed"):
        Plan(**plan)  # type: ignore[arg-type]
