from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from antigone.evidence.face.landmarks import Eyes, Point
from antigone.evidence.face.pictures import Picture
from antigone.evidence.face.quality import (
    COMPARABLE,
    LEAST_EYE_DISTANCE,
    Problem,
    StateOfBody,
    in_words,
    quality_of,
)
from tests.evidence.face.faces import (
    COLLINS_EYES,
    HOPPER_EYES,
    blurred,
    collins,
    covered,
    eyes_scaled,
    eyes_tilted,
    flattened,
    hopper,
    lit,
    lit_from_one_side,
    scaled,
    tilted,
    with_gamma,
)

LIVING = StateOfBody.LIVING
FACES = {"Collins": (collins, COLLINS_EYES), "Hopper": (hopper, HOPPER_EYES)}


def problems(picture: Picture, eyes: Eyes, state: StateOfBody = LIVING) -> set[Problem]:
    return set(quality_of(picture, eyes, None, state).problems)


@pytest.fixture(params=FACES)
def face(request: pytest.FixtureRequest) -> tuple[Picture, Eyes]:
    picture, eyes = FACES[request.param]
    return picture(), eyes


def test_a_clear_face_has_no_problem(face: tuple[Picture, Eyes]) -> None:
    found = quality_of(*face, None, LIVING)
    assert found.is_enough
    assert found.reasons == ()
    assert found.eye_distance == face[1].distance
    assert 0.0 < found.weight <= 1.0


