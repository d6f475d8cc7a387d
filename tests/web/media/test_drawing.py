"""What is shown is drawn anew: the same pixels, upright, and nothing of the file that came."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFile

from antigone.web.media.checks import check_picture
from antigone.web.media.drawing import SHOWN_SIDE, read_pixels, redrawn
from antigone.web.media.structure import Malformed
from tests.web.media import drawn
from tests.web.media.tiff import exif_block

WRITERS = {"jpeg": drawn.jpeg, "png": drawn.png, "webp": drawn.webp}
SECRET = b"a name that stands in the file"


def shown(content: bytes, orientation: int = 1) -> Image.Image:
    checked = check_picture("a", content)
    return Image.open(io.BytesIO(redrawn(checked.bare(), checked.structure.format, orientation)))


def corner(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    found = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(found, tuple)
    return tuple(round(value / 255) for value in found)


@pytest.mark.parametrize("form", WRITERS)
def test_me_05_nothing_of_the_file_is_left_but_its_pixels(form: str) -> None:
    content = WRITERS[form](exif=exif_block())
    if form == "jpeg":
        content = drawn.with_segment(content, 0xFE, SECRET)
        content = drawn.with_segment(content, 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)
    if form == "png":
        content = drawn.with_chunk(content, b"tEXt", b"Author\0" + SECRET)
    checked = check_picture("a", content)
    new = redrawn(checked.bare(), checked.structure.format, 1)
    for trace in (SECRET, b"Exif", b"2026:10:05", b"Author"):
        assert trace not in checked.bare()
        assert trace not in new
    image = Image.open(io.BytesIO(new))
    assert image.format == "JPEG"
    assert image.size == (96, 64)
    assert not image.getexif()
    assert corner(image, 0.25, 0.25) == (1, 0, 0)


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_left_out_changes_no_pixel(form: str) -> None:
    content = WRITERS[form](drawn.noise(50, 40), exif=exif_block())
    with Image.open(io.BytesIO(content)) as before:
        bare = check_picture("a", content).bare()
        with Image.open(io.BytesIO(bare)) as after:
            assert before.tobytes() == after.tobytes()


UPRIGHT = {1: "red", 2: "green", 3: "black", 4: "blue", 5: "red", 6: "blue", 7: "black", 8: "green"}
COLOURS = {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1), "black": (0, 0, 0)}


@pytest.mark.parametrize(("orientation", "colour"), UPRIGHT.items())
def test_it_is_turned_as_it_was_held(orientation: int, colour: str) -> None:
    image = shown(drawn.png(), orientation)
    assert image.size == ((64, 96) if orientation > 4 else (96, 64))
    seen = corner(image, 0.25, 0.25)
    # Green is drawn as half of green's full value.
    assert seen == COLOURS[colour] or (colour == "green" and seen == (0, 1, 0))


def test_large_pictures_are_shown_smaller() -> None:
    image = shown(drawn.png(Image.new("L", (5000, 500), 200)))
    assert image.size == (SHOWN_SIDE, 410)


def test_a_radiograph_of_16_bits_keeps_its_greys() -> None:
    image = shown(drawn.png(Image.new("I;16", (8, 8), 32768)))
    assert image.mode == "L"
    assert image.getpixel((4, 4)) == pytest.approx(128, abs=2)


def test_what_is_transparent_lies_on_white() -> None:
    image = shown(drawn.png(Image.new("RGBA", (8, 8), (255, 0, 0, 0))))
    assert corner(image, 0.5, 0.5) == (1, 1, 1)


def test_pixels_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(Malformed):
        redrawn(drawn.jpeg()[:300], "JPEG", 1)


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("weasyprint", [False, True])
def test_me_04_a_truncated_picture_is_refused_whatever_else_is_loaded(
    form: str, weasyprint: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint sets this for the whole process when it is imported."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", weasyprint)
    content = drawn.written(drawn.noise(300, 200), form.upper())
    for left in (len(content) // 2, len(content) - 40):
        with pytest.raises(Malformed):
            read_pixels(content[:left], form.upper())
