"""The reliability diagram: what calibrated LRs state against what is true."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from antigone.evidence.calibration_measures import CalibrationMeasures, ReliabilityBin
from antigone.web.figures.chart import WIDTH, Frame, figure, text
from antigone.web.figures.numbers import coordinate, percent, signed

HEIGHT = 532
MOST_DECADES = 6
"""The axes end at shares of one in a million; what lies beyond is drawn on the edge."""

_TICK_WIDTH = 76
_BAR_HEIGHT = 30
_BAR_FEET = (460, 522)


@dataclass(frozen=True)
class Words:
    """The texts of a reliability diagram, in the language of the page."""

    label: str  # what the figure shows, in a sentence or two
    stated: str  # "stated share of one person"
    true: str  # "true share"
    too_low: str  # "stated too low": above the line
    too_high: str  # "stated too high": below the line
    same: str  # "pairs of one person"
    different: str  # "pairs of two persons"


def reliability_diagram(measures: CalibrationMeasures, words: Words) -> str:
    """True share against stated share, bin by bin, at even prior odds, on axes of log odds.

    A bin is a circle with its 95 % limits, filled where the limits leave out what is stated. A bin of
    one class only has no odds: it is an arrow at the edge. Below, bars say how many pairs each bin
    has, their height in logs: solid for pairs of one person, hatched for pairs of two.
    """
    bins = measures.reliability
    frame = _frame(bins)
    ticks = _ticks(int(frame.y_range[1]))
    room = (frame.right - frame.left) / len(ticks)
    counts = measures.misleading_same.trials, measures.misleading_different.trials
    same, different = [b.same for b in bins], [b.different for b in bins]
    return figure(
        HEIGHT,
        words.label,
        (
            frame.y_axis(ticks, words.true),
            frame.x_axis(_every(ticks, math.ceil(_TICK_WIDTH / room)), words.stated),
            frame.line([(frame.x_range[0],) * 2, (frame.x_range[1],) * 2], "ln ln-dash"),
            text(frame.left + 10, frame.top + 24, words.too_low, "t-q ch-s halo"),
            text(frame.right - 10, frame.bottom - 14, words.too_high, "t-q ch-s halo", "end"),
            *(_mark(frame, b) for b in bins),
            _bars(frame, bins, same, _BAR_FEET[0], f"{words.same}, {counts[0]:,}", "currentColor"),
            _bars(
                frame,
                bins,
                different,
                _BAR_FEET[1],
                f"{words.different}, {counts[1]:,}",
                "url(#hatch)",
            ),
        ),
    )


def reliability_rows(measures: CalibrationMeasures) -> tuple[tuple[str, ...], ...]:
    """The figure in numbers, a row for each bin.

    Range of log10 LR, pairs of one person, pairs of two, stated share, true share, its 95 % limits.
    """
    return tuple(
        (
            f"{signed(b.low, 1)} to {signed(b.high, 1)}",
            f"{b.same:,}",
            f"{b.different:,}",
            percent(b.stated_share),
            percent(b.true_share),
            f"{percent(b.lowest_share)} to {percent(b.highest_share)}",
        )
        for b in measures.reliability
    )


def _frame(bins: Sequence[ReliabilityBin]) -> Frame:
    """Square in values: as far up as to the right, far enough for every bin."""
    reach = max(max(-b.low, b.high) for b in bins)
    end = float(min(max(1, math.ceil(reach)), MOST_DECADES))
    return Frame(82, WIDTH - 44, 34, 356, (-end, end), (-end, end))


def _ticks(decades: int) -> list[tuple[float, str]]:
    """Shares of 1 in 10, 1 in 100 … on both sides of one half, by their log10 odds."""
    low = [10.0**-k for k in range(decades, 0, -1)]
    shares = [*low, 0.5, *(1.0 - share for share in reversed(low))]
    texts = [
        f"{100 * share:.{max(0, k - 2)}f}"
        for share, k in zip(low, range(decades, 0, -1), strict=True)
    ]
    texts += ["50", *(f"{100 * (1 - s):.{max(0, k - 2)}f}" for k, s in enumerate(reversed(low), 1))]
    return [(_log10_odds(s), f"{t}\N{NO-BREAK SPACE}%") for s, t in zip(shares, texts, strict=True)]


def _every(ticks: Sequence[tuple[float, str]], step: int) -> Iterable[tuple[float, str]]:
    """The middle tick and every so many on both sides of it."""
    return ticks[(len(ticks) // 2) % step :: step]


def _log10_odds(share: float) -> float:
    """log10 of share / (1 - share); infinite at 0 and 1."""
    if share in {0.0, 1.0}:
        return math.inf if share else -math.inf
    return math.log10(share) - math.log1p(-share) / math.log(10.0)


def _mark(frame: Frame, of: ReliabilityBin) -> str:
    """A bin's circle, or its arrow at the edge, with the line of its limits."""
    stated, true = _log10_odds(of.stated_share), _log10_odds(of.true_share)
    limits = [(stated, _log10_odds(share)) for share in (of.lowest_share, of.highest_share)]
    inside = of.lowest_share <= of.stated_share <= of.highest_share
    x, y = frame.x(stated), frame.y(true)
    if math.isfinite(true):
        shape = f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="6"'
    else:
        back = 11 if true > 0 else -11
        shape = f'<path d="M{coordinate(x)} {coordinate(y)}l-7 {back}h14Z"'
    filled = "open" if inside else "fl"
    return f'{frame.line(limits, "ln")}{shape} class="ln {filled}"/>'


def _bars(
    frame: Frame,
    bins: Sequence[ReliabilityBin],
    counts: Sequence[int],
    foot: float,
    words: str,
    fill: str,
) -> str:
    """A row of bars under the bins they count, with its name above."""
    most = math.log1p(max(counts))
    parts = [text(4, foot - _BAR_HEIGHT - 6, words, "ax")]
    for of, count in zip(bins, counts, strict=True):
        if count:
            left, right = frame.x(of.low) + 1, frame.x(of.high) - 1
            height = _BAR_HEIGHT * math.log1p(count) / most
            parts.append(
                f'<rect x="{coordinate(left)}" y="{coordinate(foot - height)}" '
                f'width="{coordinate(right - left)}" height="{coordinate(height)}" fill="{fill}" '
                'stroke="currentColor" stroke-width="1"/>'
            )
    ends = f"M{coordinate(frame.left)} {coordinate(foot)}H{coordinate(frame.right)}"
    return f'{"".join(parts)}<path class="ln-q" d="{ends}"/>'
