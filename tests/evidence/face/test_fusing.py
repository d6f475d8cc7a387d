from __future__ import annotations

import numpy as np
import pytest

from antigone.evidence.face.engine import Embedded, Measure, Vector
from antigone.evidence.face.fusing import fused, unit
from antigone.evidence.face.landmarks import Eyes, Point
from antigone.evidence.face.quality import Problem, Quality, StateOfBody

EYES = Eyes(right=Point(1.0, 1.0), left=Point(61.0, 1.0))


def made(vector: list[float] | None, eye_distance: float = 60.0) -> Embedded:
    problems = () if vector is not None else (Problem.BLURRED,)
    quality = Quality(
        eye_distance, 0.3, 120.0, 40.0, 3.0, 0.0, None, 0.0, (1.0, 1.0, 1.0),
        StateOfBody.LIVING, problems,
    )  # fmt: skip
    return Embedded(None if vector is None else np.array(vector, np.float32), quality, EYES)


def numbers(vector: Vector | None) -> list[float]:
    assert vector is not None
    assert vector.dtype == np.float32
    found: list[float] = vector.tolist()
    return found


def test_one_picture_is_itself() -> None:
    assert numbers(fused([made([0.5, -1.5])], Measure.DISTANCE)) == [0.5, -1.5]


def test_pictures_count_by_their_quality() -> None:
    """Half the distance between the eyes, half the weight: (2 * 0 + 1 * 3) / 3 = 1."""
    both = [made([0.0, 0.0], 60.0), made([3.0, 0.0], 30.0)]
    assert numbers(fused(both, Measure.DISTANCE)) == pytest.approx([1.0, 0.0])


def test_pictures_below_the_floor_do_not_count() -> None:
    both = [made([1.0, 2.0]), made(None)]
    assert numbers(fused(both, Measure.DISTANCE)) == [1.0, 2.0]
    assert fused([made(None)], Measure.DISTANCE) is None
    assert fused([], Measure.COSINE) is None


def test_angles_need_length_one() -> None:
    both = [made([1.0, 0.0]), made([0.0, 1.0])]
    assert numbers(fused(both, Measure.COSINE)) == pytest.approx([np.sqrt(0.5)] * 2)


def test_the_order_of_pictures_does_not_matter() -> None:
    pictures = [made([0.1, 0.7], 31.0), made([0.3, -0.2], 44.0), made([1.0, 0.5], 59.0)]
    one, other = fused(pictures, Measure.DISTANCE), fused(pictures[::-1], Measure.DISTANCE)
    assert numbers(one) == pytest.approx(numbers(other), abs=1e-7)


@pytest.mark.parametrize("vector", [[0.0, 0.0], [np.nan, 1.0], [np.inf, 0.0]])
def test_nothing_has_length_one_that_has_no_length(vector: list[float]) -> None:
    with pytest.raises(ValueError, match="no number"):
        unit(np.array(vector, np.float32))
