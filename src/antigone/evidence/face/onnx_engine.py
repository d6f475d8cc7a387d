"""The other engine: an embedder, and perhaps a detector, that an operator supplies as ONNX files."""

from __future__ import annotations

import importlib
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.face import yunet
from antigone.evidence.face.alignment import (
    PLACES,
    SIDE,
    Pixels,
    Similarity,
    aligned,
    by_eyes,
    similarity,
)
from antigone.evidence.face.engine import (
    Embedded,
    EngineIdentity,
    ExtraMissing,
    Measure,
    ModelRefused,
    Vector,
)
from antigone.evidence.face.fusing import unit
from antigone.evidence.face.landmarks import Eyes, Found
from antigone.evidence.face.model_folder import (
    EmbedderLayout,
    ModelFolder,
    Supplied,
    SuppliedModel,
    read_supplied,
)
from antigone.evidence.face.pictures import Picture, checked
from antigone.evidence.face.quality import StateOfBody, quality_of
from antigone.evidence.face.turned import found_in_any_turn
from antigone.words import said

# What onnxruntime hands out has no types that a checker could know.
_Untyped: TypeAlias = Any

DETECTOR_SIDE = 640
"""Height and width of what a detector is shown, unless its file fixes another."""


def onnx_engine(models: ModelFolder) -> OnnxEngine:
    """The engine of a folder of models.

    Raises:
        ExtraMissing: onnxruntime is not installed.
        ModelRefused: the files are not those that the page names, or have another layout.
    """
    return OnnxEngine(read_supplied(models))


class OnnxEngine:
    """Runs the files on one processor core, so that equal pictures give equal vectors."""

    def __init__(self, supplied: Supplied) -> None:
        try:
            runtime: _Untyped = importlib.import_module("onnxruntime")
        except ImportError as error:
            raise ExtraMissing("onnxruntime") from error
        # No data about its use leave the machine, on no system.
        runtime.disable_telemetry_events()
        self._layout = EmbedderLayout(supplied.embedder.layout)
        self._embedder = _session(runtime, supplied.embedder)
        self._input = _input_name(self._embedder, supplied.embedder, SIDE)
        self._detector: _Untyped = None
        if supplied.detector is not None:
            self._detector = _session(runtime, supplied.detector)
            self._side = _detector_side(self._detector, supplied.detector)
        self._dimensions = len(self._vector(np.full((SIDE, SIDE, 3), 127.0, np.float32)))
        self._identity = self._identity_of(supplied, str(runtime.__version__))

    @property
    def identity(self) -> EngineIdentity:
        """See `Engine.identity`."""
        return self._identity

    @property
    def dimensions(self) -> int:
        """See `Engine.dimensions`."""
        return self._dimensions

    @property
    def finds_faces(self) -> bool:
        """See `Engine.finds_faces`."""
        return self._detector is not None

    def detect(self, picture: Picture) -> tuple[Found, ...]:
        """See `Engine.detect`; without a detector no face is found."""
        picture = checked(picture)
        return found_in_any_turn(picture, self._upright) if self.finds_faces else ()

    def embed(self, picture: Picture, at: Found | Eyes, state: StateOfBody) -> Embedded:
        """See `Engine.embed`. A face that was found is aligned by five points, otherwise by its eyes."""
        picture = checked(picture)
        eyes = at.within(picture.shape[1], picture.shape[0]) if isinstance(at, Eyes) else at.eyes
        nose = None if isinstance(at, Eyes) else at.nose
        quality = quality_of(picture, eyes, nose, state)
        if not quality.is_enough:
            return Embedded(None, quality, eyes)
        into = by_eyes(at) if isinstance(at, Eyes) else similarity(at.points, PLACES)
        face, _ = aligned(picture, into)
        return Embedded(self._vector(face), quality, eyes)

    def _vector(self, face: Pixels) -> Vector:
        if self._layout is EmbedderLayout.ARCFACE:
            face = (face - 127.5) / 127.5
        given = self._embedder.run(None, {self._input: _channels(face)})
        try:
            return unit(np.asarray(given[0], dtype=np.float32).reshape(-1))
        except ValueError as error:
            raise ModelRefused(said("The model gave nothing that can be compared.")) from error

    def _upright(self, picture: Picture) -> tuple[Found, ...]:
        scale = self._side / max(picture.shape[:2])
        # The middles of pixels stay the middles of pixels.
        into = Similarity(scale, 0.0, (scale - 1.0) / 2.0, (scale - 1.0) / 2.0)
        shown, _ = aligned(picture, into, self._side)
        blue_first = np.ascontiguousarray(shown[:, :, ::-1])
        name = self._detector.get_inputs()[0].name
        given = self._detector.run(list(yunet.OUTPUTS), {name: _channels(blue_first)})
        return yunet.faces(dict(zip(yunet.OUTPUTS, given, strict=True)), self._side, into)

    def _identity_of(self, supplied: Supplied, version: str) -> EngineIdentity:
        parameters = [("embedder layout", str(self._layout)), ("version", supplied.version)]
        files = [supplied.embedder.file]
        if supplied.detector is not None:
            parameters += [
                ("detector layout", supplied.detector.layout),
                ("least confidence", str(yunet.LEAST_CONFIDENCE)),
                ("side", str(self._side)),
            ]
            files.append(supplied.detector.file)
        return EngineIdentity(
            name=supplied.name,
            version=f"onnxruntime {version}",
            parameters=tuple(sorted(parameters)),
            files=tuple(files),
            licence=supplied.licence,
            measure=Measure.COSINE,
            threshold=supplied.threshold,
            origin=supplied.origin,
        )


def _session(runtime: _Untyped, model: SuppliedModel) -> _Untyped:
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 4
    try:
        # From memory: no file can be exchanged behind the checksum, and none beside it is read.
        return runtime.InferenceSession(model.content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # what onnxruntime raises has no base of its own
        raise ModelRefused(
            said("{file} is no model that can be run.", file=model.file.name)
        ) from error


def _input_name(session: _Untyped, model: SuppliedModel, side: int) -> str:
    """The one input, once it is known to take a square of this size."""
    inputs = session.get_inputs()
    shape = list(inputs[0].shape)
    fits = len(inputs) == 1 and len(shape) == 4 and inputs[0].type == "tensor(float)"
    wanted = (1, 3, side, side)
    # Sizes that the file leaves open have names, or none.
    if not fits or any(
        isinstance(is_, int) and is_ > 0 and is_ != needed
        for is_, needed in zip(shape, wanted, strict=True)
    ):
        raise ModelRefused(
            said(
                "{file} takes the shape {shape}; needed is one picture of {side} by {side} pixels.",
                file=model.file.name,
                shape=str(shape),
                side=side,
            )
        )
    return str(inputs[0].name)


def _detector_side(session: _Untyped, model: SuppliedModel) -> int:
    """Height and width of what this detector is shown."""
    fixed = session.get_inputs()[0].shape[-1]
    side = fixed if isinstance(fixed, int) and fixed > 0 else DETECTOR_SIDE
    _input_name(session, model, side)
    names = {output.name for output in session.get_outputs()}
    if side % max(yunet.STRIDES) or not names.issuperset(yunet.OUTPUTS):
        raise ModelRefused(
            said("{file} has not the layout of YuNet of March 2023.", file=model.file.name)
        )
    return side


def _channels(pixels: Pixels) -> NDArray[np.float32]:
    """Shape (1, 3, height, width)."""
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None].astype(np.float32))
