"""Matrices: remains in rows, persons sought in columns, the area of a square says how much.

Two of them: joint posteriors (who may be whom, all at once) and candidates (log10 LR pair by
pair). A square that leads to a page is a link. A posterior of many remains has a small overview, whose
bands lead to the rows they hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from antigone.web.figures.numbers import coordinate, short_probability, signed

CELL = 58
TOP = 62
LETTER = 11.5
"""Width of a letter where letters are largest, on a phone."""
HEAD_LETTER = 11.0
"""Width of a letter of the heading, as large as it is on a phone."""

NARROW = 420.0
"""Below this a matrix is not drawn across the whole page."""

GAP_BEFORE_NONE = 14
SMALLEST_SHOWN = 0.005
FULL_SQUARE_LOG10_LR = 12.0
LARGEST_AGAINST = 0.2
"""Share of a square for what speaks against: most pairs do, and none of them is what one seeks."""


@dataclass(frozen=True)
class Group:
    """Remains and persons whose order is not settled, by index, with the letter of the group."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    letter: str


@dataclass(frozen=True)
class Words:
    """The texts of a matrix, in the language of the page."""

    label: str  # what the figure shows, in one sentence
    rows: str  # "PM"
    columns: str  # "AM, persons sought"
    nobody: str = ""  # "none": the last column of a posterior matrix


Address = Callable[[int, int], str | None]
Title = Callable[[int, int], str]

WIDE = 12
"""With more columns a matrix does not shrink to its frame, and moves inside it."""

WIDE_SCALE = 0.56
"""Pixels of the screen for one unit of the figure, at least, where it does not shrink."""


class _Grid:
    """Where rows and columns lie, with room for their names.

    A prefix that all names of a side share, such as "AM-", stands once in the corner. Names which
    are still wider than a column are slanted.
    """

    def __init__(self, rows: Sequence[str], columns: Sequence[str], words: Words) -> None:
        self.rows, row_prefix = _without_prefix(rows)
        self.columns, column_prefix = _without_prefix(columns)
        self.words = words
        self.corner = row_prefix or words.rows
        said = words.columns.startswith(column_prefix.removesuffix("-"))
        self.head = words.columns if said else f"{words.columns} {column_prefix}"
        longest = max(map(len, self.columns), default=0)
        self.slanted = longest * LETTER > CELL
        self.top = TOP + (longest * LETTER * 0.8 - 12 if self.slanted else 0)
        self.left = max(84.0, 12 + LETTER * max(map(len, self.rows), default=0))

    def x(self, column: int) -> float:
        """Left edge of a column; that of nobody lies behind a gap."""
        gap = GAP_BEFORE_NONE if column == len(self.columns) else 0
        return self.left + column * CELL + gap

    def y(self, row: int) -> float:
        """Upper edge of a row."""
        return self.top + row * CELL

    def figure(self, columns: int, parts: Sequence[str]) -> SafeString:
        """The whole figure."""
        beyond = (max(map(len, self.columns)) * LETTER * 0.6) if self.slanted else 6
        head = self.left + 4 + HEAD_LETTER * (len(self.head) + 2)
        width = max(self.x(columns - 1) + CELL + beyond, head)
        height = self.y(len(self.rows)) + 12
        size = f'class="matrix" viewBox="0 0 {coordinate(width)} {coordinate(height)}"'
        if width < NARROW:
            size = size.replace("matrix", "matrix matrix-narrow", 1)
        if columns > WIDE:
            size = size.replace("matrix", "matrix matrix-wide", 1)
            size += f' width="{width * WIDE_SCALE:.0f}" height="{height * WIDE_SCALE:.0f}"'
        return SafeString(
            f'<svg {size} role="group" aria-label="{escape(self.words.label)}">{"".join(parts)}</svg>'
        )

    def heads(self, *, with_nobody: bool) -> list[str]:
        """The names of rows and columns."""
        parts = [
            _text(self.left + 4, 18, f"{self.head} →", "t-q mx"),
            _text(4, self.top - 12, self.corner, "t-q mx"),
        ]
        parts += [self._column_head(j, name, "t-b mx") for j, name in enumerate(self.columns)]
        if with_nobody:
            parts.append(self._column_head(len(self.columns), self.words.nobody, "t-q mx"))
        for i, name in enumerate(self.rows):
            parts.append(_text(4, self.y(i) + CELL / 2 + 6, name, "t-b mx"))
        return parts

    def _column_head(self, column: int, name: str, classes: str) -> str:
        x, y = self.x(column) + CELL / 2, self.top - 12
        if not self.slanted:
            return _text(x, y, name, classes, "middle")
        turn = f"rotate(-55 {coordinate(x)} {coordinate(y)})"
        return f'<g transform="{turn}">{_text(x, y, name, classes)}</g>'


