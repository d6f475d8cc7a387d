"""Logarithms, and the words in which a likelihood ratio is reported."""

from __future__ import annotations

import math

VERBAL_SCALE = "AFSP 2009"
"""Name of the verbal scale; it stands wherever its words are shown."""

_BANDS = (
    (1.0, "weak"),
    (2.0, "moderate"),
    (3.0, "moderately strong"),
    (4.0, "strong"),
    (6.0, "very strong"),
    (math.inf, "extremely strong"),
)


def log10(value: float) -> float:
    """log10 of a probability; zero gives -inf and nan stays nan.

    >>> log10(0.0), log10(100.0)
    (-inf, 2.0)
    """
    return math.log10(value) if value > 0.0 or math.isnan(value) else -math.inf


def log10_ratio(numerator: float, denominator: float) -> float:
    """Difference of two log10 likelihoods: 0/0 is nan, x/0 is inf, 0/x is -inf.

    >>> log10_ratio(-3.0, -math.inf), log10_ratio(-math.inf, -math.inf)
    (inf, nan)
    """
    if numerator == -math.inf and denominator == -math.inf:
        return math.nan
    return numerator - denominator


def verbal_support(log10_lr: float) -> str:
    """A likelihood ratio in words, on the scale of the Association of Forensic Science Providers.

    Bands of the LR: 1-10 weak, 10-100 moderate, 100-1,000 moderately strong, 1,000-10,000 strong,
    10,000-1,000,000 very strong, above extremely strong; mirrored below 1 (AFSP, Science & Justice
    2009;49:161-164, doi:10.1016/j.scijus.2009.07.004). A class is not a decision.

    >>> verbal_support(6.56), verbal_support(-0.4), verbal_support(0.0)
    ('extremely strong support for', 'weak support against', 'says nothing')
    """
    if math.isnan(log10_lr):
        return "cannot be computed"
    if log10_lr == -math.inf:
        return "excluded"
    if log10_lr == 0.0:
        return "says nothing"
    word = next(name for upper, name in _BANDS if abs(log10_lr) <= upper)
    return f"{word} support {'for' if log10_lr > 0 else 'against'}"
