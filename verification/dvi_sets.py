"""Published DVI data sets: every pair, the best assignments and their posteriors."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from antigone.formats.dvi import read_dvi
from antigone.reconcile.joint import reconcile
from antigone.reconcile.results import JointPosterior, PairwiseLr
from antigone.units import log10
from verification.kinship_cases import absolute_error
from verification.page import REFERENCE, Line, Section

Key = tuple[tuple[str, str | None], ...]
"""An assignment that can be looked up."""

PAIR_BOUND = 1e-9
POSTERIOR_BOUND = 1e-6
BEST = 60
"""How many of the best assignments are compared; ties may stand in another order."""


def dvi_section() -> list[Section]:
    """One line for each data set, for its pairs and for its joint posterior."""
    pairs: list[Line] = []
    posteriors: list[Line] = []
    for path in sorted((REFERENCE / "dvi").glob("*.json")):
        data = path.read_bytes()
        results = json.loads(data).get("results")
        if results is None:
            continue
        found = reconcile(read_dvi(data, path.name), best=10_000)
        pairs.append(_pairs(path.stem, found.pairwise, results["pairwiseLR"]))
        if found.joint is not None:
            posteriors.append(
                _posteriors(path.stem, found.joint, _joint_reference(path.stem, results))
            )
    pairs += [_bench_pairs(variant) for variant in ("none", "equal", "stepwise")]
    about = "Reference: dvir 3.4.2"
    return [
        Section("Pairs of remains and missing persons", f"{about}, `pairwiseLR`.", "error", pairs),
        Section(
            "Joint posterior",
            f"{about}, `dviJoint` with mutations as in the data, flat prior; its best assignments.",
            "error",
            posteriors,
        ),
        Section(
            "Odds between assignments",
            f"{about}, `dviJoint`; log10 of the best assignment's weight over each other's.",
            "error",
            [_bench_odds(size) for size in ("3x3", "5x5")],
        ),
    ]


def _pairs(name: str, found: PairwiseLr, reference: Mapping[str, Any]) -> Line:
    errors = []
    for remains, row in zip(reference["rows"], reference["LR"], strict=True):
        for missing, expected in zip(reference["cols"], row, strict=True):
            ours = found.log10_lr[found.remains.index(remains)][found.missing.index(missing)]
            if ours is None or expected is None:
                errors.append(0.0 if ours is None and expected is None else math.inf)
            else:
                errors.append(absolute_error(ours, log10(expected)))
    return Line(name, len(errors), max(errors), PAIR_BOUND)


def _bench_pairs(variant: str) -> Line:
    """Twenty remains and twenty families under one mutation model."""
    data = (REFERENCE / "bench" / "input_20x20.json").read_bytes()
    found = reconcile(read_dvi(data, "input_20x20.json", variant), pairwise_only=True)
    reference = json.loads((REFERENCE / "bench" / f"pairwise_20x20_{variant}.json").read_bytes())
    return _pairs(f"20 × 20, mutation {variant}", found.pairwise, reference)


def _bench_odds(size: str) -> Line:
    data = (REFERENCE / "bench" / f"joint_input_{size}.json").read_bytes()
    incident = read_dvi(data, f"joint_input_{size}.json")
    joint = reconcile(incident, best=10_000, least_log10_weight=-math.inf).joint
    reference = json.loads((REFERENCE / "bench" / f"joint_{size}_equal.json").read_bytes())["top"]
    weights = {} if joint is None else _by_assignment(joint, "log10_weight")
    best = max(weights.values(), default=math.nan)
    errors = [
        absolute_error(best - weights.get(_key(row), math.nan), log10(float(row["LR_top_vs_this"])))
        for row in reference
    ]
    return Line(f"{size.replace('x', ' × ')}, mutation equal", len(errors), max(errors), PAIR_BOUND)


def _posteriors(name: str, found: JointPosterior, reference: list[Mapping[str, Any]]) -> Line:
    ours = _by_assignment(found, "posterior")
    errors = [abs(ours.get(_key(row), 0.0) - row["posterior"]) for row in reference[:BEST]]
    return Line(name, len(errors), max(errors), POSTERIOR_BOUND)


def _by_assignment(joint: JointPosterior, number: str) -> dict[Key, float]:
    return {
        tuple(sorted(a.assignment.items(), key=str)): getattr(a, number) for a in joint.assignments
    }


def _key(row: Mapping[str, Any]) -> Key:
    assignment = {r: None if m == "*" else m for r, m in row["assignment"].items()}
    return tuple(sorted(assignment.items(), key=str))


def _joint_reference(name: str, results: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    own_file = REFERENCE / "dvi" / f"{name}_joint_all_mutations_as_data.json"
    if own_file.exists():
        top: list[Mapping[str, Any]] = json.loads(own_file.read_bytes())["top"]
        return top
    for key in ("dviJoint_all_mutations_as_data", "dviJoint_LRgt0_mutations_as_data"):
        if "top" in results.get(key, {}):
            top = results[key]["top"]
            return top
    return []
