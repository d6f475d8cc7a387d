"""Where a face lies in a picture: its box, its eyes, and what else an engine found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from antigone.evidence.face.pictures import PictureRefused
from antigone.words import said


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a picture, in pixels from its upper left corner; x to the right, y downwards."""

    x: float
    y: float


Points5: TypeAlias = tuple[Point, Point, Point, Point, Point]
"""Five points of a face in the order of the engine that found them."""


class EyesRefused(PictureRefused):
    """Eyes set by hand that cannot be the eyes of a face in this picture."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle around a face, in pixels; it may reach beyond the picture."""

    left: float
    top: float
    width: float
    height: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies in it.

        >>> Box(10.0, 20.0, 30.0, 40.0).holds(Point(39.0, 21.0))
        True
        """
        return (
            self.left <= point.x <= self.left + self.width
            and self.top <= point.y <= self.top + self.height
        )


@dataclass(frozen=True, slots=True)
class Eyes:
    """The middles of both eyes.

    Args:
        right: the person's own right eye, which lies on the left in a picture of an upright face.
        left: the person's own left eye.
    """

    right: Point
    left: Point

    @property
    def distance(self) -> float:
        """Pixels between them.

        >>> Eyes(right=Point(10.0, 10.0), left=Point(40.0, 50.0)).distance
        50.0
        """
        return math.hypot(self.left.x - self.right.x, self.left.y - self.right.y)

    @property
    def tilt_degrees(self) -> float:
        """How far the head is turned in the plane of the picture, clockwise; 0 is upright.

        >>> Eyes(right=Point(0.0, 0.0), left=Point(10.0, 10.0)).tilt_degrees
        45.0
        """
        return math.degrees(math.atan2(self.left.y - self.right.y, self.left.x - self.right.x))

    @property
    def are_upside_down(self) -> bool:
        """Whether the face stands on its head, or the two eyes were taken for one another.

        >>> Eyes(right=Point(40.0, 10.0), left=Point(10.0, 12.0)).are_upside_down
        True
        """
        return abs(self.tilt_degrees) > 90.0

    def within(self, width: int, height: int) -> Eyes:
        """These eyes, once both are known to lie in a picture of this size and apart.

        Raises:
            EyesRefused: one lies outside, or both lie on one place.
        """
        for point in (self.right, self.left):
            # Written so that what is not a number is refused too.
            if not (0.0 <= point.x < width and 0.0 <= point.y < height):
                raise EyesRefused(said("An eye that was set by hand lies outside the picture."))
        if self.distance < 1.0:
            raise EyesRefused(said("Both eyes were set on the same place."))
        return self


@dataclass(frozen=True, slots=True)
class Found:
    """A face that a detector found.

    Args:
        box: around the face.
        eyes: the middles of its eyes.
        points: all that was found of it, to be drawn and to be aligned by.
        nose: the tip of the nose, or the middle below it, by which a turn of the head is judged.
        confidence: of the detector, in its own unit; higher is surer.
    """

    box: Box
    eyes: Eyes
    points: Points5
    nose: Point
    confidence: float


class NoFace(PictureRefused):
    """The detector found no face; eyes may be set by hand."""

    def __init__(self) -> None:
        super().__init__(
            said("No face was found in this picture. Where one can be seen, set both eyes by hand.")
        )


class SeveralFaces(PictureRefused):
    """The detector found several faces; a person chooses one.

    Args:
        found: all of them, the largest first.
    """

    def __init__(self, found: tuple[Found, ...]) -> None:
        self.found = found
        super().__init__(
            said(
                "{count} faces were found in this picture. Choose the one that is meant.",
                count=len(found),
            )
        )


def only(found: tuple[Found, ...]) -> Found:
    """The one face of a picture.

    Raises:
        NoFace: there is none.
        SeveralFaces: there are several; use `chosen`.
    """
    if not found:
        raise NoFace
    if len(found) > 1:
        raise SeveralFaces(found)
    return found[0]


def chosen(found: tuple[Found, ...], at: Point) -> Found:
    """The face that a person pointed at: the smallest box that holds the point.

    Raises:
        NoFace: no face was found there.
    """
    here = [face for face in found if face.box.holds(at)]
    if not here:
        raise NoFace
    return min(here, key=lambda face: face.box.width * face.box.height)
