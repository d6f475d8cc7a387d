"""Numbers on items: a document, a disc, a telephone, against the numbers told of a person's items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.effects_tables import DocumentNumbers
from antigone.evidence.inscriptions import one_apart, plain_serial
from antigone.evidence.presence_tables import plain_kind
from antigone.evidence.records import FoundItem, OwnedItem

Array = NDArray[np.float64]


class NumberOutcome(IntEnum):
    """How the numbers of a found item stand to those told of a person, the best of all pairs."""

    NOT_COMPARED = 0
    DIFFERENT = 1
    ONE_APART = 2
    EQUAL = 3


class ToldNumbers:
    """The numbers on the items of many persons, by number and by kind.

    Args:
        persons: by person the items told.
        numbers: rates of `effects.toml`.
    """

    def __init__(self, persons: Sequence[Sequence[OwnedItem]], numbers: DocumentNumbers) -> None:
        self._count = len(persons)
        self._numbers = numbers
        self._by_number: dict[str, set[int]] = {}
        self._by_shortened: dict[str, set[str]] = {}
        self._by_kind: dict[str, set[int]] = {}
        for person, items in enumerate(persons):
            for item in items:
                for number in plain_numbers(item.numbers, numbers):
                    self._by_number.setdefault(number, set()).add(person)
                    self._by_kind.setdefault(plain_kind(item.kind), set()).add(person)
        for number in self._by_number:
            for part in _shortened(number):
                self._by_shortened.setdefault(part, set()).add(number)

    def outcomes(self, item: FoundItem) -> NDArray[np.int8]:
        """How a found item's numbers stand to those of each person, shape (persons,).

        Equal numbers, and such that one character apart is misread, count whatever kind is recorded;
        other numbers differ where the person has a number on an item of that kind.
        """
        result = np.full(self._count, NumberOutcome.NOT_COMPARED, dtype=np.int8)
        own = plain_numbers(item.numbers, self._numbers)
        if not own:
            return result
        result[sorted(self._by_kind.get(plain_kind(item.kind), ()))] = NumberOutcome.DIFFERENT
        for number in own:
            for close in self._neighbours(number):
                result[sorted(self._by_number[close])] = NumberOutcome.ONE_APART
        for number in own:
            result[sorted(self._by_number.get(number, ()))] = NumberOutcome.EQUAL
        return result

    def _neighbours(self, number: str) -> Iterable[str]:
        """Told numbers one character apart: equal once a character of each is left out."""
        close = {n for part in _shortened(number) for n in self._by_shortened.get(part, ())}
        return (other for other in close if one_apart(number, other))


def number_likelihoods(numbers: DocumentNumbers) -> Array:
    """By outcome P(outcome | own item) / P(outcome | another person's), shape (4,).

    An own item bears a number told but for `misread_one` and `differs`; another's bears it with
    probability `doubled`, or one that is one character apart with `one_apart`.

    >>> from antigone.evidence.tables import load_tables
    >>> likelihoods = number_likelihoods(load_tables().effects.documents)
    >>> [float(f"{likelihoods[outcome]:.3g}") for outcome in NumberOutcome]
    [1.0, 0.3, 30.0, 67000.0]
    """
    of = numbers
    found = np.ones(len(NumberOutcome))
    found[NumberOutcome.DIFFERENT] = of.differs / (1.0 - of.doubled - of.one_apart)
    found[NumberOutcome.ONE_APART] = of.misread_one / of.one_apart
    found[NumberOutcome.EQUAL] = (1.0 - of.misread_one - of.differs) / of.doubled
    return found


def plain_numbers(written: Iterable[str], numbers: DocumentNumbers) -> tuple[str, ...]:
    """Numbers as they are compared: without spaces and signs, look-alike letters and digits one.

    Those that are too short, have no digit or repeat one character are left out.

    >>> from antigone.evidence.tables import load_tables
    >>> plain_numbers(["АВ 12-34 56", "7", "0000000"], load_tables().effects.documents)
    ('AB123456',)
    """
    plain = (plain_serial(text) for text in written if any(c.isdecimal() for c in text))
    found = (n for n in plain if len(n) >= numbers.least_characters and len(set(n)) > 1)
    return tuple(dict.fromkeys(found))


def _shortened(number: str) -> set[str]:
    return {number, *(number[:i] + number[i + 1 :] for i in range(len(number)))}
