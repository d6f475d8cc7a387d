"""How rare a haplotype is: the count in a database, with its uncertainty and with theta."""

from __future__ import annotations

import math
from dataclasses import dataclass

CONFIDENCE = 0.95
"""Confidence of the upper limit where none is stated."""


class CountRefused(ValueError):
    """A haplotype count cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class HaplotypeCount:
    """How often a haplotype was seen among the haplotypes of a database.

    Args:
        seen: x, at exactly the positions that are compared.
        size: n, haplotypes in the database.
        theta: coancestry within the population for this line, 0 where the database is local.

    Raises:
        CountRefused: no database, more seen than there are, theta outside [0, 1).
    """

    seen: int
    size: int
    theta: float = 0.0

    def __post_init__(self) -> None:
        if self.size < 1:
            raise CountRefused("the database has no haplotypes; a count needs at least one")
        if not 0 <= self.seen <= self.size:
            raise CountRefused(
                f"the haplotype was seen {self.seen} times among {self.size}; allowed is 0 to all"
            )
        if not 0.0 <= self.theta < 1.0:
            raise CountRefused(f"theta is {self.theta!r}; allowed is from 0 to below 1")

    @property
    def frequency(self) -> float:
        """Probability that a stranger shows it: θ + (1 - θ)(x+1)/(n+1).

        The haplotype of the case joins the database: it was seen at least once. Theta is what two
        members of one subpopulation share beyond the population's frequency (Buckleton, Krawczak &
        Weir, FSI Genet 2011;5:78-83, doi:10.1016/j.fsigen.2010.01.010).

        >>> HaplotypeCount(0, 999).frequency
        0.001
        """
        return self._with_theta((self.seen + 1) / (self.size + 1))

    def upper_limit(self, confidence: float = CONFIDENCE) -> float:
        """One-sided upper confidence limit of that probability, of Clopper and Pearson, with theta.

        Raises:
            CountRefused: a confidence outside [0.5, 1).
        """
        return self._with_theta(clopper_pearson_upper(self.seen, self.size, confidence))

    def _with_theta(self, frequency: float) -> float:
        return self.theta + (1.0 - self.theta) * frequency


def clopper_pearson_upper(seen: int, size: int, confidence: float = CONFIDENCE) -> float:
    """The largest p at which x or fewer of n are still seen with probability 1 - confidence.

    Clopper & Pearson, Biometrika 1934;26:404-413, doi:10.1093/biomet/26.4.404: the solution of
    Σ_{k≤x} C(n,k) p^k (1-p)^(n-k) = 1 - confidence, by bisection to the last bit.

    Raises:
        CountRefused: a confidence outside [0.5, 1): below one half the limit would fall under x/n.

    >>> round(clopper_pearson_upper(0, 100), 12)  # 1 - 0.05^(1/100)
    0.029513049607
    """
    if not 0.5 <= confidence < 1.0:
        raise CountRefused(f"the confidence is {confidence!r}; allowed is from 0.5 to below 1")
    if seen == size:
        return 1.0
    low, high = seen / size, 1.0
    while True:
        middle = 0.5 * (low + high)
        if middle in (low, high):
            return high
        if _at_most(seen, size, middle) > 1.0 - confidence:
            low = middle
        else:
            high = middle


def _at_most(seen: int, size: int, p: float) -> float:
    """P(x or fewer of n), summed from the largest term so that nothing underflows in the sum."""
    log_term = math.lgamma(size + 1) - math.lgamma(seen + 1) - math.lgamma(size - seen + 1)
    log_term += seen * math.log(p) + (size - seen) * math.log1p(-p)
    total = ratio = 1.0
    for k in range(seen, 0, -1):
        ratio *= k * (1.0 - p) / ((size - k + 1) * p)
        total += ratio
        if ratio < 1e-18 * total:
            break
    return math.exp(log_term) * total
