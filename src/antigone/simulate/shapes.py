"""The shapes that simulated families have: who is missing, and who of the others gave DNA."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.genetics.pedigree import Sex


@dataclass(frozen=True)
class Member:
    """A member of a family under the word for what they are in it; sex unknown means: either."""

    word: str
    father: str | None = None
    mother: str | None = None
    sex: Sex = Sex.UNKNOWN


@dataclass(frozen=True)
class Shape:
    """A family: its members, parents before children, who is missing and who gave DNA."""

    name: str
    members: tuple[Member, ...]
    missing: tuple[str, ...]
    donors: tuple[str, ...]


_FATHER = Member("father", sex=Sex.MALE)
_MOTHER = Member("mother", sex=Sex.FEMALE)
_GRANDFATHER = Member("grandfather", sex=Sex.MALE)
_GRANDMOTHER = Member("grandmother", sex=Sex.FEMALE)
_HUSBAND = Member("husband", sex=Sex.MALE)
_WIFE = Member("wife", sex=Sex.FEMALE)


def _child(word: str, sex: Sex = Sex.UNKNOWN) -> Member:
    return Member(word, "father", "mother", sex)


SHAPES = (
    Shape(
        "both parents",
        (_FATHER, _MOTHER, _child("child")),
        missing=("child",),
        donors=("father", "mother"),
    ),
    Shape(
        "wife and child",
        (_HUSBAND, _WIFE, Member("child", "husband", "wife")),
        missing=("husband",),
        donors=("wife", "child"),
    ),
    Shape(
        "two brothers",
        (
            _FATHER,
            _MOTHER,
            _child("elder", Sex.MALE),
            _child("younger", Sex.MALE),
            _child("sibling"),
        ),
        missing=("elder", "younger"),
        donors=("mother", "sibling"),
    ),
    Shape(
        "a sibling",
        (_FATHER, _MOTHER, _child("child"), _child("sibling")),
        missing=("child",),
        donors=("sibling",),
    ),
    Shape(
        "grandmother and uncle",
        (
            _GRANDFATHER,
            _GRANDMOTHER,
            Member("uncle", "grandfather", "grandmother", Sex.MALE),
            Member("father", "grandfather", "grandmother", Sex.MALE),
            _MOTHER,
            _child("child"),
        ),
        missing=("child",),
        donors=("grandmother", "uncle"),
    ),
    Shape(
        "three generations",
        (
            _GRANDFATHER,
            _GRANDMOTHER,
            Member("father", "grandfather", "grandmother", Sex.MALE),
            _MOTHER,
            _child("child"),
        ),
        missing=("father", "child"),
        donors=("grandfather", "grandmother", "mother"),
    ),
    Shape(
        "a half-sibling",
        (
            _FATHER,
            _MOTHER,
            _child("child"),
            _HUSBAND,
            Member("half-sibling", "husband", "mother"),
        ),
        missing=("child",),
        donors=("half-sibling",),
    ),
    Shape(
        "parents who are cousins",
        (
            _GRANDFATHER,
            _GRANDMOTHER,
            Member("grandfather's son", "grandfather", "grandmother", Sex.MALE),
            Member("grandfather's daughter", "grandfather", "grandmother", Sex.FEMALE),
            Member("father", "grandfather's son", None, Sex.MALE),
            Member("mother", None, "grandfather's daughter", Sex.FEMALE),
            _child("child"),
            _child("sibling"),
        ),
        missing=("child",),
        donors=("mother", "sibling"),
    ),
    Shape(
        "mother and sibling",
        (_FATHER, _MOTHER, _child("child"), _child("sibling")),
        missing=("child",),
        donors=("mother", "sibling"),
    ),
    Shape(
        "wife and two children",
        (
            _HUSBAND,
            _WIFE,
            Member("child", "husband", "wife"),
            Member("second child", "husband", "wife"),
        ),
        missing=("husband",),
        donors=("wife", "child", "second child"),
    ),
    Shape(
        "two siblings",
        (_FATHER, _MOTHER, _child("child"), _child("sibling"), _child("second sibling")),
        missing=("child",),
        donors=("sibling", "second sibling"),
    ),
    Shape(
        "three siblings",
        (_FATHER, _MOTHER, _child("first"), _child("second"), _child("third")),
        missing=("first", "second", "third"),
        donors=("father", "mother"),
    ),
)
"""All shapes that a simulated family may have."""


def shapes_in_turn(families: int, weights: Mapping[str, float]) -> tuple[Shape, ...]:
    """The shape of each of so many families: in turn, each as often as its weight says.

    Next is always the shape that is furthest behind its share, so that any stretch of families holds
    each shape within one of its due number.

    >>> [shape.name for shape in shapes_in_turn(3, {"both parents": 2.0, "a sibling": 1.0})]
    ['both parents', 'a sibling', 'both parents']
    """
    taking_part = [shape for shape in SHAPES if weights.get(shape.name, 0.0) > 0.0]
    due = [weights[shape.name] for shape in taking_part]
    total, behind = sum(due), [0.0] * len(due)
    found = []
    for _ in range(families):
        behind = [b + d / total for b, d in zip(behind, due, strict=True)]
        chosen = max(range(len(due)), key=lambda i: behind[i])
        behind[chosen] -= 1.0
        found.append(taking_part[chosen])
    return tuple(found)