def test_a_face_too_small_is_refused(face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    by = (LEAST_EYE_DISTANCE - 1.0) / eyes.distance
    assert Problem.TOO_SMALL in problems(scaled(picture, by), eyes_scaled(eyes, by))
    by = (LEAST_EYE_DISTANCE + 2.0) / eyes.distance
    assert problems(scaled(picture, by), eyes_scaled(eyes, by)) == set()


def test_a_face_of_25_pixels_is_refused(face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    by = 25.0 / (eyes.distance / 0.45)
    assert Problem.TOO_SMALL in problems(scaled(picture, by), eyes_scaled(eyes, by))


def test_enlarging_makes_no_small_face_good(face: tuple[Picture, Eyes]) -> None:
    """Pixels that somebody has invented have no sharpness."""
    picture, eyes = face
    by = 11.0 / eyes.distance
    grown = scaled(scaled(picture, by), 8.0)
    assert problems(grown, eyes_scaled(eyes, by * 8.0)) == {Problem.BLURRED}


def test_blur_is_refused_and_a_little_is_not(face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    unit = eyes.distance / 43.0
    assert problems(blurred(picture, 0.5 * unit), eyes) == set()
    assert problems(blurred(picture, 2.0 * unit), eyes) == {Problem.BLURRED}


def test_darkness_is_refused_and_dusk_is_not(face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    assert problems(lit(picture, 0.3), eyes) == set()
    assert problems(lit(picture, 0.1), eyes) >= {Problem.TOO_DARK, Problem.LITTLE_CONTRAST}


def test_what_is_burnt_out_is_refused(face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    assert problems(lit(picture, 2.0), eyes) == {Problem.TOO_BRIGHT}


def test_fog_is_refused(face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    assert problems(flattened(picture, 0.3), eyes) == set()
    assert problems(flattened(picture, 0.15), eyes) == {Problem.LITTLE_CONTRAST}


def test_light_from_one_side_is_refused(face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    assert Problem.LIGHT_FROM_ONE_SIDE in problems(lit_from_one_side(picture, eyes), eyes)


@pytest.mark.parametrize("gamma", [0.5, 1.6])
def test_another_development_is_no_problem(face: tuple[Picture, Eyes], gamma: float) -> None:
    picture, eyes = face
    assert problems(with_gamma(picture, gamma), eyes) == set()


@pytest.mark.parametrize("degrees", [20.0, -75.0, 130.0, 180.0])
def test_a_tilt_is_turned_back_and_no_problem(face: tuple[Picture, Eyes], degrees: float) -> None:
    picture, eyes = face
    turned = eyes_tilted(eyes, degrees, picture)
    found = quality_of(tilted(picture, degrees), turned, None, LIVING)
    assert found.is_enough
    away = (found.tilt_degrees - eyes.tilt_degrees + degrees + 180.0) % 360.0 - 180.0
    assert away == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("colour", [0, 128, 230])
def test_what_covers_an_eye_both_eyes_or_the_mouth_is_noticed(
    face: tuple[Picture, Eyes], colour: int
) -> None:
    picture, eyes = face
    unit, left, top = eyes.distance, eyes.right.x, min(eyes.right.y, eyes.left.y)

    def over(*sides: float) -> set[Problem]:
        x1, y1, x2, y2 = (round(side * unit) for side in sides)
        box = (round(left) + x1, round(top) + y1, round(left) + x2, round(top) + y2)
        return problems(covered(picture, box, colour), eyes)

    assert Problem.COVERED in over(-0.5, -0.3, 1.5, 0.35)
    assert Problem.COVERED in over(-0.5, -0.3, 0.4, 0.35)
    assert Problem.COVERED in over(-0.3, 0.8, 1.3, 1.7)


def test_a_face_that_the_picture_cuts_off_is_noticed(face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    top = round(eyes.right.y - 0.1 * eyes.distance)
    moved = Eyes(
        right=Point(eyes.right.x, eyes.right.y - top), left=Point(eyes.left.x, eyes.left.y - top)
    )
    assert Problem.CUT_OFF in problems(picture[top:], moved)


def test_a_turn_of_the_head_is_told_by_the_nose(face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    middle = (eyes.right.x + eyes.left.x) / 2.0
    ahead = Point(middle, eyes.right.y + 0.6 * eyes.distance)
    assert Problem.TURNED_AWAY not in quality_of(picture, eyes, ahead, LIVING).problems
    for side in (-0.45, 0.45):
        aside = Point(middle + side * eyes.distance, ahead.y)
        found = quality_of(picture, eyes, aside, LIVING)
        assert Problem.TURNED_AWAY in found.problems
        assert found.turn == pytest.approx(0.45, abs=0.06)


def test_without_a_nose_no_turn_is_claimed(face: tuple[Picture, Eyes]) -> None:
    assert quality_of(*face, None, LIVING).turn is None


@pytest.mark.parametrize("state", StateOfBody)
def test_the_state_of_the_body_alone_can_refuse(
    face: tuple[Picture, Eyes], state: StateOfBody
) -> None:
    found = problems(*face, state)
    if state in COMPARABLE:
        assert found == set()
    elif state is StateOfBody.NOT_RECORDED:
        assert found == {Problem.STATE_NOT_RECORDED}
    else:
        assert found == {Problem.STATE_OF_BODY}


def test_only_living_fresh_and_hardly_changed_faces_are_compared() -> None:
    assert {state.value for state in COMPARABLE} == {"living", "fresh", "early_changes"}


def test_every_problem_has_words() -> None:
    assert all(in_words(problem).endswith(".") for problem in Problem)


@pytest.mark.parametrize("level", [0, 90, 255])
def test_a_plain_surface_is_no_face_and_gives_no_number_that_is_none(level: int) -> None:
    found = quality_of(
        np.full((200, 200, 3), level, np.uint8),
        Eyes(right=Point(70.0, 80.0), left=Point(130.0, 80.0)),
        None,
        LIVING,
    )
    assert {Problem.BLURRED, Problem.LITTLE_CONTRAST, Problem.COVERED} <= set(found.problems)
    assert np.isfinite([found.sharpness, found.contrast, *found.drawing, found.weight]).all()


def test_better_pictures_weigh_more() -> None:
    good = quality_of(hopper(), HOPPER_EYES, None, LIVING)
    small = replace(good, eye_distance=30.0)
    soft = replace(good, sharpness=0.1)
    assert good.weight == 1.0
    assert small.weight == pytest.approx(0.5)
    assert soft.weight == pytest.approx(1 / 3)
