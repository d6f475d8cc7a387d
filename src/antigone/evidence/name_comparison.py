"""Two names compared: how far each part agrees, and the class of agreement, from nothing to all parts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from antigone.evidence.given_names import GivenNames
from antigone.evidence.name_keys import WordKeys, agreement, word_keys
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.records import PersonName
from antigone.evidence.written_names import WrittenName, known_parts, read_name
from antigone.words import in_a_row, said


class NameClass(IntEnum):
    """What two names have in common, from nothing up to all parts."""

    NOTHING = 0
    GIVEN = 1
    FAMILY = 2
    GIVEN_AND_PATRONYMIC = 3
    FAMILY_AND_INITIAL = 4
    FAMILY_AND_GIVEN = 5
    ALL_PARTS = 6


@dataclass(frozen=True, slots=True)
class NameComparison:
    """How far the parts of two names agree; a part that one of them lacks is not compared."""

    family: Agreement = Agreement.NOT_COMPARED
    given: Agreement = Agreement.NOT_COMPARED
    patronymic: Agreement = Agreement.NOT_COMPARED

    @property
    def name_class(self) -> NameClass:
        """The class; another patronymic, as of a cousin, leaves a family name in common only.

        >>> NameComparison(Agreement.SAME, Agreement.ALIKE).name_class.name
        'FAMILY_AND_GIVEN'
        """
        fathers = self.patronymic is not Agreement.DIFFERENT
        if self.family < Agreement.ALIKE:
            if self.given < Agreement.ALIKE:
                return NameClass.NOTHING
            both = self.patronymic >= Agreement.ALIKE
            return NameClass.GIVEN_AND_PATRONYMIC if both else NameClass.GIVEN
        if self.given is Agreement.INITIAL and fathers:
            return NameClass.FAMILY_AND_INITIAL
        if self.given < Agreement.ALIKE or not fathers:
            return NameClass.FAMILY
        both = self.patronymic >= Agreement.ALIKE
        return NameClass.ALL_PARTS if both else NameClass.FAMILY_AND_GIVEN

    @property
    def order(self) -> tuple[int, int, int]:
        """The larger, the more the names have in common: class, parts that are the same, their sum."""
        parts = (self.family, self.given, self.patronymic)
        return self.name_class, parts.count(Agreement.SAME), sum(parts)

    def in_words(self) -> str:
        """What agrees and what does not, e.g. "family name the same, given name alike"."""
        parts = {
            said("family name"): self.family,
            said("given name"): self.given,
            said("patronymic"): self.patronymic,
        }
        found = [
            said("{part} {outcome}", part=words, outcome=_WORDS[value])
            for words, value in parts.items()
            if value is not Agreement.NOT_COMPARED
        ]
        return in_a_row(found) if found else said("no part in both")


_WORDS = {
    Agreement.DIFFERENT: said("differs"),
    Agreement.INITIAL: said("may begin so"),
    Agreement.ALIKE: said("alike"),
    Agreement.SAME: said("the same"),
}


_LEVELS = len(Agreement)
CLASSES = np.array(
    [
        NameComparison(*map(Agreement, levels)).name_class
        for levels in itertools.product(range(_LEVELS), repeat=len(Part))
    ],
    dtype=np.int8,
).reshape((_LEVELS,) * len(Part))
"""By agreement of the three parts the class, for many names at once."""


def compare_names(
    one: str | PersonName, two: str | PersonName, names: GivenNames, alike: float
) -> NameComparison:
    """How far two names agree, in any scripts; a text is read in the way that agrees best.

    Args:
        one, two: a name as written, or with its parts known.
        names: table of given names.
        alike: Jaro-Winkler similarity from which on two words are alike.

    >>> from antigone.evidence.tables import load_tables
    >>> names = load_tables().given_names
    >>> compare_names("Mykola Shcherbakov", "ЩЕРБАКОВ Николай Петрович", names, 0.9).in_words()
    'family name the same, given name the same'
    """
    ways = itertools.product(_read(one, names), _read(two, names))
    found = (NameComparison(*(_part(a[part], b[part], alike) for part in Part)) for a, b in ways)
    return max(found, key=lambda comparison: comparison.order, default=NameComparison())


def _read(name: str | PersonName, names: GivenNames) -> list[dict[Part, list[WordKeys]]]:
    """For each way in which a name can be understood, by part the keys of its words."""
    return [
        {part: [word_keys(word, part, names) for word in way.words.get(part, ())] for part in Part}
        for way in ways_to_read(name, names)
    ]


def ways_to_read(name: str | PersonName, names: GivenNames) -> tuple[WrittenName, ...]:
    """The parts of a name; of a text in each way in which it can be understood."""
    if isinstance(name, PersonName):
        return (known_parts(name, names),)
    return tuple(reading.name for reading in read_name(name, names))


def _part(one: Sequence[WordKeys], two: Sequence[WordKeys], alike: float) -> Agreement:
    """The best of all pairs of words."""
    found = (agreement(a, b, alike) for a in one for b in two)
    return max(found, default=Agreement.NOT_COMPARED)
