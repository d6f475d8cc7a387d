"""Reading labels in pictures: decoded in memory, never stored, small pictures only."""

from __future__ import annotations

import io
import warnings

import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MOST_BYTES_OF_FRAME = 256 * 1024
MOST_BYTES_OF_PHOTO = 12 * 1024 * 1024
MOST_PIXELS_OF_FRAME = 2_100_000
MOST_PIXELS_OF_PHOTO = 64_000_000
LARGEST_SIDE = 1800
FORMATS = ("JPEG", "PNG", "WEBP")
ONLY_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


class PictureRefused(ValueError):
    """It cannot be read for a label; the message says what is allowed."""


def codes_in(data: bytes, *, most_bytes: int, most_pixels: int) -> list[str]:
    """The contents of all QR codes in a picture.

    Raises:
        PictureRefused: too large, or no picture of an allowed kind.
    """
    if len(data) > most_bytes:
        raise PictureRefused(
            _("The picture is larger than %(most)d KiB.") % {"most": most_bytes // 1024}
        )
    picture = _opened(data, most_pixels)
    found = zxingcpp.read_barcodes(picture, formats=ONLY_QR)
    return list(dict.fromkeys(code.text for code in found))


def _opened(data: bytes, most_pixels: int) -> Image.Image:
    """The picture in grey and small, its size looked at before anything is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > most_pixels:
                raise Image.DecompressionBombError
            picture.draft("L", (LARGEST_SIDE, LARGEST_SIDE))
            grey = picture.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(
            _("The picture has too many pixels: at most %(most)d million.")
            % {"most": most_pixels // 1_000_000}
        ) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise PictureRefused(
            _("This is no picture that can be read. Allowed are JPEG, PNG and WebP.")
        ) from None
    grey.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return grey
