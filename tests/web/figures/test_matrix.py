from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from antigone.web.figures.matrix import CELL, Group, Words, candidate_matrix, posterior_matrix

WORDS = Words(label="Who may be <whom>", rows="PM", columns="AM, persons sought", nobody="none")
ROWS, COLUMNS = ["V1", "V2"], ["M1", "M2", "M3"]
POSTERIOR = [[0.25, 0.0, 0.001, 0.749], [0.0, 1.0, 0.0, 0.0]]


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def squares(svg: str) -> list[ElementTree.Element]:
    return [r for r in tree(svg).iter("rect") if r.get("class") == "cell"]


def test_the_area_is_the_probability() -> None:
    sides = [
        float(r.attrib["width"]) for r in squares(posterior_matrix(ROWS, COLUMNS, POSTERIOR, WORDS))
    ]
    assert sides == pytest.approx([(CELL - 8) * p**0.5 for p in (0.25, 0.749, 1.0)], abs=0.01)


def test_nobody_is_hatched_and_every_pair_has_its_box() -> None:
    svg = posterior_matrix(ROWS, COLUMNS, POSTERIOR, WORDS)
    assert [r.attrib["fill"] for r in squares(svg)] == [
        "currentColor",
        "url(#hatch)",
        "currentColor",
    ]
    assert svg.count('class="ln-g box"') == 8


def test_names_and_label_are_escaped() -> None:
    svg = posterior_matrix(["<V1>", "V2"], COLUMNS, POSTERIOR, WORDS)
    assert tree(svg).get("aria-label") == "Who may be <whom>"
    assert "<V1>" in "".join(tree(svg).itertext())


def test_neighbours_share_a_frame_and_others_have_their_own() -> None:
    together = posterior_matrix(
        ROWS, COLUMNS, POSTERIOR, WORDS, groups=[Group((0, 1), (0, 1), "A")]
    )
    apart = posterior_matrix(ROWS, COLUMNS, POSTERIOR, WORDS, groups=[Group((0, 1), (0, 2), "A")])
    assert together.count('stroke-width="3"') == 1
    assert apart.count('stroke-width="3"') == 4


def test_only_persons_are_links() -> None:
    svg = posterior_matrix(
        ROWS, COLUMNS, POSTERIOR, WORDS, address=lambda i, j: f"/{i}/{j}?a=1&b=2"
    )
    addresses = [a.attrib["href"] for a in tree(svg).iter("a")]
    assert len(addresses) == 6
    assert addresses[0] == "/0/0?a=1&b=2"


def test_candidates_for_against_excluded_and_unknown() -> None:
    values: list[list[float | None]] = [[8.0, -0.5, None], [-math.inf, math.nan, 0.2]]
    svg = candidate_matrix(ROWS, COLUMNS, values, WORDS, address=lambda i, j: f"/{i}/{j}")
    text = "".join(tree(svg).itertext())
    assert "+8.0" in text
    assert "−0.5" in text
    assert "?" in text
    assert len(squares(svg)) == 3
    # A pair of different sexes has no page of its own.
    assert len(list(tree(svg).iter("a"))) == 5
    assert "style=" not in svg


def test_a_shared_prefix_stands_once_and_long_names_are_slanted() -> None:
    short = candidate_matrix(["PM-1", "PM-2"], ["AM-0198"], [[1.0], [2.0]], WORDS)
    assert "AM-" not in short  # the words say "AM, persons sought" already
    assert "F7-" in candidate_matrix(["V1"], ["F7-1", "F7-2"], [[1.0, 2.0]], WORDS)
    assert short.count("PM-") == 1
    assert "rotate" not in short
    long = candidate_matrix(["V1"], ["Daughter of the ferryman", "M2"], [[1.0, 2.0]], WORDS)
    assert long.count("rotate") == 2
    assert float(tree(long).attrib["viewBox"].split()[3]) > float(
        tree(short).attrib["viewBox"].split()[3]
    )


def test_for_is_larger_than_against() -> None:
    drawn = squares(candidate_matrix(["V1"], ["M1", "M2"], [[3.0, -300.0]], WORDS))
    widths = [float(r.attrib["width"]) for r in drawn]
    assert widths[0] > widths[1]


def test_few_columns_leave_room_for_the_heading_and_do_not_fill_the_page() -> None:
    one = posterior_matrix(ROWS, ["M1"], [[0.5], [1.0]], WORDS)
    assert 'class="matrix matrix-narrow"' in one
    width = float(tree(one).attrib["viewBox"].split()[2])
    assert width > 84 + 11 * len(WORDS.columns)
    assert "matrix-narrow" not in posterior_matrix(
        ROWS, [f"M{n}" for n in range(9)], [[0.1] * 9] * 2, WORDS
    )
