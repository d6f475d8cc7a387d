"""What a visitor of the demo finds: settled remains, a group that DNA leaves open, and strangers."""

from __future__ import annotations

import pytest

from antigone.policy.identification import LEAST_POSTERIOR
from antigone.reconcile.ambiguity import ambiguities
from antigone.reconcile.joint import reconcile
from antigone.reconcile.results import JointPosterior, Reconciliation
from antigone.simulate.incident import SimulatedIncident
from antigone.web.site.demo import invented


@pytest.fixture(scope="module")
def simulated() -> SimulatedIncident:
    return invented()


@pytest.fixture(scope="module")
def found(simulated: SimulatedIncident) -> Reconciliation:
    return reconcile(simulated.incident)


def settled(joint: JointPosterior | None) -> dict[str, str]:
    """Remains whose posterior reaches what the board asks for."""
    assert joint is not None
    return {
        remains: person
        for remains, row in joint.marginals.items()
        for person, probability in row.items()
        if person is not None and probability >= LEAST_POSTERIOR
    }


def test_everybody_has_a_record(simulated: SimulatedIncident) -> None:
    incident = simulated.incident
    assert all(remains.record for remains in incident.remains)
    assert all(set(family.records) == set(family.missing) for family in incident.families)


def test_dna_settles_most_and_leaves_one_group_open(found: Reconciliation) -> None:
    assert found.joint is not None
    assert found.joint.exact
    assert len(settled(found.joint)) >= 5
    (group,) = ambiguities(found.joint)
    assert len(group.missing) == 2


def test_the_other_evidence_tells_the_open_group_apart(found: Reconciliation) -> None:
    assert found.joint is not None
    assert found.combined is not None
    (group,) = ambiguities(found.joint)
    assert set(group.remains) <= set(settled(found.combined))
    assert not set(group.remains) & set(settled(found.joint))
    assert not ambiguities(found.combined)


def test_nobody_is_settled_wrongly_and_strangers_stay_without_a_name(
    simulated: SimulatedIncident, found: Reconciliation
) -> None:
    truth = simulated.truth.remains
    for joint in (found.joint, found.combined):
        assert all(truth[remains] == person for remains, person in settled(joint).items())
    strangers = [remains for remains, person in truth.items() if person is None]
    assert len(strangers) == 3
    assert found.joint is not None
    assert all(found.joint.marginals[remains][None] > 0.99 for remains in strangers)