def _without_prefix(names: Sequence[str]) -> tuple[list[str], str]:
    """Names without the prefix up to a hyphen that all of them share.

    >>> _without_prefix(["AM-0198", "AM-0212"]), _without_prefix(["V1", "V2"])
    ((['0198', '0212'], 'AM-'), (['V1', 'V2'], ''))
    """
    heads = {name.rpartition("-")[0] for name in names}
    if len(heads) != 1 or not (head := heads.pop()):
        return list(names), ""
    return [name.removeprefix(f"{head}-") for name in names], f"{head}-"


def posterior_matrix(
    rows: Sequence[str],
    columns: Sequence[str],
    posterior: Sequence[Sequence[float]],
    words: Words,
    *,
    groups: Sequence[Group] = (),
    given: Collection[tuple[int, int]] = (),
    address: Address | None = None,
    title: Title | None = None,
) -> SafeString:
    """Marginal posteriors; the last column, behind a gap and hatched, is "nobody of those sought".

    Args:
        rows: names of the remains.
        columns: names of the persons sought, J of them.
        posterior: for each of the remains J + 1 probabilities, that of nobody last.
        words: texts of the figure.
        groups: unsettled groups; each is framed, with its letter.
        given: pairs (row, column) that were not found but taken as given; ticked instead of numbered.
        address: page of a pair (row, column), or None.
        title: the square (row, column) in words.
    """
    grid = _Grid(rows, columns, words)
    parts = grid.heads(with_nobody=True)
    for i, line in enumerate(posterior):
        for j, value in enumerate(line):
            is_person = j < len(columns)
            if (i, j) in given:
                cell = _given_cell(grid.x(j), grid.y(i))
            else:
                cell = _posterior_cell(grid.x(j), grid.y(i), value, is_person)
            said = title(i, j) if title and value >= SMALLEST_SHOWN else ""
            target = address(i, j) if address and is_person else None
            parts.append(_linked(cell, target, (i, j), said))
    parts += [_frame(grid, group) for group in groups]
    return grid.figure(len(columns) + 1, parts)


def candidate_matrix(
    rows: Sequence[str],
    columns: Sequence[str],
    log10_lr: Sequence[Sequence[float | None]],
    words: Words,
    *,
    address: Address | None = None,
) -> SafeString:
    """log10 LR of each pair: solid speaks for, hatched against, a cross excludes.

    A pair of different sexes (None) is an empty square with a dot; 0/0 is a question mark.
    """
    grid = _Grid(rows, columns, words)
    parts = grid.heads(with_nobody=False)
    for i, line in enumerate(log10_lr):
        for j, value in enumerate(line):
            cell = _candidate_cell(grid.x(j), grid.y(i), value)
            target = address(i, j) if address and value is not None else None
            parts.append(_linked(cell, target, (i, j)))
    return grid.figure(len(columns), parts)


@dataclass(frozen=True)
class Band:
    """Rows of an overview that stand on one page: first, last, its address, and what it is in words."""

    first: int
    last: int
    address: str
    title: str
    current: bool


SMALL = 6
"""Side of a square of the overview; half of it is the least that can be seen."""


def posterior_overview(
    rows: int,
    columns: int,
    posterior: Sequence[tuple[int, int, float]],
    bands: Sequence[Band],
    label: str,
) -> SafeString:
    """All remains and persons at once, without names: where the probability lies.

    Args:
        rows, columns: number of remains and of persons sought.
        posterior: row, column and probability of each pair that is shown; outlined where the column is
            the number of columns: nobody of those sought.
        bands: the pages of the matrix; each leads to its page, the current one is framed.
        label: what the figure shows, in one sentence.
    """
    width, height = (columns + 3) * SMALL, rows * SMALL
    persons = "".join(_dot(i, j, p) for i, j, p in posterior if j < columns)
    nobody = "".join(_dot(i, columns + 1, p) for i, j, p in posterior if j == columns)
    return SafeString(
        f'<svg class="matrix overview" viewBox="-2 -2 {width + 4} {height + 4}" role="group" '
        f'aria-label="{escape(label)}">{"".join(_band(band, width) for band in bands)}'
        f'<g class="c-for"><path class="fl no-touch" d="{persons}"/></g>'
        f'<path class="ln-q no-touch" d="{nobody}"/></svg>'
    )


def _dot(row: int, column: int, probability: float) -> str:
    side = SMALL * max(0.5, math.sqrt(probability))
    x, y = column * SMALL + (SMALL - side) / 2, row * SMALL + (SMALL - side) / 2
    side_words = coordinate(side)
    return f"M{coordinate(x)} {coordinate(y)}h{side_words}v{side_words}h-{side_words}z"


def _band(band: Band, width: int) -> str:
    classes = "box ln-g current" if band.current else "box ln-g"
    here = ' aria-current="page"' if band.current else ""
    return (
        f'<a href="{escape(band.address)}"{here}>'
        f"<title>{escape(band.title)}</title>"
        f'<rect class="{classes}" x="0" y="{band.first * SMALL}" width="{width}" '
        f'height="{(band.last - band.first + 1) * SMALL}"/></a>'
    )


