"""Keys of the words of a name, and how far two words agree: one pair, or one word against very many."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.arabic_names import Consonants, consonants, plain_arabic, same_name
from antigone.evidence.daitch_mokotoff import daitch_mokotoff
from antigone.evidence.given_names import GivenNames, Known, without_father_ending
from antigone.evidence.jaro_winkler import encoded, jaro_winkler, mark_alike
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.transliteration import Romanization, Script, romanized, script_of, sounds

LEAST_STEM = 3
"""A family name keeps its ending where fewer sounds would be left."""

LEAST_ALIKE_CONSONANTS = 4
"""With fewer consonants, almost equal is not alike."""

_VOWELS = "aeiou"

Agreements = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class WordKeys:
    """What of one word is compared.

    Args:
        word: in small letters, forms of Arabic letters made one.
        known: given names that it stands for; in a family name only Arabic ones, in a patronymic the
            father's.
        sounds: readings of Latin or Cyrillic letters; of a family name without vowels at its end, so
            that Щербаков and Щербакова agree, of a patronymic without the father's ending.
        soundex: Daitch-Mokotoff codes; none for Arabic script.
        consonants: readings as an Arabic name.
        script: as written.
        initials: with which letters the word may begin, small, in any script.
        initial: whether it is a first letter only.
    """

    word: str
    known: Known
    sounds: frozenset[str]
    soundex: frozenset[str]
    consonants: tuple[Consonants, ...]
    script: Script
    initials: frozenset[str]
    initial: bool

    @property
    def consonant_letters(self) -> frozenset[str]:
        """Consonants that are many enough to be alike."""
        return frozenset(
            own.letters for own in self.consonants if len(own.letters) >= LEAST_ALIKE_CONSONANTS
        )


def word_keys(word: str, part: Part, names: GivenNames) -> WordKeys:
    """The keys of a word in some part of a name."""
    script = script_of(word)
    known = names.known(word)
    heard = sounds(word)
    if part is Part.FAMILY:
        known = Known(frozenset(n for n in known.full if names.names[n].arabic))
        heard = frozenset(_stem(sound) for sound in heard)
    elif part is Part.PATRONYMIC:
        fathers = names.fathers(word)
        known = Known(fathers) if fathers else known
        heard = frozenset(without_father_ending(sound) for sound in heard)
    return WordKeys(
        plain_arabic(word) if script is Script.ARABIC else word,
        known,
        heard,
        _soundex(word, script, heard if part is Part.PATRONYMIC else None),
        consonants(word),
        script,
        _initials(word, known, names),
        len(word) == 1,
    )


def agreement(one: WordKeys, two: WordKeys, alike: float) -> Agreement:
    """How far two words of one part agree, the first of these that holds.

    A first letter agrees with a word that may begin so. Equal words are the same. Words of which both
    stand for given names of the table are the same, alike where one is a form used at home, or different.
    They are the same where they may sound the same or be one Arabic name, and alike with a code of
    Daitch-Mokotoff in common, or a Jaro-Winkler similarity of sounds, or of the consonants of Arabic
    script, from `alike` on.
    """
    if one.initial or two.initial:
        return Agreement.INITIAL if one.initials & two.initials else Agreement.DIFFERENT
    if one.word == two.word:
        return Agreement.SAME
    if one.known.any and two.known.any:
        if one.known.full & two.known.full:
            return Agreement.SAME
        both = one.known.any & two.known.any
        return Agreement.ALIKE if both else Agreement.DIFFERENT
    if one.sounds & two.sounds or any(
        same_name(a, b) for a in one.consonants for b in two.consonants
    ):
        return Agreement.SAME
    pairs = itertools.product(one.sounds, two.sounds)
    if Script.ARABIC in (one.script, two.script):
        pairs = itertools.product(one.consonant_letters, two.consonant_letters)
    if one.soundex & two.soundex or any(jaro_winkler(a, b) >= alike for a, b in pairs):
        return Agreement.ALIKE
    return Agreement.DIFFERENT


class WordTable:
    """Many words of one part, so that one word is compared with all of them at once.

    Args:
        keys: of the words, which are numbered in their order.
        alike: as in `agreement`.
    """

    def __init__(self, keys: Sequence[WordKeys], alike: float) -> None:
        self.keys = keys
        self.alike = alike
        self._words = _Posting((k.word, n) for n, k in enumerate(keys))
        self._sounds = _Posting((s, n) for n, k in enumerate(keys) for s in k.sounds)
        self._soundex = _Posting((s, n) for n, k in enumerate(keys) for s in k.soundex)
        self._letters = _Posting((c.letters, n) for n, k in enumerate(keys) for c in k.consonants)
        self._full = _Posting((i, n) for n, k in enumerate(keys) for i in k.known.full)
        self._known = _Posting((i, n) for n, k in enumerate(keys) for i in k.known.any)
        self._initials = _Posting((i, n) for n, k in enumerate(keys) for i in k.initials)
        self._is_initial = np.array([k.initial for k in keys], dtype=np.bool_)
        self._is_known = np.array([bool(k.known.any) for k in keys], dtype=np.bool_)
        arabic = np.array([k.script is Script.ARABIC for k in keys], dtype=np.bool_)
        self._by_sound = _Similar([k.sounds for k in keys], ~arabic)
        letters = [k.consonant_letters for k in keys]
        self._by_consonants = _Similar(letters, ~arabic)
        self._by_arabic_consonants = _Similar(letters, arabic)

    def agreements(self, own: WordKeys) -> Agreements:
        """How far a word agrees with each word of the table, the same as `agreement`, shape (words,)."""
        result = np.full(len(self.keys), Agreement.DIFFERENT, dtype=np.int8)
        if own.initial:
            result[self._initials.of(own.initials)] = Agreement.INITIAL
            return result
        result[self._similar(own)] = Agreement.ALIKE
        result[self._soundex.of(own.soundex)] = Agreement.ALIKE
        result[self._sounds.of(own.sounds)] = Agreement.SAME
        for number in self._letters.of(frozenset(c.letters for c in own.consonants)).tolist():
            others = self.keys[number].consonants
            if any(same_name(a, b) for a in own.consonants for b in others):
                result[number] = Agreement.SAME
        if own.known.any:
            result[self._is_known] = Agreement.DIFFERENT
            result[self._known.of(own.known.any)] = Agreement.ALIKE
            result[self._full.of(own.known.full)] = Agreement.SAME
        result[self._words.of([own.word])] = Agreement.SAME
        result[self._is_initial] = Agreement.DIFFERENT
        begin = self._initials.of(own.initials)
        result[begin[self._is_initial[begin]]] = Agreement.INITIAL
        return result

    def _similar(self, own: WordKeys) -> NDArray[np.bool_]:
        found = np.zeros(len(self.keys), dtype=np.bool_)
        if own.script is Script.ARABIC:
            self._by_consonants.mark(own.consonant_letters, self.alike, found)
        else:
            self._by_sound.mark(own.sounds, self.alike, found)
        self._by_arabic_consonants.mark(own.consonant_letters, self.alike, found)
        return found


class _Posting:
    """By key the numbers of the words that have it."""

    def __init__(self, pairs: Iterable[tuple[str | int, int]]) -> None:
        found: dict[str | int, list[int]] = {}
        for key, number in pairs:
            found.setdefault(key, []).append(number)
        self._numbers = {key: np.array(numbers) for key, numbers in found.items()}

    def of(self, keys: Iterable[str | int]) -> NDArray[np.int64]:
        """The numbers of all words that have one of these keys."""
        found = [self._numbers[key] for key in keys if key in self._numbers]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


class _Similar:
    """Readings of words, for Jaro-Winkler; only of the words chosen."""

    def __init__(self, readings: Sequence[frozenset[str]], chosen: NDArray[np.bool_]) -> None:
        pairs = [(r, n) for n, own in enumerate(readings) if chosen[n] for r in sorted(own)]
        self._words = encoded([reading for reading, _ in pairs])
        self._owners = np.array([number for _, number in pairs], dtype=np.int64)

    def mark(self, own: frozenset[str], at_least: float, found: NDArray[np.bool_]) -> None:
        """Mark the words that have a reading as similar as asked for."""
        if own and len(self._owners):
            mark_alike(encoded(sorted(own)), self._words, self._owners, at_least, found)


def _stem(sound: str) -> str:
    stem = sound.rstrip(_VOWELS)
    return stem if len(stem) >= LEAST_STEM else sound


def _soundex(word: str, script: Script, heard: frozenset[str] | None) -> frozenset[str]:
    """Codes of the word in Latin letters; of a patronymic those of the father's name."""
    if script is Script.ARABIC:
        return frozenset()
    if heard is not None:
        spelled = (sound.translate(_SPELLED) for sound in heard)
        return frozenset().union(*(daitch_mokotoff(s) for s in spelled))
    latin = romanized(word, Romanization.RUSSIAN_BGN) if script is Script.CYRILLIC else word
    return daitch_mokotoff(latin)


_SPELLED = str.maketrans({"x": "kh", "c": "ts"})
_BEGINNINGS = (
    Romanization.RUSSIAN_PASSPORT_2014,
    Romanization.RUSSIAN_BGN,
    Romanization.RUSSIAN_ISO9,
    Romanization.UKRAINIAN_2010,
    Romanization.CZECH,
    Romanization.FRENCH,
    Romanization.GERMAN,
)


def _initials(word: str, known: Known, names: GivenNames) -> frozenset[str]:
    """First letters of the word and of the forms of the name it stands for, as written in Latin too."""
    # No table looks further than three letters for the first one.
    begin = {form[:3] for n in known.full for form in names.names[n].forms} | {word[:3]}
    found = {form[0].casefold() for form in begin}
    for form in begin:
        if script_of(form) is Script.CYRILLIC:
            found |= {romanized(form, table)[:1].casefold() for table in _BEGINNINGS}
    return frozenset(found - {""})
