"""What a face score of one engine is worth: a calibration on pairs of which the office knows who is whom."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.evidence.calibration import Calibration, fit_calibration
from antigone.evidence.calibration_measures import CalibrationMeasures, measure
from antigone.evidence.face.engine import EngineIdentity
from antigone.evidence.labelled_pairs import CalibrationRefused, LabelledPairs
from antigone.words import said

LEAST_SAME, LEAST_DIFFERENT = 50, 500
"""Least pairs of one person and of two: more than a calibration needs otherwise, for a face is taken at its
word too easily. 500 pairs carry the cap of a factor of ten with room (our choice)."""

MOST_CLLR = 0.9
"""A calibration that costs more bits on pairs it has not seen says next to nothing and is not used."""

SCORE_PREFIX = "face "
"""The column of scores in a table of pairs is named by this and the engine's key."""


class OtherEngine(CalibrationRefused):
    """A calibration of another engine, another version or other files."""


@dataclass(frozen=True, slots=True)
class FaceCalibration:
    """A calibration that belongs to exactly one engine.

    Args:
        engine_key: as `EngineIdentity.key`.
        calibration: from a score of this engine to a log10 LR, before the cap of a lead.
        cllr: its cost in bits on pairs that it has not seen.
    """

    engine_key: str
    calibration: Calibration
    cllr: float


def score_name(identity: EngineIdentity) -> str:
    """The name that the column of scores has in a table of pairs and in the calibration's file."""
    return SCORE_PREFIX + identity.key


def calibrate(
    pairs: LabelledPairs, identity: EngineIdentity
) -> tuple[FaceCalibration, CalibrationMeasures]:
    """Fit and judge a calibration of an engine's scores.

    Args:
        pairs: scores of this engine; the pairs of one person are a picture of a body and a photograph
            given by the family, of signed identifications that rest on other grounds than the face.
        identity: of the engine.

    Raises:
        CalibrationRefused: too few pairs, scores that do not rise with the evidence, or a calibration
            that says next to nothing.
    """
    calibration = fit_calibration(pairs)
    measures = measure(pairs, calibration)
    return of_engine(calibration, measures.cllr, score_name(identity), identity), measures


def of_engine(
    calibration: Calibration, cllr: float, name: str, identity: EngineIdentity
) -> FaceCalibration:
    """A calibration as it was read from its file, once it is known to serve for this engine.

    Args:
        calibration: what the file holds.
        cllr: the cost that stands in it.
        name: of the column of scores that stands in it.
        identity: of the engine that is used now.

    Raises:
        OtherEngine: it was made with another engine, version or model.
        CalibrationRefused: too few pairs, or it says next to nothing.
    """
    if name != score_name(identity):
        raise OtherEngine(
            said(
                'This calibration is of the scores "{name}"; needed is one of "{needed}".',
                name=name,
                needed=score_name(identity),
            )
        )
    same, different = calibration.same_pairs, calibration.different_pairs
    if same < LEAST_SAME or different < LEAST_DIFFERENT:
        raise CalibrationRefused(
            said(
                "{same} pairs of one person and {different} of two persons are too few for faces; "
                "needed are at least {least_same} and {least_different}.",
                same=same,
                different=different,
                least_same=LEAST_SAME,
                least_different=LEAST_DIFFERENT,
            )
        )
    if not cllr <= MOST_CLLR:
        raise CalibrationRefused(
            said(
                "On these pairs the engine says next to nothing: it costs {cllr} bits of 1 that "
                "silence costs; allowed is at most {most}.",
                cllr=f"{cllr:.2f}",
                most=f"{MOST_CLLR:.1f}",
            )
        )
    return FaceCalibration(identity.key, calibration, cllr)
