"""The page `docs/validation.md`: sections of lines, each a worst error with its bound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"

_HEAD = """# Validation against independent programs

Written by `python -m verification`, which reads the reference values beside the repository
(`../shared/reference`) and computes every one of them anew. The reference programs are named in each
section; their conventions stand in the README beside the values.

An error of a likelihood is relative, one of a log10 LR or a posterior is absolute. Errors are rounded
up to a power of ten, at least a hundredth of the bound, so that the page does not change with the processor.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One group of results: how many agree within `bound`, and the worst error."""

    name: str
    cases: int
    worst: float
    bound: float

    @property
    def holds(self) -> bool:
        """Whether the worst error is within the bound."""
        return self.worst <= self.bound


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with one sentence, and its lines."""

    title: str
    about: str
    measure: str
    lines: Sequence[Line]


def page(sections: Sequence[Section]) -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *(_section(s) for s in sections)])


def _section(section: Section) -> str:
    rows = [
        f"| {line.name} | {line.cases} | {_upwards(line)} | {line.bound:.0e} | "
        f"{'yes' if line.holds else '**no**'} |"
        for line in section.lines
    ]
    head = f"| group | cases | worst {section.measure} | bound | holds |\n|---|---:|---:|---:|---|"
    return f"## {section.title}\n\n{section.about}\n\n{head}\n" + "\n".join(rows) + "\n"


def _upwards(line: Line) -> str:
    """The worst error rounded up to a power of ten.

    Rounding errors differ between processors: a hundredth of the bound and all below read alike.
    """
    if not math.isfinite(line.worst):
        return "wrong"
    least = max(line.bound / 100.0, 1e-12)
    return f"≤ 1e{math.ceil(math.log10(max(line.worst, least)) - 1e-9)}"
