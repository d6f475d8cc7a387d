"""What a score is said to mean: a coarse band, an order, and never more than a factor of ten."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from antigone.evidence.face.calibrating import FaceCalibration, OtherEngine
from antigone.evidence.face.engine import EngineIdentity, Measure, PublishedThreshold
from antigone.words import said

CAP = 1.0
"""Greatest log10 LR of a face, a factor of ten, however many pairs the calibration has: pairs of resolved
cases are easier than those of open ones, and errors differ tenfold between groups of people (NISTIR
8280), which no single calibration knows. So a face alone can never carry a decision."""

FLOOR = -1.0
"""Least log10 LR: a face that looks otherwise excludes nobody."""

FIRST_PLACES = 5
"""So many places of an order are worth looking at first, where nothing better is known (our choice)."""

_LOOK_FIRST_FROM, _COULD_BE_FROM, _SAYS_LITTLE_FROM = 0.9, 0.3, -0.3
"""In log10 LR: factors of 8, of 2, and of one half."""


class Band(StrEnum):
    """How a lead by face is said; there is no band that says "the same person"."""

    LOOK_FIRST = "look_first"
    COULD_BE = "could_be"
    SAYS_LITTLE = "says_little"
    SAYS_NOTHING = "says_nothing"


_WORDS = {
    Band.LOOK_FIRST: said("Look here first"),
    Band.COULD_BE: said("Could be"),
    Band.SAYS_LITTLE: said("Says little"),
    Band.SAYS_NOTHING: said("Says nothing"),
}

NOT_CALIBRATED = said(
    "Not calibrated here: how much this resemblance is worth is not known for the faces of this "
    "office. It gives an order in which to look, and no weight."
)
CALIBRATED = said(
    "Calibrated on pairs of this office. Whatever the score, a face counts for a factor of ten at "
    "most, stands beside the total and is no part of it."
)
WARNING = said(
    "This is a lead, not an identification. Faces change in death, engines err far more often with "
    "some groups of people than with others, and relatives who were shown bodies have often been "
    "wrong. It says only which family to ask first for a reference sample."
)


def band_in_words(band: Band) -> str:
    """The band as a reader sees it."""
    return _WORDS[band]


@dataclass(frozen=True, slots=True)
class Lead:
    """What one score says about one pair, beside the total and never inside it.

    Args:
        score: in the engine's measure; higher is nearer.
        place: in the order of the search, from 1.
        band: how it is said.
        log10_lr: from `FLOOR` to `CAP`; none where the engine is not calibrated here.
        note: whether it is calibrated, and what that means.
        engine_key: of the engine that made the score.
    """

    score: float
    place: int
    band: Band
    log10_lr: float | None
    note: str
    engine_key: str


def lead_of(
    score: float, identity: EngineIdentity, calibration: FaceCalibration | None, place: int
) -> Lead:
    """The lead of one score.

    With a calibration the band follows the capped LR. Without one it follows the threshold that the
    makers of the model publish, and the order: beyond the threshold and among the first places is "look
    here first", beyond it otherwise "could be", among the first places short of it "says little". An engine
    of which no threshold is published never says more than "says little".

    Args:
        score: as `search` gives it.
        identity: of the engine that made it.
        calibration: of this very engine, on pairs of the office itself.
        place: in the order of the search, from 1.

    Raises:
        OtherEngine: the calibration is another engine's.
        ValueError: a place below 1, or a score that is no number.
    """
    if place < 1 or not np.isfinite(score):
        raise ValueError(f"score {score} at place {place}; needed are a number, and 1 or more")
    if calibration is None:
        band = _by_threshold(score, identity.threshold, place)
        return Lead(score, place, band, None, NOT_CALIBRATED, identity.key)
    if calibration.engine_key != identity.key:
        raise OtherEngine(said("This calibration is another engine's."))
    told = float(calibration.calibration.log10_lr(np.array([score]))[0])
    capped = min(max(told, FLOOR), CAP)
    return Lead(score, place, _by_log10_lr(capped), capped, CALIBRATED, identity.key)


def _by_log10_lr(log10_lr: float) -> Band:
    if log10_lr >= _LOOK_FIRST_FROM:
        return Band.LOOK_FIRST
    if log10_lr >= _COULD_BE_FROM:
        return Band.COULD_BE
    return Band.SAYS_LITTLE if log10_lr >= _SAYS_LITTLE_FROM else Band.SAYS_NOTHING


def _by_threshold(score: float, threshold: PublishedThreshold | None, place: int) -> Band:
    is_first = place <= FIRST_PLACES
    if threshold is not None and score >= threshold.score:
        return Band.LOOK_FIRST if is_first else Band.COULD_BE
    return Band.SAYS_LITTLE if is_first else Band.SAYS_NOTHING


def score_in_words(score: float, measure: Measure) -> str:
    """A score with the name of its measure, for whoever wants to know."""
    if measure is Measure.DISTANCE:
        return said("distance {number}, nearer is smaller", number=f"{-score:.3f}")
    return said("cosine {number}, nearer is larger", number=f"{score:.3f}")
