"""Drawings of pedigrees: nobody is left out, nobody stands on anybody, every line leads home."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

from antigone.genetics.pedigree import Pedigree, Person, Sex, pedigree_of
from antigone.web.figures.pedigree import Marks, Words, pedigree_figure
from antigone.web.figures.pedigree_layout import LABEL, RADIUS, Line, Point, lay_out, spread
from antigone.web.figures.pedigree_rows import generations, unions
from tests.shared_data import shared

WORDS = Words("A family & its DNA", "man", "woman", "sex not known", "typed", "person sought")

Row = tuple[str, str | None, str | None, str]

TRIO: list[Row] = [("F", None, None, "M"), ("M", None, None, "F"), ("C", "F", "M", "U")]
SHAPES: dict[str, list[Row]] = {
    "one person": [("A", None, None, "U")],
    "trio": TRIO,
    "single parent": [("A", None, None, "M"), ("B", "A", None, "F"), ("C", "A", None, "M")],
    "three wives and half sibs who marry": [
        ("A", None, None, "M"),
        *((w, None, None, "F") for w in "BCD"),
        ("a", "A", "B", "M"),
        ("b", "A", "C", "F"),
        ("c", "A", "D", "U"),
        ("x", "a", "b", "U"),
    ],
    "father and daughter": [
        ("F", None, None, "M"),
        ("D", "F", None, "F"),
        ("C", "F", "D", "U"),
    ],
    "grandfather and granddaughter": [
        ("gf", None, None, "M"),
        ("gm", None, None, "F"),
        ("m", "gf", "gm", "F"),
        ("w", "gf", "m", "F"),
        ("k", "gf", "w", "U"),
    ],
    "uncle and niece": [
        ("gf", None, None, "M"),
        ("gm", None, None, "F"),
        ("u", "gf", "gm", "M"),
        ("s", "gf", "gm", "F"),
        ("h", None, None, "M"),
        ("n", "h", "s", "F"),
        ("k", "u", "n", "M"),
    ],
    "double first cousins": [
        *((p, None, None, s) for p, s in (("gf", "M"), ("gm", "F"), ("hf", "M"), ("hm", "F"))),
        ("b1", "gf", "gm", "M"),
        ("b2", "gf", "gm", "M"),
        ("s1", "hf", "hm", "F"),
        ("s2", "hf", "hm", "F"),
        ("c1", "b1", "s1", "M"),
        ("c2", "b2", "s2", "F"),
        ("k", "c1", "c2", "U"),
    ],
    "two couples who exchanged partners": [
        *((p, None, None, s) for p, s in zip("ABCD", "MFMF", strict=True)),
        ("ab", "A", "B", "M"),
        ("cb", "C", "B", "M"),
        ("cd", "C", "D", "M"),
        ("ad", "A", "D", "M"),
    ],
    "two families without a tie": [*TRIO, ("f", None, None, "M"), ("c", "f", None, "F")],
}


def random_pedigree(seed: int) -> Pedigree:
    """Up to 24 persons; parents are drawn among all who came before, so loops are common."""
    chance = random.Random(seed)
    persons: list[Person] = []
    for i in range(chance.randint(2, 24)):
        men = [p.id for p in persons if p.sex is Sex.MALE]
        women = [p.id for p in persons if p.sex is Sex.FEMALE]
        born = i > 3 and chance.random() < 0.6
        father = chance.choice(men) if born and men and chance.random() < 0.9 else None
        mother = chance.choice(women) if born and women and chance.random() < 0.9 else None
        persons.append(Person(f"P{i}", father, mother, chance.choice((Sex.FEMALE, Sex.MALE))))
    return Pedigree(tuple(persons))


def all_pedigrees() -> list[Pedigree]:
    return [*map(pedigree_of, SHAPES.values()), *map(random_pedigree, range(120))]


def segments(lines: list[Line]) -> list[tuple[Point, Point]]:
    return [(a, b) for line in lines for a, b in zip(line.points, line.points[1:], strict=False)]


def distance(point: Point, segment: tuple[Point, Point]) -> float:
    (x1, y1), (x2, y2) = segment
    length = math.hypot(x2 - x1, y2 - y1)
    along = 0.0 if length == 0 else ((point[0] - x1) * (x2 - x1) + (point[1] - y1) * (y2 - y1))
    t = min(1.0, max(0.0, along / length**2)) if length else 0.0
    return math.hypot(point[0] - x1 - t * (x2 - x1), point[1] - y1 - t * (y2 - y1))


def touch(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    ends = [distance(p, other) for p in one] + [distance(p, one) for p in other]
    return min(ends) < 0.2


def in_one_piece(strokes: list[tuple[Point, Point]]) -> bool:
    reached, waiting = [strokes[0]], strokes[1:]
    while True:
        more = [s for s in waiting if any(touch(s, r) for r in reached)]
        if not more:
            return not waiting
        reached += more
        waiting = [s for s in waiting if s not in more]


@pytest.mark.parametrize("pedigree", all_pedigrees())
def test_nobody_is_left_out_and_nobody_overlaps(pedigree: Pedigree) -> None:
    layout = lay_out(pedigree)
    assert set(layout.at) == set(pedigree.ids)
    for (x1, y1), (x2, y2) in combinations(layout.at.values(), 2):
        assert abs(x1 - x2) >= 100 - 1e-6 or abs(y1 - y2) >= 2 * RADIUS + 40
    for x, y in [*layout.at.values(), *(p for line in layout.lines for p in line.points)]:
        assert 0 <= x <= layout.width
        assert 0 <= y <= layout.height


@pytest.mark.parametrize("pedigree", all_pedigrees())
def test_every_child_is_connected_to_both_parents(pedigree: Pedigree) -> None:
    layout = lay_out(pedigree)
    for index, union in enumerate(unions(pedigree)):
        strokes = segments([line for line in layout.lines if line.union == index])
        assert in_one_piece(strokes)
        for person in (*union.partners, *union.children):
            corner = pedigree.sex_of(person) is Sex.MALE  # a stub may leave a square near it
            reach = RADIUS * math.sqrt(2) if corner else RADIUS + 3
            assert min(distance(layout.at[person], s) for s in strokes) <= reach + 0.2, person


@pytest.mark.parametrize("pedigree", all_pedigrees())
def test_no_line_passes_through_a_person_it_does_not_concern(pedigree: Pedigree) -> None:
    layout = lay_out(pedigree)
    everybody = unions(pedigree)
    for line in layout.lines:
        union = everybody[line.union]
        for person, at in layout.at.items():
            if person not in (*union.partners, *union.children):
                assert all(distance(at, s) > RADIUS + 3 for s in segments([line])), person


@pytest.mark.parametrize("pedigree", all_pedigrees())
def test_lines_of_different_unions_share_no_stretch(pedigree: Pedigree) -> None:
    strokes = [
        (line.union, segment) for line in lay_out(pedigree).lines for segment in segments([line])
    ]
    for (one, a), (other, b) in combinations(strokes, 2):
        if one != other:
            assert shared_length(a, b) < 0.2, (one, other, a, b)


def shared_length(one: tuple[Point, Point], other: tuple[Point, Point]) -> float:
    for axis in (0, 1):
        level = [p[axis] for p in (*one, *other)]
        if max(level) - min(level) < 1.0:
            low = max(min(p[1 - axis] for p in s) for s in (one, other))
            high = min(max(p[1 - axis] for p in s) for s in (one, other))
            return high - low
    return 0.0


@pytest.mark.parametrize("pedigree", all_pedigrees())
def test_children_stand_below_their_parents(pedigree: Pedigree) -> None:
    rows = generations(pedigree)
    for person in pedigree.persons:
        for parent in (person.father, person.mother):
            assert parent is None or rows[parent] < rows[person.id]


def test_partners_are_level_where_they_can_be() -> None:
    rows = generations(pedigree_of(SHAPES["uncle and niece"]))
    assert rows["u"] == rows["n"] == 2
    assert generations(pedigree_of(SHAPES["father and daughter"])) == {"F": 0, "D": 1, "C": 2}


def test_a_marriage_of_relatives_is_a_double_line() -> None:
    assert len(lay_out(pedigree_of(SHAPES["double first cousins"])).related) == 1
    assert not lay_out(pedigree_of(TRIO)).related


def test_places_are_the_nearest_to_the_wishes() -> None:
    assert spread([0.0, 50.0], [1.0, 1.0], [10.0]) == [0.0, 50.0]
    assert spread([0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [10.0, 10.0]) == [-10.0, 0.0, 10.0]
    assert spread([0.0, 0.0], [3.0, 1.0], [8.0]) == [-2.0, 6.0]


def test_the_grave_of_23_is_drawn_whole() -> None:
    read = json.loads(shared("reference", "dvi", "grave.json").read_text())
    family = read["input"]["families"][0]
    pedigree = Pedigree(
        tuple(Person(p["id"], p["father"], p["mother"], Sex(p["sex"])) for p in family["pedigree"])
    )
    marks = Marks(typed={"R1", "R2"}, missing={m: m for m in family["missing"]})
    drawing = ElementTree.fromstring(pedigree_figure(pedigree, marks, WORDS))
    people = [g for g in drawing.iter("g") if g.get("class") == "person"]
    assert len(people) == len(pedigree.persons) == 23
    assert len([t for t in drawing.iter("text") if t.text == "?"]) == 8
    assert len([p for p in drawing.iter("path") if p.get("class") == "fl"]) == 2


def test_the_drawing_tells_typed_sought_and_asked_about() -> None:
    marks = Marks(typed={"F"}, missing={"C": "M1"}, in_question=("C", "V1?"), labels={"F": "Ivan"})
    drawing = pedigree_figure(pedigree_of(TRIO), marks, WORDS)
    assert 'role="img" aria-label="A family &amp; its DNA"' in drawing
    assert "<title>Ivan, man, typed</title>" in drawing
    assert "<title>C, sex not known, person sought</title>" in drawing
    assert ">V1?<" in drawing
    assert "style=" not in drawing


def test_names_cannot_break_the_drawing() -> None:
    marks = Marks(labels={"F": '"><script>'})
    assert "<script>" not in pedigree_figure(pedigree_of(TRIO), marks, WORDS)


COUPLES: list[tuple[list[Row], list[tuple[str, str]]]] = [
    (TRIO, [("C", "W")]),
    (TRIO, [("F", "M")]),
    (TRIO, [("F", "C")]),
    (SHAPES["uncle and niece"], [("h", "gm"), ("k", "h"), ("W", "k")]),
]


@pytest.mark.parametrize(("rows", "couples"), COUPLES)
def test_a_couple_without_children_stands_side_by_side(
    rows: list[Row], couples: list[tuple[str, str]]
) -> None:
    pedigree = pedigree_of([*rows, ("W", None, None, "U")])
    layout = lay_out(pedigree, couples)
    assert len(set(layout.at.values())) == len(pedigree.persons)
    joined = unions(pedigree, couples)
    assert len(joined) == len({frozenset(u.partners) for u in joined})
    for one, other in couples:
        assert any({one, other} == set(union.partners) for union in joined)
    married = {line.union for line in layout.lines if line.marriage}
    assert married == {i for i, union in enumerate(joined) if len(union.partners) == 2}


def test_a_person_is_chosen_by_the_field_around_symbol_and_name() -> None:
    marks = Marks(
        links={p: f"?at={p}" for p in "FMC"},
        chosen="C",
        died={"F"},
        could_give={"M": "+2.7 expected"},
        roles={"M": "mother"},
    )
    words = replace(WORDS, died="has died", could_give="could give")
    drawing = ElementTree.fromstring(pedigree_figure(pedigree_of(TRIO), marks, words))
    assert drawing.get("role") == "group"
    links = list(drawing.iter("a"))
    assert [a.get("aria-label") for a in links] == [
        "F, man, has died",
        "M, woman, mother, could give, +2.7 expected",
        "C, sex not known",
    ]
    assert [a.get("aria-current") for a in links] == [None, None, "true"]
    fields = [next(a.iter("rect")) for a in links]
    assert all(float(f.get("width", 0)) > 88 and float(f.get("height", 0)) > 88 for f in fields)
    places = [(float(a.get("data-x", 0)), float(a.get("data-y", 0))) for a in links]
    assert places == list(lay_out(pedigree_of(TRIO), (), LABEL + 22.0).at.values())
