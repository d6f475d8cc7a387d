"""A picture as this package takes it: pixels, already decoded; never a file, an address or bytes."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from antigone.words import said

Picture: TypeAlias = NDArray[np.uint8]
"""Shape (height, width, 3): red, green, blue, each 0 to 255, the right way up, decoded by the caller."""

MOST_PIXELS = 40_000_000
"""Most pixels of a picture: more than the cameras of offices take, and 120 MB of memory (our choice)."""

LEAST_SIDE = 40
"""Least height and width in pixels: in less, no face is large enough to be compared (our choice)."""


MOST_NARROW = 20
"""Most times that one side may be as long as the other; nobody takes pictures narrower than that."""


class PictureRefused(ValueError):
    """A picture that is not looked at, with the reason in words."""


class TooLarge(PictureRefused):
    """More pixels than are looked at."""


class NotAPicture(PictureRefused):
    """An array of another shape or type, or one that is too small to hold a face."""


def checked(picture: Picture) -> Picture:
    """The picture, in one piece of memory, once it is known to be one.

    The number of pixels is looked at first, before anything is copied or computed.

    Raises:
        TooLarge: more than `MOST_PIXELS`.
        NotAPicture: not (height, width, 3), not uint8, a side below `LEAST_SIDE`, or too narrow.
    """
    if not isinstance(picture, np.ndarray) or picture.ndim != 3 or picture.shape[2] != 3:
        raise NotAPicture(
            said("This is no picture in colour; needed are height, width and three colours.")
        )
    height, width = picture.shape[:2]
    if height * width > MOST_PIXELS:
        raise TooLarge(
            said(
                "The picture has {pixels} million pixels; at most {most} million are looked at. "
                "Make a smaller copy of it.",
                pixels=round(height * width / 1e6),
                most=MOST_PIXELS // 1_000_000,
            )
        )
    if picture.dtype != np.uint8:
        raise NotAPicture(said("The colours of this picture are not numbers from 0 to 255."))
    if min(height, width) < LEAST_SIDE:
        raise NotAPicture(
            said(
                "The picture is {width} by {height} pixels; a face needs at least {least} each way.",
                width=width,
                height=height,
                least=LEAST_SIDE,
            )
        )
    if max(height, width) > MOST_NARROW * min(height, width):
        raise NotAPicture(
            said(
                "The picture is {width} by {height} pixels, too narrow for a face.",
                width=width,
                height=height,
            )
        )
    return np.ascontiguousarray(picture)


def grey(picture: NDArray[np.uint8] | NDArray[np.float32]) -> NDArray[np.float32]:
    """Lightness of each pixel, 0 to 255, as ITU-R BT.601 weighs the colours."""
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    return picture.astype(np.float32) @ weights
