"""Frames of charts with two axes: where values lie, ticks with their numbers, axes with their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from antigone.web.figures.numbers import coordinate

WIDTH = 480
"""Of every chart; the letters of the style sheet are made for it."""


@dataclass(frozen=True)
class Frame:
    """The rectangle that values are drawn in.

    Args:
        left, right, top, bottom: its edges in the figure.
        x_range: values at the left and the right edge.
        y_range: values at the bottom and the top edge.
    """

    left: float
    right: float
    top: float
    bottom: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def x(self, value: float) -> float:
        """Where a value lies; values outside lie on the edge."""
        return self.left + _part(value, self.x_range) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Where a value lies; values outside lie on the edge."""
        return self.bottom - _part(value, self.y_range) * (self.bottom - self.top)

    def x_axis(self, ticks: Iterable[tuple[float, str]], name: str) -> str:
        """Lines across the frame with their numbers below, and the name of the axis under them."""
        parts = []
        for value, number in ticks:
            x = coordinate(self.x(value))
            parts.append(
                f'<path class="ln-g" d="M{x} {coordinate(self.top)}V{coordinate(self.bottom)}"/>'
            )
            parts.append(text(self.x(value), self.bottom + 19, number, "t-q ax", "middle"))
        parts.append(text(self.right, self.bottom + 40, name, "ax", "end"))
        return "".join(parts)

    def y_axis(self, ticks: Iterable[tuple[float, str]], name: str) -> str:
        """Lines across the frame with their numbers to the left, and the name of the axis on top."""
        parts = []
        for value, number in ticks:
            y = coordinate(self.y(value))
            parts.append(
                f'<path class="ln-g" d="M{coordinate(self.left)} {y}H{coordinate(self.right)}"/>'
            )
            parts.append(text(self.left - 6, self.y(value) + 5, number, "t-q ax", "end"))
        parts.append(text(4, self.top - 12, name, "ax"))
        return "".join(parts)

    def line(self, points: Sequence[tuple[float, float]], classes: str) -> str:
        """A line through some points, given as values."""
        path = "L".join(f"{coordinate(self.x(x))} {coordinate(self.y(y))}" for x, y in points)
        return f'<path class="{classes}" d="M{path}"/>'


def _part(value: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return (min(max(value, low), high) - low) / (high - low)


def text(x: float, y: float, words: str, classes: str, anchor: str = "start") -> str:
    """A text of one line."""
    return (
        f'<text x="{coordinate(x)}" y="{coordinate(y)}" text-anchor="{anchor}" '
        f'class="{classes}">{escape(words)}</text>'
    )


def figure(height: float, label: str, parts: Iterable[str]) -> str:
    """The whole chart as inline SVG, with a sentence for those who do not see it."""
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {coordinate(height)}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
