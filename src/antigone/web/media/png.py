"""The walk through a PNG file."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from antigone.web.media.structure import Malformed, Piece, Role, Structure

START = b"\x89PNG\r\n\x1a\n"
MOST_CHUNKS = 20_000
MOST_TEXT_BYTES = 1024 * 1024
"""So large may all compressed texts and colour profiles be together, unpacked."""

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DRAWING = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS"}
_COLOURS = {"gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYS"}
_ANIMATION = {"acTL", "fcTL", "fdAT"}
_AT_ONCE = ((0, 0, 1, 1),)
_INTERLACED = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
_STEP = 1024 * 1024


def walk_png(content: bytes) -> Structure:
    """Take a PNG apart; checksums and what is packed in it are checked.

    Raises:
        Malformed: it ends too early, a checksum is wrong, or something unpacks to more than it may.
    """
    pieces: list[Piece] = []
    at = len(START)
    while not pieces or pieces[-1].name != "IEND":
        pieces.append(_chunk(content, at))
        at = pieces[-1].stop
        if len(pieces) > MOST_CHUNKS:
            raise Malformed(_("more chunks than any picture has"))
    header = pieces[0]
    if header.name != "IHDR" or header.stop - header.body != 17:
        raise Malformed(_("does not begin with its header"))
    width = int.from_bytes(content[header.body : header.body + 4])
    height = int.from_bytes(content[header.body + 4 : header.body + 8])
    return Structure("PNG", width, height, tuple(pieces), at)


def _chunk(content: bytes, at: int) -> Piece:
    length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
    stop = at + 12 + length
    if len(name) < 4 or stop > len(content):
        raise Malformed(_("ends inside a chunk"))
    if not re.fullmatch(rb"[A-Za-z]{4}", name):
        raise Malformed(_("holds what is no chunk"))
    if zlib.crc32(content[at + 4 : stop - 4]) != int.from_bytes(content[stop - 4 : stop]):
        raise Malformed(_("a checksum in it is wrong"))
    return Piece(name.decode(), _role(name.decode()), at, at + 8, stop)


def _role(name: str) -> Role:
    if name in _DRAWING:
        return Role.PICTURE
    if name in _COLOURS:
        return Role.COLOUR
    if name in _ANIMATION:
        return Role.ANIMATION
    if name[0].isupper():
        raise Malformed(_("holds a chunk that nobody knows and everybody has to"))
    return Role.EXIF if name == "eXIf" else Role.METADATA


def check_rows(content: bytes, structure: Structure) -> None:
    """Unpack the picture a bit at a time, and count; call it once its pixels are few enough.

    Raises:
        Malformed: it has more or fewer bytes than its header announces, or something behind them.
    """
    rows = [content[p.body : p.stop - 4] for p in structure.pieces if p.name == "IDAT"]
    expected = _bytes_of_rows(content, structure)
    if sum(len(part) for part in _unpacked(rows, expected)) != expected:
        raise Malformed(_("its pixels are not those that its header announces"))


def packed_texts(content: bytes, structure: Structure) -> Iterator[bytes]:
    """The texts and colour profiles that are packed in it, unpacked.

    Raises:
        Malformed: together they are a bomb.
    """
    left = MOST_TEXT_BYTES
    for piece in structure.pieces:
        packed = _packed(content[piece.body : piece.stop - 4], piece.name)
        if packed is not None:
            text = b"".join(_unpacked([packed], left))
            left -= len(text)
            if left < 0:
                raise Malformed(_("texts and colours in it unpack to more than 1 MiB"))
            yield text


def _packed(data: bytes, name: str) -> bytes | None:
    """The compressed part of a chunk, if it has one."""
    _, _, rest = data.partition(b"\0")
    if name in {"zTXt", "iCCP"}:
        return rest[1:]
    if name == "iTXt" and rest[:1] == b"\1":
        return rest[2:].split(b"\0", 2)[-1]
    return None


def _unpacked(parts: list[bytes], most: int) -> Iterator[bytes]:
    """What comes out, a part at a time; it stops once that is more than `most` bytes."""
    unpacker, count = zlib.decompressobj(), 0
    try:
        for part in parts:
            waiting = part
            while waiting and count <= most and not unpacker.eof:
                out = unpacker.decompress(waiting, _STEP)
                waiting, count = unpacker.unconsumed_tail, count + len(out)
                yield out
            if unpacker.eof and (waiting or unpacker.unused_data):
                raise Malformed(_("holds more behind what is packed in it"))
        while count <= most and not unpacker.eof and (out := unpacker.decompress(b"", _STEP)):
            count += len(out)
            yield out
    except zlib.error as error:
        raise Malformed(_("what is packed in it cannot be unpacked")) from error


def _bytes_of_rows(content: bytes, structure: Structure) -> int:
    start = structure.pieces[0].body + 8
    depth, colours, interlaced = content[start], content[start + 1], content[start + 4]
    if colours not in _CHANNELS or depth not in {1, 2, 4, 8, 16} or interlaced > 1:
        raise Malformed(_("announces colours that do not exist"))
    bits = depth * _CHANNELS[colours]
    count = 0
    for x, y, across, down in _INTERLACED if interlaced else _AT_ONCE:
        width = -(-(structure.width - x) // across)
        height = -(-(structure.height - y) // down)
        if width > 0 and height > 0:
            count += height * (1 + -(-width * bits // 8))
    return count
