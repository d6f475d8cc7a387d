"""A calibration with its provenance, for tests of its file and of what is drawn from it."""

from __future__ import annotations

from datetime import date

import numpy as np

from antigone.evidence.calibration import fit_calibration
from antigone.evidence.calibration_measures import measure
from antigone.evidence.labelled_pairs import LabelledPairs
from antigone.formats.calibration_json import PairsOrigin, StoredCalibration


def stored(seed: int = 1, *, same: int = 60, different: int = 900) -> StoredCalibration:
    """A calibration of normal scores in twelve groups."""
    rng = np.random.default_rng(seed)
    scores = np.concatenate([rng.normal(2.5, 1.0, same), rng.normal(0.0, 1.0, different)])
    number = np.arange(same + different)
    pairs = LabelledPairs(scores, number < same, number % 12)
    calibration = fit_calibration(pairs)
    return StoredCalibration(
        calibration,
        measure(pairs, calibration, seed=seed),
        PairsOrigin("invented, seed 1", "0123456789abcdef" * 4, "face_score"),
        "antigone 0.0",
        date(2025, 3, 1),
    )
