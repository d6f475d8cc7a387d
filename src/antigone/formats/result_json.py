"""Results as JSON values: what the command line prints and the pages store.

JSON has no infinities: impossible is "-inf", x/0 is "inf", 0/0 is "nan".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.kinship import KinshipResult, MarkerLikelihood
from antigone.provenance import JsonValue
from antigone.reconcile.ambiguity import ambiguities
from antigone.reconcile.explain_group import GroupExplanation
from antigone.reconcile.incident import UNASSIGNED
from antigone.reconcile.next_step import NextSteps
from antigone.reconcile.results import (
    JointPosterior,
    Marginals,
    OtherEvidence,
    PairwiseLr,
    Reconciliation,
)


def number_json(value: float | None) -> float | str | None:
    """A number with full precision, or the word for one that JSON does not have.

    >>> number_json(0.5), number_json(float("-inf")), number_json(None)
    (0.5, '-inf', None)
    """
    if value is None or math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def number_of_json(value: float | str | None) -> float | None:
    """The number that `number_json` wrote.

    >>> number_of_json("-inf")
    -inf
    """
    return None if value is None else float(value)


def kinship_json(result: KinshipResult) -> dict[str, JsonValue]:
    """A kinship result: per marker and in total, log10 likelihoods and first against last."""
    return {
        "id": result.id,
        "hypotheses": list(result.hypotheses),
        "markers": [{"name": m.name, **_likelihood(m)} for m in result.markers],
        "total": _likelihood(result.total),
        "notices": list(result.notices),
    }


def reconciliation_json(
    result: Reconciliation, groups: Sequence[GroupExplanation] = ()
) -> dict[str, JsonValue]:
    """A reconciliation; `joint` is left out where it was not asked for.

    Args:
        result: what was found.
        groups: why remains are not settled, which stands with the joint posterior from DNA alone.
    """
    value: dict[str, JsonValue] = {"pairwise": pairwise_json(result.pairwise)}
    if result.joint is not None:
        value["joint"] = joint_json(result.joint, groups)
    elif result.joint_refusal is not None:
        value["joint"] = {"exact": False, "error": result.joint_refusal}
    if result.other is not None:
        value["other"] = other_json(result.other)
    if result.combined is not None:
        value["combined"] = joint_json(result.combined)
    value["inconsistent_families"] = list(result.inconsistent_families)
    value["notices"] = list(result.notices)
    return value


def pairwise_json(pairwise: PairwiseLr) -> dict[str, JsonValue]:
    """Rows are remains, columns missing persons; null where the sexes differ."""
    return {
        "remains": list(pairwise.remains),
        "missing": list(pairwise.missing),
        "log10_lr": [[number_json(value) for value in row] for row in pairwise.log10_lr],
    }


def other_json(other: OtherEvidence) -> dict[str, JsonValue]:
    """Evidence besides DNA; rows are remains, columns missing persons, as in `pairwise_json`."""
    return {
        "log10_lr": _rounded(other.log10_lr),
        "log10_prior": _rounded(other.log10_prior),
    }


def _rounded(values: NDArray[np.float64]) -> list[JsonValue]:
    """To six digits after the point, which no decision can see: files stay small."""
    rows: list[JsonValue] = np.round(values, 6).tolist()
    return rows


def joint_json(
    joint: JointPosterior, groups: Sequence[GroupExplanation] = ()
) -> dict[str, JsonValue]:
    """Best assignments, marginals of every remains, what cannot be told apart, and what it is worth."""
    return {
        "exact": joint.exact,
        "prior": joint.prior,
        "blocks": [
            {
                "remains": list(block.remains),
                "families": list(block.families),
                "standing": block.standing.value,
                "error": number_json(block.error),
                "how": block.how,
            }
            for block in joint.blocks
        ],
        "assignments": [
            {
                "assignment": dict(a.assignment),
                "log10_weight": number_json(a.log10_weight),
                "posterior": a.posterior,
            }
            for a in joint.assignments
        ],
        "marginals": marginals_json(joint.marginals),
        "sensitivity": {f"{f:g}": marginals_json(m) for f, m in joint.sensitivity.items()},
        "ambiguities": [
            {"remains": list(a.remains), "missing": list(a.missing), "in_words": str(a)}
            for a in ambiguities(joint)
        ],
        "groups": [group_json(group) for group in groups],
    }


def group_json(group: GroupExplanation) -> dict[str, JsonValue]:
    """Why some remains are not settled."""
    return {
        "remains": list(group.remains),
        "missing": list(group.missing),
        "families": list(group.families),
        "alternatives": [
            {"assignment": dict(a.assignment), "posterior": a.posterior, "in_words": str(a)}
            for a in group.alternatives
        ],
        "because": list(group.because),
        "other_evidence": list(group.other_evidence),
    }


def next_json(found: NextSteps) -> dict[str, JsonValue]:
    """The next samples and tests, best first; the gain is an estimate with its standard error."""
    return {
        "worlds": found.worlds,
        "steps": [
            {
                "kind": step.kind.value,
                "family": step.family,
                "remains": step.remains,
                "person": step.person,
                "in_words": step.in_words,
                "expected_gain": step.expected_gain,
                "standard_error": step.standard_error,
            }
            for step in found
        ],
        "not_examined": list(found.not_examined),
    }


def marginals_json(marginals: Marginals) -> dict[str, JsonValue]:
    """For each of the remains the probability of each person, and of nobody."""
    return {remains: _marginal(row) for remains, row in marginals.items()}


def _marginal(row: Mapping[str | None, float]) -> dict[str, JsonValue]:
    return {UNASSIGNED if person is None else person: p for person, p in row.items()}


def _likelihood(likelihood: MarkerLikelihood) -> dict[str, JsonValue]:
    return {
        "log10_likelihood": {h: number_json(x) for h, x in likelihood.log10_likelihood.items()},
        "log10_lr": number_json(likelihood.log10_lr),
    }
