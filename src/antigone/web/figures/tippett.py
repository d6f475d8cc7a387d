"""The Tippett plot: how many pairs of one person, and of two, reach an LR."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from antigone.evidence.calibration_measures import CalibrationMeasures, TippettPoint
from antigone.web.figures.chart import WIDTH, Frame, figure, text
from antigone.web.figures.numbers import percent, signed

HEIGHT = 372
LETTER = 9.5
"""Width of a letter of a label where letters are largest, on a phone."""

_SAME_AT = 0.7
_DIFFERENT_AT = 0.3
"""Shares at which the labels stand at their lines: apart from each other, whatever the lines do."""


@dataclass(frozen=True)
class Words:
    """The texts of a Tippett plot, in the language of the page."""

    label: str  # what the figure shows, in a sentence or two
    share: str  # "share of the pairs that reach it"
    log10_lr: str  # "log10 LR"
    same: str  # "one person"
    different: str  # "two persons"


def tippett_plot(measures: CalibrationMeasures, words: Words) -> str:
    """Both lines: solid for pairs of one person, dashed for pairs of two, with 0 as a strong line.

    What lies above the dashed line's foot to the right of 0, and above the solid line to the left of
    it, is misleading evidence.
    """
    points = measures.tippett
    frame = Frame(58, WIDTH - 12, 34, HEIGHT - 52, _range(points), (0.0, 1.0))
    same = [(p.log10_lr, p.same) for p in points]
    different = [(p.log10_lr, p.different) for p in points]
    counts = measures.misleading_same.trials, measures.misleading_different.trials
    return figure(
        HEIGHT,
        words.label,
        (
            frame.y_axis([(k / 4, f"{25 * k}\N{NO-BREAK SPACE}%") for k in range(5)], words.share),
            frame.x_axis(_ticks(frame.x_range), words.log10_lr),
            frame.line([(0.0, 0.0), (0.0, 1.0)], "ln"),
            f'<g class="c-for">{frame.line(same, "ln ln-3")}</g>',
            f'<g class="c-against">{frame.line(different, "ln ln-3 ln-dash")}</g>',
            _label(frame, same, _SAME_AT, (words.same, counts[0]), to_the_right=True),
            _label(
                frame, different, _DIFFERENT_AT, (words.different, counts[1]), to_the_right=False
            ),
        ),
    )


def tippett_rows(measures: CalibrationMeasures) -> tuple[tuple[str, str, str], ...]:
    """The figure in numbers, a row for each whole log10 LR.

    log10 LR, share of the pairs of one person that reach it, share of the pairs of two.
    """
    return tuple(
        (signed(p.log10_lr, 0), percent(p.same), percent(p.different))
        for p in measures.tippett
        if p.log10_lr.is_integer()
    )


def _range(points: Sequence[TippettPoint]) -> tuple[float, float]:
    """Whole numbers around all points, 0 inside."""
    return min(math.floor(points[0].log10_lr), -1.0), max(math.ceil(points[-1].log10_lr), 1.0)


def _ticks(ends: tuple[float, float]) -> list[tuple[float, str]]:
    step = 1 if ends[1] - ends[0] <= 10 else 2
    first = math.ceil(ends[0] / step) * step
    return [(v, signed(v, 0)) for v in range(first, math.floor(ends[1]) + 1, step)]


def _label(
    frame: Frame,
    line: Sequence[tuple[float, float]],
    share: float,
    words: tuple[str, int],
    *,
    to_the_right: bool,
) -> str:
    """Name and number of pairs beside their line, on the side that is asked for where there is room."""
    name, pairs = words
    at = frame.x(next(value for value, reached in line if reached <= share))
    room = frame.right - at if to_the_right else at - frame.left
    right = to_the_right == (room > len(name) * LETTER + 12)
    # A falling line leaves room above it on its right and below it on its left.
    x, y = (at + 12, frame.y(share) - 20) if right else (at - 12, frame.y(share) + 8)
    anchor = "start" if right else "end"
    return text(x, y, name, "t-b ch-s halo", anchor) + text(
        x, y + 20, f"{pairs:,}", "t-q ch-s halo", anchor
    )
