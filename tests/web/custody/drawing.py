"""Filled areas of a PDF page as a picture: what a printer blackens of a QR code.

Only what labels need: transformations and filled paths of straight lines, in device colours.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw
from pypdf import PageObject
from pypdf.generic import ContentStream

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
DOTS_PER_POINT = 300 / 72


def drawn_page(page: PageObject) -> Image.Image:
    """The page at 300 dots an inch."""
    width, height = (float(side) for side in page.mediabox[2:])
    size = (round(width * DOTS_PER_POINT), round(height * DOTS_PER_POINT))
    picture = Image.new("L", size, 255)
    start = (DOTS_PER_POINT, 0.0, 0.0, -DOTS_PER_POINT, 0.0, float(size[1]))
    content = page.get_contents()
    assert content is not None
    _draw(ContentStream(content, page.pdf), page, ImageDraw.Draw(picture), start)
    return picture


def _draw(stream: ContentStream, page: object, draw: ImageDraw.ImageDraw, at: Matrix) -> None:
    kept: list[Matrix] = []
    paths: list[list[Point]] = []
    resources = page["/Resources"]  # type: ignore[index]
    for values, operator in stream.operations:
        name, numbers = operator.decode(), [v for v in values if isinstance(v, (int, float))]
        if name == "q":
            kept.append(at)
        elif name == "Q":
            at = kept.pop()
        elif name == "cm":
            at = _times(tuple(map(float, numbers)), at)
        elif name == "re":
            x, y, w, h = map(float, numbers)
            corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
            paths.append([_moved(corner, at) for corner in corners])
        elif name in "ml":
            point = _moved((float(numbers[0]), float(numbers[1])), at)
            paths.append([point]) if name == "m" else paths[-1].append(point)
        elif name in {"f", "f*", "B", "B*"}:
            for path in paths:
                _fill(draw, path)
            paths = []
        elif name in {"n", "S", "s"}:
            paths = []
        elif name == "Do" and "/XObject" in resources:
            form = resources["/XObject"][values[0]]
            if form["/Subtype"] == "/Form":
                inner = tuple(map(float, form.get("/Matrix", (1, 0, 0, 1, 0, 0))))
                inside = ContentStream(form, stream.pdf)
                _draw(inside, form, draw, _times(inner, at))


def _fill(draw: ImageDraw.ImageDraw, path: Sequence[Point]) -> None:
    """Modules are rectangles along the axes: rounded the same way on both sides, they meet."""
    xs, ys = [round(x) for x, _ in path], [round(y) for _, y in path]
    if max(xs) > min(xs) and max(ys) > min(ys):
        draw.rectangle((min(xs), min(ys), max(xs) - 1, max(ys) - 1), fill=0)


def _times(inner: tuple[float, ...], outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _moved(point: Point, at: Matrix) -> Point:
    x, y = point
    return at[0] * x + at[2] * y + at[4], at[1] * x + at[3] * y + at[5]
