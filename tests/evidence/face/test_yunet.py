"""What a YuNet says, decoded by hand: one cell of one grid after the other."""

from __future__ import annotations

import math

import numpy as np
import pytest

from antigone.evidence.face.alignment import Similarity
from antigone.evidence.face.yunet import LEAST_CONFIDENCE, STRIDES, Outputs, faces

SIDE = 64
AS_SHOWN = Similarity(1.0, 0.0, 0.0, 0.0)


def nothing() -> dict[str, np.ndarray]:
    rows = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
    return {
        f"{kind}_{stride}": np.zeros((1, (SIDE // stride) ** 2, numbers), np.float32)
        for kind, numbers in rows.items()
        for stride in STRIDES
    }


def with_face(
    outputs: Outputs, stride: int, row: int, column: int, confidence: float = 1.0
) -> Outputs:
    cell = row * (SIDE // stride) + column
    outputs[f"cls_{stride}"][0, cell] = confidence
    outputs[f"obj_{stride}"][0, cell] = confidence
    outputs[f"bbox_{stride}"][0, cell] = [0.5, 0.25, math.log(2.0), math.log(3.0)]
    outputs[f"kps_{stride}"][0, cell] = [-0.5, -0.5, 0.5, -0.5, 0.0, 0.0, -0.4, 0.6, 0.4, 0.6]
    return outputs


@pytest.mark.parametrize("stride", STRIDES)
def test_one_cell_is_one_face_in_its_place(stride: int) -> None:
    """Row 1, column 0: middle (0.5 s, 1.25 s), size (2 s, 3 s), points around (0, 1) s."""
    [face] = faces(with_face(nothing(), stride, 1, 0), SIDE, AS_SHOWN)
    assert (face.box.left, face.box.top) == pytest.approx((-0.5 * stride, -0.25 * stride))
    assert (face.box.width, face.box.height) == pytest.approx((2.0 * stride, 3.0 * stride))
    assert (face.eyes.right.x, face.eyes.right.y) == pytest.approx((-0.5 * stride, 0.5 * stride))
    assert (face.eyes.left.x, face.eyes.left.y) == pytest.approx((0.5 * stride, 0.5 * stride))
    assert (face.nose.x, face.nose.y) == pytest.approx((0.0, stride))
    mouth = [(point.x, point.y) for point in face.points[3:]]
    assert mouth == [
        pytest.approx((-0.4 * stride, 1.6 * stride)),
        pytest.approx((0.4 * stride, 1.6 * stride)),
    ]
    assert face.confidence == 1.0


def test_places_are_those_of_the_picture_before_it_was_made_smaller() -> None:
    into = Similarity(0.5, 0.0, -0.25, -0.25)
    [face] = faces(with_face(nothing(), 8, 2, 3), SIDE, into)
    # In the square the middle lies at (3.5 * 8, 2.25 * 8) = (28, 18).
    middle = (face.box.left + face.box.width / 2, face.box.top + face.box.height / 2)
    assert middle == pytest.approx(((28 + 0.25) / 0.5, (18 + 0.25) / 0.5))
    assert face.box.width == pytest.approx(32.0)


def test_confidence_is_the_root_of_the_product_each_within_its_range() -> None:
    outputs = with_face(nothing(), 8, 2, 2)
    cell = 2 * 8 + 2
    outputs["cls_8"][0, cell], outputs["obj_8"][0, cell] = 7.0, 0.64
    [face] = faces(outputs, SIDE, AS_SHOWN)
    assert face.confidence == pytest.approx(0.8)
    outputs["cls_8"][0, cell] = -5.0
    assert faces(outputs, SIDE, AS_SHOWN) == ()


def test_unsure_cells_are_no_faces() -> None:
    assert faces(nothing(), SIDE, AS_SHOWN) == ()
    assert faces(with_face(nothing(), 8, 2, 2, LEAST_CONFIDENCE - 0.01), SIDE, AS_SHOWN) == ()


def test_of_boxes_that_overlap_the_surest_stays() -> None:
    """Neighbours in a row share 8 of 24 by 24 pixels: 1/3 of the joint area; two cells apart, nothing."""
    outputs = nothing()
    with_face(outputs, 8, 3, 2, 0.8)
    with_face(outputs, 8, 3, 3, 0.9)
    with_face(outputs, 8, 3, 5, 0.85)
    found = faces(outputs, SIDE, AS_SHOWN)
    assert [face.confidence for face in found] == pytest.approx([0.9, 0.85])


def test_sizes_beyond_all_measure_end_in_a_number() -> None:
    outputs = with_face(nothing(), 8, 2, 2)
    outputs["bbox_8"][0, 18, 2:] = 1e6
    [face] = faces(outputs, SIDE, AS_SHOWN)
    assert math.isfinite(face.box.width)
