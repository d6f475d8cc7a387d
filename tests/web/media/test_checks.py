"""What comes in is looked at first: each bad file is refused by name, in words, before it is decoded."""

from __future__ import annotations

import io
import resource
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.web.media.checks import MAX_FILE_BYTES, Refused, check_picture
from tests.web.media import drawn
from tests.web.media.tiff import exif_block


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "inside")
    return out.getvalue()


JPEG, PNG, WEBP = drawn.jpeg(), drawn.png(), drawn.webp()
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
BOMB = zlib.compress(bytes(50_000_000), 9)
GOOD = {
    "jpeg": JPEG,
    "grey jpeg": drawn.jpeg(drawn.noise(37, 23)),
    "progressive jpeg": drawn.jpeg(drawn.noise(64, 64), progressive=True),
    "jpeg with exif": drawn.jpeg(exif=exif_block()),
    "jpeg with zeros behind": JPEG + bytes(1024),
    "jpeg with a phone's note": JPEG + drawn.phone_note(),
    "jpeg with a second one": drawn.with_segment(JPEG, 0xE2, b"MPF\0" + bytes(40)) + JPEG,
    "png": PNG,
    "png, grey of 16 bits": drawn.png(drawn.noise(40, 30).convert("I;16")),
    "png, palette": drawn.png(drawn.fields().quantize(7)),
    "png, two colours": drawn.png(drawn.noise(41, 30).convert("1")),
    "png, transparent": drawn.png(drawn.fields().convert("RGBA")),
    "png, interlaced": drawn.interlaced_png(19, 13),
    "png, interlaced, tiny": drawn.interlaced_png(1, 3),
    "webp": WEBP,
    "webp, lossless": drawn.webp(lossless=True),
    "webp with exif": drawn.webp(exif=exif_block()),
    "webp, transparent": drawn.webp(drawn.fields().convert("RGBA")),
}


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD.keys())
def test_whole_still_pictures_are_kept(content: bytes) -> None:
    checked = check_picture("IMG 1.jpg", content)
    assert checked.content == content
    assert checked.structure.width > 0


