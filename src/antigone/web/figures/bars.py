"""Evidence bars: one line of evidence each, all lines of a table on one axis of log10 LR.

For is solid, against is hatched; what stands beside the sum is an outline. The number stands next
to the bar in the table, so the bars are hidden from screen readers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from antigone.web.figures.numbers import coordinate, signed

WIDTH = 480
HEIGHT = 30


class Kind(StrEnum):
    """Which line of a table the bar stands in."""

    LINE = "line"
    TOTAL = "total"
    BESIDE = "beside"


@dataclass(frozen=True)
class Axis:
    """A range of log10 LR with a tick at each multiple of `step`."""

    low: float
    high: float
    step: float

    def x(self, value: float) -> float:
        """Where a value lies; values outside lie on the edge."""
        inside = min(max(value, self.low), self.high)
        return (inside - self.low) / (self.high - self.low) * WIDTH

    def ticks(self) -> list[float]:
        """The multiples of `step` strictly inside the range, zero among them."""
        first = math.floor(self.low / self.step) + 1
        last = math.ceil(self.high / self.step) - 1
        return [k * self.step for k in range(first, last + 1)]


ALL_EVIDENCE = Axis(-2, 13, 2)
"""The axis of whole lines of evidence: the same on every page, so that pairs can be compared."""

_STEPS = (0.5, 1, 2, 5, 10, 20, 50)


def axis_for(values: Iterable[float]) -> Axis:
    """The narrowest axis with few ticks on which all finite values fit, zero included.

    >>> axis_for([0.47, -0.25, 1.3, float("-inf")])
    Axis(low=-0.9, high=1.74, step=0.5)
    """
    finite = [value for value in values if math.isfinite(value)]
    low, high = min([0.0, *finite]), max([0.0, *finite])
    step = next((s for s in _STEPS if (high - low) <= 7 * s), _STEPS[-1])
    low = math.floor(low / step) * step
    high = max(math.ceil(high / step) * step, low + step)
    # The ends leave room for the words of the two sides beside the outermost labels.
    return Axis(low - 0.2 * (high - low), high + 0.12 * (high - low), step)


def _tick(x: float) -> str:
    return f'<path class="ln-g" d="M{coordinate(x)} 0V{HEIGHT}"/>'


def bar(value: float, axis: Axis = ALL_EVIDENCE, kind: Kind = Kind.LINE) -> str:
    """One bar from zero to the value.

    A value beyond the axis ends in an open arrow at the edge; 0/0 is a question mark, zero a bare
    axis.
    """
    grid = "".join(_tick(axis.x(tick)) for tick in axis.ticks() if tick)
    zero = f'<path class="ln" d="M{coordinate(axis.x(0))} 0V{HEIGHT}"/>'
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f"{grid}{_body(value, axis, kind)}{zero}</svg>"
    )


def _body(value: float, axis: Axis, kind: Kind) -> str:
    if math.isnan(value):
        x = coordinate(axis.x(0) + 8)
        return f'<text x="{x}" y="20" font-size="14" class="t-q">?</text>'
    start, end = sorted((axis.x(0), axis.x(value)))
    if end - start < 0.05:
        return ""
    side, fill = ("c-for", "currentColor") if value > 0 else ("c-against", "url(#hatch-against)")
    if kind is Kind.BESIDE:
        fill = "none"
    height = 20 if kind is Kind.TOTAL else 16
    top = (HEIGHT - height) // 2
    beyond = _arrow(value > 0) if not axis.low <= value <= axis.high else ""
    return (
        f'<g class="{side}"><rect x="{coordinate(start)}" y="{top}" '
        f'width="{coordinate(end - start)}" height="{height}" fill="{fill}" '
        f'stroke="currentColor" stroke-width="1"/>{beyond}</g>'
    )


def _arrow(to_the_right: bool) -> str:
    x, back = (WIDTH - 4, -8) if to_the_right else (4, 8)
    tip = f"M{x + back} 4L{x} {HEIGHT // 2}L{x + back} {HEIGHT - 4}"
    return f'<path class="halo" d="{tip}" fill="none"/><path class="ln ln-3" d="{tip}"/>'


def axis_labels(axis: Axis, *, against: str, in_favour: str) -> str:
    """The head of a column of bars: the ticks' numbers, and which side speaks for what."""
    digits = 0 if float(axis.step).is_integer() else 1
    labels = "".join(
        f'<text x="{coordinate(axis.x(tick))}" y="17" text-anchor="middle" class="t-q ax">'
        f"{signed(tick, digits) if tick else '0'}</text>"
        for tick in axis.ticks()
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} 22" aria-hidden="true">{labels}'
        f'<text x="2" y="17" class="t-q ax ax-w">{escape(against)}</text>'
        f'<text x="{WIDTH - 2}" y="17" text-anchor="end" class="t-q ax ax-w">{escape(in_favour)}</text>'
        "</svg>"
    )
