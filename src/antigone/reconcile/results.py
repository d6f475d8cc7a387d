"""What a reconciliation finds: pairwise log10 LR and the joint posterior."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class JointPosterior:
    """The posterior over whole assignments.

    `marginals[remains][missing person]` is a probability; the key None holds "nobody of those sought".
    `assignments` are the best ones, best first, ties in a stable order.
    """

    assignments: tuple[Assignment, ...]
    marginals: Mapping[str, Mapping[str | None, float]]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All that a run finds. `joint` is None where it was not asked for or was refused.

    `joint_refusal` says in words why a joint posterior cannot be computed exactly.
    `inconsistent_families` are impossible on their own DNA; they are left out of the joint view.
    """

    pairwise: PairwiseLr
    joint: JointPosterior | None
    joint_refusal: str | None
    inconsistent_families: tuple[str, ...]
    notices: tuple[str, ...] = ()
