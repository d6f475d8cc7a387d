"""Mutation models: how an allele changes on its way from parent to child, as a matrix.

Rows are the parental allele, columns the child's; every row sums to 1.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.words import in_a_row, said

Matrix = NDArray[np.float64]

MODELS = ("none", "equal", "proportional", "stepwise", "onestep", "dawid", "custom")

ROW_SUM_TOLERANCE = 1e-6
"""How far a row of a custom matrix may miss 1 (published matrices have few digits)."""

_ROUNDING = 1e-9


class MutationModelError(ValueError):
    """A mutation model is unknown, or its parameters do not make a matrix of probabilities."""


@dataclass(frozen=True)
class MutationModel:
    """A mutation model by name and parameters; the matrix comes from `transition_matrix`.

    Args:
        model: one of `MODELS`.
        rate: probability of a mutation in one meiosis (stepwise: to the same microgroup; dawid: on
            average over the population).
        rate2: stepwise only: rate of changes between microgroups (from 9 to 9.3).
        range: stepwise and dawid: probability of d + 1 steps over that of d steps, above 0.
        matrix: custom only: the rows, in the order of the marker's alleles.

    Raises:
        MutationModelError: the model is unknown or a parameter is out of its range.
    """

    model: str = "none"
    rate: float = 0.0
    rate2: float = 0.0
    range: float = 0.1
    matrix: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise MutationModelError(
                said(
                    "mutation model {model} is not known; allowed are {models}",
                    model=repr(self.model),
                    models=in_a_row(list(MODELS)),
                )
            )
        for name, value in (("rate", self.rate), ("rate2", self.rate2)):
            if not (0.0 <= value <= 1.0):
                raise MutationModelError(
                    said(
                        "mutation {name} {value} is not between 0 and 1",
                        name=name,
                        value=repr(value),
                    )
                )
        if self.rate + self.rate2 > 1.0:
            raise MutationModelError(
                said(
                    "mutation rate {rate} and rate2 {rate2} sum to more than 1",
                    rate=repr(self.rate),
                    rate2=repr(self.rate2),
                )
            )
        if not (self.range > 0.0 and math.isfinite(self.range)):
            raise MutationModelError(
                said("mutation range {range} is not a number above 0", range=repr(self.range))
            )


NO_MUTATION = MutationModel()


def transition_matrix(
    model: MutationModel, alleles: Sequence[str], frequencies: Sequence[float]
) -> Matrix:
    """Probabilities that a parental allele (row) reaches the child as another (column).

    Args:
        model: the model with its parameters.
        alleles: labels of the n alleles; numbers of repeats for stepwise, onestep and dawid.
        frequencies: their n population frequencies (used by proportional and dawid).

    Returns:
        Array of shape (n, n), rows summing to 1. A marker with one allele cannot mutate.

    Raises:
        MutationModelError: a label is not a number where the model counts repeats; a microvariant
            under onestep or dawid, which know whole repeats only; parameters that would make a
            probability negative; a custom matrix of wrong shape or with rows that miss 1.

    Sources: equal, proportional and stepwise as in Familias 2.5 and later (Kling, Tillmar, Egeland,
    FSI Genet 2014;13:121-127, doi:10.1016/j.fsigen.2014.07.004; Simonsson, Mostad, FSI Genet
    2016;23:18-27, doi:10.1016/j.fsigen.2015.11.006); dawid: Dawid, Mortera, Pascali, van Boxel,
    Scand J Stat 2002;29:577-595, doi:10.1111/1467-9469.00307.

    >>> transition_matrix(MutationModel("equal", 0.3), ("a", "b"), (0.5, 0.5)).tolist()
    [[0.7, 0.3], [0.3, 0.7]]
    """
    count = len(alleles)
    if model.model == "custom":
        return _checked(np.array(model.matrix, dtype=np.float64), count)
    if model.model == "none" or count == 1:
        return np.eye(count)
    build = {
        "equal": _equal,
        "proportional": _proportional,
        "stepwise": _stepwise,
        "onestep": _onestep,
        "dawid": _dawid,
    }[model.model]
    with np.errstate(all="ignore"):  # what overflows or vanishes shows in the sums of the rows
        matrix = build(model, alleles, np.array(frequencies, dtype=np.float64))
    if not np.all(np.abs(matrix.sum(axis=1) - 1.0) <= _ROUNDING):
        raise MutationModelError(
            said(
                "with these alleles the range {range} of the model {model} is too extreme to "
                "be computed with",
                range=repr(model.range),
                model=model.model,
            )
        )
    return matrix


def _equal(model: MutationModel, alleles: Sequence[str], _: Matrix) -> Matrix:
    count = len(alleles)
    matrix = np.full((count, count), model.rate / (count - 1))
    np.fill_diagonal(matrix, 1.0 - model.rate)
    return matrix


def _proportional(model: MutationModel, alleles: Sequence[str], frequencies: Matrix) -> Matrix:
    # Beside a silent allele, which does not mutate, the frequencies given sum to less than 1, and the
    # average over the population is the rate all the same. A sum that misses 1 by rounding is not that.
    given = float(frequencies.sum())
    total = given if abs(given - 1.0) > ROW_SUM_TOLERANCE else 1.0
    spread = float(np.sum(frequencies * (total - frequencies)))
    if spread == 0.0:
        return np.eye(len(alleles))
    matrix = np.tile(model.rate / spread * frequencies, (len(alleles), 1))
    return _with_diagonal(matrix, "proportional", model)


def _stepwise(model: MutationModel, alleles: Sequence[str], _: Matrix) -> Matrix:
    repeats = _repeats(alleles, "stepwise")
    microgroup = np.round((repeats - np.round(repeats)) * 10.0)
    together = microgroup[:, None] == microgroup[None, :]
    steps = np.abs(repeats[:, None] - repeats[None, :])
    # A power is taken inside a microgroup only: far alleles of other groups would underflow in vain.
    weight = np.where(together, model.range ** np.where(together, steps, 0.0), 0.0)
    np.fill_diagonal(weight, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    within = model.rate * np.divide(weight, total, out=np.zeros_like(weight), where=total > 0.0)
    others = (~together).sum(axis=1, keepdims=True)
    between = np.where(together, 0.0, model.rate2 / np.maximum(others, 1))
    matrix: Matrix = within + between
    stays = (
        1.0
        - np.where(together.sum(axis=1) > 1, model.rate, 0.0)
        - np.where(others[:, 0] > 0, model.rate2, 0.0)
    )
    np.fill_diagonal(matrix, stays)
    return matrix


def _onestep(model: MutationModel, alleles: Sequence[str], _: Matrix) -> Matrix:
    repeats = _whole_repeats(alleles, "onestep")
    neighbours = np.abs(repeats[:, None] - repeats[None, :]) == 1.0
    count = neighbours.sum(axis=1, keepdims=True)
    matrix = np.where(neighbours, model.rate / np.maximum(count, 1), 0.0)
    np.fill_diagonal(matrix, np.where(count[:, 0] > 0, 1.0 - model.rate, 1.0))
    return matrix


def _dawid(model: MutationModel, alleles: Sequence[str], frequencies: Matrix) -> Matrix:
    repeats = _whole_repeats(alleles, "dawid")
    if not np.all(frequencies > 0.0):
        raise MutationModelError(said("the mutation model dawid needs frequencies above 0"))
    weight = model.range ** np.abs(repeats[:, None] - repeats[None, :])
    np.fill_diagonal(weight, 0.0)
    # Detailed balance: frequency times rate is the same both ways, so the model is reversible.
    matrix = model.rate / weight.sum() * weight / frequencies[:, None]
    return _with_diagonal(matrix, "dawid", model)


def _with_diagonal(matrix: Matrix, name: str, model: MutationModel) -> Matrix:
    np.fill_diagonal(matrix, 0.0)
    stays = 1.0 - matrix.sum(axis=1)
    if np.any(stays < 0.0):
        raise MutationModelError(
            said(
                "mutation rate {rate} is too high for the model {name} with these "
                "frequencies: a probability would be negative",
                rate=repr(model.rate),
                name=name,
            )
        )
    np.fill_diagonal(matrix, stays)
    return matrix


def _repeats(alleles: Sequence[str], name: str) -> Matrix:
    for allele in alleles:
        if not re.fullmatch(r"\d+(\.\d+)?", allele):
            raise MutationModelError(
                said(
                    "the mutation model {name} counts repeats; allele {allele} is not a number",
                    name=name,
                    allele=repr(allele),
                )
            )
    return np.array([float(allele) for allele in alleles], dtype=np.float64)


def _whole_repeats(alleles: Sequence[str], name: str) -> Matrix:
    repeats = _repeats(alleles, name)
    broken = [a for a, r in zip(alleles, repeats, strict=True) if r != np.round(r)]
    if broken:
        raise MutationModelError(
            said(
                "the mutation model {name} knows whole repeats only; allele {allele} is a "
                "microvariant (use stepwise)",
                name=name,
                allele=repr(broken[0]),
            )
        )
    return repeats


def _checked(matrix: Matrix, count: int) -> Matrix:
    if matrix.shape != (count, count):
        raise MutationModelError(
            said(
                "the custom mutation matrix has shape {shape}; needed is ({count}, {count})",
                shape=matrix.shape,
                count=count,
            )
        )
    if not np.all((matrix >= 0.0) & (matrix <= 1.0)):
        raise MutationModelError(said("the custom mutation matrix has entries outside [0, 1]"))
    if np.any(np.abs(matrix.sum(axis=1) - 1.0) > ROW_SUM_TOLERANCE):
        row = int(np.argmax(np.abs(matrix.sum(axis=1) - 1.0)))
        raise MutationModelError(
            said(
                "row {row} of the custom mutation matrix sums to {sum}, not 1",
                row=row + 1,
                sum=f"{matrix[row].sum():.9g}",
            )
        )
    return matrix
