"""Arabic names, in their script or in any Latin or Cyrillic spelling, as consonants with vowels between.

No official scheme exists; holders choose their spelling (ICAO TAG/MRTD 20 WP/17). What all spellings
share are the consonants. Arabic script writes long vowels only, so a vowel that stands there must be
heard in the Latin spelling, and not the other way round.
"""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from antigone.evidence.transliteration import Romanization, Script, romanized, script_of

MOST_READINGS = 8
"""A spelling that can be read in more ways is read in the first ones."""

LEAST_CONSONANTS = 2
"""With fewer, too many names are alike; the table of given names knows Ali and Aisha."""

HEARD_U = 4
"""The vowel u, or o, as a bit."""

_ANY = 8
"""Some vowel, as a bit."""


def _letters() -> Mapping[str, Mapping[str, str]]:
    file = resources.files("antigone.evidence") / "data" / "arabic_letters.toml"
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(file.read_text("utf-8"))
    return found


def _pairs(text: str) -> dict[str, str]:
    split = (pair.partition("=") for pair in text.split())
    return {letters: meant for letters, _, meant in split}


def _vowels(text: str) -> dict[str, int]:
    return {letter: int(bits) for letter, bits in _pairs(text).items()}


_LETTERS = _letters()
_ONE_FORM = str.maketrans(_pairs(_LETTERS["one_form"]["letters"]))
_SCRIPT_CONSONANTS = _pairs(_LETTERS["script"]["consonants"])
_SCRIPT_VOWELS = _vowels(_LETTERS["script"]["vowels"])
_LATIN_CONSONANTS = _pairs(_LETTERS["latin"]["consonants"])
_LATIN_VOWELS = _vowels(_LETTERS["latin"]["vowels"])
_HARDENED = _pairs(_LETTERS["latin"]["hardened"])
_LONGEST_LATIN = max(map(len, _LATIN_CONSONANTS))

PARTICLES = {kind: frozenset(words.split()) for kind, words in _LETTERS["particles"].items()}
"""By kind the words that belong to the next one: servant, father_of and mother_of (kunya), child_of
(nasab), article."""

_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_SCRIPT_ARTICLE = re.compile("^ال(?=..)")
_LATIN_ARTICLE = re.compile(r"^[ae]l(?=[^aeiouyl].{2}|l.{3})")
_MUTE_H = re.compile("(?<=[aeiou])h$")
_ABD_IN_LATIN = re.compile(r"^abd[aeiou]+l(?=.)")


@dataclass(frozen=True, slots=True)
class Consonants:
    """One reading of an Arabic name.

    Args:
        letters: its consonants.
        vowels: by consonant those before it, as bits: a 1, i 2, u 4; 8: any vowel must be heard. Vowels
            at the end of a name are written and heard too differently to be compared.
        written: in Arabic script, where short vowels are left out.
    """

    letters: str
    vowels: tuple[int, ...]
    written: bool


