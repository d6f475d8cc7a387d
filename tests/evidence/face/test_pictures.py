from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pytest

from antigone.evidence.face.pictures import (
    LEAST_SIDE,
    MOST_PIXELS,
    NotAPicture,
    PictureRefused,
    TooLarge,
    checked,
    grey,
)


def bomb(height: int = 10_000, width: int = 10_000) -> np.ndarray:
    """A hundred million pixels that take no memory unless somebody copies them."""
    return np.broadcast_to(np.uint8(7), (height, width, 3))


def test_a_hundred_megapixels_are_refused_before_anything_is_done() -> None:
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(TooLarge, match="100 million pixels; at most 40 million"):
        checked(bomb())
    assert time.perf_counter() - began < 0.1
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_the_limit_is_a_number_of_pixels_whatever_the_sides() -> None:
    with pytest.raises(TooLarge):
        checked(bomb(1, MOST_PIXELS + 1))


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.zeros((100, 100), np.uint8), "no picture in colour"),
        (np.zeros((100, 100, 4), np.uint8), "no picture in colour"),
        (np.zeros((100, 100, 1), np.uint8), "no picture in colour"),
        (np.zeros((1, 100, 100, 3), np.uint8), "no picture in colour"),
        ([[[0, 0, 0]]], "no picture in colour"),
        (b"\xff\xd8\xff\xe0", "no picture in colour"),
        (np.zeros((100, 100, 3), np.float32), "not numbers from 0 to 255"),
        (np.full((100, 100, 3), np.nan), "not numbers from 0 to 255"),
        (np.zeros((100, 100, 3), np.int64), "not numbers from 0 to 255"),
        (np.zeros((100, 100, 3), object), "not numbers from 0 to 255"),
        (np.zeros((0, 0, 3), np.uint8), "0 by 0 pixels"),
        (np.zeros((LEAST_SIDE - 1, 100, 3), np.uint8), "100 by 39 pixels"),
        (np.broadcast_to(np.uint8(0), (40, 1_000_000, 3)), "too narrow"),
        (np.broadcast_to(np.uint8(0), (801, 40, 3)), "too narrow"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(array: object, reason: str) -> None:
    with pytest.raises(NotAPicture, match=reason):
        checked(array)  # type: ignore[arg-type]


def test_one_error_covers_all_refusals() -> None:
    assert issubclass(TooLarge, PictureRefused)
    assert issubclass(NotAPicture, PictureRefused)


def test_a_picture_that_is_a_view_comes_out_in_one_piece() -> None:
    picture = np.arange(80 * 60 * 3, dtype=np.uint8).reshape(80, 60, 3)[:, ::-1]
    found = checked(picture)
    assert found.flags.c_contiguous
    assert np.array_equal(found, picture)


def test_grey_weighs_the_colours() -> None:
    pure = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]], np.uint8)
    assert grey(pure)[0] == pytest.approx([76.245, 149.685, 29.07, 255.0], abs=1e-3)
