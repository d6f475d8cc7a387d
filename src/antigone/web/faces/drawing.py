"""A picture that is open for once, with the points at which an engine saw the face, as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 1_000
"""Of the drawing, in its own units: points are drawn alike on small pictures and on large ones."""


@dataclass(frozen=True)
class Marked:
    """A picture behind points.

    Args:
        address: of the picture, which is shown once.
        height: of the drawing, whose width is `WIDTH`.
        points: in its units, the eyes first.
        words: what it is, for whoever does not see it.
    """

    address: str
    height: int
    points: tuple[tuple[int, int], ...]
    words: str

    @property
    def width(self) -> int:
        """Of the drawing."""
        return WIDTH


def marked(
    address: str, shape: tuple[int, int], points: Iterable[tuple[float, float]], words: str
) -> Marked:
    """A picture of this shape with points, which are given as fractions of width and height."""
    width, height = shape
    tall = round(WIDTH * height / max(1, width))
    placed = tuple((round(x * WIDTH), round(y * tall)) for x, y in points)
    return Marked(address, max(1, tall), placed, words)
