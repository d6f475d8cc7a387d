"""Pictures and files of prints made here: coloured fields and noise, never a person."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from random import Random

import nistitl
from PIL import Image


def fields(width: int = 96, height: int = 64) -> Image.Image:
    """Four fields in four colours: each corner can be told from the others."""
    image = Image.new("RGB", (width, height), "white")
    quarter = (width // 2, height // 2)
    for (x, y), colour in (((0, 0), "red"), ((1, 0), "green"), ((0, 1), "blue"), ((1, 1), "black")):
        image.paste(Image.new("RGB", quarter, colour), (x * quarter[0], y * quarter[1]))
    return image


def noise(width: int, height: int, seed: int = 1) -> Image.Image:
    return Image.frombytes("L", (width, height), Random(seed).randbytes(width * height))


def written(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    return written(image or fields(), "JPEG", **options)


def png(image: Image.Image | None = None, **options: object) -> bytes:
    return written(image or fields(), "PNG", **options)


def webp(image: Image.Image | None = None, **options: object) -> bytes:
    return written(image or fields(), "WEBP", **options)


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2) + data


def with_segment(content: bytes, marker: int, data: bytes) -> bytes:
    """A JPEG with one more segment, right after its start."""
    return content[:2] + segment(marker, data) + content[2:]


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_chunk(content: bytes, name: bytes, data: bytes) -> bytes:
    """A PNG with one more chunk, right after its header."""
    return content[:33] + chunk(name, data) + content[33:]


def png_header(width: int, height: int, depth: int = 8, colours: int = 2, woven: int = 0) -> bytes:
    data = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, woven)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", data)


def png_bomb(width: int, height: int) -> bytes:
    """A small file that says it has very many pixels, and keeps its word: all are black."""
    packer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return png_header(width, height, 1, 0) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def interlaced_png(width: int, height: int) -> bytes:
    """A grey PNG in the seven passes of Adam7."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2))
    rows = b""
    for x, y, across, down in (*passes, (0, 1, 1, 2)):
        for _ in range(y, height, down):
            across_here = len(range(x, width, across))
            rows += bytes(1) + b"\x80" * across_here if across_here else b""
    header = png_header(width, height, 8, 0, 1)
    return header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def phone_note(text: bytes = b"Image_UTC_Data1791199230000") -> bytes:
    """The trailer of a Samsung phone: one block, the directory, its length, SEFT."""
    name = b"Image_UTC_Data"
    block = b"\0\0\x01\x0a" + struct.pack("<I", len(name)) + name + text
    entry = b"\0\0\x01\x0a" + struct.pack("<II", len(block), len(block))
    directory = b"SEFH" + struct.pack("<II", 107, 1) + entry
    return block + directory + struct.pack("<I", len(directory)) + b"SEFT"


def prints(
    *, changed: Mapping[int, str] | None = None, positions: tuple[int, ...] = (1, 7)
) -> bytes:
    """An ANSI/NIST file with a name in record 2, and an image of record 14 for each position."""
    message = nistitl.Message()
    message.TOT, message[0].DAT, message[0].TCN = "TPR", "20261005", "T1"
    person = nistitl.AsciiRecord(2)
    person += nistitl.Field(2, 18, "INVENTED,NAME")
    message += person
    for idc, position in enumerate(positions, start=1):
        record = nistitl.AsciiRecord(14)
        record.IDC = idc
        values = {3: "0", 4: "LAB", 5: "20261004", 6: "8", 7: "4", 8: "1", 9: "500", 10: "500"}
        values |= {11: "NONE", 12: "8", 13: str(position)} | dict(changed or {})
        for tag, value in values.items():
            record += nistitl.Field(14, tag, value)
        record += nistitl.BinaryField(14, 999, bytes(32))
        message += record
    return bytes(message.NIST)


def binary_prints(position: int = 2) -> bytes:
    """An ANSI/NIST file with an image of record 4."""
    message = nistitl.Message()
    message.TOT, message[0].DAT, message[0].TCN = "TPR", "20261005", "T2"
    message[0].NSR = message[0].NTR = "19.69"
    record = nistitl.BinaryRecord(4)
    record.IDC = 1
    record.pack("!B6sBHHB", 0, bytes([position]) + b"\xff" * 5, 1, 8, 4, 0, bytes(32))
    message += record
    return bytes(message.NIST)
