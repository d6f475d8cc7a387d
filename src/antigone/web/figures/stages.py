"""How far the work is: a bar for each stage, its length the share of all that have reached it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from antigone.web.figures.chart import text
from antigone.web.figures.numbers import coordinate

WIDTH = 440
_ROW = 52
_BAR = 16


@dataclass(frozen=True)
class Stage:
    """A stage of the work.

    Args:
        name: in the language of the page.
        count: how many have reached it.
        shown: the count as the page writes it, perhaps with the share.
    """

    name: str
    count: int
    shown: str


def stage_bars(stages: Sequence[Stage], total: int, label: str, *, mirrored: bool = False) -> str:
    """The bars as inline SVG: filled is reached, hatched is not.

    Args:
        stages: in the order of the work.
        total: what a whole bar stands for.
        label: a sentence for those who do not see it.
        mirrored: whether bars begin on the right, as a page does that is read from there.
    """
    parts = [_row(stage, total, place, mirrored) for place, stage in enumerate(stages)]
    return (
        f'<svg class="chart" dir="ltr" viewBox="0 0 {WIDTH} {_ROW * len(stages)}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _row(stage: Stage, total: int, place: int, mirrored: bool) -> str:
    top = place * _ROW
    width = WIDTH * stage.count / total if total else 0.0
    x = WIDTH - width if mirrored else 0.0
    near, far = (WIDTH, 0) if mirrored else (0, WIDTH)
    starts, ends = ("end", "start") if mirrored else ("start", "end")
    return (
        f"{text(near, top + 18, stage.name, 't-b ch-s', starts)}"
        f"{text(far, top + 18, stage.shown, 't-q ch-s', ends)}"
        f'<g class="c-act"><rect x="0.5" y="{top + 26}" width="{WIDTH - 1}" height="{_BAR}" '
        f'fill="none" stroke="currentColor" stroke-width="1"/>'
        f'<rect x="{coordinate(x)}" y="{top + 26}" width="{coordinate(width)}" height="{_BAR}" '
        f'fill="currentColor"/></g>'
    )
