"""The names of many persons, by part and distinct word, so that one name is compared with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.given_names import GivenNames
from antigone.evidence.name_keys import Agreements, WordKeys, WordTable, word_keys
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.records import PersonName
from antigone.evidence.written_names import WrittenName, known_parts

Numbers = NDArray[np.int64]


class NamedPersons:
    """Persons, each with the names that sources give.

    A person's words of one part are taken together, from whichever name: the family name may be the
    married one beside the first names of a passport.

    Args:
        persons: by person the names, none where nobody states one.
        names: table of given names.
        alike: Jaro-Winkler similarity from which on two words are alike.
    """

    def __init__(
        self, persons: Sequence[Sequence[PersonName]], names: GivenNames, alike: float
    ) -> None:
        self.count = len(persons)
        self.names = names
        self.alike = alike
        written = [[known_parts(name, names) for name in own] for own in persons]
        self._parts = {part: _PartWords(part, written, names, alike) for part in Part}

    def agreements(self, name: WrittenName) -> Agreements:
        """How far each part of a name agrees with that of each person, shape (3, persons)."""
        return np.stack([self._parts[part].agreements(self.keys_of(name, part)) for part in Part])

    def keys_of(self, name: WrittenName, part: Part) -> list[WordKeys]:
        """The keys of the words of one part."""
        return [word_keys(word, part, self.names) for word in name.words.get(part, ())]

    def part(self, part: Part) -> _PartWords:
        """The words of one part."""
        return self._parts[part]

    @cached_property
    def first_letter_only(self) -> NDArray[np.bool_]:
        """By part and person whether nothing but first letters is known, shape (3, persons)."""
        return np.stack([self._parts[part].first_letter_only for part in Part])


class _PartWords:
    """The distinct words of one part, and who bears which.

    Args:
        words: as written, in small letters; their place is their number.
        table: their keys.
    """

    def __init__(
        self,
        part: Part,
        persons: Sequence[Sequence[WrittenName]],
        names: GivenNames,
        alike: float,
    ) -> None:
        numbers: dict[str, int] = {}
        pairs: dict[tuple[int, int], None] = {}
        for person, own in enumerate(persons):
            for name in own:
                for word in name.words.get(part, ()):
                    pairs[person, numbers.setdefault(word, len(numbers))] = None
        self.words = tuple(numbers)
        self.table = WordTable([word_keys(word, part, names) for word in numbers], alike)
        entries = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
        self._count = len(persons)
        self._person, self._word = entries[:, 0], entries[:, 1]
        # Entries stand in the order of persons: where each person who has any begins.
        self._starts = np.flatnonzero(np.diff(self._person, prepend=-1))
        self._bearers = self._person[self._starts]

    def agreements(self, own: Sequence[WordKeys]) -> Agreements:
        """The best agreement of any word with any of each person, shape (persons,)."""
        result = np.full(self._count, Agreement.NOT_COMPARED, dtype=np.int8)
        if own and len(self._bearers):
            words = np.stack([self.table.agreements(keys) for keys in own]).max(axis=0)
            result[self._bearers] = np.maximum.reduceat(words[self._word], self._starts)
        return result

    def of_person(self, person: int) -> Numbers:
        """The words of one person."""
        first, last = np.searchsorted(self._person, (person, person + 1)).tolist()
        return self._word[first:last]

    @cached_property
    def has(self) -> NDArray[np.bool_]:
        """By person whether the part is known."""
        result = np.zeros(self._count, dtype=np.bool_)
        result[self._bearers] = True
        return result

    @cached_property
    def by_word(self) -> tuple[Numbers, ...]:
        """By word the persons who bear it."""
        order = np.argsort(self._word, kind="stable")
        starts = np.searchsorted(self._word[order], np.arange(1, len(self.words)))
        # Each person bears a word once, and a stable sort keeps them in rising order.
        return tuple(np.split(self._person[order], starts))

    @property
    def first_letter_only(self) -> NDArray[np.bool_]:
        """By person whether nothing but first letters is known."""
        result = np.zeros(self._count, dtype=np.bool_)
        if len(self._bearers):
            initial = np.array([keys.initial for keys in self.table.keys], dtype=np.bool_)
            all_initial = np.minimum.reduceat(initial[self._word], self._starts)
            result[self._bearers] = all_initial
        return result
