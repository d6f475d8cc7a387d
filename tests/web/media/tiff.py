"""An Exif block, written byte by byte: nothing here reads it back."""

from __future__ import annotations

import struct

Entry = tuple[int, int, int, bytes]


def exif_block(
    *,
    taken: str = "2026:10:05 11:20:30",
    offset: str = "+03:00",
    place: tuple[float, float] | None = (49.5, 36.25),
    within_m: float | None = 5,
    orientation: int = 1,
    order: str = "<",
) -> bytes:
    """Orientation, time and place as a phone writes them; "" or None leaves one out."""
    camera = [_text(0x9003, taken)] * bool(taken) + [_text(0x9011, offset)] * bool(offset)
    gps: list[Entry] = []
    if place is not None:
        gps = [
            _text(1, "N" if place[0] >= 0 else "S"),
            _degrees(2, abs(place[0]), order),
            _text(3, "E" if place[1] >= 0 else "W"),
            _degrees(4, abs(place[1]), order),
        ]
    if within_m is not None and place is not None:
        gps.append((0x1F, 5, 1, struct.pack(order + "II", round(within_m * 10), 10)))
    start = 8
    main_size = 2 + 12 * (1 + bool(camera) + bool(gps)) + 4
    camera_at = start + main_size
    camera_bytes = _directory(camera, camera_at, order)
    gps_at = camera_at + len(camera_bytes)
    main: list[Entry] = [(0x0112, 3, 1, struct.pack(order + "HH", orientation, 0))]
    main += [(0x8769, 4, 1, struct.pack(order + "I", camera_at))] * bool(camera)
    main += [(0x8825, 4, 1, struct.pack(order + "I", gps_at))] * bool(gps)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", start)
    blocks = head + _directory(main, start, order) + camera_bytes + _directory(gps, gps_at, order)
    return b"Exif\0\0" + blocks


def _text(tag: int, text: str) -> Entry:
    value = text.encode() + b"\0"
    return tag, 2, len(value), value


def _degrees(tag: int, degrees: float, order: str) -> Entry:
    whole = int(degrees)
    minutes = (degrees - whole) * 60
    parts = (whole, 1, int(minutes), 1, round((minutes - int(minutes)) * 60_000), 1000)
    return tag, 5, 3, struct.pack(order + "6I", *parts)


def _directory(entries: list[Entry], at: int, order: str) -> bytes:
    if not entries:
        return b""
    rows, values = b"", b""
    beyond = at + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in entries:
        place = value.ljust(4, b"\0")
        if len(value) > 4:
            place = struct.pack(order + "I", beyond + len(values))
            values += value
        rows += struct.pack(order + "HHI", tag, kind, count) + place
    return struct.pack(order + "H", len(entries)) + rows + bytes(4) + values
