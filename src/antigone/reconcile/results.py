"""What a reconciliation finds: pairwise log10 LR and the joint posterior."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Marginals = Mapping[str, Mapping[str | None, float]]
"""For each of the remains the probability of each person; None is nobody of those sought."""


@dataclass(frozen=True, slots=True)
class PairwiseLr:
    """log10 LR of every pair: "these remains are this missing person" against "a stranger".

    `log10_lr[i][j]` is of `remains[i]` and `missing[j]`: None where the sexes differ, -inf where
    excluded, nan where the family is impossible on its own DNA (0/0), +inf for x/0.
    """

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    log10_lr: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class MarkerLr:
    """The comparison of one pair at one marker.

    Args:
        marker: its name.
        log10_lr: log10 LR at this marker; -inf excluded.
    """

    marker: str
    log10_lr: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of all remains: a missing person or None (nobody of those sought).

    `log10_weight` is relative to "nobody assigned"; `posterior` is under the flat prior over all
    assignments that sex and pairings allow.
    """

    assignment: Mapping[str, str | None]
    log10_weight: float
    posterior: float


class Standing(StrEnum):
    """What a posterior over one block of remains is worth.

    Exact; certified: a proved bound of its error stands beside it; estimate: sampled, or of
    candidates alone, with a standard error. An estimate identifies nobody (ID-02).
    """

    EXACT = "exact"
    CERTIFIED = "certified"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class JointBlock:
    """Remains and families that compete with each other, and how their posterior was found.

    Args:
        remains: their ids.
        families: names of the families.
        standing: exact, certified or estimate.
        error: of every probability in the block: 0 where exact, the proved bound where certified, the
            largest standard error of a marginal where sampled.
        how: in words, e.g. "12 of 40 configurations set aside".
    """

    remains: tuple[str, ...]
    families: tuple[str, ...]
    standing: Standing
    error: float = 0.0
    how: str = ""


@dataclass(frozen=True)
class JointPosterior:
    """The posterior over whole assignments.

    Args:
        assignments: the best ones, best first, ties in a stable order; empty where a block is sampled.
        marginals: `marginals[remains][missing person]` is a probability; the key None holds "nobody of
            those sought". A person who is absent from a row has probability 0.
        prior: in words.
        blocks: how each part was found.
        sensitivity: by factor on the prior odds of every pair (0.1, 10) the marginals that follow.
    """

    assignments: tuple[Assignment, ...]
    marginals: Marginals
    prior: str = ""
    blocks: tuple[JointBlock, ...] = ()
    sensitivity: Mapping[float, Marginals] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether every block was computed exactly."""
        return all(block.standing is Standing.EXACT for block in self.blocks)

    def block_of(self, remains: str) -> JointBlock:
        """The block that holds these remains."""
        return next(block for block in self.blocks if remains in block.remains)


@dataclass(frozen=True, eq=False, slots=True)
class OtherEvidence:
    """What is known of every pair besides DNA.

    `log10_lr[i, j]` is the fused total of the other lines for `remains[i]` and `missing[j]`, 0 where
    nothing could be compared; `log10_prior[i, j]` what place and time add to the prior.
    """

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    log10_lr: NDArray[np.float64]
    log10_prior: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All that a run finds.

    Args:
        pairwise: DNA alone.
        joint: from DNA alone; None where it was not asked for or was refused.
        joint_refusal: why there is no joint posterior, in words.
        inconsistent_families: impossible on their own DNA; left out of the joint view.
        notices: what a reader should know.
        other: evidence besides DNA; None where no record holds any.
        combined: the joint posterior from all evidence; None where `other` or `joint` is.
    """

    pairwise: PairwiseLr
    joint: JointPosterior | None
    joint_refusal: str | None
    inconsistent_families: tuple[str, ...]
    notices: tuple[str, ...] = ()
    other: OtherEvidence | None = None
    combined: JointPosterior | None = None
