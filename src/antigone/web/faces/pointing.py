"""Where somebody pointed in a picture: the browser sends the place in pixels of what it drew."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from antigone.web.faces.eyes import Points

SHOWN_WIDTH = 320
"""Pixels of the picture on that page: a phone shows it whole, so that the place is known."""


@dataclass(frozen=True)
class Pointed:
    """The person's right eye, and perhaps the left; as fractions of width and height."""

    right: tuple[float, float]
    left: tuple[float, float] | None = None

    @classmethod
    def both(cls, points: Points) -> Pointed:
        """Two eyes that were written as numbers."""
        return cls((points.right_x, points.right_y), (points.left_x, points.left_y))

    def then(self, here: Pointed) -> Pointed:
        """With the second place as the left eye."""
        return Pointed(self.right, here.right)

    def as_query(self) -> dict[str, str]:
        """The right eye in an address; read by `first_point`."""
        return {"x": f"{self.right[0]:.4f}", "y": f"{self.right[1]:.4f}"}

    @property
    def points(self) -> Points:
        """Both eyes; only where both were pointed at."""
        assert self.left is not None  # noqa: S101  (`then` or `both` made it)
        return Points(*self.right, *self.left)


def pointed(sent: Mapping[str, str], shape: tuple[int, int]) -> Pointed | None:
    """Where the picture was pointed at; None where it was sent by the keyboard, or lies outside.

    Args:
        sent: holds `point.x` and `point.y`, as an image that is a button sends them.
        shape: width and height of the picture.
    """
    width, height = shape
    x, y = _number(sent.get("point.x")), _number(sent.get("point.y"))
    if x is None or y is None or (x, y) == (0.0, 0.0) or not width:
        return None
    tall = max(1, round(SHOWN_WIDTH * height / width))
    return _within(x / SHOWN_WIDTH, y / tall)


def first_point(sent: Mapping[str, str]) -> Pointed | None:
    """The right eye, as `as_query` wrote it."""
    x, y = _number(sent.get("x")), _number(sent.get("y"))
    return None if x is None or y is None else _within(x, y)


def _within(x: float, y: float) -> Pointed | None:
    return Pointed((x, y)) if 0.0 <= x <= 1.0 and 0.0 <= y <= 1.0 else None


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
