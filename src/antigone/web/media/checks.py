"""What is looked at before a picture is kept: its type, its size, its end, and what it carries (ME-04).

What a file is called and says of itself is shown, and otherwise ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from antigone.web.media import jpeg, png, webp
from antigone.web.media.drawing import read_pixels
from antigone.web.media.exif import Said, said_by
from antigone.web.media.foreign import foreign_type, hidden_in
from antigone.web.media.stripping import without_metadata
from antigone.web.media.structure import Malformed, Role, Structure

MAX_FILE_BYTES = 40 * 1024 * 1024
"""A file is sealed whole, so it has to fit into memory a few times."""

MAX_PIXELS = 50_000_000
MAX_METADATA_BYTES = 8 * 1024 * 1024


class Refused(ValueError):
    """A file is not kept; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A picture that may be kept."""

    name: str
    content: bytes
    structure: Structure
    said: Said

    def bare(self) -> bytes:
        """The picture without anything written beside it."""
        return without_metadata(self.content, self.structure)


def check_picture(name: str, content: bytes) -> Checked:
    """ME-04: look at a picture, and decode it once its size is known to be small enough.

    Raises:
        Refused: it is not one whole, still picture and nothing else.
    """
    shown = clean_name(name)
    check_size(shown, len(content))
    structure = take_apart(shown, content)
    if structure.is_animated:
        raise _refused(shown, _("it moves. Send a still picture: JPEG, PNG or WebP."))
    if structure.pixels > MAX_PIXELS:
        raise _refused(
            shown,
            _("it has %(pixels)d million pixels; allowed are %(most)d. Send it with fewer pixels.")
            % {"pixels": round(structure.pixels / 1e6), "most": MAX_PIXELS // 1_000_000},
        )
    _look_for_what_is_hidden(shown, content, structure)
    checked = Checked(shown, content, structure, said_by(content, structure))
    try:
        if structure.format == "PNG":
            png.check_rows(content, structure)
        read_pixels(checked.bare(), structure.format)
    except Malformed as fault:
        raise _damaged(shown, fault) from None
    return checked


def clean_name(name: str) -> str:
    """A file's name without anything that is no letter to a reader.

    Raises:
        Refused: it holds a path.
    """
    shown = "".join(letter for letter in name if letter.isprintable()).strip()[:200]
    if re.search(r"[/\\]", name) or shown in {"", ".", ".."}:
        raise _refused(
            shown or "?", _("its name holds a path. Give it a plain name, as IMG_1.jpg.")
        )
    return shown


def check_size(name: str, size: int) -> None:
    """Go on only with a file that is neither empty nor too large.

    Raises:
        Refused: it is.
    """
    if size == 0:
        raise _refused(name, _("it is empty. Send it again; the transfer may have broken off."))
    if size > MAX_FILE_BYTES:
        raise _refused(
            name,
            _("it has %(size)d MiB; allowed are %(most)d. Send a smaller copy.")
            % {"size": -(-size // 1024**2), "most": MAX_FILE_BYTES // 1024**2},
        )


def take_apart(name: str, content: bytes) -> Structure:
    """Take a picture apart by what it is, whatever it is called.

    Raises:
        Refused: it is of another type, or damaged.
    """
    try:
        if content.startswith(jpeg.START):
            return jpeg.walk_jpeg(content)
        if content.startswith(png.START):
            return png.walk_png(content)
        if webp.is_webp(content):
            return webp.walk_webp(content)
    except Malformed as fault:
        raise _damaged(name, fault) from None
    raise _refused(
        name,
        _("it is %s. Allowed are JPEG, PNG and WebP: export it as one of these.")
        % foreign_type(content),
    )


def _look_for_what_is_hidden(name: str, content: bytes, structure: Structure) -> None:
    beside = structure.of(*_BESIDE)
    if sum(piece.stop - piece.start for piece in beside) > MAX_METADATA_BYTES:
        raise _refused(name, _("more is written beside the picture than 8 MiB. Send a plain copy."))
    texts = [content[piece.body : piece.stop] for piece in beside]
    if structure.format == "PNG":
        try:
            texts += png.packed_texts(content, structure)
        except Malformed as fault:
            raise _damaged(name, fault) from None
    for text in texts:
        found = hidden_in(text)
        if found:
            raise _refused(name, _("it carries %s inside. Send a plain copy of it.") % found)
    trailer = _trailer(name, content, structure)
    if trailer and not (jpeg.is_phone_note(trailer) and not hidden_in(trailer)):
        raise _refused(
            name,
            _(
                "something else follows the picture in the same file. Some phones do this for "
                "moving pictures: switch that off, or send a plain copy."
            ),
        )


def _trailer(name: str, content: bytes, structure: Structure) -> bytes:
    """What follows the picture, whole further pictures that it announced left out."""
    end = structure.end
    if structure.format == "JPEG" and jpeg.names_further_pictures(content, structure):
        for _count in range(jpeg.MOST_FURTHER):
            start = content.find(jpeg.START, end)
            if start < 0 or content[end:start].strip(b"\0"):
                break
            try:
                further = jpeg.walk_jpeg(content, start)
            except Malformed as fault:
                raise _damaged(name, fault) from None
            if any(hidden_in(content[p.body : p.stop]) for p in further.of(*_BESIDE)):
                break
            end = further.end
    rest = content[end:]
    return rest if rest.strip(b"\0") else b""


_BESIDE = (Role.EXIF, Role.METADATA, Role.COLOUR)


def _damaged(name: str, fault: Malformed) -> Refused:
    words = _("the file is damaged or not complete (%s). Send it again from where it was taken.")
    return _refused(name, words % fault)


def _refused(name: str, words: str) -> Refused:
    return Refused(_("%(name)s was not kept: %(words)s") % {"name": name, "words": words})
