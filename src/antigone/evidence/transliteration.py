"""Cyrillic names in Latin letters: by the tables of the authorities, and as sounds that can be compared.

One person may bear several Latin spellings, one for each document: the table of the year, or that of
another language. What is compared is the sound: each script and way of spelling is read into one
skeleton of sounds, in which those spellings agree. Arabic script has no such reading, see
`arabic_names`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

APOSTROPHES = "'’ʼ`´ʹʺ”"
"""Signs that stand for the apostrophe, or for a soft or hard sign."""

_VOWELS = "aeiouyаеёєиіїоуыэюяйъь'"
"""Vowels, and the signs after which an iotated letter sounds as after a vowel."""

_DOUBLED = re.compile(r"(.)\1+")
_GLIDE = re.compile("i(?=e)|(?<=.)i(?=[aou])")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


class Script(StrEnum):
    """Scripts that names are compared across."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"


class Romanization(StrEnum):
    """Tables and customs by which Cyrillic names are written in Latin letters."""

    RUSSIAN_PASSPORT_2014 = "russian_passport_2014"
    RUSSIAN_PASSPORT_2010 = "russian_passport_2010"
    RUSSIAN_ISO9 = "russian_iso9"
    RUSSIAN_BGN = "russian_bgn"
    UKRAINIAN_2010 = "ukrainian_2010"
    UKRAINIAN_1996 = "ukrainian_1996"
    UKRAINIAN_BGN = "ukrainian_bgn"
    FRENCH = "french"
    GERMAN = "german"
    POLISH = "polish"
    CZECH = "czech"


_PLACES = {
    "first": "^{}",
    "last": "{}$",
    "after_vowel": f"(?:^|(?<=[{_VOWELS}])){{}}",
    "between_vowels": f"(?<=[{_VOWELS}]){{}}(?=[{_VOWELS}])",
    "letters": "{}",
}
"""By list of the table where its pieces hold, as a pattern around the piece."""


@dataclass(frozen=True)
class _Spelling:
    """Which piece of a word becomes what.

    Args:
        pattern: finds the next piece, one group for each place where pieces hold.
        becomes: by place what each piece becomes.
        letters: that have an entry anywhere.
    """

    pattern: re.Pattern[str]
    becomes: tuple[Mapping[str, str], ...]
    letters: frozenset[str]

    def spelled(self, word: str) -> str:
        """A word in small letters, spelled."""
        return self.pattern.sub(self.piece, word)

    def piece(self, found: re.Match[str]) -> str:
        """What a piece that was found becomes."""
        return self.becomes[(found.lastindex or 1) - 1][found[0]]


def _spelling(of: Mapping[str, str], every: Mapping[str, str]) -> _Spelling:
    pieces = {place: _pieces(f"{every.get(place, '')} {of.get(place, '')}") for place in _PLACES}
    # One group a place and length, so that longer pieces are found before shorter ones.
    groups = sorted(
        {
            (-len(piece), list(_PLACES).index(place), place)
            for place in pieces
            for piece in pieces[place]
        }
    )
    found = [
        _PLACES[place].format(
            "(" + "|".join(re.escape(p) for p in pieces[place] if len(p) == -length) + ")"
        )
        for length, _, place in groups
    ]
    return _Spelling(
        re.compile("|".join(found)),
        tuple(pieces[place] for _, _, place in groups),
        frozenset("".join(piece for own in pieces.values() for piece in own)),
    )


def _pieces(pairs: str) -> Mapping[str, str]:
    split = (pair.partition("=") for pair in pairs.split())
    return {piece: becomes for piece, _, becomes in split}


def _spellings() -> tuple[Mapping[Romanization, _Spelling], _Spelling, tuple[_Spelling, ...]]:
    """By table the spelling, the sounds of Cyrillic letters, and the readings of Latin letters."""
    file = resources.files("antigone.evidence") / "data" / "letters.toml"
    content = tomllib.loads(file.read_text("utf-8"))
    tables, sounds = content["romanization"], content["sounds"]
    return (
        {r: _spelling(tables[r.value], tables["every"]) for r in Romanization},
        _spelling(sounds.pop("cyrillic"), {}),
        tuple(_spelling(of, sounds["every"]) for name, of in sounds.items() if name != "every"),
    )


