"""Mutation models: how an allele changes on its way from parent to child, as a matrix.

Rows are the parental allele, columns the child's; every row sums to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROW_SUM_TOLERANCE = 1e-9

MODELS = ("none", "equal", "proportional", "stepwise", "onestep", "dawid", "custom")


class MutationModelError(ValueError):
    """A mutation model is unknown, or its parameters do not make a matrix of probabilities."""


@dataclass(frozen=True)
class MutationModel:
    """A mutation model by name and parameters; the matrix comes from `transition_matrix`.

    Args:
        model: one of `MODELS`.
        rate: probability that the allele mutates in one meiosis.
        rate2: stepwise only: rate of changes between microgroups (from 9 to 9.3).
        range: stepwise and dawid: ratio of the probabilities of d + 1 and d steps, in (0, 1).
        matrix: custom only: the rows, in the order of the marker's alleles.
    """

    model: str = "none"
    rate: float = 0.0
    rate2: float = 0.0
    range: float = 0.1
    matrix: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise MutationModelError(
                f"mutation model {self.model!r} is not known; allowed are {', '.join(MODELS)}"
            )
        for name, value in (("rate", self.rate), ("rate2", self.rate2)):
            if not (0.0 <= value <= 1.0):
                raise MutationModelError(f"mutation {name} {value!r} is not between 0 and 1")


NO_MUTATION = MutationModel()
