from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from antigone.web.figures.bars import ALL_EVIDENCE, WIDTH, Axis, Kind, axis_for, axis_labels, bar

AXIS = Axis(-2, 13, 2)


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def rect(svg: str) -> dict[str, str] | None:
    found = drawn(svg).find(".//rect")
    return None if found is None else dict(found.attrib)


def test_a_bar_for_begins_at_zero_and_is_solid() -> None:
    body = rect(bar(6.5, AXIS))
    assert body is not None
    assert float(body["x"]) == pytest.approx(64)
    assert float(body["width"]) == pytest.approx(6.5 * 32)
    assert body["fill"] == "currentColor"


def test_a_bar_against_ends_at_zero_and_is_hatched() -> None:
    body = rect(bar(-1, AXIS))
    assert body is not None
    assert float(body["x"]) + float(body["width"]) == pytest.approx(64)
    assert body["fill"] == "url(#hatch-against)"


def test_what_stands_beside_the_sum_is_an_outline() -> None:
    body = rect(bar(1, AXIS, Kind.BESIDE))
    assert body is not None
    assert body["fill"] == "none"


def test_zero_is_a_bare_axis_and_nan_a_question() -> None:
    assert rect(bar(0.0)) is None
    assert rect(bar(math.nan)) is None
    assert "?" in "".join(drawn(bar(math.nan)).itertext())
    assert "?" not in "".join(drawn(bar(0.0)).itertext())


@pytest.mark.parametrize("value", [-math.inf, math.inf, 20.0, -3.0])
def test_a_value_beyond_the_axis_reaches_the_edge_and_says_so(value: float) -> None:
    body = rect(bar(value, AXIS))
    assert body is not None
    end = float(body["x"]) + (float(body["width"]) if value > 0 else 0.0)
    assert end == pytest.approx(WIDTH if value > 0 else 0.0)
    arrow_paths = bar(value, AXIS).count("<path") - bar(1.0, AXIS).count("<path")
    assert arrow_paths == 2


def test_all_finite_values_fit_on_their_axis() -> None:
    for values in ([0.2], [-0.3, 1.4], [-8.0, 3.0], [44.0], [], [-math.inf, math.nan]):
        axis = axis_for(values)
        assert axis.low < 0 < axis.high
        assert all(axis.low < v < axis.high for v in values if math.isfinite(v))
        assert 0 in axis.ticks()
        assert len(axis.ticks()) <= 10


def test_labels_carry_a_true_minus_sign_and_the_words_escaped() -> None:
    text = "".join(drawn(axis_labels(axis_for([-2, 2]), against="a<b", in_favour="for")).itertext())
    assert "−1" in text
    assert "-" not in text
    assert "a<b" in text


def test_no_inline_style() -> None:
    assert "style=" not in bar(3) + bar(-1) + axis_labels(ALL_EVIDENCE, against="a", in_favour="f")
