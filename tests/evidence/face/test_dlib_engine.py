"""The default engine on two real faces; distances are those of its makers, who say "one person" below 0.6."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.evidence.face import dlib_engine as module
from antigone.evidence.face.dlib_engine import (
    DIMENSIONS,
    EYES_IN_CHIP,
    NETWORK,
    THRESHOLD,
    DlibEngine,
    dlib_engine,
)
from antigone.evidence.face.engine import Embedded, Measure, ModelFile, ModelRefused, Vector
from antigone.evidence.face.landmarks import Eyes, EyesRefused, Found, Point, SeveralFaces, only
from antigone.evidence.face.pictures import NotAPicture, Picture, TooLarge
from antigone.evidence.face.quality import Problem, StateOfBody
from antigone.evidence.face.searching import score
from tests.evidence.face.faces import (
    COLLINS_EYES,
    HOPPER_EYES,
    blurred,
    collins,
    covered,
    empty,
    eyes_scaled,
    eyes_tilted,
    flattened,
    hopper,
    lit,
    scaled,
    tilted,
    two_faces,
    with_gamma,
)
from tests.evidence.face.test_pictures import bomb

LIVING = StateOfBody.LIVING
FACES = {"Collins": (collins, COLLINS_EYES), "Hopper": (hopper, HOPPER_EYES)}


@pytest.fixture(scope="module")
def engine() -> DlibEngine:
    return dlib_engine()


@pytest.fixture(params=FACES)
def face(request: pytest.FixtureRequest) -> tuple[Picture, Eyes]:
    picture, eyes = FACES[request.param]
    return picture(), eyes


def vector_of(engine: DlibEngine, picture: Picture, at: Found | Eyes | None = None) -> Vector:
    made = engine.embed(picture, at or only(engine.detect(picture)), LIVING)
    assert made.vector is not None, made.quality.reasons
    return made.vector


def distance(one: Vector, other: Vector) -> float:
    return -score(one, other, Measure.DISTANCE)


def near(point: Point, other: Point) -> float:
    return float(np.hypot(point.x - other.x, point.y - other.y))


def test_a_face_is_found_with_its_eyes(engine: DlibEngine, face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    found = only(engine.detect(picture))
    assert near(found.eyes.right, eyes.right) < 0.05 * eyes.distance
    assert near(found.eyes.left, eyes.left) < 0.05 * eyes.distance
    assert found.box.holds(found.nose)
    assert len(found.points) == 5


def test_a_vector_is_128_numbers_and_the_same_each_time(
    engine: DlibEngine, face: tuple[Picture, Eyes]
) -> None:
    first, again = vector_of(engine, face[0]), vector_of(DlibEngine(), face[0])
    assert first.shape == (DIMENSIONS,)
    assert first.dtype == np.float32
    assert np.array_equal(first, again)


def test_the_other_person_is_farther_than_any_change_of_a_picture(engine: DlibEngine) -> None:
    other = distance(vector_of(engine, collins()), vector_of(engine, hopper()))
    assert other > 0.6
    for picture, _ in FACES.values():
        whole = vector_of(engine, picture())
        for changed in (
            scaled(picture(), 0.7),
            scaled(picture(), 2.0),
            blurred(picture(), 0.5),
            lit(picture(), 0.5),
            flattened(picture(), 0.5),
            with_gamma(picture(), 0.6),
            with_gamma(picture(), 1.6),
            tilted(picture(), 15.0),
            picture()[:, ::-1],
        ):
            surest = max(engine.detect(changed), key=lambda found: found.confidence)
            assert distance(whole, vector_of(engine, changed, surest)) < 0.25


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_picture_that_lies_on_its_side_is_read_as_well(
    engine: DlibEngine, face: tuple[Picture, Eyes], quarters: int
) -> None:
    picture, eyes = face
    turned = np.rot90(picture, quarters)
    found = only(engine.detect(turned))
    assert found.eyes.tilt_degrees == pytest.approx(
        eyes_tilted(eyes, 90.0 * quarters, picture).tilt_degrees, abs=5.0
    )
    assert found.box.holds(found.eyes.right)
    assert found.box.holds(found.eyes.left)
    assert distance(vector_of(engine, picture), vector_of(engine, turned, found)) < 0.05


@pytest.mark.parametrize("degrees", [0.0, 45.0, -80.0, 200.0])
def test_eyes_set_by_hand_are_enough_whatever_the_tilt(
    engine: DlibEngine, face: tuple[Picture, Eyes], degrees: float
) -> None:
    picture, eyes = face
    by_hand = vector_of(engine, tilted(picture, degrees), eyes_tilted(eyes, degrees, picture))
    assert distance(vector_of(engine, picture), by_hand) < 0.2


def test_eyes_that_were_taken_for_one_another_make_no_likeness(
    engine: DlibEngine, face: tuple[Picture, Eyes]
) -> None:
    picture, eyes = face
    swapped = Eyes(right=eyes.left, left=eyes.right)
    assert swapped.are_upside_down
    assert distance(vector_of(engine, picture), vector_of(engine, picture, swapped)) > 0.6


def test_no_face_is_an_answer(engine: DlibEngine) -> None:
    assert engine.detect(empty()) == ()
    assert engine.detect(np.full((300, 300, 3), 128, np.uint8)) == ()


def test_several_faces_are_all_found_and_each_keeps_its_own_vector(engine: DlibEngine) -> None:
    picture = two_faces()
    found = engine.detect(picture)
    with pytest.raises(SeveralFaces):
        only(found)
    assert len(found) == 2
    areas = [face.box.width * face.box.height for face in found]
    assert areas == sorted(areas, reverse=True)
    left, right = sorted(found, key=lambda face: face.box.left)
    assert distance(vector_of(engine, picture, left), vector_of(engine, collins())) < 0.1
    assert distance(vector_of(engine, picture, right), vector_of(engine, hopper())) < 0.2


def test_a_face_in_a_picture_of_many_pixels_is_found_and_the_same(engine: DlibEngine) -> None:
    large = scaled(hopper(), 8.0)
    found = only(engine.detect(large))
    assert near(found.eyes.right, eyes_scaled(HOPPER_EYES, 8.0).right) < 0.05 * 8 * 84
    assert distance(vector_of(engine, hopper()), vector_of(engine, large, found)) < 0.2


def refused(made: Embedded, problem: Problem) -> bool:
    return made.vector is None and problem in made.quality.problems


def test_below_the_floor_there_is_no_vector(engine: DlibEngine, face: tuple[Picture, Eyes]) -> None:
    picture, eyes = face
    unit = eyes.distance / 43.0
    by = 25.0 / (eyes.distance / 0.45)
    small = engine.embed(scaled(picture, by), eyes_scaled(eyes, by), LIVING)
    assert refused(small, Problem.TOO_SMALL)
    assert refused(engine.embed(blurred(picture, 2.0 * unit), eyes, LIVING), Problem.BLURRED)
    assert refused(engine.embed(lit(picture, 0.1), eyes, LIVING), Problem.TOO_DARK)
    over = (
        round(eyes.right.x - 0.5 * eyes.distance),
        round(eyes.right.y - 0.4 * eyes.distance),
        round(eyes.left.x + 0.5 * eyes.distance),
        round(eyes.left.y + 0.4 * eyes.distance),
    )
    assert refused(engine.embed(covered(picture, over, 0), eyes, LIVING), Problem.COVERED)


@pytest.mark.parametrize("state", [StateOfBody.ADVANCED, StateOfBody.NOT_RECORDED])
def test_a_state_without_known_error_rates_has_no_vector(
    engine: DlibEngine, face: tuple[Picture, Eyes], state: StateOfBody
) -> None:
    made = engine.embed(face[0], only(engine.detect(face[0])), state)
    assert made.vector is None
    assert len(made.quality.reasons) == 1


def test_a_face_of_25_pixels_is_not_even_found(engine: DlibEngine) -> None:
    assert engine.detect(scaled(collins()[20:240, 120:320], 25.0 / 90.0)) == ()


def test_pictures_too_large_or_none_are_refused_by_both_doors(engine: DlibEngine) -> None:
    with pytest.raises(TooLarge):
        engine.detect(bomb())
    with pytest.raises(TooLarge):
        engine.embed(bomb(), HOPPER_EYES, LIVING)
    with pytest.raises(NotAPicture):
        engine.detect(hopper()[:, :, 0])
    with pytest.raises(NotAPicture):
        engine.embed(hopper().astype(np.float32), HOPPER_EYES, LIVING)


@pytest.mark.parametrize(("height", "width"), [(40, 40), (40, 800), (800, 40), (41, 67)])
def test_odd_shapes_have_an_answer(engine: DlibEngine, height: int, width: int) -> None:
    assert engine.detect(empty(height, width)) == ()
    eyes = Eyes(right=Point(0.0, 0.0), left=Point(width - 1.0, height - 1.0))
    assert engine.embed(empty(height, width), eyes, LIVING).vector is None


def test_eyes_outside_the_picture_are_refused(engine: DlibEngine) -> None:
    with pytest.raises(EyesRefused):
        engine.embed(hopper(), Eyes(right=Point(5_000.0, 1.0), left=Point(1.0, 1.0)), LIVING)


def test_our_aligned_face_lies_as_that_of_dlib(engine: DlibEngine) -> None:
    """Shades that rise with x and y, through dlib's own alignment by its template of five parts."""
    y, x = np.mgrid[0:256, 0:256]
    ramp = np.ascontiguousarray(np.stack([x, y, x], axis=-1).astype(np.uint8))
    template = [
        (0.8596, 0.2135),
        (0.6461, 0.2290),
        (0.1206, 0.2137),
        (0.3341, 0.2291),
        (0.4901, 0.6278),
    ]
    dlib = engine._dlib
    parts = [dlib.point(round(50 + 150 * u), round(50 + 150 * v)) for u, v in template]
    shape = dlib.full_object_detection(dlib.rectangle(50, 50, 200, 200), parts)
    chip = dlib.get_face_chip(ramp, shape, size=150, padding=0.25)
    for place, corners in ((EYES_IN_CHIP.right, parts[2:4]), (EYES_IN_CHIP.left, parts[0:2])):
        middle = [sum(p.x for p in corners) / 2, sum(p.y for p in corners) / 2]
        assert chip[round(place.y), round(place.x), :2] == pytest.approx(middle, abs=1.6)


def test_the_engine_says_what_it_is(engine: DlibEngine) -> None:
    identity = engine.identity
    assert identity.key.startswith("dlib-resnet@")
    assert identity.threshold == THRESHOLD
    assert {file.name for file in identity.files} == {
        "dlib_face_recognition_resnet_model_v1.dat",
        "shape_predictor_5_face_landmarks.dat",
    }
    assert "None of these persons was asked" in identity.origin
    assert engine.dimensions == DIMENSIONS
    assert engine.finds_faces


def test_another_file_under_the_same_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NETWORK", ModelFile(NETWORK.name, "0" * 64))
    with pytest.raises(ModelRefused, match="not the one that is known"):
        DlibEngine()
