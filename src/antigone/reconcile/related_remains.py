"""Remains that may be of persons related to each other: leads, and never a ground to identify."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from antigone.genetics.relationships import Relationship
from antigone.reconcile.bodies import sample_pairs
from antigone.reconcile.incident import DviIncident
from antigone.words import both, said

EXPECTED_FALSE = 1.0
"""So many pairs of unrelated remains are reported per incident on average, at most."""

LEAST_LOG10_LR = 3.0
"""Less than this is no lead, however few the remains are."""

_KINDS = (Relationship.FULL_SIBLINGS, Relationship.PARENT_AND_CHILD)


@dataclass(frozen=True, slots=True)
class RelatedPair:
    """Two remains that look like relatives.

    Args:
        first, second: their ids.
        relationship: the more probable of those that were weighed.
        log10_lr: of it against "unrelated".
        log10_lr_one_person: "of one person" against "unrelated".
    """

    first: str
    second: str
    relationship: Relationship
    log10_lr: float
    log10_lr_one_person: float

    def __str__(self) -> str:
        names = both((self.first, self.second))
        relationship = said(self.relationship.value)
        if self.log10_lr_one_person > self.log10_lr:
            return said(
                "{remains} may be parts of one body, or relatives: one person has log10 LR "
                "{one_person} against unrelated, {relationship} {log10_lr}",
                remains=names,
                one_person=f"{self.log10_lr_one_person:+.1f}",
                relationship=relationship,
                log10_lr=f"{self.log10_lr:+.1f}",
            )
        return said(
            "{remains} may be {relationship} (log10 LR {log10_lr} against unrelated): "
            "compare with families that miss several",
            remains=names,
            relationship=relationship,
            log10_lr=f"{self.log10_lr:+.1f}",
        )


@dataclass(frozen=True)
class RelatedRemains:
    """Pairs of remains that look like relatives, the most probable first.

    Args:
        pairs: a lead each.
        least_log10_lr: from which on pairs are reported.
        expected_false: pairs of unrelated remains that reach it in such an incident, at most, on average.
    """

    pairs: tuple[RelatedPair, ...]
    least_log10_lr: float
    expected_false: float


def related_remains(
    incident: DviIncident, *, expected_false: float = EXPECTED_FALSE
) -> RelatedRemains:
    """Remains that may be full siblings, or parent and child, though no family says so.

    Every pair is a chance to be wrong, so the threshold grows with their number: among unrelated
    persons LR ≥ t has a probability of at most 1/t (the mean of an LR is 1 there; Markov's
    inequality), so that t = pairs × relationships / expected_false lets pass no more than
    `expected_false` on average.

    Args:
        incident: remains, those that are parts of one body joined before.
        expected_false: above 0; the threshold is `LEAST_LOG10_LR` at least.

    Raises:
        ValueError: an expected number that is not above 0.
        ComparisonRefused: so many pairs are alike that the profiles say nothing.
        MarkerError: remains show an allele of frequency 0.
    """
    if not 0.0 < expected_false < math.inf:
        raise ValueError(f"{expected_false!r} expected false leads; allowed is above 0")
    remains = len(incident.remains)
    chances = max(1, remains * (remains - 1) // 2) * len(_KINDS)
    least = max(LEAST_LOG10_LR, math.log10(chances / expected_false))
    compared = sample_pairs(incident)
    best: dict[tuple[int, int], tuple[float, Relationship]] = {}
    for kind in _KINDS:
        found = compared.above(kind, least)
        for i, j, value in zip(
            found.first.tolist(), found.second.tolist(), found.log10_lr.tolist(), strict=True
        ):
            best[i, j] = max(best.get((i, j), (-math.inf, kind)), (value, kind), key=lambda x: x[0])
    places = np.array(list(best), dtype=np.int64).reshape(-1, 2)
    same = compared.log10_lr(Relationship.ONE_PERSON, places[:, 0], places[:, 1])
    ids = [r.id for r in incident.remains]
    pairs = [
        RelatedPair(ids[i], ids[j], kind, value, one)
        for ((i, j), (value, kind)), one in zip(best.items(), same.tolist(), strict=True)
    ]
    pairs.sort(key=lambda pair: -pair.log10_lr)
    return RelatedRemains(tuple(pairs), least, chances / 10.0**least)
