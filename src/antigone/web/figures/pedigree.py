"""A pedigree as people in the field draw it: squares, circles, diamonds, and who is typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.genetics.pedigree import Pedigree, Sex
from antigone.web.figures.pedigree_layout import RADIUS, Line, PedigreeLayout, lay_out

_LONGEST_LABEL = 12


@dataclass(frozen=True)
class Marks:
    """What a drawing tells of the persons besides their place.

    Args:
        typed: who gave DNA.
        missing: persons sought, each with the number under which they are sought.
        in_question: the person sought that a comparison is about, and the remains it asks about.
        labels: what stands under a symbol where it is not the id.
    """

    typed: Collection[str] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    in_question: tuple[str, str] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


def pedigree_figure(pedigree: Pedigree, marks: Marks) -> SafeString:
    """The drawing as inline SVG, with a sentence for those who do not see it."""
    layout = lay_out(pedigree)
    return format_html(
        '<svg class="pedigree{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}">{}{}{}</svg>',
        " pedigree-wide" if layout.width > 700 else "",
        *(_n(v) for v in (layout.width, layout.height, layout.width, layout.height)),
        pedigree_sentence(pedigree, marks),
        _generation_numbers(layout),
        _lines(layout),
        format_html_join("", "{}", ((_person(pedigree, p, layout, marks),) for p in pedigree.ids)),
    )


def pedigree_sentence(pedigree: Pedigree, marks: Marks) -> str:
    """What the drawing shows, in words."""
    rows = len({y for _x, y in lay_out(pedigree).at.values()})
    sentence = ngettext(
        "Pedigree of %(persons)d person in %(rows)d generations.",
        "Pedigree of %(persons)d persons in %(rows)d generations.",
        len(pedigree.persons),
    ) % {"persons": len(pedigree.persons), "rows": rows}
    typed = [_label(p, marks) for p in pedigree.ids if p in marks.typed]
    sought = [_label(p, marks) for p in pedigree.ids if p in marks.missing]
    sentence += " " + _("Typed: %s.") % (", ".join(typed) or _("nobody"))
    sentence += " " + _("Sought: %s.") % (", ".join(sought) or _("nobody"))
    if marks.in_question:
        person, remains = marks.in_question
        sentence += " " + _("The question is whether %(remains)s are %(person)s.") % {
            "remains": remains,
            "person": _label(person, marks),
        }
    return sentence


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _label(person: str, marks: Marks) -> str:
    return marks.labels.get(person, person)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def _generation_numbers(layout: PedigreeLayout) -> SafeString:
    numerals = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    return format_html_join(
        "",
        '<text x="6" y="{}" font-size="13" class="t-q">{}</text>',
        ((_n(y + 5), numeral) for numeral, y in zip(numerals, layout.row_heights, strict=False)),
    )


def _lines(layout: PedigreeLayout) -> SafeString:
    strokes = [stroke for line in layout.lines for stroke in _strokes(line, layout)]
    return format_html(
        '<g class="lines">{}</g>',
        format_html_join("", '<path class="ln" d="{}"/>', ((s,) for s in strokes)),
    )


def _strokes(line: Line, layout: PedigreeLayout) -> list[str]:
    """One path; two beside each other for a marriage of relatives."""
    level = all(y == line.points[0][1] for _x, y in line.points)
    double = line.marriage and level and line.union in layout.related
    shifts = (-2.5, 2.5) if double else (0.0,)
    return ["M" + "L".join(f"{_n(x)} {_n(y + shift)}" for x, y in line.points) for shift in shifts]


def _person(pedigree: Pedigree, person: str, layout: PedigreeLayout, marks: Marks) -> SafeString:
    x, y = layout.at[person]
    sex = pedigree.sex_of(person)
    asked = marks.in_question is not None and marks.in_question[0] == person
    parts = [_symbol(sex, "ln ln-3" if person in marks.missing else "ln")]
    if asked:
        parts.insert(0, _symbol(sex, "fl-act", RADIUS + 8))
    if person in marks.typed:
        parts.append(_lower_half(sex))
    if person in marks.missing:
        parts.append(
            format_html(
                '<text y="9" font-size="26" text-anchor="middle" class="t-b">{}</text>', "?"
            )
        )
    return format_html(
        '<g class="person" transform="translate({} {})"><title>{}</title>{}{}</g>',
        _n(x),
        _n(y),
        _title(pedigree, person, marks),
        format_html_join("", "{}", ((part,) for part in parts)),
        _caption(person, marks),
    )


def _symbol(sex: Sex, css: str, r: float = RADIUS) -> SafeString:
    if sex is Sex.MALE:
        return format_html(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
            css,
            _n(-r),
            _n(-r),
            _n(2 * r),
            _n(2 * r),
        )
    if sex is Sex.FEMALE:
        return format_html('<circle class="{}" r="{}"/>', css, _n(r))
    d = _n(r + 3)
    return format_html('<path class="{}" d="M0 -{}L{} 0L0 {}L-{} 0Z"/>', css, d, d, d, d)


def _lower_half(sex: Sex) -> SafeString:
    r, d = _n(RADIUS), _n(RADIUS + 3)
    if sex is Sex.MALE:
        return format_html('<path class="fl" d="M-{} {}V0H{}V{}Z"/>', r, r, r, r)
    if sex is Sex.FEMALE:
        return format_html('<path class="fl" d="M-{} 0A{} {} 0 0 0 {} 0Z"/>', r, r, r, r)
    return format_html('<path class="fl" d="M-{} 0L0 {}L{} 0Z"/>', d, d, d)


def _caption(person: str, marks: Marks) -> SafeString:
    return format_html(
        '<text y="{}" font-size="14" text-anchor="middle" class="t-name">{}</text>'
        '<text y="{}" font-size="12" text-anchor="middle" class="t-q">{}</text>',
        _n(RADIUS + 18),
        _short(_label(person, marks)),
        _n(RADIUS + 33),
        _short(_role(person, marks)),
    )


def _role(person: str, marks: Marks) -> str:
    if marks.in_question is not None and marks.in_question[0] == person:
        return _("%s?") % marks.in_question[1]
    if person in marks.missing:
        return marks.missing[person] or _("sought")
    return _("typed") if person in marks.typed else ""


def _title(pedigree: Pedigree, person: str, marks: Marks) -> str:
    words = [_label(person, marks)]
    words.append(
        {Sex.MALE: _("man"), Sex.FEMALE: _("woman"), Sex.UNKNOWN: _("sex not known")}[
            pedigree.sex_of(person)
        ]
    )
    if person in marks.missing:
        words.append(_("person sought"))
    if person in marks.typed:
        words.append(_("typed"))
    return ", ".join(words)
