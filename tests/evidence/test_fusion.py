from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from antigone.evidence.fusion import GROUPS, Fused, Populations, fused, fused_log10, populations
from antigone.evidence.likelihood_ratio import Line
from antigone.evidence.records import (
    AmRecord,
    Implant,
    MedicalFinding,
    PmRecord,
    Region,
    SexEstimate,
    SexMethod,
    State,
    ToothOpinion,
    Verdict,
)
from antigone.evidence.tables import load_tables
from antigone.genetics.pedigree import Sex
from antigone.reconcile.other_evidence import am_records
from antigone.simulate.incident import Plan, SimulatedIncident, simulate_incident

TABLES = load_tables()


@pytest.fixture(scope="module")
def simulated() -> SimulatedIncident:
    return simulate_incident(Plan(60, None, None, records=True), np.random.default_rng(11))


@pytest.fixture(scope="module")
def of(simulated: SimulatedIncident) -> Populations:
    return populations(list(am_records(simulated.incident).values()), TABLES)


def of_colours(eyes: str, hair: str) -> Fused:
    am = AmRecord(traits={"eyes": "blue", "hair": "red"})
    pm = PmRecord(state=State.FRESH, traits={"eyes": eyes, "hair": hair})
    return fused(pm, am, "A", populations([am], TABLES))


def test_all_pairs_equal_pair_by_pair(simulated: SimulatedIncident, of: Populations) -> None:
    incident, records = simulated.incident, am_records(simulated.incident)
    persons = incident.missing[:12]
    pm = [*(r.record for r in incident.remains[:10]), None]
    am = [*(records.get(m) for m in persons), None]
    found = fused_log10(pm, am, [*persons, "nobody"], of)
    assert found.shape == (11, 13)
    assert not found[-1].any()
    assert not found[:, -1].any()
    for i, dead in enumerate(pm[:-1]):
        for j, person in enumerate(persons):
            told = records.get(person)
            expected = fused(dead, told, person, of).log10_lr if dead and told else 0.0
            assert found[i, j] == pytest.approx(expected, abs=1e-6)


def test_every_line_is_met_in_an_incident(simulated: SimulatedIncident, of: Populations) -> None:
    incident, records = simulated.incident, am_records(simulated.incident)
    met = {
        one.lr.line
        for remains, owner in zip(incident.remains, simulated.truth.remains.values(), strict=True)
        for person, told in records.items()
        if remains.record and owner == person
        for one in fused(remains.record, told, person, of).lines
    }
    assert met >= set(Line) - {Line.IMPLANTS}


def test_of_colours_the_strongest_counts_alone() -> None:
    found = of_colours("blue", "red")
    eyes, hair = found.lines
    assert (eyes.lr.line, hair.lr.line) == (Line.EYES, Line.HAIR)
    assert hair.lr.log10_lr > eyes.lr.log10_lr > 0
    assert eyes.stronger is Line.HAIR
    assert hair.stronger is None
    assert found.log10_lr == hair.lr.log10_lr


def test_the_strongest_counts_against_as_well() -> None:
    found = of_colours("brown", "red")
    values = {one.lr.line: one.lr.log10_lr for one in found.lines}
    assert values[Line.EYES] < 0 < values[Line.HAIR]
    strongest = max(values.values(), key=abs)
    assert found.log10_lr == strongest


def test_an_implant_and_its_operation_are_one_fact() -> None:
    implant = Implant("plate", Region.LEFT_LEG, serial="AB 1234")
    operation = MedicalFinding("operation", Region.LEFT_LEG)
    am = AmRecord(implants=(implant,), medical=(operation,))
    pm = PmRecord(implants=(implant,), medical=(operation,))
    found = fused(pm, am, "A", populations([am], TABLES))
    by_line = {one.lr.line: one for one in found.lines}
    assert by_line[Line.MEDICAL].stronger is Line.IMPLANTS
    assert found.log10_lr == by_line[Line.IMPLANTS].lr.log10_lr


def test_groups_share_no_line() -> None:
    lines = [line for group in GROUPS for line in group]
    assert len(lines) == len(set(lines))


def test_lines_that_do_not_depend_are_added() -> None:
    am = AmRecord(sex=Sex.MALE, traits={"handedness": "left"})
    pm = PmRecord(sex=SexEstimate(Sex.MALE, SexMethod.PELVIS), traits={"handedness": "left"})
    found = fused(pm, am, "A", populations([am], TABLES))
    assert [one.lr.line for one in found.lines] == [Line.SEX, Line.HANDEDNESS]
    assert math.isclose(found.log10_lr, sum(one.lr.log10_lr for one in found.lines))


def test_nothing_known_says_nothing() -> None:
    found = fused(PmRecord(), AmRecord(), "A", populations([], TABLES))
    assert found == Fused((), 0.0)


def test_an_opinion_on_a_tooth_is_on_its_pair_alone(
    simulated: SimulatedIncident, of: Populations
) -> None:
    records = am_records(simulated.incident)
    person, told = next((m, r) for m, r in records.items() if r.teeth)
    dead = next(r.record for r in simulated.incident.remains if r.record and r.record.teeth)
    teeth = dead.teeth
    assert teeth is not None
    tooth = next(t for t, code in teeth.teeth.items() if code == "sou" and told.teeth)
    opinion = ToothOpinion(person, tooth, Verdict.UNEXPLAINABLE, "another root", "odontologist")
    disputed = dataclasses.replace(dead, tooth_opinions=(opinion,))
    missing = [person, *(m for m in records if m != person)]
    am = [records[m] for m in missing]
    before, after = (fused_log10([pm], am, missing, of)[0] for pm in (dead, disputed))
    assert (before[1:] == after[1:]).all()
    assert after[0] == pytest.approx(fused(disputed, told, person, of).log10_lr, abs=1e-6)
