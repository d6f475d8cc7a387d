"""When and where a picture says it was taken; a lying block says nothing and does no harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.web.media.checks import Refused, check_picture
from antigone.web.media.exif import Said
from tests.web.media import drawn
from tests.web.media.tiff import exif_block

WRITERS = {"jpeg": drawn.jpeg, "png": drawn.png, "webp": drawn.webp}
TAKEN = datetime(2026, 10, 5, 11, 20, 30, tzinfo=timezone(timedelta(hours=3)))


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("order", ["<", ">"])
def test_time_place_and_orientation_are_read(form: str, order: str) -> None:
    content = WRITERS[form](exif=exif_block(orientation=6, order=order))
    assert check_picture("a", content).said == Said(6, TAKEN, True, 49.5, 36.25, 5.0)


def test_south_and_west_are_negative() -> None:
    content = drawn.jpeg(exif=exif_block(place=(-33.925, -18.4232), within_m=None))
    said = check_picture("a", content).said
    assert (said.latitude, said.longitude, said.within_m) == (-33.925, -18.4232, None)


def test_a_time_without_a_zone_is_said_to_have_none() -> None:
    said = check_picture("a", drawn.jpeg(exif=exif_block(offset="", place=None))).said
    assert said == Said(1, datetime(2026, 10, 5, 11, 20, 30, tzinfo=UTC), False)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", "2026:13:40 99:00:00"])
def test_a_time_that_is_none_says_nothing(taken: str) -> None:
    said = check_picture("a", drawn.jpeg(exif=exif_block(taken=taken, place=None))).said
    assert said == Said()


def test_a_picture_without_exif_says_nothing() -> None:
    assert check_picture("a", drawn.jpeg()).said == Said()


@settings(max_examples=200, deadline=None)
@given(st.integers(8, 260), st.binary(min_size=1, max_size=8))
def test_a_lying_block_does_no_harm(at: int, lie: bytes) -> None:
    block = bytearray(exif_block())
    block[at : at + len(lie)] = lie
    try:
        said = check_picture("a", drawn.jpeg(exif=bytes(block))).said
    except Refused:  # it looked like an archive, say
        return
    assert 1 <= said.orientation <= 8
    assert said.latitude is None or -90 <= said.latitude <= 90
