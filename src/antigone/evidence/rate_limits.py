"""Limits of a rate from a count: how good or bad it may be, given what was seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

STEPS = 200
"""Halvings of the interval: more than a double has digits."""

_MOST_TERMS = 100_000
"""Of the continued fraction; it needs about the square root of the number of trials."""

_TINY = 1e-300
_PRECISION = 1e-15


@dataclass(frozen=True, slots=True)
class Rate:
    """So many events in so many trials.

    Args:
        events: 0 to as many as trials.
        trials: at least 1.
    """

    events: int
    trials: int

    def __post_init__(self) -> None:
        if not 0 <= self.events <= self.trials or self.trials < 1:
            raise ValueError(
                f"{self.events} events in {self.trials} trials; allowed are 0 to as many events as "
                "trials, of at least one trial"
            )

    @property
    def share(self) -> float:
        """Events per trial."""
        return self.events / self.trials

    def limits(self, confidence: float = 0.95) -> tuple[float, float]:
        """The two-sided Clopper-Pearson limits: each side is wrong with half of 1 - confidence.

        >>> [round(limit, 4) for limit in Rate(1, 10).limits()]
        [0.0025, 0.445]
        """
        side = 0.5 * (1.0 + confidence)
        low = 1.0 - upper_limit(self.trials - self.events, self.trials, side)
        return low, upper_limit(self.events, self.trials, side)


def upper_limit(events: int, trials: int, confidence: float = 0.95) -> float:
    """The one-sided Clopper-Pearson upper limit of the rate behind so many events.

    The rate at which as few events or fewer have the probability 1 - confidence (Clopper, Pearson,
    Biometrika 1934;26:404-413), found by halving. Without an event it is 1 - (1 - confidence)^(1/n),
    which the rule of three gives approximately as 3/n.

    Raises:
        ValueError: more events than trials, a negative number, a confidence outside (0, 1).

    >>> round(upper_limit(0, 10_000), 6)
    0.0003
    """
    if not 0 <= events <= trials or not 0.0 < confidence < 1.0:
        raise ValueError(
            f"{events} events in {trials} trials at confidence {confidence}; allowed are 0 to as many "
            "events as trials, and a confidence above 0 and below 1"
        )
    if events == trials:
        return 1.0
    if events == 0:
        return -math.expm1(math.log1p(-confidence) / trials)
    low, high = events / trials, 1.0
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        if at_most(events, trials, middle) > 1.0 - confidence:
            low = middle
        else:
            high = middle
    return high


def at_most(events: int, trials: int, rate: float) -> float:
    """P(at most so many events), binomial, for any number of trials in a thousand steps or so.

    It is the regularised incomplete beta function I(1 - rate; trials - events, events + 1)
    (Abramowitz, Stegun, Handbook of Mathematical Functions, 26.5.24).

    >>> at_most(1, 3, 0.5)
    0.5
    """
    if events >= trials or rate <= 0.0:
        return 1.0
    if rate >= 1.0:
        return 0.0
    a, b = float(trials - events), float(events + 1)
    # Each fraction converges on its own side of the mean.
    if 1.0 - rate < (a + 1.0) / (a + b + 2.0):
        return _beta_part(1.0 - rate, rate, a, b)
    return 1.0 - _beta_part(rate, 1.0 - rate, b, a)


def _beta_part(x: float, rest: float, a: float, b: float) -> float:
    """I(x; a, b) by its continued fraction (ibid. 26.5.8), with `rest` = 1 - x."""
    log_front = a * math.log(x) + b * math.log(rest) - math.log(a)
    log_front += math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(log_front) * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """1 / (1 + d1 / (1 + d2 / (1 + …))), evaluated from the front (Lentz, Applied Optics 1976;15:668)."""
    value, numerator, denominator = 1.0, math.inf, 1.0
    for place in range(1, _MOST_TERMS):
        m = place // 2
        if place % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        denominator = 1.0 / _not_zero(1.0 + term * denominator)
        numerator = _not_zero(1.0 + term / numerator)
        value *= numerator * denominator
        if abs(numerator * denominator - 1.0) < _PRECISION:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
