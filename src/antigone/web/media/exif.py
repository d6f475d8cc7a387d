"""What a camera wrote into a picture: when and where it was taken, and how it was held.

A reader of its own for the few tags that are needed (CIPA DC-008, Exif 3.0): nothing in it trusts an
offset or a count.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from antigone.web.media.structure import Role, Structure

_ORIENTATION, _EXIF, _GPS = 0x0112, 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_LATITUDE_SIDE, _LATITUDE, _LONGITUDE_SIDE, _LONGITUDE, _ERROR = 1, 2, 3, 4, 0x1F
_SIZES = {2: 1, 3: 2, 4: 4, 5: 8}
_MOST_ENTRIES, _MOST_VALUE = 500, 256


@dataclass(frozen=True, slots=True)
class Said:
    """What a picture says of itself. Without a zone its time is taken for UTC, and said to be so."""

    orientation: int = 1
    taken_at: datetime | None = None
    zone_known: bool = False
    latitude: float | None = None
    longitude: float | None = None
    within_m: float | None = None


def said_by(content: bytes, structure: Structure) -> Said:
    """What the picture says of itself; what cannot be read says nothing."""
    for piece in structure.of(Role.EXIF):
        stop = piece.stop - 4 if structure.format == "PNG" else piece.stop
        try:
            return _said(_Tiff(content[piece.body : stop].removeprefix(b"Exif\0\0")))
        except (struct.error, ValueError, IndexError, OverflowError, ZeroDivisionError):
            return Said()
    return Said()


class _Tiff:
    """The entries of one Exif block."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
        if not self.order:
            raise ValueError("neither II nor MM")
        self.first = self._number(data[4:8])

    def entries(self, at: int) -> dict[int, bytes]:
        """The values of a directory, those of the few types that are needed, by tag."""
        (count,) = struct.unpack_from(self.order + "H", self.data, at)
        found = {}
        for start in range(at + 2, at + 2 + 12 * min(count, _MOST_ENTRIES), 12):
            tag, kind, values = struct.unpack_from(self.order + "HHI", self.data, start)
            size = _SIZES.get(kind, _MOST_VALUE) * values
            if size >= _MOST_VALUE:
                continue
            place = start + 8 if size <= 4 else self._number(self.data[start + 8 : start + 12])
            found[tag] = self.data[place : place + size]
        return found

    def directory(self, entries: dict[int, bytes], tag: int) -> dict[int, bytes]:
        """The directory that a tag points to; empty where there is none."""
        return self.entries(self._number(entries[tag])) if tag in entries else {}

    def rationals(self, value: bytes) -> list[float]:
        """Fractions as numbers."""
        pairs = struct.iter_unpack(self.order + "II", value)
        return [above / below for above, below in pairs]

    def _number(self, value: bytes) -> int:
        return int.from_bytes(value, "little" if self.order == "<" else "big")

    def short(self, value: bytes) -> int:
        """A whole number of 16 bits."""
        return self._number(value[:2])


def _said(tiff: _Tiff) -> Said:
    main = tiff.entries(tiff.first)
    camera, place = tiff.directory(main, _EXIF), tiff.directory(main, _GPS)
    orientation = tiff.short(main.get(_ORIENTATION, b""))
    taken_at, zone_known = _time(_text(camera.get(_TAKEN)), _text(camera.get(_OFFSET)))
    latitude = _degrees(tiff, place, _LATITUDE, _LATITUDE_SIDE, 90, "S")
    longitude = _degrees(tiff, place, _LONGITUDE, _LONGITUDE_SIDE, 180, "W")
    if latitude is None or longitude is None:
        latitude = longitude = None
    error = tiff.rationals(place[_ERROR]) if _ERROR in place else []
    return Said(
        orientation=orientation if 1 <= orientation <= 8 else 1,
        taken_at=taken_at,
        zone_known=zone_known,
        latitude=latitude,
        longitude=longitude,
        within_m=round(error[0], 1) if error and latitude is not None else None,
    )


def _text(value: bytes | None) -> str:
    return (value or b"").split(b"\0")[0].decode("ascii", "replace").strip()


def _time(taken: str, offset: str) -> tuple[datetime | None, bool]:
    try:
        moment = datetime.strptime(taken, "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None, False
    try:
        hours, minutes = int(offset[1:3]), int(offset[4:6])
        zone = timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
        return moment.replace(tzinfo=zone), True
    except (ValueError, IndexError):
        return moment, False


def _degrees(
    tiff: _Tiff, place: dict[int, bytes], tag: int, side_tag: int, most: int, negative: str
) -> float | None:
    if tag not in place:
        return None
    parts = tiff.rationals(place[tag])
    degrees: float = sum(part / float(60**power) for power, part in enumerate(parts[:3]))
    if not parts or degrees > most:
        return None
    return round(-degrees if _text(place.get(side_tag)) == negative else degrees, 6)
