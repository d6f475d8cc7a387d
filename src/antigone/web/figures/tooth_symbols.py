"""One tooth as odontologists draw it: five surfaces, and a shape or pattern for each finding.

The finding is told without colour, so that a chart is read in black and white as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from antigone.evidence.tooth_codes import Coarse, Finding, Material
from antigone.web.figures.numbers import coordinate


@dataclass(frozen=True, slots=True)
class DrawnTooth:
    """A tooth as one chart has it.

    Args:
        number: FDI number.
        finding: what was read in its codes; it decides the symbol.
        codes: as recorded.
        words: what the codes say, in the language of the page.
    """

    number: int
    finding: Finding
    codes: str
    words: str


def tooth_symbol(finding: Finding) -> SafeString:
    """The symbol of a finding by itself, for a key."""
    drawn = symbol(DrawnTooth(36, finding, "", ""), 0.0, 0.0, 14.0)
    return SafeString(f'<svg viewBox="-3 -3 20 20" aria-hidden="true">{drawn}</svg>')


def tooth_drawing(tooth: DrawnTooth) -> SafeString:
    """A tooth by itself, its surfaces on their own sides; hidden, for its words stand beside it."""
    drawn = symbol(tooth, 0.0, 0.0, 28.0)
    return SafeString(f'<svg viewBox="-4 -4 36 36" aria-hidden="true">{drawn}</svg>')


def label(x: float, y: float, text: str, classes: str, size: float) -> str:
    """A short text whose middle is at x and whose foot is at y."""
    return (
        f'<text x="{coordinate(x)}" y="{coordinate(y)}" font-size="{coordinate(size)}" '
        f'text-anchor="middle" class="{classes}">{escape(text)}</text>'
    )


_FILLS = {
    Material.METAL: "currentColor",
    Material.TOOTH_COLOURED: "url(#hatch)",
    None: "url(#lines)",
}


def symbol(tooth: DrawnTooth, x: float, y: float, size: float) -> str:
    """The symbol of a tooth, its upper left corner at (x, y)."""
    return (
        f'<g transform="translate({coordinate(x)} {coordinate(y)})">'
        f'<rect class="box" width="{coordinate(size)}" height="{coordinate(size)}"/>'
        f"{_body(tooth, size)}</g>"
    )


def _body(tooth: DrawnTooth, s: float) -> str:
    finding = tooth.finding
    match finding.coarse:
        case Coarse.MISSING:
            return _cross(s) + (_bar(s) if finding.replaced else "")
        case Coarse.LOST_AFTER_DEATH:
            start = f"{coordinate(s * 0.3)} {coordinate(s / 2)}"
            dash = f'<path class="ln-q" d="M{start}h{coordinate(s * 0.4)}"/>'
            return _frame(s, "ln ln-dash") + dash
        case Coarse.UNERUPTED:
            middle = coordinate(s / 2)
            return f'<circle class="ln ln-dash" cx="{middle}" cy="{middle}" r="{coordinate(s / 2 - 1)}"/>'
        case Coarse.NO_INFORMATION:
            return no_information(0, 0, s)
        case Coarse.PRESENT:
            return _frame(s, "ln")
        case Coarse.DAMAGED if finding.broken:
            zigzag = "".join(
                f"l{coordinate(s / 4)} {sign}{coordinate(s / 3)}" for sign in ("-", "") * 2
            )
            return _frame(s, "ln") + f'<path class="ln" d="M0 {coordinate(s * 0.66)}{zigzag}"/>'
        case Coarse.DAMAGED:
            return _polygon(tooth, "O", s, "url(#dots)") + _surfaces(s)
        case Coarse.CROWNED:
            wide = coordinate(s + 5)
            ring = f'<rect class="ln" x="-2.5" y="-2.5" width="{wide}" height="{wide}" rx="5"/>'
            return _polygon(tooth, "O", s, "currentColor") + _surfaces(s) + ring
        case Coarse.FILLED if not finding.surfaces:
            middle, r = coordinate(s / 2), coordinate(s * 0.28)
            fill = _FILLS[finding.material]
            return _frame(s, "ln") + (
                f'<circle cx="{middle}" cy="{middle}" r="{r}" fill="{fill}" stroke="currentColor"/>'
            )
        case _:
            fill = _FILLS[finding.material]
            filled = "".join(_polygon(tooth, surface, s, fill) for surface in finding.surfaces)
            return filled + _surfaces(s)


def _frame(s: float, classes: str) -> str:
    return f'<rect class="{classes}" width="{coordinate(s)}" height="{coordinate(s)}"/>'


def _surfaces(s: float) -> str:
    """The outline of five surfaces."""
    i, o = coordinate(s * 0.3), coordinate(s * 0.7)
    side = coordinate(s)
    return (
        f'<path class="surfaces" fill="none" stroke="currentColor" d="M0 0H{side}V{side}H0Z'
        f"M{i} {i}H{o}V{o}H{i}ZM0 0L{i} {i}M{side} 0L{o} {i}M{side} {side}L{o} {o}"
        f'M0 {side}L{i} {o}"/>'
    )


def _polygon(tooth: DrawnTooth, surface: str, s: float, fill: str) -> str:
    """One surface: mesial lies towards the middle of the jaw, vestibular outside."""
    right, upper = tooth.number // 10 in (1, 4, 5, 8), tooth.number // 10 in (1, 2, 5, 6)
    side = {
        "V": "top" if upper else "bottom",
        "L": "bottom" if upper else "top",
        "M": "right" if right else "left",
        "D": "left" if right else "right",
        "O": "middle",
    }[surface]
    i, o = coordinate(s * 0.3), coordinate(s * 0.7)
    z = coordinate(s)
    points = {
        "top": f"0,0 {z},0 {o},{i} {i},{i}",
        "bottom": f"{i},{o} {o},{o} {z},{z} 0,{z}",
        "left": f"0,0 {i},{i} {i},{o} 0,{z}",
        "right": f"{z},0 {z},{z} {o},{o} {o},{i}",
        "middle": f"{i},{i} {o},{i} {o},{o} {i},{o}",
    }[side]
    return f'<polygon class="surface-{surface}" points="{points}" fill="{fill}"/>'


def _cross(s: float) -> str:
    inner = coordinate(s - 3)
    return f'<path class="ln" d="M3 3L{inner} {inner}M{inner} 3L3 {inner}"/>'


def _bar(s: float) -> str:
    """What stands in the place of a missing tooth."""
    return f'<path class="ln ln-3" d="M2 {coordinate(s / 2)}H{coordinate(s - 2)}"/>'


def no_information(x: float, y: float, s: float) -> str:
    """The symbol of a place of which nothing is known."""
    size = coordinate(s)
    return (
        f'<g><rect class="ln-q ln-dash" x="{coordinate(x)}" y="{coordinate(y)}" width="{size}" '
        f'height="{size}"/>{label(x + s / 2, y + s / 2 + s * 0.16, "?", "t-q", s * 0.46)}</g>'
    )
