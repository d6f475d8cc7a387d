"""Tooth charts as odontologists draw them: four quadrants, the person's right on the left.

Codes stand beside a tooth, words behind it, for those who point at it or have it read to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from antigone.evidence.records import Verdict
from antigone.evidence.tooth_codes import Coarse
from antigone.web.figures.numbers import coordinate
from antigone.web.figures.tooth_symbols import DrawnTooth, label, no_information, symbol

SIZE = 28.0
MILK_SIZE = 18.0
STEP = 41
"""From one tooth to the next."""

QUADRANTS = (1, 2, 4, 3)
"""In the order in which they are drawn: upper right, upper left, lower right, lower left."""

_WIDTH = 336
_LONGEST_CODES = 8
_SURFACE_LETTERS = frozenset("MOIDVBFL")


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """One place of two charts.

    Args:
        number: FDI number by which the place is named.
        am, pm: the person sought and the remains; None where a chart has no entry.
        verdict: None where one side has no information.
        overruled: an odontologist's opinion stands in place of the program's.
        words: both findings and the reason, in the language of the page.
    """

    number: int
    am: DrawnTooth | None
    pm: DrawnTooth | None
    verdict: Verdict | None
    overruled: bool
    words: str


@dataclass(frozen=True)
class Words:
    """The texts of a chart, in the language of the page.

    Args:
        label: what the figure shows, e.g. "Teeth of PM-0147".
        quadrants: name of each quadrant, 1 to 4.
        tooth: "Tooth %(number)s: %(words)s".
        no_entry: of a place that the chart leaves out.
        nothing: of a quadrant in which nothing is to be told.
        verdicts: name of each verdict.
    """

    label: str
    quadrants: Mapping[int, str]
    tooth: str
    no_entry: str
    nothing: str
    verdicts: Mapping[Verdict, str]


def odontogram(teeth: Mapping[int, DrawnTooth], words: Words) -> SafeString:
    """One chart: permanent teeth outside, milk teeth inside where the chart has any.

    Args:
        teeth: by FDI number; those that are absent have no entry in the chart.
        words: texts of the figure.
    """
    milk = any(number > 50 for number in teeth)
    return _quadrants([_chart_quadrant(q, teeth, milk, words) for q in QUADRANTS])


def odontogram_pair(places: Mapping[int, ComparedPlace], words: Words) -> SafeString:
    """Two charts: the person sought above, the remains below, what a comparison finds between them.

    Args:
        places: by the FDI number of the permanent tooth; those that are absent have no entry in
            either chart.
        words: texts of the figure.
    """
    return _quadrants([_pair_quadrant(q, places, words) for q in QUADRANTS])


def verdict_symbol(verdict: Verdict | None, *, overruled: bool = False) -> SafeString:
    """The symbol of a verdict by itself, for a key; a ring: an odontologist's own."""
    drawn = _verdict(verdict, overruled, 12.0, 12.0)
    return SafeString(f'<svg viewBox="0 0 24 24" aria-hidden="true">{drawn}</svg>')


def _quadrants(quadrants: Sequence[str]) -> SafeString:
    return SafeString(f'<div class="odonto">{"".join(quadrants)}</div>')


def _order(quadrant: int) -> Sequence[int]:
    """The FDI numbers of the permanent teeth of a quadrant from left to right."""
    from_the_middle = [10 * quadrant + place for place in range(1, 9)]
    return from_the_middle[::-1] if quadrant in (1, 4) else from_the_middle


def _figure(
    quadrant: int, height: int, told: Sequence[str], parts: Sequence[str], of: Words
) -> str:
    label = f"{of.label}, {of.quadrants[quadrant]}: {'; '.join(told) or of.nothing}"
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


# One chart ---------------------------------------------------------------------------------------


def _chart_quadrant(
    quadrant: int, teeth: Mapping[int, DrawnTooth], milk: bool, words: Words
) -> str:
    upper = quadrant in (1, 2)
    height = 122 if milk else 76
    # Lower quadrants are upper ones turned upside down: y is counted from the outer edge.
    number_y, tooth_y, codes_y = (14, 24, 66) if upper else (height - 4, height - 52, height - 58)
    milk_y, milk_number_y = (78, 110) if upper else (height - 96, height - 101)
    parts, told = [], []
    for column, number in enumerate(_order(quadrant)):
        x, milk_number = 4 + column * STEP, number + 40
        tooth, shed = teeth.get(number), teeth.get(milk_number)
        parts.append(label(x + 20, number_y, str(number), "t-b", 12))
        parts.append(_placed(tooth, number, x + 6, tooth_y, words, waits=shed is not None))
        parts.append(_codes(tooth, x + 20, codes_y))
        if shed is not None:
            parts.append(_titled(shed, x + 11, milk_y, MILK_SIZE, words))
            parts.append(label(x + 20, milk_number_y, str(milk_number), "t-q", 10.5))
        told += [f"{t.number} {t.words}" for t in (tooth, shed) if t is not None and _tells(t)]
    return _figure(quadrant, height, told, parts, words)


