"""Looking a name up among very many: candidates are proposed, in order, and never merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.given_names import GivenNames
from antigone.evidence.name_comparison import CLASSES, NameClass, NameComparison, ways_to_read
from antigone.evidence.name_keys import agreement, word_keys
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.named_persons import NamedPersons, Numbers
from antigone.evidence.records import PersonName
from antigone.evidence.written_names import WrittenName


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A person whose name may be the one looked up.

    Args:
        person: place in the list.
        comparison: which parts agree, and how far.
        spelling: the words of this person that agree, family name first.
    """

    person: int
    comparison: NameComparison
    spelling: tuple[str, ...]

    @property
    def name_class(self) -> NameClass:
        """What the names have in common."""
        return self.comparison.name_class


class NameIndex:
    """The names of many persons, ready to be looked up.

    Args:
        persons: by person the names.
        names: table of given names.
        alike: Jaro-Winkler similarity from which on two words are alike.
    """

    def __init__(
        self, persons: Sequence[Sequence[PersonName]], names: GivenNames, alike: float
    ) -> None:
        self._persons = NamedPersons(persons, names, alike)
        self._looked_up: dict[tuple[Part, str], _Found] = {}

    def proposals(
        self,
        name: str | PersonName,
        *,
        at_least: NameClass = NameClass.FAMILY,
        most: int = 100,
    ) -> tuple[NameCandidate, ...]:
        """Persons whose names have at least so much in common with a name, the likeliest first.

        A text that can be understood in several ways counts in the way that agrees best. Among equals
        the order of the list holds.

        Args:
            name: as written, or with its parts known.
            at_least: class from which on a person is proposed.
            most: how many at most.
        """
        best: dict[int, tuple[NameComparison, WrittenName]] = {}
        for way in ways_to_read(name, self._persons.names):
            for person, comparison in self._compared(way, at_least):
                known = best.get(person)
                if known is None or comparison.order > known[0].order:
                    best[person] = comparison, way
        ordered = sorted(best, key=lambda person: (*(-n for n in best[person][0].order), person))
        return tuple(
            NameCandidate(person, best[person][0], self._spelling(person, *best[person]))
            for person in ordered[:most]
        )

    def _compared(
        self, name: WrittenName, at_least: NameClass
    ) -> Iterator[tuple[int, NameComparison]]:
        found = {part: self._of_words(part, name.words.get(part, ())) for part in Part}
        family, given, patronymic = (found[part].at_least(Agreement.ALIKE) for part in Part)
        candidates = family
        if at_least <= NameClass.GIVEN_AND_PATRONYMIC:
            candidates = np.union1d(candidates, np.intersect1d(given, patronymic))
        if at_least <= NameClass.GIVEN:
            candidates = np.union1d(candidates, given)
        parts = [
            found[part].of(candidates, self._compares(part, name, candidates)) for part in Part
        ]
        chosen = np.flatnonzero(CLASSES[tuple(parts)] >= max(at_least, NameClass.GIVEN))
        for place in chosen.tolist():
            comparison = NameComparison(*(Agreement(values[place]) for values in parts))
            yield int(candidates[place]), comparison

    def _compares(self, part: Part, name: WrittenName, persons: Numbers) -> NDArray[np.bool_]:
        """Whether both sides have the part."""
        has = self._persons.part(part).has[persons]
        return has if name.words.get(part) else np.zeros_like(has)

    def _of_words(self, part: Part, words: Sequence[str]) -> _Found:
        """The persons of whom a word of the part agrees with one of these."""
        for word in words:
            if (part, word) not in self._looked_up:
                self._looked_up[part, word] = self._look_up(part, word)
        return _best([self._looked_up[part, word] for word in words])

    def _look_up(self, part: Part, word: str) -> _Found:
        own = self._persons.part(part)
        values = own.table.agreements(word_keys(word, part, self._persons.names))
        agreeing = np.flatnonzero(values >= Agreement.INITIAL).tolist()
        return _best(
            [_Found(own.by_word[n], np.full(len(own.by_word[n]), values[n])) for n in agreeing]
        )

    def _spelling(
        self, person: int, comparison: NameComparison, name: WrittenName
    ) -> tuple[str, ...]:
        values = (comparison.family, comparison.given, comparison.patronymic)
        found = []
        for part, value in zip(Part, values, strict=True):
            if value >= Agreement.INITIAL:
                own = self._persons.part(part)
                keys = self._persons.keys_of(name, part)
                found += [
                    own.words[n]
                    for n in own.of_person(person).tolist()
                    if any(
                        agreement(k, own.table.keys[n], self._persons.alike) == value for k in keys
                    )
                ]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Found:
    """Persons, in rising order, of whom a part agrees, and how far."""

    persons: Numbers
    values: NDArray[np.int8]

    def at_least(self, least: Agreement) -> Numbers:
        """Those of whom it agrees at least so far."""
        return self.persons[self.values >= least]

    def of(self, persons: Numbers, compared: NDArray[np.bool_]) -> NDArray[np.int8]:
        """How far it agrees for each of some persons."""
        result = compared.astype(np.int8)  # not compared, or different
        if len(self.persons):
            places = np.searchsorted(self.persons, persons).clip(max=len(self.persons) - 1)
            result = np.where(self.persons[places] == persons, self.values[places], result)
        return result


def _best(found: Sequence[_Found]) -> _Found:
    """The best agreement of each person."""
    if len(found) == 1:
        return found[0]
    if not found:
        return _Found(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int8))
    persons = np.concatenate([one.persons for one in found])
    values = np.concatenate([one.values for one in found])
    order = np.lexsort((-values, persons))
    persons, values = persons[order], values[order]
    first = np.diff(persons, prepend=-1) > 0
    return _Found(persons[first], values[first])
