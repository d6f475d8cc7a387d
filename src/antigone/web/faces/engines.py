"""The engine of this installation, and what its scores are worth here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from antigone.evidence.face.available import default_engine, supplied_engine
from antigone.evidence.face.calibrating import FaceCalibration, of_engine
from antigone.evidence.face.engine import Engine, EngineIdentity, ExtraMissing, ModelRefused
from antigone.evidence.face.model_folder import ModelFolder
from antigone.evidence.labelled_pairs import CalibrationRefused
from antigone.formats.calibration_json import read_calibration
from antigone.formats.problems import FormatError
from antigone.provenance import JsonValue
from antigone.web.sentences import translated_error


class NoEngine(RuntimeError):
    """Faces cannot be compared on this installation; the message says why, and what would change that."""


def engine_in_force() -> Engine:
    """The models of ANTIGONE_FACE_MODELS, or the default engine; loaded once.

    Raises:
        NoEngine: the extra is not installed, or the models cannot be used.
    """
    try:
        return _loaded(settings.FACE_MODELS)
    except (ExtraMissing, ModelRefused) as error:
        raise NoEngine(translated_error(error)) from error


@cache
def _loaded(folder: Path | None) -> Engine:
    return default_engine() if folder is None else supplied_engine(ModelFolder(folder))


def calibration_in_force(identity: EngineIdentity) -> FaceCalibration | None:
    """The calibration of ANTIGONE_FACE_CALIBRATION, made of the service's own pairs; None if not set.

    Raises:
        NoEngine: it is another engine's, says too little, or cannot be read: no search goes on as if there
            were none.
    """
    path: Path | None = settings.FACE_CALIBRATION
    if path is None:
        return None
    try:
        stored = read_calibration(path.read_bytes(), path.name)
        return of_engine(stored.calibration, stored.measures.cllr, stored.origin.score, identity)
    except (OSError, FormatError, CalibrationRefused) as error:
        raise NoEngine(translated_error(error)) from error


def identity_json(identity: EngineIdentity) -> dict[str, JsonValue]:
    """Which engine it was, as it stands with a search."""
    return {
        "key": identity.key,
        "name": identity.name,
        "version": identity.version,
        "parameters": dict(identity.parameters),
        "files": {file.name: file.sha256 for file in identity.files},
        "licence": identity.licence,
        "origin": identity.origin,
    }
