"""Pixels: reading them with every limit set, and drawing them anew for a page."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import BinaryIO

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from PIL import Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from antigone.web.media.structure import Malformed

SHOWN_SIDE = 4096
"""The longer side of what a page shows; what is kept has all its pixels."""

Pixels = NDArray[np.uint8]

_QUALITY = 90
_READERS: dict[str, Callable[[BinaryIO], Image.Image]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def read_pixels(bare: bytes, form: str) -> Image.Image:
    """Decode a picture that was taken apart, measured and stripped before.

    Raises:
        Malformed: it cannot be decoded to its end.
    """
    # WeasyPrint, once it is imported, lets the whole process take truncated pictures for whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        image = _READERS[form](io.BytesIO(bare))
        image.load()
    except (OSError, ValueError, SyntaxError, IndexError, struct.error, zlib.error) as error:
        raise Malformed(_("its pixels cannot be read to the end")) from error
    return image


def redrawn(bare: bytes, form: str, orientation: int) -> bytes:
    """A new JPEG with the same pixels, upright and with nothing else in it (ME-05)."""
    image = _upright(bare, form, orientation)
    image.info.clear()
    written = io.BytesIO()
    image.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def upright_pixels(bare: bytes, form: str, orientation: int) -> Pixels:
    """The same pixels as numbers: shape (height, width, 3), red, green and blue."""
    return np.asarray(_upright(bare, form, orientation).convert("RGB"), dtype=np.uint8)


def _upright(bare: bytes, form: str, orientation: int) -> Image.Image:
    """As a page shows it: no larger than `SHOWN_SIDE`, and upright."""
    image = read_pixels(bare, form)
    image.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    image = _plain(image)
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _plain(image: Image.Image) -> Image.Image:
    """In grey or in red, green and blue; on white where it is transparent."""
    if image.mode.startswith("I"):  # 16 bits of grey, as radiographs have
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        white = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(white, coloured).convert("RGB")
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")
