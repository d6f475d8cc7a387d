"""The pixels of a picture for a program that compares faces, as a page would show them: never a file.

Only `web.faces` imports this; what may be read, and for what, is asked there, before.
"""

from __future__ import annotations

from antigone.web.media.drawing import Pixels, upright_pixels
from antigone.web.media.models import Picture
from antigone.web.media.sealed import content_of
from antigone.web.media.words import words_of_picture
from antigone.web.sealing.keys import KeyDestroyed


def pixels_of(picture: Picture) -> Pixels:
    """Red, green and blue, upright, in the size in which a page shows it.

    Returns:
        Shape (height, width, 3).

    Raises:
        KeyDestroyed: the family withdrew, or took it back.
        FileGone, SealBroken: its file is not there, or was altered.
        Malformed: it cannot be decoded to its end.
    """
    words = words_of_picture(picture)
    if words is None:
        raise KeyDestroyed(f"{picture} is destroyed")
    return upright_pixels(content_of(picture.file), picture.form, words.said.orientation)


def shape_of(picture: Picture) -> tuple[int, int]:
    """Width and height of the kept picture once it stands upright; 0, 0 where it is destroyed."""
    words = words_of_picture(picture)
    if words is None:
        return 0, 0
    lies = words.said.orientation >= _LYING
    return (picture.height, picture.width) if lies else (picture.width, picture.height)


_LYING = 5
"""From this EXIF orientation on, width and height are exchanged."""
