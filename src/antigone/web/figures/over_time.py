"""Counts over time: one step line for each kind of event, its names below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from antigone.web.figures.chart import Frame, text
from antigone.web.figures.numbers import coordinate

WIDTH = 480
LEAST_APART = 20.0
"""Numbers at the ends of lines stand at least this far apart."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 416.0, 16.0, 268.0
_LEGEND, _ROW, _SAMPLE = 318.0, 27.0, 56.0
_DASHES = ("", "9 4", "2 4", "12 3 2 3", "5 5", "1 3")
_MARKS = (
    "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
    "M-4 -4H4V4H-4Z",
    "M0 -5L5 4H-5Z",
    "M0 -5L5 0L0 5L-5 0Z",
)
_TICKS = (1, 2, 5)


@dataclass(frozen=True)
class Series:
    """How many there were at the end of each period.

    Args:
        name: in the language of the page.
        values: by period.
        tone: class of the style sheet; the dashes and the mark tell lines apart without colour.
    """

    name: str
    values: Sequence[int]
    tone: str = "c-act"


def counts_over_time(
    days: Sequence[date],
    series: Sequence[Series],
    label: str,
    shown: Callable[[date], str],
    counted: Callable[[int], str],
) -> str:
    """The chart as inline SVG; time runs from left to right in every language.

    Args:
        days: the last day of each period, rising; at least one.
        series: lines, each with as many values as there are days.
        label: a sentence for those who do not see it.
        shown: a day as the axis writes it.
        counted: a number as the page writes it.
    """
    most = max((max(one.values, default=0) for one in series), default=0)
    top = ceiling(most)
    frame = Frame(
        _LEFT, _RIGHT, _TOP, _BOTTOM, (0.0, float(max(len(days) - 1, 1))), (0.0, float(top))
    )
    parts = [
        *_y_axis(frame, top, counted),
        *_x_axis(frame, days, shown),
        *(_line(frame, one, place) for place, one in enumerate(series)),
        *_numbers(frame, series, counted),
        *(_name(one, place) for place, one in enumerate(series)),
    ]
    height = _LEGEND + _ROW * len(series)
    return (
        f'<svg class="chart" dir="ltr" viewBox="0 0 {WIDTH} {height:g}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def ceiling(most: int) -> int:
    """The end of an axis that begins at zero: the least round number that is not below.

    >>> [ceiling(n) for n in (0, 3, 64, 100, 1201)]
    [4, 4, 80, 100, 1500]
    """
    step = _step(most)
    return max(4, -(-most // step) * step)


def _step(most: int) -> int:
    """A round distance of ticks, at most five of them."""
    power = 1
    while True:
        for tick in _TICKS:
            if most <= 5 * tick * power:
                return tick * power
        power *= 10


def _y_axis(frame: Frame, top: int, counted: Callable[[int], str]) -> list[str]:
    step = max(_step(top), 1)
    parts = []
    for value in range(0, top + 1, step):
        y = coordinate(frame.y(value))
        parts.append(
            f'<path class="ln-g" d="M{coordinate(frame.left)} {y}H{coordinate(frame.right)}"/>'
        )
        parts.append(
            text(
                frame.left - 6,
                frame.y(value) + 5,
                counted(value),
                "t-q ch-s",
                "end",
            )
        )
    return parts


def _x_axis(frame: Frame, days: Sequence[date], shown: Callable[[date], str]) -> list[str]:
    parts = []
    for place in ticks_of(len(days)):
        x = frame.x(place) if len(days) > 1 else frame.left
        parts.append(f'<path class="ln-q" d="M{coordinate(x)} {coordinate(frame.bottom)}v5"/>')
        anchor = "start" if place == 0 else "end" if place == len(days) - 1 else "middle"
        parts.append(text(x, frame.bottom + 26, shown(days[place]), "t-q ch-s", anchor))
    return parts


def ticks_of(count: int) -> list[int]:
    """The places of at most three days that are written under the axis, the first and the last among them.

    >>> ticks_of(1), ticks_of(3), ticks_of(50)
    ([0], [0, 2], [0, 24, 49])
    """
    parts = 2 if count > 6 else 1
    return sorted({round(part * (count - 1) / parts) for part in range(parts + 1)})


def _line(frame: Frame, one: Series, place: int) -> str:
    points = [(coordinate(frame.x(k)), coordinate(frame.y(v))) for k, v in enumerate(one.values)]
    path = "M{} {}".format(*points[0]) + "".join(f"H{x}V{y}" for x, y in points[1:])
    if len(one.values) == 1:
        path += f"H{coordinate(frame.right)}"
    style = _dashed(place)
    mark = _mark(frame.right, frame.y(one.values[-1]), place)
    return (
        f'<g class="{one.tone}"><path class="ln" stroke-width="2.25"{style} d="{path}"/>{mark}</g>'
    )


def _mark(x: float, y: float, place: int) -> str:
    shape = _MARKS[place % len(_MARKS)]
    return f'<path class="fl" transform="translate({coordinate(x)} {coordinate(y)})" d="{shape}"/>'


def _numbers(frame: Frame, series: Sequence[Series], counted: Callable[[int], str]) -> list[str]:
    """At the end of each line how many there are now."""
    heights = apart([frame.y(one.values[-1]) for one in series], frame.bottom)
    return [
        text(frame.right + 12, height + 5, counted(one.values[-1]), "t-b ch-s")
        for one, height in zip(series, heights, strict=True)
    ]


def _name(one: Series, place: int) -> str:
    """A line of the legend: a piece of the line with its mark, and what it counts."""
    y = _LEGEND + _ROW * place
    style = _dashed(place)
    piece = f'<path class="ln" stroke-width="2.25"{style} d="M2 {y:g}H{_SAMPLE:g}"/>'
    return (
        f'<g class="{one.tone}">{piece}{_mark(_SAMPLE, y, place)}</g>'
        f"{text(_SAMPLE + 14, y + 5, one.name, 'ch-s')}"
    )


def _dashed(place: int) -> str:
    dashes = _DASHES[place % len(_DASHES)]
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def apart(heights: Sequence[float], lowest: float) -> list[float]:
    """Heights as near to these as can be with room between them, none below the lowest.

    >>> apart([300.0, 300.0, 40.0], 308.0)
    [288.0, 308.0, 40.0]
    """
    order = sorted(range(len(heights)), key=lambda k: (heights[k], k))
    found = [0.0] * len(heights)
    above = float("-inf")
    for k in order:
        found[k] = above = max(heights[k], above + LEAST_APART)
    below = lowest + LEAST_APART
    for k in reversed(order):
        found[k] = below = min(found[k], below - LEAST_APART)
    return found
