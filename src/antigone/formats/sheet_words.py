"""Words of headings and cells in six languages, and what they mean."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

_ARABIC = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ـ")
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_NO_LETTERS = re.compile(r"[^\w#]|_")


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """A text as headings and words are compared: small letters without accents, signs as spaces.

    >>> plain("Né(e) le:"), plain("Ім’я"), plain("right_arm"), plain("№"), plain("?")
    ('ne e le', 'імя', 'right arm', 'no', '')
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_ARABIC)
    bare = (c for c in unicodedata.normalize("NFD", folded) if unicodedata.category(c) != "Mn")
    return " ".join(_NO_LETTERS.sub(" ", _APOSTROPHES.sub("", "".join(bare))).split())


def western_digits(text: str) -> str:
    """The text with digits of other scripts written as 0 to 9.

    >>> western_digits("١٩٩٠")
    '1990'
    """
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def meaning(group: str, text: str) -> str | None:
    """What a word means in its group, e.g. of "sex" or "region"; None where it is not known.

    >>> meaning("sex", "Жіноча"), meaning("region", "left forearm"), meaning("sex", "perhaps")
    ('F', 'left_arm', None)
    """
    return words(group).get(plain(text))


def says_nothing(text: str) -> bool:
    """Whether the text says that something is not known: the same as an empty cell."""
    written = plain(text)
    return not written or written in words("unknown")


def says_none(text: str) -> bool:
    """Whether the text says that there is none."""
    return plain(text) in words("nothing")


def words(group: str) -> Mapping[str, str]:
    """By word as compared what it means."""
    return _groups()[group]


def meanings(group: str) -> tuple[str, ...]:
    """What words of a group can mean."""
    return tuple(_contents("sheet_words.toml")[group])


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for group, meant in _contents("sheet_words.toml").items():
        found[group] = {
            plain(word): code
            for code, listed in meant.items()
            for word in (code, *listed.split("|"))
        }
    return found


@lru_cache(maxsize=2)
def _contents(name: str) -> Mapping[str, Mapping[str, str]]:
    file = resources.files("antigone.formats") / "data" / name
    return tomllib.loads(file.read_text("utf-8"))


@lru_cache(maxsize=1)
def headings_by_field() -> Mapping[str, Mapping[str, str]]:
    """By "am.number" and the like, and by heading as compared, the heading as the table has it."""
    file = resources.files("antigone.formats") / "data" / "sheet_headings.toml"
    found: dict[str, Mapping[str, str]] = {}
    for side, fields in tomllib.loads(file.read_text("utf-8")).items():
        for field, languages in fields.items():
            listed = (h for text in languages.values() for h in text.split("|"))
            found[f"{side}.{field}"] = {plain(heading): heading for heading in listed}
    return found
