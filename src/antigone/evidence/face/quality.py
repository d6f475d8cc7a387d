"""Whether a picture of a face is good enough to be compared at all; below the floor there is no score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.face.alignment import EYES_AT, Similarity, aligned, by_eyes
from antigone.evidence.face.landmarks import Eyes, Point
from antigone.evidence.face.pictures import Picture, grey
from antigone.words import said

LEAST_EYE_DISTANCE = 24.0
"""Least pixels between the eyes. ISO/IEC 19794-5 asks passports for 90 (from memory, not looked up); the
models see an aligned face with 35 to 52 and invent what is missing. With 22, the default engine's vector
had moved by a third of its threshold in our tests (our choice)."""

LEAST_SHARPNESS = 0.08
"""Least variance of the Laplacian of the aligned face in units of its own contrast. Two faces fell below it
when they were blurred by 1 and by 1.5 pixels (Gaussian, 43 pixels between the eyes); their vectors had then
moved by two fifths of the default engine's threshold. Small faces that were enlarged fall below it as well,
but not all of them (our choice)."""

LEAST_LIGHTNESS, MOST_LIGHTNESS = 35.0, 222.0
"""Mean lightness of the aligned face, 0 to 255: outside, what is dark or burnt out has no drawing left
(our choice)."""

LEAST_CONTRAST = 9.0
"""Least standard deviation of the lightness of the aligned face (our choice)."""

MOST_SIDE_LIGHT = 45.0
"""Most difference of the mean lightness of the two halves of the face (our choice)."""

MOST_TURN = 0.3
"""Farthest that the nose may lie from the middle between the eyes, as a share of their distance: about a turn
of 30 degrees; models lose much beyond (our choice)."""

MOST_OUTSIDE = 0.15
"""Greatest share of the aligned face that may lie outside the picture (our choice)."""

LEAST_DRAWING = 0.25
"""Least contrast around each eye and the mouth, as a share of that of the whole face: below, the part is
covered by one colour, or gone. Uncovered ones had 0.6 and more (our choice, on two faces)."""

LEAST_OF_OTHER_EYE = 0.5
"""Least contrast around one eye as a share of that around the other (our choice)."""

LEAST_MEASURED = 0.01
"""Least contrast that is more than rounding."""

# Parts of the aligned face of 112 pixels: rows, then columns.
_FACE = (slice(30, 105), slice(25, 87))
_PARTS = (
    (slice(42, 62), slice(26, 50)),
    (slice(42, 62), slice(62, 86)),
    (slice(82, 102), slice(38, 74)),
)


class StateOfBody(StrEnum):
    """The state of the face as it was recorded, or that the picture shows a person in life."""

    LIVING = "living"
    FRESH = "fresh"
    EARLY_CHANGES = "early_changes"
    ADVANCED = "advanced"
    INJURED_FACE = "injured_face"
    BURNT = "burnt"
    SKELETAL = "skeletal"
    NOT_RECORDED = "not_recorded"


COMPARABLE = frozenset({StateOfBody.LIVING, StateOfBody.FRESH, StateOfBody.EARLY_CHANGES})
"""States whose faces may be compared. For all others no error rate of any engine is known to us."""


class Problem(StrEnum):
    """What keeps a picture of a face from being compared."""

    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    LITTLE_CONTRAST = "little_contrast"
    LIGHT_FROM_ONE_SIDE = "light_from_one_side"
    TURNED_AWAY = "turned_away"
    CUT_OFF = "cut_off"
    COVERED = "covered"
    STATE_OF_BODY = "state_of_body"
    STATE_NOT_RECORDED = "state_not_recorded"


_WORDS = {
    Problem.TOO_SMALL: said("The face is too small in this picture."),
    Problem.BLURRED: said("The face is blurred."),
    Problem.TOO_DARK: said("The face is too dark."),
    Problem.TOO_BRIGHT: said("The face is too bright; parts of it have no drawing left."),
    Problem.LITTLE_CONTRAST: said("The face has too little contrast."),
    Problem.LIGHT_FROM_ONE_SIDE: said("One half of the face is far darker than the other."),
    Problem.TURNED_AWAY: said("The face is turned too far to one side."),
    Problem.CUT_OFF: said("Part of the face lies outside the picture."),
    Problem.COVERED: said("An eye or the mouth seems to be covered."),
    Problem.STATE_OF_BODY: said(
        "The face is recorded as changed too much; how often a comparison then errs is not known."
    ),
    Problem.STATE_NOT_RECORDED: said(
        "The state of the face is not recorded; record it before the face is compared."
    ),
}


def in_words(problem: Problem) -> str:
    """The problem as a sentence."""
    return _WORDS[problem]


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a picture of a face is.

    Args:
        eye_distance: pixels between the eyes in the picture.
        sharpness: see `LEAST_SHARPNESS`.
        lightness: mean of the aligned face, 0 to 255.
        contrast: standard deviation of it.
        side_light: difference of the means of both halves.
        tilt_degrees: turn in the plane of the picture; it is turned back, and no problem by itself.
        turn: how far the nose lies from the middle, as `MOST_TURN`; none where eyes were set by hand.
        outside: share of the aligned face that lies outside the picture.
        drawing: contrast around the right eye, the left eye, the mouth, as `LEAST_DRAWING`.
        state: of the body as recorded.
        problems: why it is not compared; empty where it is good enough.
    """

    eye_distance: float
    sharpness: float
    lightness: float
    contrast: float
    side_light: float
    tilt_degrees: float
    turn: float | None
    outside: float
    drawing: tuple[float, float, float]
    state: StateOfBody
    problems: tuple[Problem, ...]

    @property
    def is_enough(self) -> bool:
        """Whether the face may be compared; if not, there is no vector and no score."""
        return not self.problems

    @property
    def reasons(self) -> tuple[str, ...]:
        """The problems, each as a sentence."""
        return tuple(_WORDS[problem] for problem in self.problems)

    @property
    def weight(self) -> float:
        """How much this picture counts among several of one person, above 0 and at most 1.

        The share that the eyes' distance has of one that loses nothing (60 pixels), times that of the
        sharpness (0.3): our choice, in the same spirit as the floors.
        """
        return min(1.0, self.eye_distance / 60.0) * min(1.0, max(self.sharpness, 1e-3) / 0.3)


