"""Turning a face upright and to one size, as embedders and the measures of quality expect it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.face.landmarks import Eyes, Point
from antigone.evidence.face.pictures import Picture

Pixels = NDArray[np.float32]

SIDE = 112
"""Height and width of an aligned face in pixels, as the ArcFace and SFace layouts take it."""

PLACES = (
    Point(38.2946, 51.6963),
    Point(73.5318, 51.5014),
    Point(56.0252, 71.7366),
    Point(41.5493, 92.3655),
    Point(70.7299, 92.2041),
)
"""Where the five points lie in an aligned face of 112 pixels: the person's right eye and left eye, the tip
of the nose, the right and the left corner of the mouth. They are the places that ArcFace and SFace were
trained with (Deng et al., CVPR 2019, doi:10.1109/CVPR.2019.00482, and OpenCV's FaceRecognizerSF)."""

EYES_AT = Eyes(right=PLACES[0], left=PLACES[1])


@dataclass(frozen=True, slots=True)
class Similarity:
    """A turn, one scale for both directions, and a shift: (x, y) -> (ax - by + c, bx + ay + d)."""

    a: float
    b: float
    c: float
    d: float

    def of(self, point: Point) -> Point:
        """Where a point comes to lie.

        >>> Similarity(0.0, 2.0, 1.0, 0.0).of(Point(3.0, 0.0))
        Point(x=1.0, y=6.0)
        """
        return Point(
            self.a * point.x - self.b * point.y + self.c,
            self.b * point.x + self.a * point.y + self.d,
        )

    @property
    def scale(self) -> float:
        """By how much lengths grow."""
        return float(np.hypot(self.a, self.b))


def similarity(origins: Sequence[Point], targets: Sequence[Point]) -> Similarity:
    """The similarity that brings points nearest to their targets, in squares of the distances.

    Without mirroring it is a linear problem in four unknowns (Umeyama, IEEE TPAMI 1991;13:376-380,
    doi:10.1109/34.88573, gives the same where the points are not mirrored); two pairs of points give it
    exactly.

    >>> similarity([Point(0, 0), Point(1, 0)], [Point(5, 5), Point(5, 7)]).of(Point(2, 0))
    Point(x=5.0, y=9.0)
    """
    rows, values = [], []
    for origin, target in zip(origins, targets, strict=True):
        rows += [[origin.x, -origin.y, 1.0, 0.0], [origin.y, origin.x, 0.0, 1.0]]
        values += [target.x, target.y]
    found = np.linalg.lstsq(np.array(rows), np.array(values), rcond=None)[0]
    return Similarity(*(round(float(value), 9) for value in found))


def by_eyes(eyes: Eyes) -> Similarity:
    """From a picture into the aligned face, by the middles of both eyes alone."""
    return similarity([eyes.right, eyes.left], [EYES_AT.right, EYES_AT.left])


def aligned(picture: Picture, into: Similarity, side: int = SIDE) -> tuple[Pixels, float]:
    """The face turned upright, and which share of it lies outside the picture.

    Each pixel is mixed from the four around its place in the picture. Where the face is far larger
    than `side`, the picture is first averaged in squares, lest single pixels decide. What lies outside
    is black, as in OpenCV's warp, which the embedders were trained with.

    Args:
        picture: shape (height, width, 3).
        into: from the picture into the aligned face.
        side: height and width of the aligned face.

    Returns:
        Shape (side, side, 3), 0 to 255; and the share, 0 to 1.
    """
    step = max(1, int(1.0 / into.scale))
    across = np.arange(side, dtype=np.float64)
    x, y = np.meshgrid(across, across)
    # Back from the aligned face into the picture.
    square = into.a**2 + into.b**2
    back_x = (into.a * (x - into.c) + into.b * (y - into.d)) / square
    back_y = (into.a * (y - into.d) - into.b * (x - into.c)) / square
    left, top, part = _around(picture, back_x, back_y, step)
    if min(part.shape[:2]) < step:
        return np.zeros((side, side, 3), np.float32), 1.0
    small = _averaged(part, step)
    # Pixel i of the averaged part lies in the middle of the pixels it was made of.
    offset = (step - 1) / 2.0
    return _mixed(small, (back_x - left - offset) / step, (back_y - top - offset) / step)


def _around(
    picture: Picture, x: NDArray[np.float64], y: NDArray[np.float64], step: int
) -> tuple[int, int, Picture]:
    """Left and top of the part of the picture that the face lies in, and the part."""
    height, width = picture.shape[:2]
    left, right = (int(np.floor(v)) for v in (x.min() - 2 * step, x.max() + 3 * step))
    top, bottom = (int(np.floor(v)) for v in (y.min() - 2 * step, y.max() + 3 * step))
    left, right = max(0, min(left, width)), max(0, min(right, width))
    top, bottom = max(0, min(top, height)), max(0, min(bottom, height))
    return left, top, picture[top:bottom, left:right]


def _averaged(part: Picture, step: int) -> Pixels:
    height, width = (size // step * step for size in part.shape[:2])
    if step == 1:
        return part.astype(np.float32)
    squares = part[:height, :width].reshape(height // step, step, width // step, step, 3)
    averaged: Pixels = squares.mean(axis=(1, 3), dtype=np.float32)
    return averaged


def _mixed(pixels: Pixels, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[Pixels, float]:
    height, width = pixels.shape[:2]
    padded = np.zeros((height + 2, width + 2, 3), np.float32)
    padded[1:-1, 1:-1] = pixels
    outside = (x < -0.5) | (x > width - 0.5) | (y < -0.5) | (y > height - 0.5)
    x, y = np.clip(x + 1.0, 0.0, width + 0.999), np.clip(y + 1.0, 0.0, height + 0.999)
    column, row = x.astype(np.int64), y.astype(np.int64)
    right: Pixels = (x - column).astype(np.float32)[..., None]
    below: Pixels = (y - row).astype(np.float32)[..., None]
    one = np.float32(1.0)
    upper: Pixels = padded[row, column] * (one - right) + padded[row, column + 1] * right
    lower: Pixels = padded[row + 1, column] * (one - right) + padded[row + 1, column + 1] * right
    mixed: Pixels = upper * (one - below) + lower * below
    return mixed, float(outside.mean())
