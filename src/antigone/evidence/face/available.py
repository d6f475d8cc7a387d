"""Which engines there are on this machine."""

from __future__ import annotations

from antigone.evidence.face.engine import Engine
from antigone.evidence.face.model_folder import ModelFolder


def default_engine() -> Engine:
    """The engine that needs nothing but the extra: dlib.

    Raises:
        ExtraMissing: the extra is not installed.
        ModelRefused: its files are not those that are known.
    """
    from antigone.evidence.face.dlib_engine import dlib_engine

    return dlib_engine()


def supplied_engine(models: ModelFolder) -> Engine:
    """The engine of the models that an operator has laid ready.

    Raises:
        ExtraMissing: the extra is not installed.
        ModelRefused: its files are not those that it names, or cannot be used.
    """
    from antigone.evidence.face.onnx_engine import onnx_engine

    return onnx_engine(models)
