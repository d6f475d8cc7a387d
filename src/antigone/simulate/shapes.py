"""The shapes that simulated families have: who is missing, and who of the others gave DNA."""

from __future__ import annotations

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
)
"""In this order simulated families take them in turn."""
