from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.calibration import Calibration
from antigone.evidence.face.bands import (
    CALIBRATED,
    CAP,
    FIRST_PLACES,
    FLOOR,
    NOT_CALIBRATED,
    WARNING,
    Band,
    band_in_words,
    lead_of,
    score_in_words,
)
from antigone.evidence.face.calibrating import FaceCalibration, OtherEngine
from antigone.evidence.face.engine import EngineIdentity, Measure, ModelFile, PublishedThreshold


def identity(threshold: float | None = 0.4, version: str = "1") -> EngineIdentity:
    published = None if threshold is None else PublishedThreshold(threshold, "its makers")
    files = (ModelFile("a.onnx", "0" * 64),)
    return EngineIdentity(
        "tried", version, (), files, "CC0", Measure.COSINE, published, "drawn for the tests"
    )


def calibration(slope: float = 10.0, intercept: float = -4.0) -> FaceCalibration:
    return FaceCalibration(
        identity().key, Calibration(intercept, slope, 999, 99_999, -1.0, 1.0), 0.3
    )


@given(score=st.floats(-1e6, 1e6), slope=st.floats(0.1, 1e4), place=st.integers(1, 10**6))
def test_no_face_counts_for_more_than_a_factor_of_ten_and_none_excludes(
    score: float, slope: float, place: int
) -> None:
    told = lead_of(score, identity(), calibration(slope), place).log10_lr
    assert told is not None
    assert FLOOR <= told <= CAP == 1.0


def test_a_calibrated_lead_follows_its_lr() -> None:
    """log10 LR = 10 score - 4, cut at 1."""
    expected = {
        0.3: (FLOOR, Band.SAYS_NOTHING),
        0.36: (-0.4, Band.SAYS_NOTHING),
        0.4: (0.0, Band.SAYS_LITTLE),
        0.42: (0.2, Band.SAYS_LITTLE),
        0.45: (0.5, Band.COULD_BE),
        0.495: (0.95, Band.LOOK_FIRST),
        0.9: (CAP, Band.LOOK_FIRST),
    }
    for score, (log10_lr, band) in expected.items():
        lead = lead_of(score, identity(), calibration(), 1)
        assert lead.log10_lr == pytest.approx(log10_lr)
        assert lead.band is band
        assert lead.note == CALIBRATED


def test_the_cap_of_the_pairs_holds_where_it_is_lower() -> None:
    few = FaceCalibration(identity().key, Calibration(0.0, 10.0, 50, 5, -1.0, 1.0), 0.3)
    assert lead_of(1.0, identity(), few, 1).log10_lr == pytest.approx(math.log10(6))


def test_without_calibration_there_is_an_order_and_no_weight() -> None:
    last = FIRST_PLACES
    expected = {
        (0.4, 1): Band.LOOK_FIRST,
        (0.9, last): Band.LOOK_FIRST,
        (0.9, last + 1): Band.COULD_BE,
        (0.39, last): Band.SAYS_LITTLE,
        (0.39, last + 1): Band.SAYS_NOTHING,
    }
    for (score, place), band in expected.items():
        lead = lead_of(score, identity(), None, place)
        assert (lead.band, lead.log10_lr, lead.note) == (band, None, NOT_CALIBRATED)


def test_an_engine_without_published_threshold_never_says_much() -> None:
    for place in (1, 10):
        lead = lead_of(1.0, identity(None), None, place)
        assert lead.band in {Band.SAYS_LITTLE, Band.SAYS_NOTHING}


def test_a_calibration_of_another_engine_is_refused() -> None:
    with pytest.raises(OtherEngine):
        lead_of(0.5, identity(version="2"), calibration(), 1)


@pytest.mark.parametrize(("score", "place"), [(0.5, 0), (math.nan, 1), (math.inf, 1)])
def test_what_is_no_place_or_no_number_is_refused(score: float, place: int) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        lead_of(score, identity(), None, place)


def test_no_band_and_no_text_says_that_it_is_the_person() -> None:
    said = [band_in_words(band) for band in Band] + [CALIBRATED, NOT_CALIBRATED, WARNING]
    for words in said:
        for claim in ("match", "same person", "hit", "positive"):
            assert claim not in words.lower()
    assert "not an identification" in WARNING
    assert "reference sample" in WARNING


def test_a_score_bears_the_name_of_its_measure() -> None:
    assert score_in_words(-0.4321, Measure.DISTANCE) == "distance 0.432, nearer is smaller"
    assert score_in_words(0.4321, Measure.COSINE) == "cosine 0.432, nearer is larger"


def test_the_key_of_an_engine_changes_with_all_that_changes_a_vector() -> None:
    one = identity()
    assert one.key == identity().key
    assert one.key == identity(threshold=None).key
    assert one.key != identity(version="2").key
    other_file = EngineIdentity(
        "tried", "1", (), (ModelFile("a.onnx", "1" * 64),), "CC0", Measure.COSINE, None, "x"
    )
    other_parameter = EngineIdentity(
        "tried", "1", (("side", "320"),), one.files, "CC0", Measure.COSINE, None, "x"
    )
    assert len({one.key, other_file.key, other_parameter.key}) == 3
