"""Reading the register of rules, and the codes that functions bear."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"\b([A-Z]{2}-\d{2})\b")
BEARING_NAME = re.compile(r"^(?:test_)?([a-z]{2})_(\d{2})(?:_|$)")


@dataclass(frozen=True)
class Row:
    """One line of the register."""

    code: str
    rule: str
    source: str
    enforced_by: tuple[str, ...]
    tests: tuple[str, ...]


def rows(page: str) -> tuple[Row, ...]:
    """The rules of a page in the form of docs/rules.md."""
    found = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and CODE.fullmatch(cells[0].strip("~")):
            places = [tuple(re.findall(r"`([^`]+)`", cell)) for cell in cells[3:5]]
            found.append(Row(cells[0], cells[1], cells[2], places[0], places[1]))
    return tuple(found)


@dataclass(frozen=True)
class Function:
    """A function or class, by file and name, with the codes in its name and its docstring."""

    place: str
    named: frozenset[str]
    documented: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        return self.named | self.documented


def functions(folder: Path) -> Iterator[Function]:
    """All functions and classes below a folder."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = BEARING_NAME.match(node.name)
                named = {f"{name[1].upper()}-{name[2]}"} if name else set()
                documented = set(CODE.findall(ast.get_docstring(node) or ""))
                place = f"{path.relative_to(ROOT).as_posix()}::{node.name}"
                yield Function(place, frozenset(named), frozenset(documented))


def disagreements(
    register: tuple[Row, ...], code: list[Function], tests: list[Function]
) -> list[str]:
    """All that page, code and tests do not agree on, in words."""
    found = []
    by_place = {f.place: f for f in (*code, *tests)}
    codes = [row.code for row in register]
    found += [
        f"{c} stands twice in the register"
        for c in sorted({c for c in codes if codes.count(c) > 1})
    ]
    for row in register:
        for what, places in (("enforced by", row.enforced_by), ("test", row.tests)):
            if not places:
                found.append(f"{row.code}: the register names nothing under '{what}'")
            for place in places:
                if place not in by_place:
                    found.append(f"{row.code}: there is no {place}")
                elif row.code not in by_place[place].codes:
                    found.append(f"{row.code}: {place} does not bear the code")
        if not (row.rule and row.source):
            found.append(f"{row.code}: rule or source is empty")
    for function in (*code, *tests):
        # A docstring may mention codes of other registers; only known families are rules.
        unknown = {c for c in function.codes if c[:2] in FAMILIES} - set(codes)
        found += [
            f"{function.place} bears {c}, which is not in the register" for c in sorted(unknown)
        ]
    enforced = {place for row in register for place in row.enforced_by}
    found += [
        f"{f.place} bears {', '.join(sorted(f.named))} in its name, but the register does not name it"
        for f in code
        if f.named and f.place not in enforced and next(iter(f.named))[:2] in FAMILIES
    ]
    return found


FAMILIES = frozenset(
    {
        "ID",
        "BO",
        "CO",
        "CU",
        "RE",
        "TR",
        "SH",
        "ME",
        "EX",
        "AP",
        "LA",
        "NO",
        "RA",
        "TM",
        "SI",
        "RP",
        "DE",
        "FA",
    }
)
