"""The operator's engine, run by the real onnxruntime on files whose answers can be computed by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from antigone.evidence.face.alignment import PLACES, Pixels, aligned, by_eyes, similarity
from antigone.evidence.face.available import supplied_engine
from antigone.evidence.face.engine import Measure, ModelRefused
from antigone.evidence.face.landmarks import Box, Eyes, EyesRefused, Found, NoFace, Point, only
from antigone.evidence.face.pictures import NotAPicture, Picture, TooLarge
from antigone.evidence.face.quality import StateOfBody
from antigone.evidence.face.searching import score
from tests.evidence.face.faces import HOPPER_EYES, collins, eyes_tilted, hopper, lit, tilted
from tests.evidence.face.graphs import BOX, POINTS, SQUARE, detector, embedder, laid_ready
from tests.evidence.face.test_pictures import bomb

LIVING = StateOfBody.LIVING


def by_hand(face: Pixels) -> Pixels:
    """The means of the squares, red first, at length 1."""
    squares = face.reshape(8, SQUARE, 8, SQUARE, 3).mean(axis=(1, 3)).transpose(2, 0, 1).reshape(-1)
    found: Pixels = squares / np.linalg.norm(squares)
    return found


def test_eyes_set_by_hand_give_the_vector_of_the_aligned_face(tmp_path: Path) -> None:
    engine = supplied_engine(laid_ready(tmp_path))
    made = engine.embed(hopper(), HOPPER_EYES, LIVING)
    face, _ = aligned(hopper(), by_eyes(HOPPER_EYES))
    assert made.vector is not None
    assert made.vector == pytest.approx(by_hand(face), abs=1e-6)
    assert made.vector.shape == (engine.dimensions,) == (192,)
    assert made.vector.dtype == np.float32
    assert np.linalg.norm(made.vector) == pytest.approx(1.0, abs=1e-6)


def test_the_layout_of_arcface_has_its_middle_at_0(tmp_path: Path) -> None:
    engine = supplied_engine(laid_ready(tmp_path, layout="arcface"))
    made = engine.embed(hopper(), HOPPER_EYES, LIVING)
    face, _ = aligned(hopper(), by_eyes(HOPPER_EYES))
    assert made.vector == pytest.approx(by_hand((face - 127.5) / 127.5), abs=1e-6)


def test_a_face_that_was_found_is_aligned_by_five_points(tmp_path: Path) -> None:
    nose, right, left = Point(272.0, 252.0), Point(232.0, 285.0), Point(306.0, 282.0)
    points = (HOPPER_EYES.right, HOPPER_EYES.left, nose, right, left)
    found = Found(Box(180.0, 139.0, 186.0, 186.0), HOPPER_EYES, points, nose, 0.9)
    made = supplied_engine(laid_ready(tmp_path)).embed(hopper(), found, LIVING)
    face, _ = aligned(hopper(), similarity(points, PLACES))
    assert made.vector == pytest.approx(by_hand(face), abs=1e-6)
    assert made.quality.turn is not None


def test_equal_pictures_give_equal_vectors(tmp_path: Path) -> None:
    models = laid_ready(tmp_path)
    one, other = (supplied_engine(models).embed(hopper(), HOPPER_EYES, LIVING) for _ in range(2))
    assert one.vector is not None
    assert other.vector is not None
    assert np.array_equal(one.vector, other.vector)
    assert score(one.vector, other.vector, Measure.COSINE) == pytest.approx(1.0)


def test_a_tilt_is_turned_back(tmp_path: Path) -> None:
    engine = supplied_engine(laid_ready(tmp_path))
    upright = engine.embed(hopper(), HOPPER_EYES, LIVING).vector
    eyes = eyes_tilted(HOPPER_EYES, 70.0, hopper())
    turned = engine.embed(tilted(hopper(), 70.0), eyes, LIVING).vector
    assert upright is not None
    assert turned is not None
    assert score(upright, turned, Measure.COSINE) > 0.999


def test_below_the_floor_there_is_no_vector(tmp_path: Path) -> None:
    engine = supplied_engine(laid_ready(tmp_path))
    assert engine.embed(lit(hopper(), 0.1), HOPPER_EYES, LIVING).vector is None
    assert engine.embed(hopper(), HOPPER_EYES, StateOfBody.BURNT).vector is None


def painted(height: int, width: int, *cells: tuple[int, int], size: int) -> Picture:
    """Grey, with pure blue squares at (row, column) of a grid of this size."""
    picture = np.full((height, width, 3), 90, np.uint8)
    for row, column in cells:
        picture[row * size : (row + 1) * size, column * size : (column + 1) * size] = (0, 0, 255)
    return picture


def test_a_cell_of_the_detector_is_a_face_in_its_place(tmp_path: Path) -> None:
    """A picture twice as large as what the detector sees: cells of 16 pixels, shown as cells of 8."""
    engine = supplied_engine(laid_ready(tmp_path))
    face = only(engine.detect(painted(900, 1_280, (30, 50), size=16)))
    middle = 16 * (50 + BOX[0]) + 0.5, 16 * (30 + BOX[1]) + 0.5
    found = face.box.left + face.box.width / 2, face.box.top + face.box.height / 2
    assert found == pytest.approx(middle, abs=0.01)
    assert (face.box.width, face.box.height) == pytest.approx((160.0, 192.0), rel=1e-5)
    places = [(point.x, point.y) for point in face.points]
    offsets = np.array(POINTS).reshape(5, 2)
    expected = 16.0 * (offsets + np.array([50.0, 30.0])) + 0.5
    assert np.array(places) == pytest.approx(expected, abs=0.01)
    assert face.eyes == Eyes(right=face.points[0], left=face.points[1])
    assert face.nose == face.points[2]
    assert face.confidence == pytest.approx(1.0, abs=1e-3)


def test_red_is_not_blue_to_the_detector(tmp_path: Path) -> None:
    picture = painted(640, 640, (30, 50), size=8)
    engine = supplied_engine(laid_ready(tmp_path))
    assert len(engine.detect(picture)) == 1
    assert engine.detect(picture[:, :, ::-1]) == ()


def test_several_faces_are_found_the_same_one_not_twice(tmp_path: Path) -> None:
    engine = supplied_engine(laid_ready(tmp_path))
    picture = painted(640, 640, (30, 50), (30, 51), (60, 20), size=8)
    assert len(engine.detect(picture)) == 2


@pytest.mark.parametrize("side", ["open", 320])
def test_the_file_may_fix_the_size_or_leave_it_open(tmp_path: Path, side: int | str) -> None:
    shown = 640 if side == "open" else 320
    files = {"embedder.onnx": embedder(), "detector.onnx": detector(side, shown)}
    engine = supplied_engine(laid_ready(tmp_path, files))
    face = only(engine.detect(painted(shown, shown, (10, 12), size=8)))
    assert face.box.left + face.box.width / 2 == pytest.approx(8 * 12.25, abs=0.01)
    assert ("side", str(shown)) in engine.identity.parameters


def test_without_a_detector_eyes_are_set_by_hand(tmp_path: Path) -> None:
    engine = supplied_engine(laid_ready(tmp_path, {"embedder.onnx": embedder()}))
    assert not engine.finds_faces
    assert engine.detect(collins()) == ()
    with pytest.raises(NoFace):
        only(engine.detect(collins()))
    assert engine.embed(hopper(), HOPPER_EYES, LIVING).vector is not None


def test_pictures_are_refused_as_by_the_default_engine(tmp_path: Path) -> None:
    engine = supplied_engine(laid_ready(tmp_path))
    for picture in (bomb(), bomb(1, 50_000_000)):
        with pytest.raises(TooLarge):
            engine.detect(picture)
        with pytest.raises(TooLarge):
            engine.embed(picture, HOPPER_EYES, LIVING)
    with pytest.raises(NotAPicture):
        engine.detect(hopper()[:, :, :1])
    with pytest.raises(EyesRefused):
        engine.embed(hopper(), Eyes(right=Point(-5.0, 1.0), left=Point(9.0, 1.0)), LIVING)


def test_the_engine_says_what_it_is(tmp_path: Path) -> None:
    identity = supplied_engine(laid_ready(tmp_path)).identity
    assert identity.name == "drawn"
    assert identity.version.startswith("onnxruntime ")
    assert [file.name for file in identity.files] == ["embedder.onnx", "detector.onnx"]
    assert identity.licence == "CC0 1.0"
    assert identity.measure is Measure.COSINE
    assert identity.threshold is not None
    assert identity.threshold.score == 0.363
    assert "trained on nobody" in identity.origin


def test_another_embedder_is_another_engine(tmp_path: Path) -> None:
    one = supplied_engine(laid_ready(tmp_path / "one")).identity
    files = {"embedder.onnx": embedder(factor=2.0), "detector.onnx": detector()}
    other = supplied_engine(laid_ready(tmp_path / "other", files)).identity
    assert one.key != other.key


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"embedder.onnx": b"no model at all"}, "embedder.onnx is no model that can be run"),
        ({"embedder.onnx": embedder(side=126)}, "112 by 112 pixels"),
        ({"embedder.onnx": embedder(factor=0.0)}, "nothing that can be compared"),
        ({"embedder.onnx": embedder(factor=float("nan"))}, "nothing that can be compared"),
        (
            {"embedder.onnx": embedder(), "detector.onnx": detector(left_out="kps_16")},
            "not the layout of YuNet",
        ),
        (
            {"embedder.onnx": embedder(), "detector.onnx": detector(328, 328)},
            "not the layout of YuNet",
        ),
    ],
)
def test_models_of_another_kind_are_refused_in_words(
    tmp_path: Path, files: dict[str, bytes], reason: str
) -> None:
    with pytest.raises(ModelRefused, match=reason):
        supplied_engine(laid_ready(tmp_path, files))