def plain_arabic(text: str) -> str:
    """Arabic text without vowel marks and tatweel, forms of alef, ya, ta marbuta and hamza made one.

    >>> plain_arabic("أحْمَـــد") == plain_arabic("احمد")
    True
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_ONE_FORM)


def without_article(word: str) -> str:
    """A word in Arabic script without the article at its front; other words as they are.

    >>> without_article("الجبوري"), without_article("الي"), without_article("alkhimov")
    ('جبوري', 'الي', 'alkhimov')
    """
    return _SCRIPT_ARTICLE.sub("", word)


@lru_cache(maxsize=1 << 16)
def consonants(word: str) -> tuple[Consonants, ...]:
    """The readings of one word, article left out, "Abd" and its name being one word.

    >>> [c.letters for word in ("محمد", "Mohammed") for c in consonants(word)]
    ['mhmd', 'mhmd']
    >>> [c.letters for word in ("عبدالعزيز", "Abdulaziz") for c in consonants(word)]
    ['bdzz', 'bdzz', 'bdlzz']
    """
    script = script_of(word)
    if script is Script.ARABIC:
        return _readings(_script_pieces(plain_arabic(word)), written=True)
    latin = word if script is Script.LATIN else romanized(word, Romanization.RUSSIAN_PASSPORT_2014)
    plain = _plain_latin(latin)
    # Abdulaziz is Abd and Aziz, Abdulatif is Abd and Latif; h at the end may be mute; v may be w.
    ways = {plain, _ABD_IN_LATIN.sub("abd", plain), _MUTE_H.sub("", plain)}
    ways |= {way.replace("v", "w") for way in ways}
    read = {c: None for way in sorted(ways) for c in _readings(_latin_pieces(way), written=False)}
    return tuple(read)


def same_name(one: Consonants, two: Consonants) -> bool:
    """Whether two readings can be of one name: equal consonants, and vowels that agree.

    >>> (salim,) = consonants("سليم")
    >>> [same_name(salim, consonants(w)[0]) for w in ("Salim", "Selim", "Salam")]
    [True, True, False]
    """
    if one.letters != two.letters or len(one.letters) < LEAST_CONSONANTS:
        return False
    if one.written and two.written:
        return one.vowels == two.vowels
    if one.written or two.written:
        script, heard = (one, two) if one.written else (two, one)
        return _heard(script.vowels[0], heard.vowels[0], first=True) and all(
            _heard(a, b, first=False)
            for a, b in zip(script.vowels[1:], heard.vowels[1:], strict=True)
        )
    if bool(one.vowels[0]) != bool(two.vowels[0]):
        return False
    return all(a & b or not a or not b for a, b in zip(one.vowels, two.vowels, strict=True))


def _heard(written: int, spoken: int, *, first: bool) -> bool:
    """Whether the vowels of a spelling contain those that Arabic script writes."""
    if first and not written:
        return not spoken
    if written & _ANY and not spoken:
        return False
    return not (written & ~_ANY & ~spoken)


_Piece = tuple[str, int]
"""Consonants that may be meant, as letters, or none and a vowel."""


def _script_pieces(word: str) -> list[_Piece]:
    plain = re.sub("^عبدال(?=.)", "عبد", without_article(word))
    plain = re.sub(r"(?<=..)ه$", "", plain)
    pieces: list[_Piece] = []
    for at, letter in enumerate(plain):
        if letter in _SCRIPT_VOWELS:
            # An alef at the start carries any vowel.
            pieces.append(("", _ANY if at == 0 and letter == "ا" else _SCRIPT_VOWELS[letter]))
        elif letter == "ع":
            pieces.append(("", _ANY))
        elif letter in _SCRIPT_CONSONANTS:
            pieces.append((_SCRIPT_CONSONANTS[letter], 0))
    return pieces


def _plain_latin(word: str) -> str:
    """Small letters without the article and doubled consonants."""
    plain = "".join(c for c in unicodedata.normalize("NFC", word.casefold()) if c.isalpha())
    return re.sub(r"([^aeiou]h?)\1+", r"\1", _LATIN_ARTICLE.sub("", plain))


def _latin_pieces(plain: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = 0
    while at < len(plain):
        for length in range(_LONGEST_LATIN, 0, -1):
            group = plain[at : at + length]
            known = _latin_piece(group)
            if known is not None:
                pieces.append(known)
                break
        at += length
    # Turkish hardens the last consonant: Ahmet, Zeynep.
    last = pieces[-1:]
    if last and last[0][0] in _HARDENED:
        pieces[-1] = _HARDENED[last[0][0]], 0
    return pieces


def _latin_piece(group: str) -> _Piece | None:
    if group in _LATIN_CONSONANTS:
        return _LATIN_CONSONANTS[group], 0
    if group in _LATIN_VOWELS:
        return "", _LATIN_VOWELS[group]
    plain = unicodedata.normalize("NFD", group)[:1]
    return None if len(group) > 1 or plain == group else _latin_piece(plain)


def _readings(pieces: list[_Piece], *, written: bool) -> tuple[Consonants, ...]:
    choices: list[str] = []
    vowels = [0]
    for meant, vowel in pieces:
        if meant:
            choices.append(meant)
            vowels.append(0)
        else:
            vowels[-1] |= vowel
    if not choices:
        return ()
    ways = itertools.islice(itertools.product(*choices), MOST_READINGS)
    return tuple(Consonants("".join(way), tuple(vowels[:-1]), written) for way in ways)
