"""Numbers of an explanation in words."""

from __future__ import annotations

import math

from antigone.words import said

NOBODY = said("nobody of those sought")


def lr_in_words(log10_lr: float) -> str:
    """A likelihood ratio with its sign.

    >>> lr_in_words(8.312), lr_in_words(-0.5)
    ('log10 LR +8.31', 'log10 LR -0.50')
    """
    return f"log10 LR {log10_lr:+.2f}"


def posterior_in_words(posterior: float) -> str:
    """A probability with four digits, cut rather than rounded: never 1, never a threshold it misses.

    >>> posterior_in_words(0.99949), posterior_in_words(1.0), posterior_in_words(3e-7)
    ('0.9994', '> 0.9999', '< 0.0001')
    """
    if posterior > 0.9999:
        return "> 0.9999"
    if 0.0 < posterior < 1e-4:
        return "< 0.0001"
    return f"{math.floor(posterior * 1e4) / 1e4:.4f}"


def lacking_log10_lr(posterior: float, threshold: float) -> float:
    """How much more log10 LR would lift a posterior to a threshold, all else as it is.

    >>> round(lacking_log10_lr(0.5, 0.9995), 2)
    3.3
    """
    return _log10_odds(threshold) - _log10_odds(posterior)


def _log10_odds(probability: float) -> float:
    return math.log10(probability) - math.log1p(-probability) / math.log(10.0)
