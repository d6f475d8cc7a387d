from __future__ import annotations

import dataclasses
import math
from xml.etree import ElementTree

import pytest

from antigone.evidence.calibration_measures import CalibrationMeasures, ReliabilityBin
from antigone.web.figures.numbers import percent
from antigone.web.figures.reliability import (
    HEIGHT,
    MOST_DECADES,
    Words,
    reliability_diagram,
    reliability_rows,
)
from tests.formats.calibrations import stored

WORDS = Words("Stated and true", "stated", "true", "too low", "too high", "one", "two")
MEASURES = stored(3, same=400, different=4000).measures


def with_bins(*bins: ReliabilityBin) -> CalibrationMeasures:
    return dataclasses.replace(MEASURES, reliability=bins)


def bin_of(stated: float, true: float, low: float, high: float) -> ReliabilityBin:
    place = math.floor(2 * math.log10(stated / (1 - stated))) / 2
    return ReliabilityBin(place, place + 0.5, 5, 8, stated, true, low, high)


def share(position: float, *, upwards: bool, decades: int) -> float:
    """The share that a position in the figure stands for."""
    part = (356 - position) / 322 if upwards else (position - 82) / 354
    return 1 / (1 + 10 ** (decades - 2 * decades * part))


def test_circles_stand_at_the_shares_of_the_rows() -> None:
    root = ElementTree.fromstring(reliability_diagram(MEASURES, WORDS))
    circles = [c.attrib for c in root.iter("circle")]
    bins = [b for b in MEASURES.reliability if b.same and b.different]
    rows = [row for row in reliability_rows(MEASURES) if "0" not in row[1:3]]
    reach = max(max(-b.low, b.high) for b in MEASURES.reliability)
    assert len(bins) > 4
    for circle, one, row in zip(circles, bins, rows, strict=True):
        stated = share(float(circle["cx"]), upwards=False, decades=math.ceil(reach))
        true = share(float(circle["cy"]), upwards=True, decades=math.ceil(reach))
        assert stated / (1 - stated) == pytest.approx(
            one.stated_share / (1 - one.stated_share), rel=1e-3
        )
        assert true / (1 - true) == pytest.approx(one.true_share / (1 - one.true_share), rel=1e-3)
        assert row[3:5] == (percent(one.stated_share), percent(one.true_share))
        assert row[1:3] == (f"{one.same:,}", f"{one.different:,}")


def test_a_bin_is_filled_where_its_limits_leave_out_what_it_states() -> None:
    right, wrong = bin_of(0.6, 0.7, 0.5, 0.8), bin_of(0.6, 0.8, 0.7, 0.9)
    (circle,) = ElementTree.fromstring(reliability_diagram(with_bins(right), WORDS)).iter("circle")
    assert circle.get("class") == "ln open"
    (circle,) = ElementTree.fromstring(reliability_diagram(with_bins(wrong), WORDS)).iter("circle")
    assert circle.get("class") == "ln fl"


def test_a_bin_of_one_class_is_an_arrow_at_the_edge() -> None:
    never, always = bin_of(0.02, 0.0, 0.0, 0.1), bin_of(0.98, 1.0, 0.9, 1.0)
    root = ElementTree.fromstring(reliability_diagram(with_bins(never, always), WORDS))
    assert list(root.iter("circle")) == []
    arrows = [p.attrib["d"] for p in root.iter("path") if p.get("class") == "ln open"]
    assert len(arrows) == 2
    assert arrows[0].split("l")[0].endswith(" 356")
    assert arrows[1].split("l")[0].endswith(" 34")


def test_bars_count_the_pairs_of_each_class() -> None:
    root = ElementTree.fromstring(reliability_diagram(MEASURES, WORDS))
    bars = [r.attrib for r in root.iter("rect")]
    for counts, fill in (
        ([b.same for b in MEASURES.reliability], "currentColor"),
        ([b.different for b in MEASURES.reliability], "url(#hatch)"),
    ):
        heights = [float(bar["height"]) for bar in bars if bar["fill"] == fill]
        expected = [30 * math.log1p(n) / math.log1p(max(counts)) for n in counts if n]
        assert heights == pytest.approx(expected, abs=0.01)


def test_it_can_be_read_without_sight_and_stays_in_its_frame() -> None:
    far = ReliabilityBin(8.0, 8.5, 1, 0, 1 - 1e-8, 1.0, 0.3, 1.0)
    for measures in (MEASURES, with_bins(far)):
        svg = reliability_diagram(measures, WORDS)
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == "Stated and true"
        assert "style=" not in svg
        words = [t.text for t in root.iter("text")]
        assert {"one, 400", "two, 4,000", "too low", "too high"} <= set(words)
        assert all(0 <= float(t.attrib["y"]) <= HEIGHT for t in root.iter("text"))
    smallest = f"{100 * 10.0**-MOST_DECADES:.4f}\N{NO-BREAK SPACE}%"
    assert smallest in words
