from __future__ import annotations

import math

import pytest

from antigone.evidence.face.landmarks import (
    Box,
    Eyes,
    EyesRefused,
    Found,
    NoFace,
    Point,
    SeveralFaces,
    chosen,
    only,
)


def face(left: float, size: float) -> Found:
    right_eye, left_eye = Point(left + 1, 1.0), Point(left + 2, 1.0)
    points = (right_eye, left_eye, right_eye, right_eye, left_eye)
    return Found(Box(left, 0.0, size, size), Eyes(right_eye, left_eye), points, left_eye, 1.0)


def test_one_face_is_the_one() -> None:
    assert only((face(0, 10),)) == face(0, 10)


def test_no_face_says_that_eyes_can_be_set_by_hand() -> None:
    with pytest.raises(NoFace, match="set both eyes by hand"):
        only(())


def test_several_faces_are_handed_to_whoever_chooses() -> None:
    both = (face(50, 20), face(0, 10))
    with pytest.raises(SeveralFaces, match="2 faces were found") as refused:
        only(both)
    assert refused.value.found == both


def test_the_face_that_is_pointed_at_is_chosen_and_the_smallest_of_nested_ones() -> None:
    faces = (face(0, 100), face(10, 20), face(200, 30))
    assert chosen(faces, Point(15.0, 5.0)) == face(10, 20)
    assert chosen(faces, Point(90.0, 90.0)) == face(0, 100)
    with pytest.raises(NoFace):
        chosen(faces, Point(150.0, 5.0))


@pytest.mark.parametrize("x", [-1.0, 100.0, math.nan, math.inf])
def test_an_eye_outside_the_picture_is_refused(x: float) -> None:
    with pytest.raises(EyesRefused, match="outside the picture"):
        Eyes(right=Point(x, 10.0), left=Point(50.0, 10.0)).within(100, 80)
    with pytest.raises(EyesRefused, match="outside the picture"):
        Eyes(right=Point(50.0, 10.0), left=Point(10.0, x)).within(100, 80)


def test_both_eyes_on_one_place_are_refused() -> None:
    with pytest.raises(EyesRefused, match="same place"):
        Eyes(right=Point(50.0, 10.0), left=Point(50.4, 10.0)).within(100, 80)


def test_eyes_inside_are_taken() -> None:
    eyes = Eyes(right=Point(0.0, 0.0), left=Point(99.9, 79.9))
    assert eyes.within(100, 80) is eyes


def test_eyes_tell_whether_the_face_stands_on_its_head() -> None:
    upright = Eyes(right=Point(10.0, 10.0), left=Point(40.0, 14.0))
    assert not upright.are_upside_down
    assert Eyes(right=upright.left, left=upright.right).are_upside_down
