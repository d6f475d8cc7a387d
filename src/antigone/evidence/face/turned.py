"""Pictures that lie on their side: detectors know upright faces only, mortuary pictures often are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from antigone.evidence.face.landmarks import Box, Eyes, Found, Point
from antigone.evidence.face.pictures import Picture

QUARTERS = (0, 1, 3, 2)
"""Quarter turns in the order in which they are tried: upright, on either side, on the head."""


def found_in_any_turn(
    picture: Picture, upright: Callable[[Picture], tuple[Found, ...]]
) -> tuple[Found, ...]:
    """The faces of the first turn in which there are any, in the places of the picture as it is.

    Args:
        picture: checked.
        upright: finds upright faces.

    Returns:
        The largest first.
    """
    for quarters in QUARTERS:
        turned = np.ascontiguousarray(np.rot90(picture, quarters))
        if found := upright(turned):
            height, width = turned.shape[:2]
            back = [_back(face, quarters, width, height) for face in found]
            return tuple(sorted(back, key=lambda face: -face.box.width * face.box.height))
    return ()


def _back(face: Found, quarters: int, width: int, height: int) -> Found:
    """A face found in a picture that was turned counter-clockwise, before it was turned."""

    def place(point: Point) -> Point:
        if quarters == 1:
            return Point(height - 1.0 - point.y, point.x)
        if quarters == 2:
            return Point(width - 1.0 - point.x, height - 1.0 - point.y)
        return Point(point.y, width - 1.0 - point.x) if quarters == 3 else point

    corners = (
        place(Point(face.box.left, face.box.top)),
        place(Point(face.box.left + face.box.width, face.box.top + face.box.height)),
    )
    left, top = min(c.x for c in corners), min(c.y for c in corners)
    wide, tall = abs(corners[0].x - corners[1].x), abs(corners[0].y - corners[1].y)
    one, two, three, four, five = (place(point) for point in face.points)
    return replace(
        face,
        box=Box(left, top, wide, tall),
        eyes=Eyes(right=place(face.eyes.right), left=place(face.eyes.left)),
        points=(one, two, three, four, five),
        nose=place(face.nose),
    )
