"""A calibration of the service's own pairs: a number at most 1, and no search with another engine's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings

from antigone.evidence.face.calibrating import calibrate, score_name
from antigone.evidence.face.engine import EngineIdentity
from antigone.evidence.labelled_pairs import LabelledPairs
from antigone.formats.calibration_json import PairsOrigin, StoredCalibration, write_calibration
from antigone.web.faces.engines import NoEngine, engine_in_force
from antigone.web.faces.models import FaceHit, FaceSearch
from tests.web.faces.making import Ready, searched, started


def stored(identity: EngineIdentity) -> StoredCalibration:
    """Of pairs that were drawn, in place of an office's resolved cases."""
    draw = np.random.default_rng(1)
    scores = np.concatenate([draw.normal(-0.45, 0.06, 300), draw.normal(-0.85, 0.07, 3000)])
    same = np.arange(len(scores)) < 300
    calibration, measures = calibrate(LabelledPairs(scores, same), identity)
    origin = PairsOrigin("drawn for a test", "0" * 64, score_name(identity))
    return StoredCalibration(
        calibration.calibration, measures, origin, "antigone test", date(2026, 10, 3)
    )


def test_fa_09_a_calibrated_lead_says_at_most_ten_to_one(
    at: Ready, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "face.json"
    file.write_bytes(write_calibration(stored(engine_in_force().identity)))
    settings.FACE_CALIBRATION = file
    searched(at)
    first, second = FaceHit.objects.order_by("rank")
    assert first.missing_person == at.person
    assert first.log10_lr == 1.0
    assert first.band == "look_first"
    assert second.log10_lr is not None
    assert -1.0 <= second.log10_lr < 0.0


def test_a_calibration_of_another_engine_stops_the_search(
    at: Ready, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "face.json"
    file.write_bytes(write_calibration(stored(replace(engine_in_force().identity, name="other"))))
    settings.FACE_CALIBRATION = file
    with pytest.raises(NoEngine, match="needed is one of"):
        started(at)
    file.write_bytes(b"{}")
    with pytest.raises(NoEngine):
        started(at)
    assert not FaceSearch.objects.exists()
