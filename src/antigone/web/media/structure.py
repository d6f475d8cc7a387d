"""How the file of a picture is put together: its pieces, its size in pixels, what stands behind it.

Read from the bytes alone, before any decoder sees them. Each format has its walk: JPEG (ITU-T T.81),
PNG (W3C PNG, third edition), WebP (RFC 9649).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Malformed(ValueError):
    """The file ends too early, or is not put together as its format says."""


class Role(StrEnum):
    """What a piece of a file is for."""

    PICTURE = "picture"  # needed to draw it
    COLOUR = "colour"  # what its numbers mean as colours
    EXIF = "exif"
    METADATA = "metadata"
    ANIMATION = "animation"


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment or chunk, from its first byte to behind its last; `body` is where its data begin."""

    name: str
    role: Role
    start: int
    body: int
    stop: int


@dataclass(frozen=True, slots=True)
class Structure:
    """A file taken apart; `end` is where the picture ends and anything else begins."""

    format: str
    width: int
    height: int
    pieces: tuple[Piece, ...]
    end: int

    @property
    def pixels(self) -> int:
        """How many pixels a decoder would have to fill."""
        return self.width * self.height

    @property
    def is_animated(self) -> bool:
        """Whether it is more than one picture."""
        return any(piece.role is Role.ANIMATION for piece in self.pieces)

    def of(self, *roles: Role) -> tuple[Piece, ...]:
        """The pieces of these roles."""
        return tuple(piece for piece in self.pieces if piece.role in roles)