def _text(x: float, y: float, text: str, classes: str, anchor: str = "start") -> str:
    return (
        f'<text x="{coordinate(x)}" y="{coordinate(y)}" text-anchor="{anchor}" '
        f'class="{classes}">{escape(text)}</text>'
    )


def _square(x: float, y: float, share: float, fill: str) -> str:
    side = math.sqrt(share) * (CELL - 8)
    left, top = x + (CELL - side) / 2, y + (CELL - side) / 2
    return (
        f'<rect class="cell" x="{coordinate(left)}" y="{coordinate(top)}" '
        f'width="{coordinate(side)}" height="{coordinate(side)}" fill="{fill}"/>'
    )


def _box(x: float, y: float) -> str:
    # The style sheet fills the box, so the whole of it can be touched where it is a link.
    return f'<rect class="ln-g box" x="{coordinate(x)}" y="{coordinate(y)}" width="{CELL}" height="{CELL}"/>'


def _posterior_cell(x: float, y: float, value: float, is_person: bool) -> str:
    box = _box(x, y)
    if not value >= SMALLEST_SHOWN:
        return box
    colour, fill = ("c-for", "currentColor") if is_person else ("c-q", "url(#hatch)")
    square = f'<g class="{colour}">{_square(x, y, value, fill)}</g>'
    return box + square + _number(x, y, short_probability(value), value >= 0.2, is_person)


def _number(x: float, y: float, text: str, inside: bool, on_solid: bool) -> str:
    """A number in the middle of a large square, or in the corner beside a small one."""
    if inside:
        classes = "mx on t-b" if on_solid else "mx t-b halo"
        return _text(x + CELL / 2, y + CELL / 2 + 6, text, classes, "middle")
    return _text(x + CELL - 3, y + CELL - 5, text, "mx t-b halo", "end")


def _candidate_cell(x: float, y: float, value: float | None) -> str:
    box, middle_x, middle_y = _box(x, y), x + CELL / 2, y + CELL / 2
    if value is None:
        dot = f'<circle class="fl c-q" cx="{coordinate(middle_x)}" cy="{coordinate(middle_y)}" r="1.5"/>'
        return box + dot
    if math.isnan(value):
        return box + _text(middle_x, middle_y + 6, "?", "t-q mx", "middle")
    if value == -math.inf:
        cross = f"M{coordinate(middle_x - 5)} {coordinate(middle_y - 5)}l10 10m0 -10l-10 10"
        return f'{box}<path class="ln-q" d="{cross}"/>'
    share = min(abs(value) / FULL_SQUARE_LOG10_LR, 1.0)
    share = share if value > 0 else share * LARGEST_AGAINST
    colour, fill = ("c-for", "currentColor") if value > 0 else ("c-against", "url(#hatch-against)")
    square = f'<g class="{colour}">{_square(x, y, share, fill)}</g>'
    inside = value >= FULL_SQUARE_LOG10_LR / 2
    return box + square + _number(x, y, signed(value, 1), inside, on_solid=inside)


def _given_cell(x: float, y: float) -> str:
    tick = f"M{coordinate(x + 17)} {coordinate(y + 30)}l8 9l17 -20"
    square = f'<g class="c-for">{_square(x, y, 1.0, "currentColor")}</g>'
    return f'{_box(x, y)}{square}<path class="tick" d="{tick}"/>'


def _linked(cell: str, address: str | None, place: tuple[int, int], title: str = "") -> str:
    """A square as a link that arrow keys find by its place; with its words, where it has any."""
    named = f"<title>{escape(title)}</title>{cell}" if title else cell
    if address is None:
        return f"<g>{named}</g>" if title else cell
    row, column = place
    return f'<a href="{escape(address)}" data-row="{row}" data-column="{column}">{named}</a>'


def _frame(grid: _Grid, group: Group) -> str:
    """One frame around neighbours, or one around each square where others lie between them."""
    if _neighbours(group.rows) and _neighbours(group.columns):
        frames = [(min(group.rows), min(group.columns), len(group.rows), len(group.columns))]
    else:
        frames = [(i, j, 1, 1) for i in group.rows for j in group.columns]
    boxes = "".join(
        f'<rect class="ln" stroke-width="3" x="{coordinate(grid.x(j) - 3)}" '
        f'y="{coordinate(grid.y(i) - 3)}" '
        f'width="{columns * CELL + 6}" height="{rows * CELL + 6}" rx="4"/>'
        for i, j, rows, columns in frames
    )
    i, j = frames[0][0], frames[0][1]
    letter = _text(grid.x(j) + 4, grid.y(i) + 17, group.letter, "mx t-b halo", "start")
    return f'<g class="c-against">{boxes}{letter}</g>'


def _neighbours(indices: Sequence[int]) -> bool:
    return max(indices) - min(indices) + 1 == len(indices)
