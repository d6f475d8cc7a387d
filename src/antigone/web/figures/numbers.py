"""Numbers as people read them: a true minus sign, a stated number of digits, no false zero."""

from __future__ import annotations

import math

MINUS = "−"
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"


def signed(value: float, digits: int = 2) -> str:
    """A log10 likelihood ratio with its sign; infinity is said as such, nan is 0/0.

    >>> signed(6.556), signed(-0.381), signed(-0.0), signed(float("-inf"))
    ('+6.56', '−0.38', '0.00', '−∞')
    """
    if math.isnan(value):
        return "0/0"
    if math.isinf(value):
        return "+∞" if value > 0 else f"{MINUS}∞"
    text = f"{value:+.{digits}f}"
    if float(text) == 0.0:
        return text[1:]
    return text.replace("-", MINUS)


def grouped(digits: str) -> str:
    """Digits behind the point in groups of three.

    >>> grouped("999989") == f"999{THIN_SPACE}989"
    True
    """
    return THIN_SPACE.join(digits[i : i + 3] for i in range(0, len(digits), 3))


def probability(value: float, digits: int = 4) -> str:
    r"""A probability that never rounds to certainty: beyond the last digit it says more or less.

    >>> probability(0.99931), probability(0.99999), probability(1.0)
    ('0.9993', '>\xa00.9999', '1')
    """
    if math.isnan(value):
        return "0/0"
    if value in {0.0, 1.0}:
        return f"{value:.0f}"
    step = 10.0**-digits
    if value > 1.0 - step / 2:
        return f">\N{NO-BREAK SPACE}0.{'9' * digits}"
    if value < step / 2:
        return f"<\N{NO-BREAK SPACE}0.{'0' * (digits - 1)}1"
    return f"{value:.{digits}f}"


def short_probability(value: float) -> str:
    """A probability for a small square: two or three digits behind the point, no zero before it.

    >>> short_probability(0.572), short_probability(0.9972), short_probability(0.9999)
    ('.57', '.997', '1.00')
    """
    if value > 0.9995:
        return "1.00"
    return f"{value:.3f}"[1:] if value > 0.99 else f"{value:.2f}"[1:]


def coordinate(value: float) -> str:
    """A coordinate of a figure with at most two digits behind the point.

    >>> coordinate(12.0), coordinate(3.14159)
    ('12', '3.14')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def percent(share: float) -> str:
    r"""A share in percent, with more digits near 0 and 100 so that neither is claimed falsely.

    >>> percent(0.0667), percent(0.99997), percent(0.00042), percent(1.0)
    ('6.7\xa0%', '99.997\xa0%', '0.042\xa0%', '100\xa0%')
    """
    if share in {0.0, 1.0}:
        return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
    apart = 100.0 * min(share, 1.0 - share)
    digits = 1 if apart >= 1.0 else min(1 + math.ceil(-math.log10(apart)), 9)
    return f"{100.0 * share:.{digits}f}\N{NO-BREAK SPACE}%"


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def scientific(value: float) -> str:
    r"""A small number, rounded up in its second digit: a bound stays a bound.

    >>> scientific(1.21e-5), scientific(0.0)
    ('1.3\xa0×\xa010⁻⁵', '0')
    """
    if value <= 0.0:
        return "0"
    power = math.floor(math.log10(value))
    digits = math.ceil(round(value / 10.0**power * 10.0, 9)) / 10.0
    if digits >= 10.0:
        digits, power = 1.0, power + 1
    return f"{digits:.1f}{NO_BREAK}×{NO_BREAK}10{str(power).translate(_RAISED)}"
