"""Kinship cases: likelihood of every marker under both hypotheses, and the total log10 LR."""

from __future__ import annotations

import json
import math
import re

from antigone.formats.case_json import read_kinship_case
from antigone.genetics.kinship import KinshipRefused, KinshipResult, compare
from antigone.units import log10
from verification.page import REFERENCE, Line, Section

BOUND = 1e-9

_SPECIAL = "X|theta|silent|linked|partial|missingloci|impossible|founder_inbreeding"


def kinship_section() -> list[Section]:
    """One line for each group of cases; a refused group says so in a section of its own."""
    likelihoods: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}
    refused: dict[str, int] = {}
    for path in sorted((REFERENCE / "kinship").glob("*.json")):
        data = path.read_bytes()
        group = _group(path.stem)
        try:
            result = compare(read_kinship_case(data, path.name))
        except KinshipRefused:
            refused[group] = refused.get(group, 0) + 1
            continue
        marker, total = worst_errors(data, result)
        likelihoods.setdefault(group, []).append(marker)
        ratios.setdefault(group, []).append(total)
    about = "References: pedprobr 1.1.0 and Familias 2.6.4, which agree with each other to 7.6e-15."
    if refused:
        listed = ", ".join(f"{name} ({count})" for name, count in refused.items())
        about += f"\nRefused in words, because they cannot be computed exactly yet: {listed}."
    return [
        Section(f"Kinship, {what}", about, measure, _lines(errors))
        for what, measure, errors in (
            ("likelihood of each marker", "relative error", likelihoods),
            ("log10 LR in total", "error", ratios),
        )
    ]


def worst_errors(data: bytes, result: KinshipResult) -> tuple[float, float]:
    """Worst relative error of a likelihood, and absolute error of the total log10 LR.

    Args:
        data: the reference case, as its file holds it.
        result: what Antigone found for it.
    """
    reference = json.loads(data)["reference"]
    if "LR_joint" in reference:
        likelihoods = [
            (result.total.log10_likelihood[h], reference[f"{h}_joint"]) for h in ("H1", "H2")
        ]
        total = log10(reference["LR_joint"])
    else:
        likelihoods = [
            (marker.log10_likelihood[h], float(expected))
            for h in ("H1", "H2")
            for marker, expected in zip(result.markers, reference[h], strict=True)
        ]
        total = float(reference["total"]["log10_LR"])
    worst = max(_relative(10**found, expected) for found, expected in likelihoods)
    return worst, absolute_error(result.total.log10_lr, total)


def absolute_error(found: float, expected: float) -> float:
    """Difference of two numbers that may be infinite or undefined; inf when only one is."""
    if math.isfinite(expected) and math.isfinite(found):
        return abs(found - expected)
    same = found == expected or (math.isnan(found) and math.isnan(expected))
    return 0.0 if same else math.inf


def _relative(found: float, expected: float) -> float:
    return (
        abs(found - expected) / expected if expected > 0.0 else (0.0 if found == 0.0 else math.inf)
    )


def _group(stem: str) -> str:
    """What is special in a case, and its mutation model; both stand in its name."""
    relationship, _, model = stem.partition("__")
    special = re.match(
        r"X|theta|silent|linked|partial|missingloci|impossible|founder_inbreeding", relationship
    )
    kind = special.group() if special else "relationships"
    return f"{kind}, mutation {model}" if model else kind


def _lines(errors: dict[str, list[float]]) -> list[Line]:
    return [Line(name, len(found), max(found), BOUND) for name, found in sorted(errors.items())]
