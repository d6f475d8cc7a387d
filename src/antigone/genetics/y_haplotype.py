"""Y-STR haplotypes: what one meiosis after another may change, and what it may not."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from antigone.genetics.elimination import Table
from antigone.units import log10

YHaplotype = Mapping[str, tuple[str, ...]]
"""Alleles under the names of the markers; markers with several copies (DYS385) have several alleles."""

EXCLUSION_RISK = 0.001
"""Largest probability with which men of one line are excluded by their mutations."""


class HaplotypeRefused(ValueError):
    """Two haplotypes cannot be compared; the message says why."""


@dataclass(frozen=True)
class YComparison:
    """Two Y haplotypes under "one paternal line, so many meioses apart".

    Args:
        compared: markers that both have.
        different: those at which they differ.
        allowed: so many markers may differ before the line is excluded.
        log10_probability: log10 P(one haplotype | the other, the line).
    """

    compared: tuple[str, ...]
    different: tuple[str, ...]
    allowed: int
    log10_probability: float

    @property
    def excluded(self) -> bool:
        """Whether more markers differ than mutation explains, or a change no mutation model makes."""
        return len(self.different) > self.allowed or self.log10_probability == -math.inf


def compare_y_haplotypes(
    first: YHaplotype, second: YHaplotype, *, meioses: int, rates: Mapping[str, float] | float
) -> YComparison:
    """P(one haplotype | the other), the men being `meioses` transmissions apart.

    Each meiosis adds or takes one repeat with probability µ/2 each, markers independently (the
    stepwise model: Ohta & Kimura, Genet Res 1973;22:201-204); m meioses are the m-fold convolution.
    Copies of one marker are not told apart: the probability is summed over their pairings. A change
    that is no whole number of repeats has probability 0.

    The allowance is the smallest number k for which more than k markers differ with probability
    0.001 at most, if the men are of one line.

    Args:
        first, second: of two men.
        meioses: between them, at least 1.
        rates: mutation rate per meiosis, by marker or one for all.

    Raises:
        HaplotypeRefused: no marker in common, copies that differ in number, no rate for a marker.

    >>> found = compare_y_haplotypes({"DYS19": ("14",)}, {"DYS19": ("15",)}, meioses=1, rates=0.002)
    >>> round(10**found.log10_probability, 9), found.different
    (0.001, ('DYS19',))
    """
    if meioses < 1:
        raise HaplotypeRefused(f"{meioses} meioses; men of one line are at least 1 apart")
    compared = tuple(marker for marker in first if marker in second)
    if not compared:
        raise HaplotypeRefused("the two haplotypes have no marker in common")
    log10_probability = 0.0
    changes: list[float] = []
    different: list[str] = []
    for marker in compared:
        one, two = _copies(marker, first[marker], second[marker])
        walk = _walk(_rate(marker, rates), meioses)
        log10_probability += log10(_transition(one, two, walk))
        changes.append(1.0 - _transition(one, one, walk))
        if sorted(one) != sorted(two):
            different.append(marker)
    return YComparison(compared, tuple(different), _allowed(changes), log10_probability)


def _copies(
    marker: str, one: Sequence[str], two: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Both with the same number of copies; one allele written alone stands for all copies alike."""
    count = max(len(one), len(two))
    found = tuple(tuple(a) * count if len(a) == 1 else tuple(a) for a in (one, two))
    if not one or not two or len(found[0]) != len(found[1]):
        raise HaplotypeRefused(
            f"marker {marker}: {len(one)} alleles against {len(two)}; the copies cannot be paired"
        )
    return found[0], found[1]


def _rate(marker: str, rates: Mapping[str, float] | float) -> float:
    rate = rates if isinstance(rates, int | float) else rates.get(marker)
    if rate is None:
        raise HaplotypeRefused(f"no mutation rate is stated for marker {marker}")
    if not 0.0 <= rate < 1.0:
        raise HaplotypeRefused(
            f"the mutation rate of {marker} is {rate!r}; allowed is from 0 to below 1"
        )
    return rate


def _walk(rate: float, meioses: int) -> Table:
    """P(net change in repeats) from -meioses to +meioses."""
    step = np.array([0.5 * rate, 1.0 - rate, 0.5 * rate])
    walk = np.ones(1)
    for _ in range(meioses):
        walk = np.convolve(walk, step)
    return walk


def _transition(one: Sequence[str], two: Sequence[str], walk: Table) -> float:
    """P(the unordered copies `two` | the copies `one`)."""
    return math.fsum(
        math.prod(_change(a, b, walk) for a, b in zip(one, ordered, strict=True))
        for ordered in set(permutations(two))
    )


def _change(one: str, two: str, walk: Table) -> float:
    if one == two:
        return float(walk[len(walk) // 2])
    repeats = [float(a) if re.fullmatch(r"\d+(\.\d+)?", a) else math.nan for a in (one, two)]
    # Tenths are bases of an incomplete repeat, not tenths of it: 9.3 to 10.3 is one step, to 10 none.
    steps = round(10.0 * (repeats[1] - repeats[0])) if not any(map(math.isnan, repeats)) else 1
    whole, rest = divmod(steps, 10)
    place = len(walk) // 2 + whole
    return float(walk[place]) if rest == 0 and 0 <= place < len(walk) else 0.0


def _allowed(changes: Sequence[float]) -> int:
    """The smallest k with P(more than k of the markers changed) at most the risk."""
    counts = np.ones(1)
    for change in changes:
        counts = np.convolve(counts, [1.0 - change, change])
    more = 1.0 - np.cumsum(counts)
    return int(np.argmax(more <= EXCLUSION_RISK))
