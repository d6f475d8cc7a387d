from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from antigone.reconcile.joint import reconcile
from antigone.reconcile.other_evidence import IncidentEvidence, other_evidence
from antigone.simulate.incident import Plan, SimulatedIncident, simulate_incident


@pytest.fixture(scope="module")
def simulated() -> SimulatedIncident:
    return simulate_incident(Plan(12, 2, 0.0, records=True), np.random.default_rng(5))


def test_totals_of_all_pairs_are_those_of_the_pairs(simulated: SimulatedIncident) -> None:
    evidence = IncidentEvidence(simulated.incident)
    found = evidence.of_all()
    told: list[tuple[int, int]] = []
    again = evidence.of_all(lambda done, total: told.append((done, total)))
    assert told == [(len(found.remains), len(found.remains))]
    assert (again.log10_lr == found.log10_lr).all()
    for i, remains in enumerate(found.remains):
        for j, missing in enumerate(found.missing):
            fused, factor = evidence.of_pair(remains, missing)
            assert found.log10_lr[i, j] == pytest.approx(fused.log10_lr, abs=1e-6)
            assert found.log10_prior[i, j] == pytest.approx(factor.log10_factor, abs=1e-9)


def test_place_and_time_are_no_evidence(simulated: SimulatedIncident) -> None:
    incident = simulated.incident
    nowhere = [
        dataclasses.replace(r, record=dataclasses.replace(r.record, recovery=None))
        for r in incident.remains
        if r.record
    ]
    # Without ages, which are counted to the day of the find, nothing but the prior may change.
    families = [
        dataclasses.replace(
            f,
            records={
                m: dataclasses.replace(r, born_on=None, age_years=None)
                for m, r in f.records.items()
            },
        )
        for f in incident.families
    ]
    ageless = dataclasses.replace(incident, families=tuple(families))
    known, unknown = (
        other_evidence(dataclasses.replace(ageless, remains=tuple(remains)))
        for remains in (incident.remains, nowhere)
    )
    assert known is not None
    assert unknown is not None
    np.testing.assert_allclose(known.log10_lr, unknown.log10_lr, atol=1e-9)
    assert known.log10_prior.any()
    assert not unknown.log10_prior.any()


def test_there_is_none_without_records(simulated: SimulatedIncident) -> None:
    incident = simulated.incident
    bare = tuple(dataclasses.replace(r, record=None) for r in incident.remains)
    assert other_evidence(dataclasses.replace(incident, remains=bare)) is None
    families = tuple(dataclasses.replace(f, records={}) for f in incident.families)
    assert other_evidence(dataclasses.replace(incident, families=families)) is None


def test_all_evidence_stands_beside_dna_alone(simulated: SimulatedIncident) -> None:
    found = reconcile(simulated.incident)
    assert found.joint is not None
    assert found.combined is not None
    bare = dataclasses.replace(
        simulated.incident,
        families=tuple(dataclasses.replace(f, records={}) for f in simulated.incident.families),
    )
    alone = reconcile(bare)
    assert alone.joint is not None
    assert alone.combined is None
    assert alone.joint.marginals == found.joint.marginals
    assert found.combined.marginals != found.joint.marginals
    for row in found.combined.marginals.values():
        assert sum(row.values()) == pytest.approx(1.0, abs=1e-9)
