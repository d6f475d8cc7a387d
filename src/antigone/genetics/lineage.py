"""The paternal and the maternal line of a pedigree: who shares it with a person, and how far away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antigone.genetics.pedigree import Pedigree, Sex


class LineRefused(ValueError):
    """A line cannot be derived from the pedigree; the message says why."""


class Line(StrEnum):
    """What is inherited from one parent only: the Y chromosome, mitochondrial DNA."""

    PATERNAL = "Y"
    MATERNAL = "mt"


@dataclass(frozen=True, slots=True)
class LineMember:
    """A person of the line, and the meioses between them and the person sought."""

    person: str
    meioses: int


def line_of(pedigree: Pedigree, person: str, line: Line) -> tuple[LineMember, ...]:
    """Everybody else who has the person's Y chromosome or mitochondrial DNA by the pedigree.

    Y passes from fathers to sons, mitochondrial DNA from mothers to all children. Nearest first, then
    in the order of the pedigree.

    Args:
        pedigree: any shape; persons who are connected only outside it are not found.
        person: whose line it is.
        line: which of the two.

    Raises:
        KeyError: the person is not in the pedigree.
        LineRefused: the paternal line of somebody who is not recorded as a man.

    >>> from antigone.genetics.pedigree import pedigree_of
    >>> family = pedigree_of([("F", None, None, "M"), ("M", None, None, "F"),
    ...                       ("S", "F", "M", "M"), ("D", "F", "M", "F")])
    >>> [m.person for m in line_of(family, "S", Line.PATERNAL)]
    ['F']
    >>> [(m.person, m.meioses) for m in line_of(family, "S", Line.MATERNAL)]
    [('M', 1), ('D', 2)]
    """
    own = _ancestors(pedigree, person, line)
    members = []
    for other in pedigree.persons:
        if other.id == person or not _carries(pedigree, other.id, line):
            continue
        theirs = _ancestors(pedigree, other.id, line)
        shared = [ancestor for ancestor in own if ancestor in theirs]
        if shared:
            members.append(LineMember(other.id, own.index(shared[0]) + theirs.index(shared[0])))
    return tuple(sorted(members, key=lambda member: member.meioses))


def _ancestors(pedigree: Pedigree, person: str, line: Line) -> list[str]:
    """The person, their father (mother), his father, and so on."""
    if not _carries(pedigree, person, line):
        raise LineRefused(
            f"{person!r} is not recorded as a man; only men have a paternal line of the Y chromosome"
        )
    found = [person]
    while True:
        last = pedigree.by_id[found[-1]]
        parent = last.father if line is Line.PATERNAL else last.mother
        if parent is None:
            return found
        found.append(parent)


def _carries(pedigree: Pedigree, person: str, line: Line) -> bool:
    return line is Line.MATERNAL or pedigree.sex_of(person) is Sex.MALE
