"""A pedigree as people in the field draw it: squares, circles, diamonds, and who is typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html import escape

from antigone.genetics.pedigree import Pedigree, Sex
from antigone.web.figures.numbers import coordinate
from antigone.web.figures.pedigree_layout import LABEL, RADIUS, Line, PedigreeLayout, lay_out

WIDE = 700.0
"""A drawing wider than this needs the whole width of a page."""

_LONGEST_LABEL = 12
_THIRD_LINE = 16.0
_BELOW_RING = 6.0
_HALF_TARGET = 47.0
"""Half the width of what is touched to choose a person: neighbours do not overlap."""


@dataclass(frozen=True)
class Marks:
    """What a drawing tells of the persons besides their place.

    Args:
        typed: who gave DNA.
        missing: persons sought, each with what stands below the name, such as a number.
        in_question: the person sought that a comparison is about, and what stands below the name.
        labels: what stands under a symbol where it is not the id.
        roles: what stands below the name where nothing else does, such as a relation.
        died: who has died.
        could_give: who could still give a sample, each with what stands there, such as a gain.
        couples: who are a couple, with children or without.
        links: the address behind each person; with them the drawing is chosen from, not only seen.
        chosen: the person that is chosen.
    """

    typed: Collection[str] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    in_question: tuple[str, str] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    died: Collection[str] = ()
    could_give: Mapping[str, str] = field(default_factory=dict)
    couples: Collection[tuple[str, str]] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    chosen: str | None = None

    def label(self, person: str) -> str:
        """The name under which a person is drawn."""
        return self.labels.get(person, person)


@dataclass(frozen=True)
class Words:
    """The texts of a drawing, in the language of the page."""

    label: str  # what the drawing shows, in a sentence or two
    man: str
    woman: str
    sex_unknown: str
    typed: str
    sought: str
    died: str = ""
    could_give: str = ""


def pedigree_figure(pedigree: Pedigree, marks: Marks, words: Words) -> str:
    """The drawing as inline SVG, with a sentence for those who do not see it."""
    layout = lay_out(pedigree, marks.couples, LABEL + _extra(marks))
    size = f'width="{coordinate(layout.width)}" height="{coordinate(layout.height)}"'
    wide = " pedigree-wide" if layout.width > WIDE else ""
    people = "".join(_person(pedigree, p, layout, marks, words) for p in pedigree.ids)
    # Where persons are links, what is touched lies below the lines and must be heard one by one.
    role, drawn = (
        ("img", _lines(layout) + people) if not marks.links else ("group", people + _lines(layout))
    )
    return (
        f'<svg class="pedigree{wide}" {size} role="{role}" aria-label="{escape(words.label)}" '
        f'viewBox="0 0 {coordinate(layout.width)} {coordinate(layout.height)}">'
        f"{_generation_numbers(layout)}{drawn}</svg>"
    )


def _drop(marks: Marks) -> float:
    """How much lower than usual the names stand, so that no ring touches them."""
    return _BELOW_RING if marks.could_give else 0.0


def _extra(marks: Marks) -> float:
    """Room below each symbol, besides the usual."""
    return _drop(marks) + (_THIRD_LINE if any(marks.could_give.values()) else 0.0)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def _generation_numbers(layout: PedigreeLayout) -> str:
    numerals = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    return "".join(
        f'<text x="6" y="{coordinate(y + 5)}" font-size="13" class="t-q">{numeral}</text>'
        for numeral, y in zip(numerals, layout.row_heights, strict=False)
    )


def _lines(layout: PedigreeLayout) -> str:
    strokes = (stroke for line in layout.lines for stroke in _strokes(line, layout))
    paths = "".join(f'<path class="ln" d="{stroke}"/>' for stroke in strokes)
    return f'<g class="lines no-touch">{paths}</g>'


def _strokes(line: Line, layout: PedigreeLayout) -> list[str]:
    """One path; two beside each other for a marriage of relatives."""
    level = all(y == line.points[0][1] for _x, y in line.points)
    double = line.marriage and level and line.union in layout.related
    shifts = (-2.5, 2.5) if double else (0.0,)
    return [
        "M" + "L".join(f"{coordinate(x)} {coordinate(y + shift)}" for x, y in line.points)
        for shift in shifts
    ]


def _person(
    pedigree: Pedigree, person: str, layout: PedigreeLayout, marks: Marks, words: Words
) -> str:
    x, y = layout.at[person]
    sex = pedigree.sex_of(person)
    asked = marks.in_question is not None and marks.in_question[0] == person
    body = _symbol(sex, "fl-act", RADIUS + 8) if asked else ""
    body += _symbol(sex, "ln ln-3" if person in marks.missing else "ln")
    body += _lower_half(sex) if person in marks.typed else ""
    if person in marks.missing:
        body += '<text y="9" font-size="26" text-anchor="middle" class="t-b">?</text>'
    if person in marks.died:
        body += '<path class="ln" d="M-28 28L28 -28"/>'
    if person in marks.could_give:
        body += f'<circle class="ln c-act ln-dash" r="{coordinate(RADIUS + 9)}"/>'
    at = f"translate({coordinate(x)} {coordinate(y)})"
    title = escape(_title(sex, person, marks, words))
    shown = body + _caption(person, marks, words)
    if person not in marks.links:
        return f'<g class="person" transform="{at}"><title>{title}</title>{shown}</g>'
    return _link(person, at, title, shown, marks, layout)


def _link(
    person: str, at: str, title: str, shown: str, marks: Marks, layout: PedigreeLayout
) -> str:
    """A person to be chosen: the whole field with symbol and name is what is touched."""
    x, y = layout.at[person]
    chosen = person == marks.chosen
    height = 2 * RADIUS + 50 + _extra(marks)
    field_touched = (
        f'<rect class="box{" current" if chosen else ""}" x="-{coordinate(_HALF_TARGET)}" '
        f'y="-{coordinate(RADIUS + 12)}" width="{coordinate(2 * _HALF_TARGET)}" '
        f'height="{coordinate(height)}" rx="4"/>'
    )
    current = ' aria-current="true"' if chosen else ""
    number = list(marks.links).index(person) + 1
    return (
        f'<a class="person" id="person-{number}" href="{escape(marks.links[person])}" '
        f'aria-label="{title}"{current} data-x="{coordinate(x)}" data-y="{coordinate(y)}">'
        f'<g transform="{at}">{field_touched}{shown}</g></a>'
    )


def _symbol(sex: Sex, css: str, r: float = RADIUS) -> str:
    n = coordinate(r)
    if sex is Sex.MALE:
        side = coordinate(2 * r)
        return f'<rect class="{css}" x="-{n}" y="-{n}" width="{side}" height="{side}"/>'
    if sex is Sex.FEMALE:
        return f'<circle class="{css}" r="{n}"/>'
    d = coordinate(r + 3)
    return f'<path class="{css}" d="M0 -{d}L{d} 0L0 {d}L-{d} 0Z"/>'


def _lower_half(sex: Sex) -> str:
    r, d = coordinate(RADIUS), coordinate(RADIUS + 3)
    paths = {
        Sex.MALE: f"M-{r} {r}V0H{r}V{r}Z",
        Sex.FEMALE: f"M-{r} 0A{r} {r} 0 0 0 {r} 0Z",
        Sex.UNKNOWN: f"M-{d} 0L0 {d}L{d} 0Z",
    }
    return f'<path class="fl" d="{paths[sex]}"/>'


def _caption(person: str, marks: Marks, words: Words) -> str:
    name, below = _short(marks.label(person)), _short(_role(person, marks, words))
    y, gain = RADIUS + _drop(marks), marks.could_give.get(person, "")
    lines = [(18, "14", "t-name", name), (33, "12", "t-q", below)]
    lines += [(49, "12.5", "t-b", gain)] if gain else []
    return "".join(
        f'<text y="{coordinate(y + lower)}" font-size="{size}" text-anchor="middle" '
        f'class="{css}">{escape(text)}</text>'
        for lower, size, css, text in lines
    )


def _role(person: str, marks: Marks, words: Words) -> str:
    if marks.in_question is not None and marks.in_question[0] == person:
        return marks.in_question[1]
    if person in marks.missing:
        return marks.missing[person]
    return marks.roles.get(person) or (words.typed if person in marks.typed else "")


def _title(sex: Sex, person: str, marks: Marks, words: Words) -> str:
    sexes = {Sex.MALE: words.man, Sex.FEMALE: words.woman, Sex.UNKNOWN: words.sex_unknown}
    parts = [marks.label(person), sexes[sex]]
    parts += [words.sought] if person in marks.missing else []
    parts += [marks.roles[person]] if marks.roles.get(person) else []
    parts += [words.typed] if person in marks.typed else []
    parts += [words.died] if person in marks.died else []
    parts += [words.could_give] if person in marks.could_give else []
    parts += [marks.could_give[person]] if marks.could_give.get(person) else []
    return ", ".join(parts)
