"""The walk through a JPEG file."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from antigone.web.media.structure import Malformed, Piece, Role, Structure

START = b"\xff\xd8"
MOST_SEGMENTS = 5000
MOST_FURTHER = 8
MOST_SCANS = 64
"""Cameras write one scan, progressive files about ten; thousands keep a decoder busy for hours."""

_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_ALONE = {0x01, *range(0xD0, 0xD8)}
_BEHIND_A_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def walk_jpeg(content: bytes, start: int = 0) -> Structure:
    """Take a JPEG apart.

    Raises:
        Malformed: it ends too early, has no frame or too many scans.
    """
    pieces: list[Piece] = []
    size, scans, at = (0, 0), 0, start + 2
    for _count in range(MOST_SEGMENTS):
        at, marker = _marker(content, at)
        if marker == _END:
            break
        if marker in _ALONE:
            continue
        piece = _segment(content, at, marker)
        at = piece.stop
        if marker in _FRAMES:
            size = _size(content, piece)
        if marker == _SCAN:
            scans += 1
            if scans > MOST_SCANS:
                raise Malformed(_("more scans than any camera writes"))
            at = _behind_scan(content, at)
            piece = Piece(piece.name, piece.role, piece.start, piece.body, at)
        pieces.append(piece)
    else:
        raise Malformed(_("more segments than any picture has"))
    if not scans or 0 in size:
        raise Malformed(_("no picture between its start and its end"))
    return Structure("JPEG", *size, tuple(pieces), at)


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The next marker, and where it ends; fill bytes before it are passed over."""
    if content[at : at + 1] != b"\xff":
        raise Malformed(_("ends before its end is marked"))
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content):
        raise Malformed(_("ends before its end is marked"))
    return at + 1, content[at]


def _segment(content: bytes, at: int, marker: int) -> Piece:
    length = int.from_bytes(content[at : at + 2])
    if length < 2 or at + length > len(content):
        raise Malformed(_("ends inside a segment"))
    role = _role(marker, content[at + 2 : at + 14])
    return Piece(f"{marker:02X}", role, at - 2, at + 2, at + length)


def _role(marker: int, begins: bytes) -> Role:
    if marker == 0xE1 and begins.startswith(b"Exif\0\0"):
        return Role.EXIF
    if marker == 0xE2 and begins.startswith(b"ICC_PROFILE\0"):
        return Role.COLOUR
    if marker in {0xE0, 0xEE}:  # JFIF and Adobe say how the colours are stored
        return Role.PICTURE
    return Role.METADATA if 0xE0 <= marker <= 0xEF or marker == _COMMENT else Role.PICTURE


def _size(content: bytes, frame: Piece) -> tuple[int, int]:
    height = int.from_bytes(content[frame.body + 1 : frame.body + 3])
    width = int.from_bytes(content[frame.body + 3 : frame.body + 5])
    return width, height


def _behind_scan(content: bytes, at: int) -> int:
    found = _BEHIND_A_SCAN.search(content, at)
    if found is None:
        raise Malformed(_("ends inside the picture"))
    return found.start()


def names_further_pictures(content: bytes, structure: Structure) -> bool:
    """Whether it says that whole pictures follow it, as phones write them (CIPA DC-007)."""
    return any(content[p.body : p.body + 4] == b"MPF\0" for p in structure.of(Role.METADATA))


def is_phone_note(trailer: bytes) -> bool:
    """Whether it is the short list of notes that Samsung's phones write behind a picture.

    Blocks, then a directory SEFH of their sizes, its length, and SEFT; nothing that no block covers.
    """
    length = int.from_bytes(trailer[-8:-4], "little")
    directory = trailer[-8 - length : -8]
    if len(trailer) > MOST_NOTE_BYTES or not trailer.endswith(b"SEFT"):
        return False
    count = int.from_bytes(directory[8:12], "little")
    sizes = [
        int.from_bytes(directory[at + 8 : at + 12], "little")
        for at in range(12, min(len(directory), 12 + 12 * count), 12)
    ]
    whole = len(directory) == 12 + 12 * count and directory.startswith(b"SEFH")
    return whole and sum(sizes) == len(trailer) - 8 - length


MOST_NOTE_BYTES = 4096