def _tells(tooth: DrawnTooth) -> bool:
    return tooth.finding.coarse not in (Coarse.SOUND, Coarse.NO_INFORMATION)


def _placed(
    tooth: DrawnTooth | None, number: int, x: float, y: float, words: Words, *, waits: bool
) -> str:
    if tooth is not None:
        return _titled(tooth, x, y, SIZE, words)
    # Where a milk tooth is charted, nobody expects an entry for the permanent one.
    body = f'<path class="ln-q" d="M{x + 9} {y + 14}h10"/>' if waits else no_information(x, y, SIZE)
    title = words.tooth % {"number": number, "words": words.no_entry}
    return f"<g><title>{escape(title)}</title>{body}</g>"


def _titled(tooth: DrawnTooth, x: float, y: float, size: float, words: Words) -> str:
    title = words.tooth % {"number": tooth.number, "words": tooth.words}
    return f'<g class="tooth"><title>{escape(title)}</title>{symbol(tooth, x, y, size)}</g>'


def _codes(tooth: DrawnTooth | None, x: float, y: float) -> str:
    """The codes of a tooth as they fit beside it; surfaces are drawn, sound teeth need no code."""
    if tooth is None or not _tells(tooth):
        return ""
    words = (word for word in tooth.codes.split() if not set(word) <= _SURFACE_LETTERS)
    codes = " ".join(words)
    if len(codes) > _LONGEST_CODES:
        codes = f"{codes[: _LONGEST_CODES - 1].rstrip()}…"
    # Long ones are drawn together, so that they do not touch those of the next tooth.
    fit = ' textLength="39" lengthAdjust="spacingAndGlyphs"' if len(codes) > 6 else ""
    return (
        f'<text x="{coordinate(x)}" y="{coordinate(y)}" font-size="10.5" text-anchor="middle" '
        f'class="t-q"{fit}>{escape(codes)}</text>'
    )


# Two charts --------------------------------------------------------------------------------------

_PAIR_HEIGHT = 146
_TINTS = {Verdict.EXPLAINED: "fl-care", Verdict.UNEXPLAINABLE: "fl-broken"}


def _pair_quadrant(quadrant: int, places: Mapping[int, ComparedPlace], words: Words) -> str:
    parts, told = [], []
    for column, number in enumerate(_order(quadrant)):
        x, place = 4.0 + column * STEP, places.get(number)
        parts.append(label(x + 20, 13, str(place.number if place else number), "t-b", 12))
        if place is None:
            title = words.tooth % {"number": number, "words": words.no_entry}
            body = no_information(x + 6, 34, SIZE) + no_information(x + 6, 96, SIZE)
            parts.append(f"<g><title>{escape(title)}</title>{body}</g>")
            continue
        parts.append(_place(place, x))
        if place.verdict in _TINTS:
            told.append(f"{place.number} {words.verdicts[place.verdict]}")
    return _figure(quadrant, _PAIR_HEIGHT, told, parts, words)


def _place(place: ComparedPlace, x: float) -> str:
    tint = _TINTS.get(place.verdict, "") if place.verdict else ""
    ground = (
        f'<rect class="{tint}" x="{coordinate(x + 0.5)}" y="17" width="39" height="126" rx="3"/>'
        if tint
        else ""
    )
    return (
        f"<g><title>{escape(place.words)}</title>{ground}"
        f"{_of_pair(place.am, x, 34, 28)}{_of_pair(place.pm, x, 96, 138)}"
        f"{_verdict(place.verdict, place.overruled, x + 20, 79)}</g>"
    )


def _of_pair(tooth: DrawnTooth | None, x: float, y: float, codes_y: float) -> str:
    if tooth is None:
        return no_information(x + 6, y, SIZE)
    inset = (SIZE - MILK_SIZE) / 2 if tooth.finding.deciduous else 0.0
    drawn = symbol(tooth, x + 6 + inset, y + inset, SIZE - 2 * inset)
    return drawn + _codes(tooth, x + 20, codes_y)


def _verdict(verdict: Verdict | None, overruled: bool, x: float, y: float) -> str:
    at = f"{coordinate(x)} {coordinate(y)}"
    ring = f'<circle class="ln-q" cx="{coordinate(x)}" cy="{coordinate(y)}" r="11"/>'
    match verdict:
        case Verdict.CONSISTENT:
            mark = f'<path class="ln" d="M{at}m-5 -2.5h10m-10 5h10"/>'
        case Verdict.EXPLAINED:
            mark = f'<path class="ln c-care" d="M{at}m0 -7v12m-4.5 -4l4.5 5l4.5 -5"/>'
        case Verdict.UNEXPLAINABLE:
            mark = f'<path class="ln ln-3 c-broken" d="M{at}m-6 -3h12m-12 6h12m-3 -11l-6 16"/>'
        case None:
            mark = f'<circle class="fl c-q" cx="{coordinate(x)}" cy="{coordinate(y)}" r="1.8"/>'
    return mark + (ring if overruled else "")
