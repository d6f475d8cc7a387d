"""One simulated incident under the board's rules: who would be identified, and who rightly."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from antigone.evidence.likelihood_ratio import Line
from antigone.policy.combined import CombinedEvidence, contradicts, id_12_combined_evidence
from antigone.policy.identification import LEAST_POSTERIOR
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.joint import reconcile
from antigone.reconcile.other_evidence import IncidentEvidence
from antigone.reconcile.priors import open_list
from antigone.reconcile.results import JointPosterior, Marginals, Reconciliation, Standing
from antigone.search.pairs import fast_pairwise
from antigone.simulate.incident import Plan, SimulatedIncident, expected_overlap
from antigone.simulate.reliability import Reliability, reliability

LOWER_ODDS = 0.1
"""The factor on the prior odds under which ID-12 must hold as well."""

MOST_OF_LIST = 1.0 - 1e-6
"""The expected overlap is at most so much of what it could be: certainty is no open list."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Remains that a rule lets be identified as a person, with the posterior."""

    remains: str
    person: str
    posterior: float


@dataclass(frozen=True)
class Compared:
    """A simulated incident and what its comparison found; None where nothing was compared."""

    simulated: SimulatedIncident
    found: Reconciliation | None

    @property
    def incident(self) -> DviIncident:
        """What was compared."""
        return self.simulated.incident

    def is_right(self, decision: Decision) -> bool:
        """Whether the remains are this person's."""
        return self.simulated.truth.remains[decision.remains] == decision.person


def compared(plan: Plan, simulated: SimulatedIncident) -> Compared:
    """A simulated incident with everything compared, under the prior that is true of the simulation."""
    incident = simulated.incident
    remains, missing = len(incident.remains), len(incident.missing)
    if remains == 0:
        return Compared(simulated, None)
    overlap = min(expected_overlap(plan, missing, remains), MOST_OF_LIST * min(remains, missing))
    prior = open_list(remains, missing, overlap)
    found = reconcile(incident, best=1, prior=prior, pairwise=fast_pairwise(incident))
    return Compared(simulated, found)


def decisions(joint: JointPosterior, marginals: Marginals | None = None) -> Iterator[Decision]:
    """Pairs whose posterior reaches the board's threshold after any stated error (ID-01, ID-02).

    Args:
        joint: the posterior.
        marginals: of another prior; the joint posterior's own where None.
    """
    blocks = {remains: block for block in joint.blocks for remains in block.remains}
    for remains, row in (marginals or joint.marginals).items():
        person, posterior = max(
            ((p, v) for p, v in row.items() if p is not None),
            key=lambda entry: entry[1],
            default=(None, 0.0),
        )
        block = blocks.get(remains)
        if person is None or (block is not None and block.standing is Standing.ESTIMATE):
            continue
        error = 0.0 if block is None else block.error
        if posterior - error >= LEAST_POSTERIOR:
            yield Decision(remains, person, posterior)


def agreeing_decisions(found: Reconciliation) -> Iterator[Decision]:
    """What DNA alone decides, where the evidence besides does not speak against (ID-11)."""
    if found.joint is None:
        return
    for decision in decisions(found.joint):
        if found.combined is None or (
            _least(found.combined, decision) >= LEAST_POSTERIOR
            and not contradicts(other_log10_lr(found, decision))
        ):
            yield decision


def other_log10_lr(found: Reconciliation, decision: Decision) -> float:
    """All evidence besides DNA about a pair; 0 where there is none."""
    if found.other is None:
        return 0.0
    row = found.other.remains.index(decision.remains)
    return float(found.other.log10_lr[row, found.other.missing.index(decision.person)])


def combined_decisions(compared: Compared, besides: Collection[str] = ()) -> Iterator[Decision]:
    """What all evidence together decides (ID-12), besides remains that are decided already."""
    found = compared.found
    if found is None or found.combined is None:
        return
    evidence = IncidentEvidence(compared.incident)
    lower = found.combined.sensitivity[LOWER_ODDS]
    for decision in decisions(found.combined):
        if decision.remains in besides:
            continue
        judged = CombinedEvidence(
            _least(found.combined, decision),
            lower[decision.remains].get(decision.person, 0.0),
            _dna_log10_lr(found, decision),
            _teeth_log10_lr(evidence, decision),
            other_log10_lr(found, decision),
            LEAST_POSTERIOR,
        )
        if id_12_combined_evidence(judged).met:
            yield decision


def _least(joint: JointPosterior, decision: Decision) -> float:
    """The posterior of a pair less its proved error; 0 where it is an estimate."""
    block = joint.block_of(decision.remains)
    if block.standing is Standing.ESTIMATE:
        return 0.0
    return joint.marginals[decision.remains].get(decision.person, 0.0) - block.error


def _dna_log10_lr(found: Reconciliation, decision: Decision) -> float:
    pairs = found.pairwise
    row = pairs.log10_lr[pairs.remains.index(decision.remains)]
    value = row[pairs.missing.index(decision.person)]
    return -math.inf if value is None else value


def _teeth_log10_lr(evidence: IncidentEvidence, decision: Decision) -> float | None:
    fused, _place = evidence.of_pair(decision.remains, decision.person)
    return fused.log10_of(Line.TEETH)


def reliability_of(compared: Compared, marginals: Marginals) -> Reliability:
    """The reliability of the posteriors of an incident."""
    truth: Mapping[str, str | None] = compared.simulated.truth.remains
    return reliability(
        (
            {person: p for person, p in row.items() if person is not None},
            row.get(None, 0.0),
            truth[remains],
        )
        for remains, row in marginals.items()
    )
