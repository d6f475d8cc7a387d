"""How well scores tell one person from two, whatever their calibration: the best monotone one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.labelled_pairs import LabelledPairs


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring scores that the best monotone calibration gives one LR.

    Args:
        same: pairs of one person among them.
        different: pairs of two persons among them.
    """

    same: int
    different: int

    def joined(self, other: Block) -> Block:
        """Both together."""
        return Block(self.same + other.same, self.different + other.different)


def isotonic_blocks(pairs: LabelledPairs) -> tuple[Block, ...]:
    """The blocks of the best monotone calibration, from low scores to high, by pool-adjacent-violators.

    A block whose share of pairs of one person is not above that of the block before is joined with it, until
    the shares rise (Ayer et al., Annals of Mathematical Statistics 1955;26:641-647,
    doi:10.1214/aoms/1177728423). Equal scores stand in one block. Shares are compared as
    products of whole numbers, exactly; the weights of the classes change no comparison.
    """
    values, place = np.unique(pairs.scores, return_inverse=True)
    blocks: list[Block] = []
    for same, different in zip(
        _counts(place, pairs.same, len(values)),
        _counts(place, ~pairs.same, len(values)),
        strict=True,
    ):
        block = Block(same, different)
        while blocks and blocks[-1].same * block.different >= block.same * blocks[-1].different:
            block = blocks.pop().joined(block)
        blocks.append(block)
    return tuple(blocks)


def _counts(place: NDArray[np.int64], chosen: NDArray[np.bool_], size: int) -> list[int]:
    counted: list[int] = np.bincount(place[chosen], minlength=size).tolist()
    return counted


def least_cllr(blocks: Sequence[Block]) -> float:
    """Cllr_min in bits: the Cllr of the best monotone calibration of the scores.

    What is left is what the scores cannot tell apart (Brümmer, du Preez 2006,
    doi:10.1016/j.csl.2005.08.001). It is found on the pairs it is judged on, so it is a little too
    low where pairs are few.

    >>> least_cllr([Block(1, 1)]), least_cllr([Block(0, 5), Block(7, 0)])
    (1.0, 0.0)
    """
    same, different = _totals(blocks)
    cost = 0.0
    for block in blocks:
        of_same, of_different = block.same / same, block.different / different
        # A block of one class only is told rightly and costs nothing.
        if block.same and block.different:
            cost += of_same * math.log2(1.0 + of_different / of_same)
            cost += of_different * math.log2(1.0 + of_same / of_different)
    return 0.5 * cost


def equal_error_rate(blocks: Sequence[Block]) -> float:
    """The rate at which pairs of one person fall below and pairs of two above a threshold alike.

    On the convex hull of all thresholds, whose corners are the ends of the blocks (Fawcett,
    Niculescu-Mizil, Machine Learning 2007;68:97-106): between two corners, either threshold at random.

    >>> equal_error_rate([Block(1, 3), Block(3, 1)])
    0.25
    """
    same, different = _totals(blocks)
    missed, false = 0.0, 1.0
    for block in blocks:
        next_missed, next_false = missed + block.same / same, false - block.different / different
        if next_missed >= next_false:
            step = (false - missed) / (false - missed + next_missed - next_false)
            return missed + step * (next_missed - missed)
        missed, false = next_missed, next_false
    return 0.5


def _totals(blocks: Sequence[Block]) -> tuple[int, int]:
    return sum(block.same for block in blocks), sum(block.different for block in blocks)
