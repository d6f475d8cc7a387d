"""Published DVI data sets: every pair, the best assignments and their posteriors."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from antigone.formats.dvi import read_dvi
from antigone.reconcile.joint import reconcile
from antigone.reconcile.results import JointPosterior, PairwiseLr
from antigone.units import log10
from verification.kinship_cases import absolute_error
from verification.page import REFERENCE, Line, Section

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
    about = "Reference: dvir 3.4.2"
    return [
        Section("Pairs of remains and missing persons", f"{about}, `pairwiseLR`.", "error", pairs),
        Section(
            "Joint posterior",
            f"{about}, `dviJoint` with mutations as in the data, flat prior; its best assignments.",
            "error",
            posteriors,
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


def _posteriors(name: str, found: JointPosterior, reference: list[Mapping[str, Any]]) -> Line:
    ours = {tuple(sorted(a.assignment.items(), key=str)): a.posterior for a in found.assignments}
    errors = [abs(ours.get(key, 0.0) - expected) for key, expected in _best(reference)]
    return Line(name, len(errors), max(errors), POSTERIOR_BOUND)


def _best(
    reference: list[Mapping[str, Any]],
) -> Iterator[tuple[tuple[tuple[str, str | None], ...], float]]:
    for row in reference[:BEST]:
        assignment = {r: None if m == "*" else m for r, m in row["assignment"].items()}
        yield tuple(sorted(assignment.items(), key=str)), row["posterior"]


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
