from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.face.alignment import (
    EYES_AT,
    PLACES,
    SIDE,
    Similarity,
    aligned,
    by_eyes,
    similarity,
)
from antigone.evidence.face.landmarks import Eyes, Point

COORDINATES = st.floats(-500.0, 500.0)
POINTS = st.builds(Point, COORDINATES, COORDINATES)


@given(scale=st.floats(0.1, 5.0), turn=st.floats(-3.1, 3.1), shift=POINTS)
def test_a_similarity_is_found_again_from_five_points(
    scale: float, turn: float, shift: Point
) -> None:
    true = Similarity(scale * float(np.cos(turn)), scale * float(np.sin(turn)), shift.x, shift.y)
    found = similarity(PLACES, [true.of(place) for place in PLACES])
    assert [found.a, found.b, found.c, found.d] == pytest.approx(
        [true.a, true.b, true.c, true.d], abs=1e-6
    )
    assert found.scale == pytest.approx(scale, abs=1e-6)


def test_five_points_are_brought_nearest_in_squares() -> None:
    """A wrong point counts a fifth: four points that need no change, one off by 5 to the right."""
    targets = [*PLACES[:4], Point(PLACES[4].x + 5.0, PLACES[4].y)]
    found = similarity(PLACES, targets)

    def missed(by: Similarity) -> float:
        pairs = zip(PLACES, targets, strict=True)
        return sum((by.of(p).x - t.x) ** 2 + (by.of(p).y - t.y) ** 2 for p, t in pairs)

    least = missed(found)
    assert least < 25.0
    for step in (-1e-4, 1e-4):
        for moved in (
            Similarity(found.a + step, found.b, found.c, found.d),
            Similarity(found.a, found.b + step, found.c, found.d),
            Similarity(found.a, found.b, found.c + step, found.d),
            Similarity(found.a, found.b, found.c, found.d + step),
        ):
            assert missed(moved) > least


def test_eyes_come_to_lie_where_they_should() -> None:
    eyes = Eyes(right=Point(300.0, 220.0), left=Point(280.0, 160.0))
    into = by_eyes(eyes)
    assert [into.of(eyes.right).x, into.of(eyes.right).y] == pytest.approx(
        [EYES_AT.right.x, EYES_AT.right.y], abs=1e-6
    )
    assert [into.of(eyes.left).x, into.of(eyes.left).y] == pytest.approx(
        [EYES_AT.left.x, EYES_AT.left.y], abs=1e-6
    )


def ramp(height: int, width: int) -> np.ndarray:
    """Red rises with x and green with y, so that a pixel tells where it comes from."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x, y, np.zeros_like(x)], axis=-1).astype(np.uint8)


def test_nothing_is_changed_by_the_similarity_that_changes_nothing() -> None:
    picture = ramp(SIDE, SIDE)
    face, outside = aligned(picture, Similarity(1.0, 0.0, 0.0, 0.0))
    assert np.array_equal(face, picture)
    assert outside == 0.0


def test_pixels_come_from_where_the_similarity_says() -> None:
    """A turn by 30 degrees, smaller by a third: linear shades are mixed without error."""
    into = Similarity(0.75 * np.cos(0.5), 0.75 * np.sin(0.5), 20.0, -40.0)
    face, outside = aligned(ramp(250, 250), into)
    assert outside < 0.6
    checked = 0
    for x, y in [(100.0, 100.0), (90.0, 140.0), (120.0, 60.0), (60.5, 80.25)]:
        place = into.of(Point(x, y))
        column, row = round(place.x), round(place.y)
        if 0 <= column < SIDE and 0 <= row < SIDE:
            shift = np.array([column - place.x, row - place.y])
            back = np.array([[into.a, into.b], [-into.b, into.a]]) @ shift / into.scale**2
            assert face[row, column, :2] == pytest.approx([x + back[0], y + back[1]], abs=0.01)
            checked += 1
    assert checked >= 3


def test_a_large_face_is_averaged_and_not_sampled() -> None:
    """Single white pixels in black: each aligned pixel sees its share of them, none sees one alone."""
    picture = np.zeros((SIDE * 8, SIDE * 8, 3), np.uint8)
    picture[::8, ::8] = 255
    shift = (1 / 8 - 1.0) / 2.0
    face, _ = aligned(picture, Similarity(1 / 8, 0.0, shift, shift))
    assert face[2:-2, 2:-2] == pytest.approx(255.0 / 64.0, abs=0.05)


def test_averaging_moves_nothing() -> None:
    """Eight pixels make one: pixel i of the small face is the mean of 8 i to 8 i + 7."""
    shift = (1 / 8 - 1.0) / 2.0
    face, _ = aligned(ramp(240, 240), Similarity(1 / 8, 0.0, shift, shift), 30)
    expected = 8.0 * np.arange(30) + 3.5
    assert face[5, :, 0] == pytest.approx(expected, abs=1e-3)
    assert face[:, 5, 1] == pytest.approx(expected, abs=1e-3)


def test_what_lies_outside_is_black_and_counted() -> None:
    picture = np.full((200, 200, 3), 200, np.uint8)
    face, outside = aligned(picture, Similarity(1.0, 0.0, SIDE / 2.0, 0.0))
    assert outside == pytest.approx(0.5, abs=0.01)
    assert face[:, : SIDE // 2 - 2].max() == 0.0
    assert face[:, SIDE // 2 + 2 :].min() == 200.0


def test_a_strip_narrower_than_one_pixel_of_the_face_is_nothing() -> None:
    face, outside = aligned(np.full((50, 50, 3), 9, np.uint8), Similarity(0.01, 0.0, 0.0, 0.0))
    assert outside == 1.0
    assert not face.any()


@pytest.mark.parametrize("shift", [-10_000.0, 10_000.0])
def test_a_face_beside_the_picture_is_all_outside(shift: float) -> None:
    face, outside = aligned(np.full((50, 50, 3), 9, np.uint8), Similarity(1.0, 0.0, shift, 0.0))
    assert outside == 1.0
    assert not face.any()
