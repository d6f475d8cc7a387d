from __future__ import annotations

import dataclasses
import re
from xml.etree import ElementTree

import pytest

from antigone.evidence.calibration_measures import TippettPoint
from antigone.web.figures.chart import WIDTH
from antigone.web.figures.numbers import percent, signed
from antigone.web.figures.tippett import HEIGHT, Words, tippett_plot, tippett_rows
from tests.formats.calibrations import stored

MEASURES = stored().measures
WORDS = Words("Shares <of> pairs", "share", "log10 LR", "one person", "two persons")


def lines(svg: str, classes: str) -> list[list[tuple[float, float]]]:
    """The points of each line that is drawn so."""
    paths = [p for p in ElementTree.fromstring(svg).iter("path") if p.get("class") == classes]
    return [
        [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path.attrib["d"])]
        for path in paths
    ]


def test_the_lines_go_through_the_points() -> None:
    svg = tippett_plot(MEASURES, WORDS)
    (same,), (different,) = lines(svg, "ln ln-3"), lines(svg, "ln ln-3 ln-dash")
    low, high = -2.0, 3.0
    assert low <= MEASURES.tippett[0].log10_lr
    assert MEASURES.tippett[-1].log10_lr <= high
    for point, solid, dashed in zip(MEASURES.tippett, same, different, strict=True):
        x = 58 + (point.log10_lr - low) / (high - low) * (WIDTH - 70)
        top, bottom = 34, HEIGHT - 52
        assert solid == pytest.approx((x, bottom - point.same * (bottom - top)), abs=0.01)
        assert dashed == pytest.approx((x, bottom - point.different * (bottom - top)), abs=0.01)


def test_the_rows_are_the_points_at_whole_numbers() -> None:
    rows = tippett_rows(MEASURES)
    assert [row[0] for row in rows] == ["−1", "0", "+1", "+2", "+3"]
    by_place = {p.log10_lr: p for p in MEASURES.tippett}
    for number, row in zip((-1.0, 0.0, 1.0, 2.0, 3.0), rows, strict=True):
        point = by_place[number]
        assert row == (signed(number, 0), percent(point.same), percent(point.different))


def test_it_can_be_read_without_colour_and_without_sight() -> None:
    svg = tippett_plot(MEASURES, WORDS)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Shares <of> pairs"
    words = [text.text for text in root.iter("text")]
    assert {"one person", "60", "two persons", "900", "0\N{NO-BREAK SPACE}%", "+2"} <= set(words)
    assert "style=" not in svg


@pytest.mark.parametrize("far", [1.0, 9.0, 19.0])
def test_all_text_stays_inside(far: float) -> None:
    points = (
        TippettPoint(-far, 1.0, 1.0),
        TippettPoint(0.0, 0.9, 0.1),
        TippettPoint(far, 0.0, 0.0),
    )
    svg = tippett_plot(dataclasses.replace(MEASURES, tippett=points), WORDS)
    for text in ElementTree.fromstring(svg).iter("text"):
        x, width = float(text.attrib["x"]), len(text.text or "") * 9.5
        start = {"start": x, "middle": x - width / 2, "end": x - width}[text.attrib["text-anchor"]]
        assert start >= -10
        assert start + width <= WIDTH + 10
