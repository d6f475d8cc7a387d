"""The walk through a WebP file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.web.media.structure import Malformed, Piece, Role, Structure

MOST_CHUNKS = 1000
_ROLES = {
    "VP8X": Role.PICTURE,
    "VP8 ": Role.PICTURE,
    "VP8L": Role.PICTURE,
    "ALPH": Role.PICTURE,
    "ICCP": Role.COLOUR,
    "EXIF": Role.EXIF,
    "ANIM": Role.ANIMATION,
    "ANMF": Role.ANIMATION,
}
_MOVES = 0x02


def is_webp(content: bytes) -> bool:
    """Whether it begins as a WebP does."""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def walk_webp(content: bytes) -> Structure:
    """Take a WebP apart.

    Raises:
        Malformed: it ends too early, or holds not one picture.
    """
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise Malformed(_("ends before it says"))
    pieces: list[Piece] = []
    at = 12
    while at < end:
        pieces.append(_chunk(content, at, end))
        at = pieces[-1].stop
        if len(pieces) > MOST_CHUNKS:
            raise Malformed(_("more chunks than any picture has"))
    sizes = [_size(content, piece) for piece in pieces if piece.name in {"VP8X", "VP8 ", "VP8L"}]
    drawn = [piece for piece in pieces if piece.name in {"VP8 ", "VP8L"}]
    moves = any(piece.role is Role.ANIMATION for piece in pieces)
    if not sizes or (len(drawn) != 1 and not moves):
        raise Malformed(_("holds not one picture"))
    width, height = (max(size[axis] for size in sizes) for axis in (0, 1))
    return Structure("WEBP", width, height, tuple(pieces), end)


def _chunk(content: bytes, at: int, end: int) -> Piece:
    length = int.from_bytes(content[at + 4 : at + 8], "little")
    stop = at + 8 + length + length % 2
    if at + 8 > end or stop > end:
        raise Malformed(_("ends inside a chunk"))
    name = content[at : at + 4].decode("latin-1")
    role = _ROLES.get(name, Role.METADATA)
    if name == "VP8X" and content[at + 8] & _MOVES:
        role = Role.ANIMATION
    return Piece(name, role, at, at + 8, stop)


def _size(content: bytes, piece: Piece) -> tuple[int, int]:
    needed = 5 if piece.name == "VP8L" else 10
    data = content[piece.body : min(piece.stop, piece.body + needed)]
    if len(data) < needed:
        raise Malformed(_("ends inside its header"))
    if piece.name == "VP8X":
        return 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")
    if piece.name == "VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return width & 0x3FFF, height & 0x3FFF


def without_flags(header: bytes, *, colour: bool) -> bytes:
    """The chunk VP8X as it stands once Exif, XMP and, if so, the colour profile are gone."""
    kept = header[8] & (0x10 | (0x20 if colour else 0))
    return header[:8] + bytes([kept]) + header[9:]
