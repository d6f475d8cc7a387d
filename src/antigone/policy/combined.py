"""ID-12: what all evidence together must say before it may decide where DNA alone does not."""

from __future__ import annotations

import math
from dataclasses import dataclass

from antigone.policy.findings import Finding, gettext_noop

CONTRADICTING_LOG10_LR = -2.0
"""ID-11: evidence besides DNA that says so much against is looked into before anything is signed (P).

Of right pairs at most one in a hundred falls so low, if the LR is calibrated (Markov's inequality, as the
mean of 1/LR of right pairs is 1). However strong the DNA, it cannot see that a sample was exchanged.
"""


def contradicts(other_log10_lr: float) -> bool:
    """Whether evidence besides DNA speaks so strongly against a pair that its samples are in doubt."""
    return other_log10_lr <= CONTRADICTING_LOG10_LR


LEAST_PRIMARY_LOG10_LR = 3.0
"""ID-12: what DNA or teeth must say by themselves where all evidence together is to decide (P)."""


@dataclass(frozen=True, slots=True)
class CombinedEvidence:
    """What all evidence together says of a pair, where DNA alone does not reach the threshold.

    Args:
        posterior: joint posterior from all evidence, less its error.
        posterior_at_lower_odds: the same with a tenth of the prior odds of every pair.
        dna_log10_lr: of the pair.
        teeth_log10_lr: of the pair; None where no teeth could be compared.
        other_log10_lr: all evidence besides DNA.
        threshold: least posterior in force.
    """

    posterior: float
    posterior_at_lower_odds: float
    dna_log10_lr: float
    teeth_log10_lr: float | None
    other_log10_lr: float
    threshold: float


def id_12_combined_evidence(evidence: CombinedEvidence) -> Finding:
    """All evidence together may decide where a primary identifier supports it and none contradicts."""
    title = gettext_noop("All evidence together may decide")
    primary = [evidence.dna_log10_lr]
    if evidence.teeth_log10_lr is not None:
        primary.append(evidence.teeth_log10_lr)
    reached = min(evidence.posterior, evidence.posterior_at_lower_odds)
    met = (
        reached >= evidence.threshold
        and max(primary) >= LEAST_PRIMARY_LOG10_LR
        and min(primary) >= 0.0
        and not contradicts(evidence.other_log10_lr)
    )
    return Finding(
        "ID-12",
        title,
        met,
        gettext_noop(
            "With a tenth of the prior odds as well, the joint posterior is {posterior}; at least "
            "{threshold} is needed, DNA or teeth by themselves must reach log10 LR {least}, neither may "
            "speak against, and all that is known besides DNA not strongly."
        ),
        {
            "posterior": written(reached),
            "threshold": f"{evidence.threshold:.12g}",
            "least": f"{LEAST_PRIMARY_LOG10_LR:g}",
        },
    )


def written(posterior: float) -> str:
    """A probability in digits, cut rather than rounded: never shown as 1, never as a threshold it misses.

    >>> written(0.99949999), written(0.9999999999)
    ('0.999499', '> 0.999999')
    """
    if posterior > 0.999999:
        return "> 0.999999"
    if 0.0 < posterior < 1e-6:
        return "< 0.000001"
    return f"{math.floor(posterior * 1e6) / 1e6:.6f}"