def quality_of(picture: Picture, eyes: Eyes, nose: Point | None, state: StateOfBody) -> Quality:
    """The quality of one face, measured on the face turned upright by its eyes.

    Args:
        picture: checked.
        eyes: within the picture.
        nose: where it was found; none where eyes were set by hand.
        state: of the body as recorded.
    """
    into = by_eyes(eyes)
    face, outside = aligned(picture, into)
    light = grey(face)
    middle = light[_FACE]
    half = middle.shape[1] // 2
    contrast = float(middle.std())
    quality = Quality(
        eye_distance=eyes.distance,
        sharpness=_sharpness(middle, contrast),
        lightness=float(middle.mean()),
        contrast=contrast,
        side_light=abs(float(middle[:, :half].mean() - middle[:, half:].mean())),
        tilt_degrees=eyes.tilt_degrees,
        turn=None if nose is None else _turn(into, nose),
        outside=outside,
        drawing=_drawing(light, contrast),
        state=state,
        problems=(),
    )
    return _judged(quality)


def _sharpness(light: NDArray[np.float32], contrast: float) -> float:
    if contrast < LEAST_MEASURED:
        return 0.0
    even = light / contrast
    inner = even[1:-1, 1:-1]
    around = even[:-2, 1:-1] + even[2:, 1:-1] + even[1:-1, :-2] + even[1:-1, 2:]
    return float((4.0 * inner - around).var())


def _drawing(light: NDArray[np.float32], contrast: float) -> tuple[float, float, float]:
    shares = [float(light[part].std()) / max(contrast, LEAST_MEASURED) for part in _PARTS]
    return shares[0], shares[1], shares[2]


def _turn(into: Similarity, nose: Point) -> float:
    """From the middle between the eyes of the aligned face, to either side."""
    middle = (EYES_AT.right.x + EYES_AT.left.x) / 2.0
    return abs(into.of(nose).x - middle) / EYES_AT.distance


def _is_covered(drawing: tuple[float, float, float]) -> bool:
    eyes = drawing[:2]
    return min(drawing) < LEAST_DRAWING or min(eyes) < LEAST_OF_OTHER_EYE * max(eyes)


def _judged(quality: Quality) -> Quality:
    at_fault = {
        Problem.TOO_SMALL: quality.eye_distance < LEAST_EYE_DISTANCE,
        Problem.BLURRED: quality.sharpness < LEAST_SHARPNESS,
        Problem.TOO_DARK: quality.lightness < LEAST_LIGHTNESS,
        Problem.TOO_BRIGHT: quality.lightness > MOST_LIGHTNESS,
        Problem.LITTLE_CONTRAST: quality.contrast < LEAST_CONTRAST,
        Problem.LIGHT_FROM_ONE_SIDE: quality.side_light > MOST_SIDE_LIGHT,
        Problem.TURNED_AWAY: quality.turn is not None and quality.turn > MOST_TURN,
        Problem.CUT_OFF: quality.outside > MOST_OUTSIDE,
        Problem.COVERED: _is_covered(quality.drawing),
        Problem.STATE_OF_BODY: quality.state not in COMPARABLE | {StateOfBody.NOT_RECORDED},
        Problem.STATE_NOT_RECORDED: quality.state is StateOfBody.NOT_RECORDED,
    }
    return replace(quality, problems=tuple(what for what, is_so in at_fault.items() if is_so))
