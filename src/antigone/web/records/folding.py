"""Words as they are looked for: small, without accents, Cyrillic in Latin letters, digits of one kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from antigone.evidence.arabic_names import plain_arabic
from antigone.evidence.transliteration import (
    APOSTROPHES,
    Romanization,
    Script,
    romanized,
    script_of,
)

LONGEST = 40
"""Of a longer word the beginning counts."""

_SIGNS = f"[{re.escape(APOSTROPHES)}]"
_SIGNS_WITHIN = "[-‐‑–./_]"
_CHUNK = re.compile(rf"[^\W_]+(?:{_SIGNS_WITHIN}[^\W_]+)*")
_BETWEEN_SIGNS = re.compile(_SIGNS_WITHIN)
_PIECE = re.compile(r"[^\W\d_]+|\d+")


def chunks(text: str) -> Iterator[re.Match[str]]:
    """What stands between spaces and signs, where it stands: a word, a number, a code with hyphens."""
    return _CHUNK.finditer(text)


def folded(chunk: str) -> str:
    """A word, number or code as one word without signs.

    >>> folded("PM-0017"), folded("Café"), folded("Харків"), folded("٣")
    ('pm0017', 'cafe', 'kharkiv', '3')
    """
    return "".join(_pieces(chunk))[:LONGEST]


def pieces(chunk: str) -> tuple[str, ...]:
    """The letters and numbers of which it consists, in their order.

    >>> pieces("PM-0017"), pieces("front-tooth")
    (('pm', '0017'), ('front', 'tooth'))
    """
    return tuple(piece[:LONGEST] for piece in _pieces(chunk))


def stored_words(text: str) -> Iterator[str]:
    """The words under which a text is found: a code as a whole, in its parts, and numbers without zeros.

    Letters that begin a code are its beginning, and are found as such.

    >>> list(stored_words("PM-0017, front-tooth, S-7K3M"))
    ['pm0017', '0017', '17', 'fronttooth', 'front', 'tooth', 's7k3m', 's', '7k3m', '7', '3']
    """
    for chunk in chunks(text):
        yield from dict.fromkeys(_stored(chunk[0]))


def _stored(chunk: str) -> Iterator[str]:
    whole = folded(chunk)
    yield whole
    for part in _BETWEEN_SIGNS.split(chunk):
        one = folded(part)
        # The number of each of the remains begins so.
        if not (one.isalpha() and len(one) > 1 and whole.startswith(one) and _has_digit(whole)):
            yield one
    for piece in pieces(chunk):
        if piece.isdecimal():
            yield piece
            yield piece.lstrip("0") or piece


def _has_digit(word: str) -> bool:
    return any(sign.isdecimal() for sign in word)


@lru_cache(maxsize=1 << 14)
def _pieces(chunk: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", chunk).casefold()
    script = script_of(plain)
    if script is Script.ARABIC:
        plain = plain_arabic(plain)
    elif script is Script.CYRILLIC:
        plain = romanized(plain, Romanization.RUSSIAN_BGN)
    plain = re.sub(_SIGNS, "", unicodedata.normalize("NFD", plain))
    plain = "".join(_digit(sign) for sign in plain if not unicodedata.combining(sign))
    return tuple(_PIECE.findall(plain))


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
