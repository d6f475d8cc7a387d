"""What was measured of one picture, and how it is written down before it is sealed."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import numpy as np

from antigone.evidence.face.engine import Embedded, Vector
from antigone.evidence.face.landmarks import Eyes, Point
from antigone.evidence.face.quality import Problem, Quality, StateOfBody
from antigone.formats.cursor import Cursor
from antigone.provenance import JsonValue

_MOST = 1e9


@dataclass(frozen=True)
class Measured:
    """What an engine made of one picture.

    Args:
        made: vector and quality of the face; None where none was found, or the picture cannot be read.
        fault: why there is none.
        points: both eyes, the person's right one first, and what else was found; as fractions of width and
            height.
    """

    made: Embedded | None
    fault: str = ""
    points: tuple[tuple[float, float], ...] = ()

    @property
    def vector(self) -> Vector | None:
        """None below the floor of quality too (FA-08)."""
        return None if self.made is None else self.made.vector

    @property
    def problems(self) -> tuple[str, ...]:
        """Codes of what is wrong."""
        if self.made is None:
            return (self.fault,)
        return tuple(problem.value for problem in self.made.quality.problems)


def as_json(measured: Measured) -> JsonValue:
    """As it is sealed."""
    made = measured.made
    return {
        "fault": measured.fault,
        "points": [list(point) for point in measured.points],
        "made": None if made is None else _made(made),
    }


def _made(made: Embedded) -> JsonValue:
    quality, vector = made.quality, made.vector
    return {
        "vector": None
        if vector is None
        else base64.b64encode(vector.astype("<f4").tobytes()).decode(),
        "eyes": [made.eyes.right.x, made.eyes.right.y, made.eyes.left.x, made.eyes.left.y],
        "eye_distance": quality.eye_distance,
        "sharpness": quality.sharpness,
        "lightness": quality.lightness,
        "contrast": quality.contrast,
        "side_light": quality.side_light,
        "tilt_degrees": quality.tilt_degrees,
        "turn": quality.turn,
        "outside": quality.outside,
        "drawing": list(quality.drawing),
        "state": quality.state.value,
        "problems": [problem.value for problem in quality.problems],
    }


def from_json(told: Cursor) -> Measured:
    """What `as_json` wrote."""
    made = told.field("made")
    return Measured(
        made=None if made.value is None else _embedded(made),
        fault=told.field("fault").text() if made.value is None else "",
        points=tuple((x, y) for x, y in map(_numbers, told.field("points").items())),
    )


def _embedded(told: Cursor) -> Embedded:
    packed, turn = told.field("vector"), told.field("turn")
    right_x, right_y, left_x, left_y = _numbers(told.field("eyes"))
    eye, other, mouth = _numbers(told.field("drawing"))
    quality = Quality(
        **{name: told.field(name).number(-_MOST, _MOST) for name in _NUMBERS},
        turn=None if turn.value is None else turn.number(-_MOST, _MOST),
        drawing=(eye, other, mouth),
        state=StateOfBody(told.field("state").text()),
        problems=tuple(Problem(one.text()) for one in told.field("problems").items()),
    )
    return Embedded(
        vector=None if packed.value is None else _vector(packed.text()),
        quality=quality,
        eyes=Eyes(right=Point(right_x, right_y), left=Point(left_x, left_y)),
    )


_NUMBERS = (
    "eye_distance",
    "sharpness",
    "lightness",
    "contrast",
    "side_light",
    "tilt_degrees",
    "outside",
)


def _vector(packed: str) -> Vector:
    return np.frombuffer(base64.b64decode(packed), "<f4").astype(np.float32)


def _numbers(told: Cursor) -> list[float]:
    return [one.number(-_MOST, _MOST) for one in told.items()]
