"""Pairs of remains and person of which one knows who is whom, with the score of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGEST_SCORE = 1e9
"""Largest score, either sign: beyond it a double no longer tells scores apart well enough."""


class CalibrationRefused(ValueError):
    """No calibration can be made of these pairs; the message says why, and what is needed."""


@dataclass(frozen=True, eq=False)
class LabelledPairs:
    """Scores of pairs, and whether each pair is one person.

    Args:
        scores: shape (pairs,), finite, up to 1e9; higher speaks more for one person. A fused log10
            LR, a face score, any number that rises with the evidence.
        same: shape (pairs,), true where remains and missing person are the same person.
        groups: shape (pairs,), or None: a number for all pairs that depend on each other, e.g. of
            one incident or of one missing person. Pairs of one group are never judged by a
            calibration that saw another of them.

    Raises:
        CalibrationRefused: the shapes differ, or a score is not finite or too large.
    """

    scores: NDArray[np.float64]
    same: NDArray[np.bool_]
    groups: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        shapes = {self.scores.shape, self.same.shape}
        if self.groups is not None:
            shapes.add(self.groups.shape)
        if len(shapes) != 1 or self.scores.ndim != 1:
            raise CalibrationRefused(
                f"arrays of the shapes {sorted(shapes)}; needed are a score and a label for each pair"
            )
        if not np.all(np.abs(self.scores) <= LARGEST_SCORE):
            raise CalibrationRefused(
                "a score is infinite, not a number, or too large; allowed are numbers from "
                f"{-LARGEST_SCORE:g} to {LARGEST_SCORE:g}"
            )

    @property
    def of_same(self) -> NDArray[np.float64]:
        """Scores of the pairs that are one person."""
        return self.scores[self.same]

    @property
    def of_different(self) -> NDArray[np.float64]:
        """Scores of the pairs that are two persons."""
        return self.scores[~self.same]

    def subset(self, chosen: NDArray[np.bool_]) -> LabelledPairs:
        """Some of the pairs."""
        groups = None if self.groups is None else self.groups[chosen]
        return LabelledPairs(self.scores[chosen], self.same[chosen], groups)
