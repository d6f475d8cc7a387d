"""A picture without anything that was written beside it: place, time, names, thumbnails."""

from __future__ import annotations

from antigone.web.media import png, webp
from antigone.web.media.structure import Role, Structure

KEPT = (Role.PICTURE, Role.COLOUR)


def without_metadata(content: bytes, structure: Structure) -> bytes:
    """The same picture, pixel for pixel: what was written into the file is left out.

    What follows the picture is cut off too. Its orientation is one of the things left out: whoever
    shows it has to know it.
    """
    kept = [content[piece.start : piece.stop] for piece in structure.of(*KEPT)]
    if structure.format == "JPEG":
        return b"".join((b"\xff\xd8", *kept, b"\xff\xd9"))
    if structure.format == "PNG":
        return png.START + b"".join(kept)
    return _webp(structure, kept)


def _webp(structure: Structure, kept: list[bytes]) -> bytes:
    coloured = bool(structure.of(Role.COLOUR))
    chunks = b"".join(
        webp.without_flags(chunk, colour=coloured) if chunk.startswith(b"VP8X") else chunk
        for chunk in kept
    )
    return b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WEBP" + chunks
