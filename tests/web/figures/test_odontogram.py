"""Tooth charts: each tooth stands in its place, and each finding has a look of its own."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.records import CodeSystem, Verdict
from antigone.evidence.tooth_codes import INTERPOL_CODES, Coarse, Finding, Material, finding
from antigone.evidence.tooth_comparison import POSITIONS
from antigone.web.figures.odontogram import Words, odontogram, verdict_symbol
from antigone.web.figures.tooth_symbols import DrawnTooth, symbol, tooth_symbol

WORDS = Words(
    "Teeth of V<1>",
    {1: "upper right", 2: "upper left", 3: "lower left", 4: "lower right"},
    "Tooth %(number)s: %(words)s",
    "no entry",
    "nothing to be told",
    {verdict: verdict.value for verdict in Verdict},
)
ALL = (*POSITIONS, *(10 * q + p for q in (5, 6, 7, 8) for p in range(1, 6)))
SVG = "{http://www.w3.org/2000/svg}"


def drawn(teeth: dict[int, str]) -> ElementTree.Element:
    """The drawing of a chart."""
    shown = {
        tooth: DrawnTooth(tooth, finding(tooth, codes, CodeSystem.INTERPOL), codes, codes)
        for tooth, codes in teeth.items()
    }
    return ElementTree.fromstring(odontogram(shown, WORDS))


def labels(figure: ElementTree.Element) -> list[str]:
    return [str(svg.get("aria-label")) for svg in figure.iter("svg")]


def titles(figure: ElementTree.Element) -> list[str]:
    return [str(title.text) for title in figure.iter("title")]


def numbers(svg: ElementTree.Element) -> list[str]:
    bold = [text for text in svg.iter("text") if text.get("class") == "t-b"]
    return [str(t.text) for t in sorted(bold, key=lambda t: float(str(t.get("x"))))]


def test_four_quadrants_stand_as_the_examiner_sees_them() -> None:
    upper_right, upper_left, lower_right, lower_left = drawn({11: "sou"}).iter("svg")
    assert numbers(upper_right) == ["18", "17", "16", "15", "14", "13", "12", "11"]
    assert numbers(upper_left) == ["21", "22", "23", "24", "25", "26", "27", "28"]
    assert numbers(lower_right) == ["48", "47", "46", "45", "44", "43", "42", "41"]
    assert numbers(lower_left) == ["31", "32", "33", "34", "35", "36", "37", "38"]


@given(st.dictionaries(st.sampled_from(ALL), st.sampled_from([*INTERPOL_CODES, "amf MOD"])))
def test_every_tooth_of_a_chart_is_drawn_once(teeth: dict[int, str]) -> None:
    said = titles(drawn(teeth))
    for tooth, codes in teeth.items():
        assert said.count(f"Tooth {tooth}: {codes}") == 1
    assert {title for title in said if title.endswith(": no entry")} == {
        f"Tooth {place}: no entry" for place in POSITIONS if place not in teeth
    }
    assert len(said) == len(POSITIONS) + sum(tooth > 50 for tooth in teeth)


def test_milk_teeth_take_room_only_where_there_are_any() -> None:
    def height(teeth: dict[int, str]) -> str:
        return str(next(drawn(teeth).iter("svg")).get("viewBox")).split()[3]

    assert int(height({16: "sou"})) < int(height({16: "sou", 75: "sou"}))


def test_the_label_tells_what_is_not_sound() -> None:
    told = labels(drawn({16: "amf", 17: "sou", 18: "non", 38: "mam"}))
    assert told == [
        "Teeth of V<1>, upper right: 16 amf",
        "Teeth of V<1>, upper left: nothing to be told",
        "Teeth of V<1>, lower right: nothing to be told",
        "Teeth of V<1>, lower left: 38 mam",
    ]


def surface_at(tooth: int, surface: str) -> tuple[float, float]:
    """The middle of a filled surface within its tooth, from 0 to 1 in both directions."""
    of = Finding(Coarse.FILLED, surfaces=surface, material=Material.METAL)
    body = symbol(DrawnTooth(tooth, of, "", ""), 0, 0, 1)
    points = re.search(rf'surface-{surface}" points="([^"]+)"', body)
    assert points
    corners = [tuple(map(float, pair.split(","))) for pair in points[1].split()]
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)


@pytest.mark.parametrize(
    ("tooth", "right", "upper"), [(16, 1, 1), (26, 0, 1), (36, 0, 0), (46, 1, 0)]
)
@pytest.mark.parametrize("milk", [0, 40])
def test_mesial_lies_towards_the_middle_and_vestibular_outside(
    tooth: int, right: int, upper: int, milk: int
) -> None:
    number = tooth + milk - (1 if milk else 0)
    assert (surface_at(number, "M")[0] > 0.5) is bool(right)
    assert (surface_at(number, "D")[0] < 0.5) is bool(right)
    assert (surface_at(number, "V")[1] < 0.5) is bool(upper)
    assert (surface_at(number, "L")[1] > 0.5) is bool(upper)
    assert surface_at(number, "O") == pytest.approx((0.5, 0.5))


LOOKS = [
    Finding(Coarse.UNERUPTED),
    Finding(Coarse.SOUND),
    Finding(Coarse.DAMAGED),
    Finding(Coarse.DAMAGED, broken=True),
    *(
        Finding(Coarse.FILLED, surfaces=surfaces, material=material)
        for surfaces in ("", "O", "MOD")
        for material in (*Material, None)
    ),
    Finding(Coarse.CROWNED),
    Finding(Coarse.MISSING),
    Finding(Coarse.MISSING, replaced=True),
    Finding(Coarse.PRESENT),
    Finding(Coarse.LOST_AFTER_DEATH),
    Finding(Coarse.NO_INFORMATION),
]


def test_every_finding_has_a_look_of_its_own_without_colour() -> None:
    looks = [re.sub(r" c-\w+", "", tooth_symbol(found)) for found in LOOKS]
    assert {found.coarse for found in LOOKS} == set(Coarse)
    for one, other in combinations(looks, 2):
        assert one != other


def test_every_verdict_has_a_look_of_its_own_without_colour() -> None:
    looks = [
        re.sub(r" c-\w+", "", verdict_symbol(verdict, overruled=overruled))
        for verdict in (*Verdict, None)
        for overruled in (False, True)
    ]
    assert len(set(looks)) == len(looks)


def test_texts_are_text() -> None:
    tooth = DrawnTooth(16, Finding(Coarse.DAMAGED), "<b>", "a < b")
    figure = odontogram({16: tooth}, WORDS)
    assert "<b>" not in figure
    assert "a &lt; b" in figure
