"""All persons compared with all by name at once: who may be sought twice.

The same finds as `name_index.NameIndex.proposals` gives one name after the other, from
`NameClass.FAMILY_AND_INITIAL` on. Given names are few, so everybody whose given name agrees is found
first, and family names are compared only among these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.evidence.jaro_winkler import Encoded, any_alike, encoded
from antigone.evidence.name_comparison import CLASSES, NameClass, NameComparison
from antigone.evidence.name_keys import WordKeys, WordTable, agreement
from antigone.evidence.name_lookup import exact_keys
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.transliteration import Script

Numbers = NDArray[np.int64]
Levels = NDArray[np.int8]
Words = Mapping[Part, Sequence[int]]
"""By part the numbers of words."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A name of one person agrees with those of another.

    Args:
        name: place of the name among those asked about.
        other: place of the other person.
        comparison: how far.
    """

    name: int
    other: int
    comparison: NameComparison


@dataclass(frozen=True)
class AllNames:
    """Persons and their names, as numbers of words.

    Args:
        keys: by part the keys of all words; a word's place is its number.
        persons: by person all words borne.
        names: the names asked about, with the place of the person who bears each.
        alike: Jaro-Winkler similarity from which on two words are alike.
    """

    keys: Mapping[Part, Sequence[WordKeys]]
    persons: Sequence[Words]
    names: Sequence[tuple[int, Words]]
    alike: float

    def pairs(self, most: int) -> list[Pair]:
        """For each name the likeliest persons, at most so many; without the one who bears it.

        The bearer counts among the most. Equals stand in the order of the persons.
        """
        asked, others, levels = self._candidates()
        classes = CLASSES[tuple(levels)]
        kept = np.flatnonzero(classes >= NameClass.FAMILY_AND_INITIAL)
        asked, others, levels, classes = asked[kept], others[kept], levels[:, kept], classes[kept]
        same = (levels == Agreement.SAME).sum(axis=0)
        order = np.lexsort((others, -levels.sum(axis=0), -same, -classes, asked))
        asked, others, levels = asked[order], others[order], levels[:, order]
        first = np.flatnonzero(np.diff(asked, prepend=-1))
        rank = np.arange(len(asked)) - np.repeat(first, np.diff(first, append=len(asked)))
        return [
            Pair(int(asked[at]), int(others[at]), NameComparison(*map(Agreement, levels[:, at])))
            for at in np.flatnonzero(rank < most).tolist()
            if self.names[asked[at]][0] != others[at]
        ]

    def _candidates(self) -> tuple[Numbers, Numbers, Levels]:
        """Names and persons that may agree in family and given name, and how far each part does."""
        family, found = _FamilyNames(self), []
        for place, (_, words) in enumerate(self.names):
            given, fathers = (
                self._best(part, tuple(words[part])) for part in (Part.GIVEN, Part.PATRONYMIC)
            )
            persons = np.flatnonzero(
                (given >= Agreement.INITIAL) & (fathers != Agreement.DIFFERENT)
            )
            own = np.array(words[Part.FAMILY], dtype=np.int64)
            others = persons[family.may_agree(own, persons)]
            levels = np.stack([family.best(own, others), given[others], fathers[others]])
            found.append((np.full(len(others), place), others, levels))
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((3, 0), np.int8)
        asked, persons, levels = zip(*found, strict=True)
        return np.concatenate(asked), np.concatenate(persons), np.concatenate(levels, axis=1)

    def _best(self, part: Part, words: tuple[int, ...]) -> Levels:
        """How far the part agrees with that of each person."""
        if (part, words) not in self._known:
            best = np.full(len(self.persons), Agreement.NOT_COMPARED, dtype=np.int8)
            borne = self.borne[part]
            if words:
                levels = self._matrices[part][list(words)].max(axis=0)[borne.words]
                best[borne.bearers] = np.maximum.reduceat(levels, borne.starts[borne.bearers])
            self._known[part, words] = best
        return self._known[part, words]

    @cached_property
    def _known(self) -> dict[tuple[Part, tuple[int, ...]], Levels]:
        return {}

    @cached_property
    def borne(self) -> Mapping[Part, _Borne]:
        """By part who bears which words."""
        return {part: _borne([words[part] for words in self.persons]) for part in Part}

    @cached_property
    def _matrices(self) -> Mapping[Part, Levels]:
        """How far each word of a part agrees with each; of given names and patronymics, which are few."""
        return {part: self._matrix(part) for part in (Part.GIVEN, Part.PATRONYMIC)}

    def _matrix(self, part: Part) -> Levels:
        table = WordTable(self.keys[part], self.alike)
        rows = [table.agreements(own) for own in self.keys[part]]
        return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.int8)


class _Borne(NamedTuple):
    """Words person by person: those of person i stand from starts[i] to starts[i + 1]."""

    starts: Numbers
    words: Numbers
    bearers: Numbers
    """Persons who bear any."""


def _borne(persons: Sequence[Sequence[int]]) -> _Borne:
    lengths = np.array([len(words) for words in persons], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    words = np.array([word for own in persons for word in own], dtype=np.int64)
    return _Borne(starts, words, np.flatnonzero(lengths))


class _Readings(NamedTuple):
    """Several texts of each word: those of word i stand from starts[i] to starts[i + 1]."""

    starts: Numbers
    texts: Encoded


def _readings(of_words: Sequence[Sequence[str]]) -> _Readings:
    lengths = [len(own) for own in of_words]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return _Readings(starts, encoded([text for own in of_words for text in own]))


class _FamilyNames:
    """Family names, which are many: words are compared only where a given name agrees."""

    def __init__(self, names: AllNames) -> None:
        self._keys, self._alike = names.keys[Part.FAMILY], names.alike
        self._borne = names.borne[Part.FAMILY]
        numbers: dict[str, int] = {}
        exact = [
            sorted(numbers.setdefault(key, len(numbers)) for key in exact_keys(own))
            for own in self._keys
        ]
        self._exact = _borne(exact)
        self._sounds = _readings([sorted(own.sounds) for own in self._keys])
        self._consonants = _readings([sorted(own.consonant_letters) for own in self._keys])
        arabic = [own.script is Script.ARABIC for own in self._keys]
        self._arabic = np.array(arabic, dtype=np.bool_)
        self._levels: dict[tuple[int, int], Agreement] = {}

    def may_agree(self, asked: Numbers, persons: Numbers) -> NDArray[np.bool_]:
        """Of some persons those with a word that shares a key with one of these, or is alike."""
        found = np.zeros(len(persons), dtype=np.bool_)
        _mark(
            asked,
            persons,
            self._borne,
            self._exact,
            self._sounds,
            self._consonants,
            self._arabic,
            self._alike,
            found,
        )
        return found

    def best(self, asked: Numbers, persons: Numbers) -> Levels:
        """How far the family name agrees with that of each person."""
        starts, words, _ = self._borne
        return np.array(
            [
                max(
                    self._level(one, two)
                    for one in asked.tolist()
                    for two in words[starts[person] : starts[person + 1]].tolist()
                )
                for person in persons.tolist()
            ],
            dtype=np.int8,
        )

    def _level(self, one: int, two: int) -> Agreement:
        pair = (one, two) if one < two else (two, one)
        if pair not in self._levels:
            self._levels[pair] = agreement(self._keys[pair[0]], self._keys[pair[1]], self._alike)
        return self._levels[pair]


@njit(nogil=True, cache=True)
def _mark(
    asked: Numbers,
    persons: Numbers,
    borne: _Borne,
    exact: _Borne,
    sounds: _Readings,
    consonants: _Readings,
    arabic: NDArray[np.bool_],
    at_least: float,
    found: NDArray[np.bool_],
) -> None:
    """Mark the persons of whom a word may agree with one of those asked about."""
    for place in range(len(persons)):
        person = persons[place]
        for at in range(borne.starts[person], borne.starts[person + 1]):
            two = borne.words[at]
            for one in asked:
                if not found[place]:
                    readings = consonants if arabic[one] or arabic[two] else sounds
                    found[place] = _share(exact, one, two) or any_alike(
                        readings.texts,
                        (readings.starts[one], readings.starts[one + 1]),
                        (readings.starts[two], readings.starts[two + 1]),
                        at_least,
                    )


@njit(nogil=True, cache=True)
def _share(exact: _Borne, one: int, two: int) -> bool:
    """Whether two words have a key in common; the keys of each stand in rising order."""
    i, j = exact.starts[one], exact.starts[two]
    while i < exact.starts[one + 1] and j < exact.starts[two + 1]:
        if exact.words[i] == exact.words[j]:
            return True
        if exact.words[i] < exact.words[j]:
            i += 1
        else:
            j += 1
    return False
