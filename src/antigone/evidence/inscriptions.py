"""What is written on a body or an object, in a form in which two readings can be compared."""

from __future__ import annotations

import unicodedata

_LOOK_ALIKE = str.maketrans("АВЕЁЅІЇЈКМНОРСТУҮХӀ", "ABEESIIJKMHOPCTYYXI")
"""Cyrillic capitals that look like Latin ones; on skin or metal nobody can tell which was meant."""

_AS_DIGITS = str.maketrans("OQIL", "0011")
"""Letters that are read for digits."""

_LABELS = ("SERIALNUMBER", "SERIALNO", "SERIAL", "SN", "NO")
"""What stands before a serial number and is no part of it, as `plain_inscription` writes it."""


def plain_inscription(text: str) -> str:
    """Letters and digits alone, in capitals, Cyrillic look-alikes as Latin.

    >>> plain_inscription("Вова") == plain_inscription("BOBA")
    True
    >>> plain_inscription("За ВДВ!")
    'ЗABДB'
    """
    capitals = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKE)
    # Accents apart: they are seldom seen on skin.
    bare = unicodedata.normalize("NFKD", capitals)
    return "".join(_digit(letter) for letter in bare if letter.isalnum())


def plain_serial(text: str) -> str:
    """A serial number as `plain_inscription`, without a label, look-alike letters as digits.

    >>> plain_serial("S/N O12-I5"), plain_serial("№ 4711")
    ('01215', '4711')
    """
    plain = plain_inscription(text)
    label = next((label for label in _LABELS if plain.startswith(label)), "")
    return plain.removeprefix(label).translate(_AS_DIGITS)


def one_apart(first: str, second: str) -> bool:
    """Whether one character changed, added or dropped makes one of the other.

    >>> one_apart("12345", "12845"), one_apart("12345", "1245"), one_apart("12345", "12354")
    (True, True, False)
    """
    short, long = sorted((first, second), key=len)
    if first == second or len(long) - len(short) > 1:
        return False
    same = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    rest = same + 1 if len(short) == len(long) else same
    return short[rest:] == long[same + 1 :]


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)