OTHER = {
    "PDF": (b"%PDF-1.7\n" + bytes(50), "a PDF document"),
    "GIF": (drawn.written(drawn.fields(), "GIF"), "a GIF"),
    "GIF and script": (b"GIF89a=1;alert(1)//" + bytes(30), "a GIF"),
    "TIFF": (drawn.written(drawn.fields(), "TIFF"), "a TIFF"),
    "BMP": (drawn.written(drawn.fields(), "BMP"), "a BMP"),
    "ZIP": (archive(), "a ZIP archive"),
    "HEIC": (b"\0\0\0\x18ftypheic" + bytes(30), "a HEIC picture"),
    "film": (b"\0\0\0\x18ftypisom" + bytes(30), "a film"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(60), "a program"),
    "web page": (HTML, "a web page"),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "a web page or a drawing"),
    "words": (b"just words", "no picture that can be read"),
    "one byte": (b"\xff", "no picture"),
    "nothing": (b"", "it is empty"),
    "too large": (JPEG + bytes(MAX_FILE_BYTES), "it has 41 MiB; allowed are 40"),
}
HIDING = {
    "JPEG and ZIP": (JPEG + archive(), "something else follows"),
    "JPEG and a page": (JPEG + HTML, "something else follows"),
    "JPEG and a film": (JPEG + b"\0\0\0\x18ftypmp42" + bytes(100), "something else follows"),
    "JPEG and an unannounced one": (JPEG + JPEG, "something else follows"),
    "a note with a page in it": (JPEG + drawn.phone_note(HTML), "something else follows"),
    "a long note": (JPEG + drawn.phone_note(bytes(5000)), "something else follows"),
    "a note that leaves a gap": (JPEG + b"gap" + drawn.phone_note(), "something else follows"),
    "PNG and a page": (PNG + HTML, "something else follows"),
    "WebP and ZIP": (WEBP + archive(), "something else follows"),
    "a page as comment": (drawn.with_segment(JPEG, 0xFE, HTML), "a web page or a script inside"),
    "a ZIP as comment": (drawn.with_segment(JPEG, 0xFE, archive()), "an archive inside"),
    "a PDF as application data": (drawn.with_segment(JPEG, 0xE5, b"%PDF-1.4"), "a PDF document"),
    "a program as profile": (
        drawn.with_segment(JPEG, 0xE2, b"ICC_PROFILE\0\1\1\x7fELF\1"),
        "a program inside",
    ),
    "a script as text": (drawn.with_chunk(PNG, b"tEXt", b"c\0<script>"), "a web page or a script"),
    "a script as packed text": (
        drawn.with_chunk(PNG, b"zTXt", b"c\0\0" + zlib.compress(HTML)),
        "a web page or a script inside",
    ),
    "something behind the pixels": (
        drawn.png_header(8, 1, 8, 0)
        + drawn.chunk(b"IDAT", zlib.compress(bytes(9)) + archive())
        + drawn.chunk(b"IEND", b""),
        "holds more behind what is packed",
    ),
}
BOMBS = {
    "100 megapixels": (drawn.png_bomb(10_000, 10_000), "100 million pixels; allowed are 50"),
    "announced only": (drawn.png_header(60_000, 60_000), "damaged"),
    "JPEG of 4 gigapixels": (
        JPEG.replace(struct.pack(">HH", 64, 96), b"\xff\xff\xff\xff", 1),
        "4295 million pixels",
    ),
    "packed text": (drawn.with_chunk(PNG, b"zTXt", b"c\0\0" + BOMB), "more than 1 MiB"),
    "packed international text": (
        drawn.with_chunk(PNG, b"iTXt", b"c\0\1\0de\0\0" + BOMB),
        "more than 1 MiB",
    ),
    "many packed texts": (
        drawn.png_header(1, 1)
        + drawn.chunk(b"zTXt", b"c\0\0" + zlib.compress(bytes(200_000))) * 10
        + drawn.chunk(b"IEND", b""),
        "more than 1 MiB",
    ),
    "segments without end": (
        JPEG[:2] + drawn.segment(0xFE, b"") * 6000 + JPEG[2:],
        "more segments than any picture has",
    ),
    "further pictures without end": (
        drawn.with_segment(JPEG, 0xE2, b"MPF\0" + bytes(40)) + JPEG * 10,
        "something else follows",
    ),
    "colour profile": (drawn.with_chunk(PNG, b"iCCP", b"c\0\0" + BOMB), "more than 1 MiB"),
    "more rows than announced": (
        drawn.png_header(8, 8) + drawn.chunk(b"IDAT", BOMB) + drawn.chunk(b"IEND", b""),
        "not those that its header announces",
    ),
    "fewer rows than announced": (
        drawn.png_header(80, 80)
        + drawn.chunk(b"IDAT", zlib.compress(bytes(10)))
        + drawn.chunk(b"IEND", b""),
        "not those that its header announces",
    ),
    "much beside the picture": (
        drawn.with_chunk(PNG, b"teXt", bytes(9 * 1024 * 1024)),
        "more is written beside the picture than 8 MiB",
    ),
    "scans without end": (
        JPEG[: JPEG.index(b"\xff\xda")] + JPEG[JPEG.index(b"\xff\xda") : -2] * 70 + b"\xff\xd9",
        "more scans than any camera writes",
    ),
}
MOVING = {
    "PNG": (
        drawn.written(
            drawn.fields(), "PNG", save_all=True, append_images=[drawn.fields().rotate(90)]
        ),
        "it moves",
    ),
    "WebP": (
        drawn.written(
            drawn.fields(), "WEBP", save_all=True, append_images=[drawn.fields().rotate(90)]
        ),
        "it moves",
    ),
}
BROKEN = {
    "checksum": (PNG[:40] + bytes([PNG[40] ^ 1]) + PNG[41:], "a checksum in it is wrong"),
    "no header": (PNG[:8] + drawn.chunk(b"IEND", b""), "does not begin with its header"),
    "colours that do not exist": (
        drawn.png_header(8, 8, 3, 5) + drawn.chunk(b"IDAT", b"") + drawn.chunk(b"IEND", b""),
        "colours that do not exist",
    ),
    "unknown chunk": (drawn.with_chunk(PNG, b"EViL", b""), "a chunk that nobody knows"),
    "empty WebP": (b"RIFF\x04\0\0\0WEBP", "holds not one picture"),
    "empty JPEG": (b"\xff\xd8\xff\xd9", "no picture between"),
}
REFUSED = {
    f"{kind}: {name}": case
    for kind, group in {
        "another type": OTHER,
        "polyglot": HIDING,
        "bomb": BOMBS,
        "moving": MOVING,
        "broken": BROKEN,
    }.items()
    for name, case in group.items()
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_me_04_what_is_not_one_whole_still_picture_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        check_picture("IMG_7.jpg", content)
    message = str(refused.value)
    assert message.startswith("IMG_7.jpg was not kept: ")
    assert words in message
    assert message.endswith(".")


def test_a_bomb_is_refused_without_being_decoded() -> None:
    bomb = drawn.png_bomb(10_000, 10_000)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    for content in (bomb, BOMBS["packed text"][0]):
        with pytest.raises(Refused):
            check_picture("a.png", content)
    assert time.monotonic() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize("whole", [JPEG, PNG, WEBP], ids=["jpeg", "png", "webp"])
def test_truncated_pictures_are_refused(whole: bytes) -> None:
    for length in (*range(3, len(whole), 41), len(whole) - 1):
        with pytest.raises(Refused):
            check_picture("a.jpg", whole[:length])


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b.jpg", "C:\\pictures\\a.jpg", "..", ".", "", "\0"]
)
def test_a_path_in_the_name_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="its name holds a path"):
        check_picture(name, JPEG)


def test_the_name_is_shown_without_what_cannot_be_read() -> None:
    assert check_picture("Ребро\u202egpj\n.png", JPEG).name == "Реброgpj.png"
    assert len(check_picture("a" * 500, JPEG).name) == 200


def test_a_declared_type_counts_for_nothing() -> None:
    assert check_picture("report.pdf", PNG).structure.format == "PNG"


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good picture in which bytes are changed, taken out, doubled or put in."""
    content = bytearray(draw(st.sampled_from([JPEG, PNG, WEBP, GOOD["jpeg with exif"]])))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        stop = at + draw(st.integers(0, 40))
        content[at:stop] = draw(
            st.sampled_from([b"", bytes(content[at:stop]) * 2, draw(st.binary(max_size=40))])
        )
    return bytes(content)


@settings(max_examples=250, deadline=None)
@given(damaged())
def test_whatever_comes_is_kept_or_refused(content: bytes) -> None:
    try:
        checked = check_picture("a.jpg", content)
    except Refused:
        return
    assert checked.structure.pixels <= 50_000_000


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBP"]), st.binary())
def test_any_bytes_behind_a_good_beginning_are_refused(start: bytes, rest: bytes) -> None:
    with pytest.raises(Refused):
        check_picture("a.jpg", start + rest)
