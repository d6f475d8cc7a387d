from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from antigone.evidence.face.bands import CAP, lead_of
from antigone.evidence.face.calibrating import (
    LEAST_DIFFERENT,
    LEAST_SAME,
    OtherEngine,
    calibrate,
    of_engine,
    score_name,
)
from antigone.evidence.labelled_pairs import CalibrationRefused
from antigone.formats.calibration_json import (
    PairsOrigin,
    StoredCalibration,
    read_calibration,
    write_calibration,
)
from tests.evidence.face.test_bands import identity
from tests.evidence.labelled import labelled, normal_pairs


def test_a_calibration_belongs_to_its_engine_and_tells_its_cost() -> None:
    pairs = normal_pairs(1, 200, 4_000, 2.5)
    found, measures = calibrate(pairs, identity())
    assert found.engine_key == identity().key
    assert found.cllr == measures.cllr < 0.6
    assert lead_of(1.25, identity(), found, 1).log10_lr == pytest.approx(0.0, abs=0.15)
    assert lead_of(9.0, identity(), found, 1).log10_lr == CAP


@pytest.mark.parametrize(
    ("same", "different"), [(LEAST_SAME - 1, 1_000), (200, LEAST_DIFFERENT - 1), (10, 10)]
)
def test_too_few_pairs_are_refused(same: int, different: int) -> None:
    with pytest.raises(CalibrationRefused, match="too few"):
        calibrate(normal_pairs(1, same, different, 2.5), identity())


def test_just_enough_pairs_are_taken() -> None:
    found, _ = calibrate(normal_pairs(1, LEAST_SAME, LEAST_DIFFERENT, 3.0), identity())
    assert found.calibration.different_pairs == LEAST_DIFFERENT


def test_an_engine_that_says_next_to_nothing_here_is_refused() -> None:
    with pytest.raises(CalibrationRefused, match="next to nothing"):
        calibrate(normal_pairs(4, 300, 3_000, 0.2), identity())


def test_a_distance_with_the_wrong_sign_is_refused() -> None:
    rng = np.random.default_rng(1)
    pairs = labelled(rng.normal(0.4, 0.1, 100), rng.normal(0.8, 0.1, 1_000))
    with pytest.raises(CalibrationRefused, match="do not rise"):
        calibrate(pairs, identity())


def test_the_file_of_antigone_calibrate_serves_when_its_column_names_the_engine() -> None:
    """`antigone calibrate --score "face NAME@KEY"` writes it; no second format."""
    pairs = normal_pairs(1, 200, 4_000, 2.5)
    found, measures = calibrate(pairs, identity())
    stored = StoredCalibration(
        found.calibration,
        measures,
        PairsOrigin("resolved cases", "0" * 64, score_name(identity())),
        "antigone 0",
        date(2026, 1, 1),
    )
    read = read_calibration(write_calibration(stored), "calibration.json")

    def served(name: str) -> None:
        assert (
            of_engine(read.calibration, read.measures.cllr, name, identity()).engine_key
            == identity().key
        )

    served(read.origin.score)
    with pytest.raises(OtherEngine, match="needed is one of"):
        served("face tried@0123456789abcdef")
    with pytest.raises(OtherEngine):
        of_engine(read.calibration, 0.1, read.origin.score, identity(version="2"))


def test_a_file_is_judged_like_fresh_pairs() -> None:
    found, _ = calibrate(normal_pairs(1, 200, 4_000, 2.5), identity())
    name = score_name(identity())
    few = replace(found.calibration, same_pairs=LEAST_SAME - 1)
    with pytest.raises(CalibrationRefused, match="too few"):
        of_engine(few, 0.3, name, identity())
    for cllr in (0.95, float("nan")):
        with pytest.raises(CalibrationRefused, match="next to nothing"):
            of_engine(found.calibration, cllr, name, identity())
