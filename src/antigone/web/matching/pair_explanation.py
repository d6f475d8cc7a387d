"""What speaks for a pair and against it, and why it is undecided, in the words of the core.

It quotes both records: it is for those who may see both (`records.sight`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from antigone.policy.identification import least_posterior
from antigone.reconcile.explain import PairExplanation, explanation_of_pair
from antigone.reconcile.other_evidence import IncidentEvidence
from antigone.reconcile.results import (
    JointBlock,
    JointPosterior,
    PairwiseLr,
    Reconciliation,
    Standing,
)
from antigone.web.matching.evidence import FrozenPair
from antigone.web.matching.results import Block, RunResults


def pair_explanation(
    results: RunResults, pair: FrozenPair, weighed: IncidentEvidence
) -> PairExplanation:
    """The explanation of a pair from its frozen inputs and from what its run found."""
    return explanation_of_pair(
        pair.dvi,
        _reconciliation(results),
        pair.remains.id,
        pair.missing,
        threshold=least_posterior(settings.LEAST_POSTERIOR),
        evidence=weighed,
    )


def _reconciliation(results: RunResults) -> Reconciliation:
    """A run's results as the core had them, without the pairwise LR, which an explanation leaves unread."""
    joint = combined = None
    if results.has_joint:
        blocks = _blocks(results.blocks)
        joint = JointPosterior(results.assignments, results.marginals, results.prior, blocks)
    if results.combined is not None:
        of = results.combined
        blocks = _blocks(of.blocks)
        combined = JointPosterior(of.assignments, of.marginals, results.prior, blocks)
    return Reconciliation(
        PairwiseLr((), (), ()),
        joint,
        results.joint_refusal,
        results.inconsistent_families,
        results.notices,
        combined=combined,
    )


def _blocks(blocks: Iterable[Block]) -> tuple[JointBlock, ...]:
    return tuple(
        JointBlock(
            block.remains,
            block.families,
            _standing(block.error),
            block.standard_error if block.error is None else block.error,
            block.how,
        )
        for block in blocks
    )


def _standing(error: float | None) -> Standing:
    if error is None:
        return Standing.ESTIMATE
    return Standing.CERTIFIED if error > 0.0 else Standing.EXACT
