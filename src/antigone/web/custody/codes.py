"""Codes on labels: random where they name a sample, and always with a check character.

A code is never derived from a name or a number of a record. The check character is that of
ISO/IEC 7064, MOD 37-2, as on blood bags (ISBT 128): it finds every single wrong character and every
exchange of two neighbours.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are taken for 1, 1, 0 and V (Crockford)."""

CHECKED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
LENGTH = 8
DONOR = "D"
"""What the code of a relative begins with."""

MARK = "AG"
"""What the content of our QR codes begins with."""


class Kind(StrEnum):
    """What a label names; the letter stands in its QR code."""

    REMAINS = "R"
    SAMPLE = "S"
    PACKET = "P"


class CodeRefused(ValueError):
    """It is no code of ours; the message says what is wrong with it."""


@dataclass(frozen=True)
class Label:
    """What a label says: its kind, and a number of remains or the code of a sample or packet."""

    kind: Kind
    number: str

    @property
    def check(self) -> str:
        """Its check character."""
        return check_character(self.kind + self.number)

    @property
    def content(self) -> str:
        """What its QR code holds: prefix, number, check character, and nothing else."""
        return f"{MARK}{self.kind}:{self.number}:{self.check}"


def new_code(kind: Kind) -> str:
    """A random code such as S-7K3M-9QXT-C: 40 random bits, the last character checks the others."""
    return _drawn(kind)


def new_donor_code() -> str:
    """A random code of a relative, such as D-7K3M-9QXT-C."""
    return _drawn(DONOR)


def _drawn(letter: str) -> str:
    while True:
        drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        body = f"{letter}-{drawn[:4]}-{drawn[4:]}"
        # A star is no letter of an address, and hard to say on the telephone.
        if (check := check_character(body)) != "*":
            return f"{body}-{check}"


def check_character(text: str) -> str:
    """The check character of ISO/IEC 7064, MOD 37-2; hyphens and spaces do not count.

    >>> check_character("G123498654321")
    'H'
    """
    total = 0
    for letter in unicodedata.normalize("NFKC", text).upper():
        if letter.isalnum() or letter == "*":
            total = (total + _value(letter)) * 2 % 37
    return CHECKED[(38 - total) % 37]


def is_sound(code: str) -> bool:
    """Whether the last character of a random code checks the others."""
    body, _, check = code.rpartition("-")
    return bool(body) and check_character(body) == check


def read_content(content: str) -> Label:
    """The label whose QR code holds this.

    Raises:
        CodeRefused: another code, or one that was misread.
    """
    mark, _, rest = content.strip().partition(":")
    number, _, check = rest.rpartition(":")
    if not mark.startswith(MARK) or mark[len(MARK) :] not in set(Kind) or not number:
        raise CodeRefused("this is not a label of Antigone")
    label = Label(Kind(mark[len(MARK) :]), number)
    if label.check != check:
        raise CodeRefused("the label was misread: its check character does not fit")
    return label


def read_typed(text: str) -> tuple[str, str]:
    """What somebody typed from a label: number or code, and the check character behind it, or ""."""
    text = " ".join(text.split())
    number, gap, check = text.rpartition(" ")
    if gap and len(check) == 1:
        return number.strip(), check.upper()
    return text, ""


def as_code(text: str) -> str:
    """A typed code as it is kept: capitals, groups joined by hyphens, letters that look alike mended."""
    return grouped(text, {Kind.SAMPLE, Kind.PACKET}) or text.strip().upper()


def grouped(text: str, begins: Collection[str]) -> str:
    """A typed code in its groups, if it begins with one of these letters and is as long; else ""."""
    letters = [c for c in text.upper() if c.isalnum() or c == "*"]
    if len(letters) != LENGTH + 2 or letters[0] not in begins:
        return ""
    drawn = "".join(letters[1:-1]).translate(str.maketrans("ILOU", "110V"))
    return f"{letters[0]}-{drawn[:4]}-{drawn[4:]}-{letters[-1]}"


def _value(letter: str) -> int:
    found = CHECKED.find(letter)
    return found if found >= 0 else ord(letter) % 37
