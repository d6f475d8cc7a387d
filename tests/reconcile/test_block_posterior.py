from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from antigone.genetics.pedigree import Sex, pedigree_of
from antigone.reconcile.block_posterior import (
    NEGLIGIBLE,
    block_posterior,
    unsettled_blocks,
    unsettled_remains,
)
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.joint import reconcile
from antigone.reconcile.priors import flat
from antigone.reconcile.results import Assignment, JointBlock, JointPosterior, Standing
from tests.reconcile.test_joint import incidents, two_brothers

THRESHOLD = 0.9995


def share(assignments: tuple[Assignment, ...], remains: str, person: str | None) -> float:
    return math.fsum(a.posterior for a in assignments if a.assignment[remains] == person)


@settings(max_examples=60, deadline=None)
@given(incidents())
def test_conditionals_equal_those_of_the_enumerated_assignments(incident: DviIncident) -> None:
    result = reconcile(incident, best=1000)
    if result.joint is None or result.inconsistent_families:
        return
    for block in unsettled_blocks(incident, result.joint, THRESHOLD):
        weighed = block_posterior(incident, result, block, flat(), {})
        every = result.joint.assignments
        for (remains, person), found in zip(weighed.pairs, weighed.marginals, strict=True):
            assert found == pytest.approx(share(every, remains, person), abs=1e-5)
        for place, family in enumerate(weighed.families):
            for choice, configuration in enumerate(family.free):
                within = tuple(
                    a
                    for a in every
                    if {p: r for r, p in a.assignment.items() if p in family.missing}
                    == dict(configuration.remains)
                )
                total = math.fsum(a.posterior for a in within)
                assert weighed.choices[place][choice] == pytest.approx(total, abs=1e-5)
                if total > 0.01:
                    found_if = weighed.marginals_if(place, choice)
                    for (remains, person), p in zip(weighed.pairs, found_if, strict=True):
                        assert p == pytest.approx(share(within, remains, person) / total, abs=1e-3)
        for remains in unsettled_remains(result.joint, block, THRESHOLD):
            nobody = tuple(a for a in every if a.assignment[remains] is None)
            total = math.fsum(a.posterior for a in nobody)
            assert weighed.nobody(remains) == pytest.approx(total, abs=1e-5)
            if total > 0.01:
                found_if = weighed.marginals_if_nobody(remains)
                for (other, person), p in zip(weighed.pairs, found_if, strict=True):
                    assert p == pytest.approx(share(nobody, other, person) / total, abs=1e-3)


def test_the_best_assignments_are_those_of_the_run() -> None:
    incident = two_brothers()
    result = reconcile(incident)
    assert result.joint is not None
    (block,) = unsettled_blocks(incident, result.joint, THRESHOLD)
    best = block_posterior(incident, result, block, flat(), {}).best(100)
    expected = [
        ({r: m for r, m in a.assignment.items() if m is not None}, a.posterior)
        for a in result.joint.assignments
    ]
    assert [p for _, p in best] == pytest.approx([p for _, p in expected], rel=1e-9)
    assert dict(best[0][0]) in ({"V1": "S1", "V2": "S2"}, {"V1": "S2", "V2": "S1"})


def test_what_is_signed_stands() -> None:
    incident = two_brothers()
    result = reconcile(incident, fixed={"V1": "S2"})
    assert result.joint is not None
    (block,) = unsettled_blocks(incident, result.joint, THRESHOLD)
    weighed = block_posterior(incident, result, block, flat(), {"V1": "S2"})
    assert weighed.pairs == (("V2", "S1"),)
    assert weighed.marginals == pytest.approx(np.array([result.joint.marginals["V2"]["S1"]]))


def test_a_settled_incident_has_no_open_block() -> None:
    incident = two_brothers()
    result = reconcile(incident)
    assert result.joint is not None
    assert unsettled_blocks(incident, result.joint, threshold=0.005) == ()


def test_negligible_pairs_do_not_hold_blocks_together() -> None:
    duo = pedigree_of([("F", None, None, "M"), ("S", "F", None, "M"), ("T", "F", None, "M")])
    families = (Family("A", duo, ("S",)), Family("B", duo, ("T",)))
    remains = tuple(Remains(name, Sex.MALE, {}) for name in ("V1", "V2", "V3"))
    marginals: dict[str, dict[str | None, float]] = {
        "V1": {"S": 0.9, "T": NEGLIGIBLE / 10.0, None: 0.1},
        "V2": {"S": 0.0, "T": 0.9, None: 0.1},
        "V3": {"S": 0.0, "T": 0.0, None: 1.0},
    }
    block = JointBlock(("V1", "V2", "V3"), ("A", "B"), Standing.CERTIFIED, 1e-5)
    incident = DviIncident((), remains, families)
    joint = JointPosterior((), marginals, blocks=(block,))
    first, second = unsettled_blocks(incident, joint, THRESHOLD)
    assert (first.remains, first.families) == (("V1",), ("A",))
    assert (second.remains, second.families) == (("V2",), ("B",))
    assert (first.standing, first.error) == (Standing.CERTIFIED, 1e-5)
    marginals["V1"]["T"] = NEGLIGIBLE * 10.0
    (together,) = unsettled_blocks(incident, joint, THRESHOLD)
    assert together.remains == ("V1", "V2")
