"""Sheets of labels with QR codes, as PDF.

A QR code holds the number or code with prefix and check character: no name, no address of a server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import segno
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from antigone.web.custody.codes import Kind, Label
from antigone.web.papers.rendering import set_apart, with_directions

STYLE = Path(__file__).parent / "data" / "labels.css"
QUIET = 4
"""Empty modules around a QR code that ISO/IEC 18004 asks for."""


@dataclass(frozen=True)
class Sheet:
    """A size of labels; lengths in millimetres."""

    key: str
    name: str
    width: float
    height: float
    page: tuple[float, float]
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    pitch: tuple[float, float] = (0.0, 0.0)
    look: str = "wide"

    @property
    def on_a_page(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows

    def place(self, position: int) -> tuple[float, float]:
        """Where the label at this position of a page begins, from the left and from the top."""
        row, column = divmod(position, self.columns)
        return self.left + column * self.pitch[0], self.top + row * self.pitch[1]


A4 = (210.0, 297.0)
SHEETS = {
    sheet.key: sheet
    for sheet in (
        Sheet(
            "a4-24", cast(str, _("A4, 24 labels of 70 × 37 mm")), 70, 37, A4, 3, 8, 0, 0.5, (70, 37)
        ),
        Sheet(
            "a4-65",
            cast(str, _("A4, 65 labels of 38.1 × 21.2 mm")),
            38.1,
            21.2,
            A4,
            5,
            13,
            4.75,
            10.7,
            (40.6, 21.2),
            "small",
        ),
        Sheet(
            "roll-62",
            cast(str, _("Roll of 62 mm, labels of 29 mm")),
            62,
            29,
            (62.0, 29.0),
            look="roll",
        ),
        Sheet(
            "card",
            cast(str, _("Tag card, A6, one a page")),
            105,
            148,
            (105.0, 148.0),
            look="card",
        ),
    )
}


@dataclass(frozen=True)
class Printed:
    """A label as it is printed: its number, what it is of which kind, and of whom."""

    label: Label
    kind: str
    line: str = ""
    of: str = ""

    @property
    def qr(self) -> SafeString:
        """Its QR code."""
        return qr_svg(self.label.content)

    @property
    def of_whom(self) -> str:
        """Of whom it is; the number does not break at its hyphens."""
        return self.of.replace("-", "\N{NON-BREAKING HYPHEN}")

    @property
    def length(self) -> str:
        """Class of its type: long numbers are set smaller, and a code stays on one line."""
        if self.label.kind is not Kind.REMAINS:
            return "code"
        letters = len(self.label.number)
        return "long" if letters > 24 else "middle" if letters > 10 else "short"


@dataclass(frozen=True)
class Place:
    """A place on a sheet, with the name of its class."""

    name: str
    left: str
    top: str


@dataclass(frozen=True)
class Placed:
    """A label at its place."""

    printed: Printed
    place: Place


def labels_pdf(labels: Sequence[Printed], sheet: Sheet, start: int = 1) -> bytes:
    """The labels as PDF/A.

    Args:
        start: position of the first one on a part-used sheet, 1 for a whole one.
    """
    return set_apart(labels_html(labels, sheet, start), STYLE)


def labels_html(labels: Sequence[Printed], sheet: Sheet, start: int = 1) -> str:
    """The pages of labels before they are set."""
    places = [_place(sheet, position) for position in range(sheet.on_a_page)]
    pages: dict[int, list[Placed]] = {}
    for position, printed in enumerate(labels, start - 1):
        page, at = divmod(position, sheet.on_a_page)
        pages.setdefault(page, []).append(Placed(printed, places[at]))
    context = {
        "sheet": sheet,
        "places": places,
        "pages": list(pages.values()),
        "width": f"{sheet.width:.2f}mm",
        "height": f"{sheet.height:.2f}mm",
        "page_width": f"{sheet.page[0]:.2f}mm",
        "page_height": f"{sheet.page[1]:.2f}mm",
    }
    html = render_to_string("custody/labels_sheet.html", context)
    return with_directions(html) if get_language_bidi() else html


def _place(sheet: Sheet, position: int) -> Place:
    left, top = sheet.place(position)
    return Place(f"at-{position}", f"{left:.2f}mm", f"{top:.2f}mm")


def qr_svg(content: str) -> SafeString:
    """A QR code as a drawing, its dark modules in one path."""
    code = segno.make_qr(content, error="m", boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    whole = len(rows) + 2 * QUIET
    return format_html(
        '<svg class="qr" viewBox="{} {} {} {}"><path fill="#000" d="{}"/></svg>',
        -QUIET,
        -QUIET,
        whole,
        whole,
        path,
    )


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Begin and length of the dark runs of a row."""
    runs = []
    start = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs
