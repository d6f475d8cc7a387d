"""Serial numbers of implants: what two lists of them say of one person, and how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.implant_tables import SerialNumbers
from antigone.evidence.inscriptions import one_apart, plain_serial
from antigone.evidence.presence_tables import plain_kind
from antigone.evidence.records import Implant, Region

Array = NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)

LEAST_DISTINCT = 3
"""A number of fewer distinct characters, such as 00000, is a blank of a form."""


class SerialOutcome(StrEnum):
    """How two lists of serial numbers stand to each other."""

    EQUAL = "equal"
    ONE_APART = "one character apart"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class NumberedImplant:
    """An implant whose serial number can be compared; `serial` as `plain_serial` writes it."""

    kind: str
    region: Region | None
    serial: str


@dataclass(frozen=True, eq=False)
class SerialPopulation:
    """How often the missing are told to have one serial number.

    Args:
        persons: by number, of whom it is told.
        asked: AM records that were counted.
        numbers: those of `implants.toml`.
    """

    persons: Mapping[str, int]
    asked: int
    numbers: SerialNumbers

    def lr(self, outcome: SerialOutcome, pairs: int, equal: Iterable[str] = ()) -> float:
        """P(outcome | one person) / P(outcome | two), an outcome being of the best of all pairs.

        Of one implant the numbers read equal but for `misread_one` and `differs`, of two they differ
        but for `doubled` and `one_apart`; as many pairs give as many chances to agree.

        Args:
            outcome: of the comparison.
            pairs: of serial numbers that were compared.
            equal: the numbers that are equal; the rarest counts.
        """
        of = self.numbers
        if outcome is SerialOutcome.DIFFERENT:
            return of.differs / (1.0 - of.doubled - of.one_apart)
        if outcome is SerialOutcome.ONE_APART:
            return of.misread_one / (of.one_apart * pairs)
        doubled = min(self.doubled(serial) for serial in equal)
        return (1.0 - of.misread_one - of.differs) / (doubled * pairs)

    def doubled(self, serial: str) -> float:
        """Probability that another person's implant reads this number.

        One that is told of several missing persons is as common as that: a lot number, or a copy.
        """
        told = self.persons.get(serial, 0)
        return max(self.numbers.doubled, told / self.asked) if told > 1 else self.numbers.doubled


def serial_population(
    told: Iterable[Sequence[Implant]], asked: int, numbers: SerialNumbers
) -> SerialPopulation:
    """How often each serial number is told; each person counts once."""
    persons = Counter(
        serial
        for implants in told
        for serial in {one.serial for one in numbered(implants, numbers)}
    )
    return SerialPopulation(persons, asked, numbers)


def numbered(implants: Iterable[Implant], numbers: SerialNumbers) -> tuple[NumberedImplant, ...]:
    """Those implants whose serial number can be compared: long enough, with digits, no blank."""
    found = []
    for implant in implants:
        serial = plain_serial(implant.serial)
        if (
            len(serial) >= numbers.least_characters
            and len(set(serial)) >= LEAST_DISTINCT
            and any(character.isdecimal() for character in implant.serial)
        ):
            found.append(NumberedImplant(plain_kind(implant.kind), implant.region, serial))
    return tuple(found)


def compared_serials(
    seen: Sequence[NumberedImplant], told: Sequence[NumberedImplant]
) -> tuple[SerialOutcome, tuple[str, ...]] | None:
    """The outcome, and the numbers that are equal; None where no two numbers can be compared.

    Equal numbers count whatever kind and region are recorded, numbers one character apart within a
    kind; numbers differ where kind and region agree, a region that is not known agreeing with all.
    """
    equal = {one.serial for one in seen} & {one.serial for one in told}
    if equal:
        return SerialOutcome.EQUAL, tuple(sorted(equal))
    of_kind = [(s, t) for s in seen for t in told if s.kind == t.kind]
    if any(one_apart(s.serial, t.serial) for s, t in of_kind):
        return SerialOutcome.ONE_APART, ()
    if any(_may_be_one_place(s.region, t.region) for s, t in of_kind):
        return SerialOutcome.DIFFERENT, ()
    return None


def serial_lrs(
    seen: Sequence[Sequence[NumberedImplant]],
    told: Sequence[Sequence[NumberedImplant]],
    population: SerialPopulation,
) -> Array:
    """LR of the serial numbers of all pairs, shape (remains, missing); nan where none are compared.

    The same as `SerialPopulation.lr` of `compared_serials`; numbers are found in an index.
    """
    result = np.full((len(seen), len(told)), np.nan)
    pairs = np.outer([max(len(one), 1) for one in seen], [max(len(one), 1) for one in told])
    placed, sought = _indexed(seen, _place), _indexed(told, _place)
    for (kind, region), rows in placed.items():
        for (other, side), columns in sought.items():
            if kind == other and _may_be_one_place(region, side):
                result[np.ix_(rows, columns)] = population.lr(SerialOutcome.DIFFERENT, 1)
    found, read = _indexed(seen, _number), _indexed(told, _number)
    for one, close in _neighbours(found, read):
        at = np.ix_(found[one], read[close])
        result[at] = population.lr(SerialOutcome.ONE_APART, 1) / pairs[at]
    by_serial, told_by_serial = _indexed(seen, _serial), _indexed(told, _serial)
    # The rarest last: of several equal numbers it counts.
    common = by_serial.keys() & told_by_serial.keys()
    for serial in sorted(common, key=lambda one: (-population.doubled(one), one)):
        at = np.ix_(by_serial[serial], told_by_serial[serial])
        result[at] = population.lr(SerialOutcome.EQUAL, 1, (serial,)) / pairs[at]
    return result


def _may_be_one_place(first: Region | None, second: Region | None) -> bool:
    return first is second or None in (first, second)


def _place(one: NumberedImplant) -> tuple[str, Region | None]:
    return one.kind, one.region


def _number(one: NumberedImplant) -> tuple[str, str]:
    return one.kind, one.serial


def _serial(one: NumberedImplant) -> str:
    return one.serial


def _indexed(
    records: Sequence[Sequence[NumberedImplant]], key: Callable[[NumberedImplant], Key]
) -> dict[Key, list[int]]:
    """By key the records that have an implant with it, each once."""
    found: dict[Key, list[int]] = {}
    for i, record in enumerate(records):
        for value in dict.fromkeys(key(one) for one in record):
            found.setdefault(value, []).append(i)
    return found


def _neighbours(
    found: Iterable[tuple[str, str]], read: Iterable[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Numbers of one kind that are one character apart.

    Two such numbers become equal when at most one character of each is left out.
    """
    shortened: dict[tuple[str, str], set[str]] = {}
    for kind, serial in read:
        for part in _shortened(serial):
            shortened.setdefault((kind, part), set()).add(serial)
    for kind, serial in found:
        close = {o for part in _shortened(serial) for o in shortened.get((kind, part), ())}
        for other in sorted(close):
            if one_apart(serial, other):
                yield (kind, serial), (kind, other)


def _shortened(serial: str) -> set[str]:
    return {serial, *(serial[:i] + serial[i + 1 :] for i in range(len(serial)))}
