"""One number of a year: what it counts, of which moments, and how few are too few to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles

from django.utils import timezone
from django.utils.functional import Promise

FEW = 5
"""Smaller numbers can point at single families: a version for others may hide them."""


@dataclass(frozen=True)
class Figure:
    """One number of a year.

    Args:
        code: in tables; the same in every language.
        name: what it counts, in a few words.
        meaning: what exactly.
        value: the number; None where nothing is there to take a median of.
        unit: `count` or `days`.
        spread: of a median the lower and the upper quartile.
    """

    code: str
    name: str | Promise
    meaning: str | Promise
    value: float | None
    unit: str = "count"
    spread: tuple[float, float] | None = None

    @property
    def is_few(self) -> bool:
        """Whether it counts persons, and so few that they might be recognised."""
        return self.unit == "count" and self.value is not None and 0 < self.value < FEW


Span = tuple[datetime, datetime]


def span_of(year: int) -> Span:
    """When a year begins, and when the next one does, by the clock of the installation."""
    zone = timezone.get_current_timezone()
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def within(field: str, span: Span) -> dict[str, datetime]:
    """The condition on rows that a moment lies in a span."""
    return {f"{field}__gte": span[0], f"{field}__lt": span[1]}


def count_within(moments: Iterable[datetime | None], span: Span) -> int:
    """How many of some moments lie in a span."""
    return sum(moment is not None and span[0] <= moment < span[1] for moment in moments)


def days_between(
    code: str,
    name: str | Promise,
    meaning: str | Promise,
    pairs: Iterable[tuple[datetime | None, datetime | None]],
) -> Figure:
    """The median of some times, with its quartiles where there are two or more."""
    days = [
        max((end - start).total_seconds() / 86_400, 0.0)
        for start, end in pairs
        if start is not None and end is not None
    ]
    spread = None
    if len(days) > 1:
        lower, _middle, upper = quantiles(days, n=4, method="inclusive")
        spread = (lower, upper)
    return Figure(code, name, meaning, median(days) if days else None, "days", spread)