_ROMANIZATIONS, _CYRILLIC_SOUNDS, _LATIN_SOUNDS = _spellings()


def script_of(text: str) -> Script:
    """The script of a name: Arabic or Cyrillic as soon as one letter is, otherwise Latin."""
    if _ARABIC.search(text):
        return Script.ARABIC
    return Script.CYRILLIC if _CYRILLIC.search(text) else Script.LATIN


def romanized(text: str, table: Romanization) -> str:
    """Cyrillic text in Latin letters by a table, capitals kept; what is not Cyrillic stays as it is.

    A letter that the table's language does not have is written as most tables write it. Primes of ISO 9
    and BGN/PCGN are apostrophes.

    >>> romanized("Щербаков", Romanization.RUSSIAN_PASSPORT_2014)
    'Shcherbakov'
    >>> romanized("Їжакевич", Romanization.UKRAINIAN_2010)
    'Yizhakevych'
    >>> romanized("Юрий Щукин", Romanization.FRENCH)
    'Iourii Chtchoukine'
    """
    plain = "".join("'" if sign in APOSTROPHES else sign for sign in text)
    words = re.split(r"([^\w']+)", unicodedata.normalize("NFC", plain))
    return "".join(_word_romanized(word, _ROMANIZATIONS[table]) for word in words)


@lru_cache(maxsize=1 << 16)
def sounds(word: str) -> frozenset[str]:
    """How a word in Cyrillic or Latin letters may sound, in one letter for each sound.

    A Latin word is read as English, French, German, Polish and Czech spelling. Doubled letters are one,
    and an i before a vowel is left out, except before a, o, u at the start; ё, or a softened o, is e as
    well as o. Two words may be spellings of one name where these sets meet. Empty for Arabic script.

    >>> sorted(sounds("Щербаков"))
    ['ščerbakov']
    >>> [bool(sounds("Щербаков") & sounds(w)) for w in ("Chtcherbakov", "Szczerbakow", "Sherbakov")]
    [True, True, False]
    """
    script = script_of(word)
    if script is Script.ARABIC:
        return frozenset()
    plain = unicodedata.normalize("NFC", word.casefold())
    readings = (_CYRILLIC_SOUNDS,) if script is Script.CYRILLIC else _LATIN_SOUNDS
    spelled = {spelling.spelled(_only(plain, spelling)) for spelling in readings}
    softened = {re.sub("i+o", "e", reading) for reading in spelled}
    return frozenset(_plain_sounds(reading) for reading in spelled | softened)


def _only(word: str, spelling: _Spelling) -> str:
    """The letters that have a sound; of a letter with a mark that has none, the letter."""
    if spelling.letters.issuperset(word):
        return word
    found = []
    for letter in word:
        base = letter if letter in spelling.letters else unicodedata.normalize("NFD", letter)[0]
        if base in spelling.letters:
            found.append(base)
    return "".join(found)


def _word_romanized(word: str, spelling: _Spelling) -> str:
    if script_of(word) is not Script.CYRILLIC:
        return word
    small = word.lower()
    if word == small or len(small) != len(word):
        return spelling.spelled(small)
    if len(word) > 1 and word.isupper():
        return spelling.spelled(small).upper()

    def as_written(found: re.Match[str]) -> str:
        piece = spelling.piece(found)
        return piece[:1].upper() + piece[1:] if word[found.start()].isupper() else piece

    return spelling.pattern.sub(as_written, small)


def _plain_sounds(reading: str) -> str:
    """The reading without glides and doubled letters."""
    one = _DOUBLED.sub(r"\1", reading.replace("ts", "c"))
    return _DOUBLED.sub(r"\1", _GLIDE.sub("", one))
