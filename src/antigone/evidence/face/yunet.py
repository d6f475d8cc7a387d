"""Faces from the outputs of a YuNet detector: grids of three sizes, each cell with a box and five points."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.face.alignment import Similarity
from antigone.evidence.face.landmarks import Box, Eyes, Found, Point

Outputs = Mapping[str, NDArray[np.float32]]

STRIDES = (8, 16, 32)
"""Pixels of a cell of each grid."""

OUTPUTS = tuple(f"{kind}_{stride}" for kind in ("cls", "obj", "bbox", "kps") for stride in STRIDES)

LEAST_CONFIDENCE = 0.7
"""OpenCV's default is 0.9; faces of the dead are less sure, and a person looks at each (our choice)."""

MOST_OVERLAP = 0.3
"""Share of the joint area from which on two boxes are one face, as OpenCV's default."""


def faces(outputs: Outputs, side: int, into: Similarity) -> tuple[Found, ...]:
    """The faces, in the places of the picture that was looked at.

    In cell (row r, column c) of stride s, with the outputs cls, obj, b and k: confidence √(cls · obj), each
    within 0 to 1; middle of the box ((c + b0) s, (r + b1) s), its size (e^b2 s, e^b3 s); point i at
    ((c + k2i) s, (r + k2i+1) s): the person's right eye and left eye, the tip of the nose, the right and the
    left corner of the mouth. This is how OpenCV's FaceDetectorYN reads them.

    Args:
        outputs: of the model, by name, each (1, cells, numbers) or (cells, numbers).
        side: height and width of what the model was shown.
        into: from the picture into that square.
    """
    rows = np.concatenate([_of_stride(outputs, stride, side // stride) for stride in STRIDES])
    rows = rows[rows[:, 14] >= LEAST_CONFIDENCE]
    return tuple(_found(row, into) for row in _without_overlaps(rows))


def _of_stride(outputs: Outputs, stride: int, cells: int) -> NDArray[np.float64]:
    """One row for each cell: left, top, width, height, five points, confidence."""

    def of(kind: str, numbers: int) -> NDArray[np.float64]:
        return outputs[f"{kind}_{stride}"].reshape(cells * cells, numbers).astype(np.float64)

    box, points = of("bbox", 4), of("kps", 10)
    row, column = np.divmod(np.arange(cells * cells, dtype=np.float64), cells)
    size = np.exp(np.minimum(box[:, 2:], 20.0)) * stride
    middle = (np.stack([column, row], axis=1) + box[:, :2]) * stride
    at = (points.reshape(-1, 5, 2) + np.stack([column, row], axis=1)[:, None]) * stride
    confidence = np.sqrt(of("cls", 1).clip(0.0, 1.0) * of("obj", 1).clip(0.0, 1.0))
    return np.concatenate([middle - size / 2.0, size, at.reshape(-1, 10), confidence], axis=1)


def _without_overlaps(rows: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The surest first; whatever overlaps a surer one too much is the same face."""
    kept: list[NDArray[np.float64]] = []
    for row in rows[np.argsort(-rows[:, 14], kind="stable")]:
        if all(_overlap(row, other) <= MOST_OVERLAP for other in kept):
            kept.append(row)
    return kept


def _overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    corner = np.minimum(one[:2] + one[2:4], other[:2] + other[2:4])
    shared = float(np.prod(np.maximum(corner - np.maximum(one[:2], other[:2]), 0.0)))
    joint = float(np.prod(one[2:4]) + np.prod(other[2:4])) - shared
    return shared / joint if joint > 0.0 else 0.0


def _found(row: NDArray[np.float64], into: Similarity) -> Found:
    def place(x: float, y: float) -> Point:
        return Point((float(x) - into.c) / into.a, (float(y) - into.d) / into.a)

    corner = place(row[0], row[1])
    right, left, nose, mouth_right, mouth_left = (place(*pair) for pair in row[4:14].reshape(5, 2))
    return Found(
        box=Box(corner.x, corner.y, float(row[2]) / into.a, float(row[3]) / into.a),
        eyes=Eyes(right=right, left=left),
        points=(right, left, nose, mouth_right, mouth_left),
        nose=nose,
        confidence=float(row[14]),
    )
