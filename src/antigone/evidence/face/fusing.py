"""Several pictures of one person as one vector."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from antigone.evidence.face.engine import Embedded, Measure, Vector


def fused(pictures: Sequence[Embedded], measure: Measure) -> Vector | None:
    """The mean of the vectors, each weighed by the quality of its picture; none without any vector.

    Why the mean and not the best of the scores: the best of n scores rises with n for other persons as
    well, so whoever has more photographs would come nearer to the top of every list; the mean has no
    such pull, and averages out what light and camera have done. Pictures below the floor have no
    vector and do not count. Vectors compared by their angle are brought back to length 1.

    Args:
        pictures: of one person, all made by one engine.
        measure: of that engine.
    """
    good = [(made.vector, made.quality.weight) for made in pictures if made.vector is not None]
    if not good:
        return None
    weights = np.array([weight for _, weight in good])
    vectors = np.array([vector for vector, _ in good], dtype=np.float64)
    mean = (weights / weights.sum()) @ vectors
    return unit(mean.astype(np.float32)) if measure is Measure.COSINE else mean.astype(np.float32)


def unit(vector: Vector) -> Vector:
    """The vector at length 1.

    Raises:
        ValueError: its length is 0 or no number.
    """
    length = float(np.linalg.norm(vector.astype(np.float64)))
    if not 0.0 < length < np.inf:
        raise ValueError("a vector of length 0, or with something in it that is no number")
    return (vector.astype(np.float64) / length).astype(np.float32)
