"""Two faces that are free to use, and what light, cameras and hands do to them.

Eileen Collins (NASA, in the public domain; from scikit-image) and Grace Hopper (US Navy, in the public
domain; from matplotlib). The packages are found, not imported.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from antigone.evidence.face.landmarks import Eyes, Point
from antigone.evidence.face.pictures import Picture

COLLINS_EYES = Eyes(right=Point(203.5, 102.0), left=Point(246.5, 104.5))
HOPPER_EYES = Eyes(right=Point(222.5, 194.5), left=Point(306.5, 189.0))


@cache
def collins() -> Picture:
    """512 by 512 pixels, 43 between the eyes."""
    return _read("skimage", "data/astronaut.png")


@cache
def hopper() -> Picture:
    """512 wide, 600 high, 84 pixels between the eyes."""
    return _read("matplotlib", "mpl-data/sample_data/grace_hopper.jpg")


def _read(package: str, name: str) -> Picture:
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    with Image.open(Path(found.origin).parent / name) as image:
        picture = np.asarray(image.convert("RGB"))
    picture.flags.writeable = False
    return picture


def altered(picture: Picture, alter: Callable[[Image.Image], Image.Image]) -> Picture:
    return np.asarray(alter(Image.fromarray(picture)))


def scaled(picture: Picture, by: float) -> Picture:
    height, width = picture.shape[:2]
    size = round(width * by), round(height * by)
    return altered(picture, lambda image: image.resize(size, Image.Resampling.LANCZOS))


def eyes_scaled(eyes: Eyes, by: float) -> Eyes:
    return Eyes(
        right=Point(eyes.right.x * by, eyes.right.y * by),
        left=Point(eyes.left.x * by, eyes.left.y * by),
    )


def blurred(picture: Picture, by: float) -> Picture:
    return altered(picture, lambda image: image.filter(ImageFilter.GaussianBlur(by)))


def lit(picture: Picture, factor: float) -> Picture:
    found: Picture = np.clip(np.rint(picture * float(factor)), 0, 255).astype(np.uint8)
    return found


def lit_from_one_side(picture: Picture, eyes: Eyes) -> Picture:
    """Dark on the left of the picture, as it is on the right, with a quick change between the eyes."""
    middle = (eyes.right.x + eyes.left.x) / 2.0
    across = (np.arange(picture.shape[1]) - middle) / eyes.distance
    found: Picture = np.rint(picture * np.clip(across + 0.6, 0.08, 1.0)[None, :, None]).astype(
        np.uint8
    )
    return found


def flattened(picture: Picture, factor: float) -> Picture:
    found: Picture = np.rint(picture * factor + 128.0 * (1.0 - factor)).astype(np.uint8)
    return found


def with_gamma(picture: Picture, gamma: float) -> Picture:
    found: Picture = np.rint(255.0 * (picture / 255.0) ** gamma).astype(np.uint8)
    return found


def tilted(picture: Picture, degrees: float) -> Picture:
    """Turned counter-clockwise about its middle, as large as before."""
    return altered(picture, lambda image: image.rotate(degrees, Image.Resampling.BICUBIC))


def eyes_tilted(eyes: Eyes, degrees: float, picture: Picture) -> Eyes:
    height, width = picture.shape[:2]
    turn = np.radians(-degrees)

    def turned(point: Point) -> Point:
        x, y = point.x - (width - 1) / 2.0, point.y - (height - 1) / 2.0
        return Point(
            float(np.cos(turn) * x - np.sin(turn) * y + (width - 1) / 2.0),
            float(np.sin(turn) * x + np.cos(turn) * y + (height - 1) / 2.0),
        )

    return Eyes(right=turned(eyes.right), left=turned(eyes.left))


def covered(picture: Picture, box: tuple[int, int, int, int], colour: int) -> Picture:
    """With a rectangle of one grey painted over it: left, top, right, bottom."""

    def cover(image: Image.Image) -> Image.Image:
        image = image.copy()
        ImageDraw.Draw(image).rectangle(box, fill=(colour, colour, colour))
        return image

    return altered(picture, cover)


def empty(height: int = 400, width: int = 300) -> Picture:
    """Noise without a face, the same each time."""
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)


def two_faces() -> Picture:
    """Both of them, Hopper at half size on the right."""
    small = scaled(hopper(), 0.5)
    side = np.zeros((512, small.shape[1], 3), np.uint8)
    side[: small.shape[0]] = small
    return np.concatenate([collins()[:, 100:360], side], axis=1)
