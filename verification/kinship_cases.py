"""How far Antigone is from the reference value of each kinship case."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from antigone.genetics.kinship import MarkerLikelihood


def worst_errors(
    data: bytes, markers: Sequence[MarkerLikelihood], log10_lr: float
) -> tuple[float, float]:
    """Worst relative error of a marker's likelihood, and absolute error of the total log10 LR.

    Args:
        data: the reference case, as its file holds it.
        markers: what Antigone found, in the order of the file.
        log10_lr: what Antigone found in total.
    """
    reference = json.loads(data)["reference"]
    worst = max(
        _relative(10 ** marker.log10_likelihood[hypothesis], float(expected))
        for hypothesis in ("H1", "H2")
        for marker, expected in zip(markers, reference[hypothesis], strict=True)
    )
    return worst, _absolute(log10_lr, float(reference["total"]["log10_LR"]))


def _relative(found: float, expected: float) -> float:
    return (
        abs(found - expected) / expected if expected > 0.0 else (0.0 if found == 0.0 else math.inf)
    )


def _absolute(found: float, expected: float) -> float:
    if math.isfinite(expected) and math.isfinite(found):
        return abs(found - expected)
    same = found == expected or (math.isnan(found) and math.isnan(expected))
    return 0.0 if same else math.inf
