"""Small ONNX files in the layouts of YuNet and of SFace or ArcFace, whose answers can be computed by hand.

They were drawn for the tests and know nothing of faces: the embedder averages squares of the aligned face, the
detector answers where a cell is pure blue. They are run by the real onnxruntime.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from antigone.evidence.face.model_folder import PAGE, ModelFolder
from antigone.evidence.face.yunet import STRIDES

SQUARE = 14
"""Pixels of a square that the embedder averages: 8 by 8 squares of three colours, 192 numbers."""

BOX = (0.25, 0.5, float(np.log(10.0)), float(np.log(12.0)))
POINTS = (-2.0, -1.0, 2.0, -1.0, 0.0, 1.0, -1.5, 3.0, 1.5, 3.0)
"""What the detector says of each cell of its finest grid, in cells."""


Shape: TypeAlias = Sequence[int | str]


def _model(
    nodes: list[NodeProto],
    inputs: list[tuple[str, Shape]],
    outputs: list[tuple[str, Shape]],
    constants: dict[str, NDArray[Any]],
) -> bytes:
    graph = helper.make_graph(
        nodes,
        "drawn",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    found: bytes = model.SerializeToString()
    return found


def embedder(side: int = 112, factor: float = 1.0) -> bytes:
    nodes = [
        helper.make_node(
            "AveragePool", ["data"], ["squares"],
            kernel_shape=[SQUARE, SQUARE], strides=[SQUARE, SQUARE],
        ),
        helper.make_node("Flatten", ["squares"], ["flat"]),
        helper.make_node("Mul", ["flat", "factor"], ["fc1"]),
    ]  # fmt: skip
    count = 3 * (side // SQUARE) ** 2
    constants: dict[str, NDArray[Any]] = {"factor": np.array(factor, np.float32)}
    found: bytes = _model(nodes, [("data", [1, 3, side, side])], [("fc1", [1, count])], constants)
    return found


def detector(side: int | str = 640, cells_side: int = 640, left_out: str = "") -> bytes:
    """Confidence 1 in cells of 8 by 8 pixels that are pure blue: blue full, red and green 0.

    Args:
        side: height and width of the input; a word leaves them open.
        cells_side: those of the grids of constants.
        left_out: an output that is missing.
    """
    cells = (cells_side // 8) ** 2
    weights = np.array([1 / 255, -1 / 255, -1 / 255], np.float32).reshape(1, 3, 1, 1)
    nodes = [
        helper.make_node("AveragePool", ["input"], ["mean"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("Conv", ["mean", "weights"], ["blue"]),
        helper.make_node("Reshape", ["blue", "column"], ["cls_8"]),
        helper.make_node("Identity", ["cls_8"], ["obj_8"]),
    ]
    constants: dict[str, NDArray[Any]] = {
        "weights": weights,
        "column": np.array([1, cells, 1], np.int64),
    }
    rows = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
    outputs: list[tuple[str, Shape]] = []
    for stride in STRIDES:
        count = (cells_side // stride) ** 2
        for kind, numbers in rows.items():
            name = f"{kind}_{stride}"
            outputs.append((name, [1, count, numbers]))
            if name in {"cls_8", "obj_8"}:
                continue
            told = {"bbox_8": BOX, "kps_8": POINTS}.get(name, (0.0,) * numbers)
            constants[f"{name}_is"] = np.tile(np.array(told, np.float32), (1, count, 1))
            nodes.append(helper.make_node("Identity", [f"{name}_is"], [name]))
    outputs = [output for output in outputs if output[0] != left_out]
    return _model(nodes, [("input", [1, 3, side, side])], outputs, constants)


def page(files: dict[str, bytes], layout: str = "sface", more: str = "") -> str:
    def sha256(name: str) -> str:
        return hashlib.sha256(files[name]).hexdigest()

    text = f"""
name = "drawn"
version = "1"
licence = "CC0 1.0"
licence_file = "LICENSE"
origin = "Drawn for the tests; trained on nobody."
{more}
[embedder]
file = "embedder.onnx"
sha256 = "{sha256("embedder.onnx")}"
layout = "{layout}"
threshold = 0.363
threshold_source = "its makers"
"""
    if "detector.onnx" in files:
        text += f"""
[detector]
file = "detector.onnx"
sha256 = "{sha256("detector.onnx")}"
layout = "yunet"
"""
    return text


def laid_ready(
    folder: Path,
    files: dict[str, bytes] | None = None,
    layout: str = "sface",
    text: str | None = None,
) -> ModelFolder:
    """A folder as an operator lays it ready."""
    files = files or {"embedder.onnx": embedder(), "detector.onnx": detector()}
    folder.mkdir(exist_ok=True)
    for name, content in {"LICENSE": b"Do with it what you like.\n", **files}.items():
        (folder / name).write_bytes(content)
    (folder / PAGE).write_text(page(files, layout) if text is None else text)
    return ModelFolder(folder)
