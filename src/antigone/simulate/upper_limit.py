"""An upper limit of a rate from a count: how bad it may be, given what was seen."""

from __future__ import annotations

import math

STEPS = 200
"""Halvings of the interval: more than a double has digits."""


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
        if _at_most(events, trials, middle) > 1.0 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(events: int, trials: int, rate: float) -> float:
    """P(at most so many events), binomial."""
    if rate >= 1.0:
        return 0.0
    return math.fsum(
        math.exp(
            math.lgamma(trials + 1)
            - math.lgamma(k + 1)
            - math.lgamma(trials - k + 1)
            + k * math.log(rate)
            + (trials - k) * math.log1p(-rate)
        )
        for k in range(events + 1)
    )
