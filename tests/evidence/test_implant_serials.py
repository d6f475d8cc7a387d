from __future__ import annotations

import math

import pytest

from antigone.evidence.implant_serials import (
    SerialOutcome,
    SerialPopulation,
    compared_serials,
    numbered,
    serial_lrs,
    serial_population,
)
from antigone.evidence.records import Implant, Region
from antigone.evidence.tables import load_tables

NUMBERS = load_tables().implants.serial
NOBODY = SerialPopulation({}, 0, NUMBERS)
LEG = Region.LEFT_LEG


def outcome(seen: list[Implant], told: list[Implant]) -> SerialOutcome | None:
    found = compared_serials(numbered(seen, NUMBERS), numbered(told, NUMBERS))
    return found[0] if found else None


def plate(serial: str, region: Region | None = LEG, kind: str = "plate") -> Implant:
    return Implant(kind, region, "", serial)


@pytest.mark.parametrize(
    ("seen", "told", "expected"),
    [
        (plate("AB-12345"), plate("sn ав12345"), SerialOutcome.EQUAL),
        (plate("AB12345"), plate("AB12345", None, "hip prosthesis"), SerialOutcome.EQUAL),
        (plate("AB12345"), plate("AB12845"), SerialOutcome.ONE_APART),
        (plate("AB12345"), plate("AB1245", Region.HEAD), SerialOutcome.ONE_APART),
        (plate("AB12345"), plate("AB12845", kind="nail"), None),
        (plate("AB12345"), plate("XY98765"), SerialOutcome.DIFFERENT),
        (plate("AB12345"), plate("XY98765", None), SerialOutcome.DIFFERENT),
        (plate("AB12345"), plate("XY98765", Region.RIGHT_LEG), None),
        (plate("AB12345"), plate("XY98765", kind="nail"), None),
        (plate("AB12345"), plate(""), None),
        (plate("1234"), plate("1234"), None),
        (plate("unknown"), plate("unknown"), None),
        (plate("00000000"), plate("00000000"), None),
    ],
)
def test_two_numbers(seen: Implant, told: Implant, expected: SerialOutcome | None) -> None:
    assert outcome([seen], [told]) is expected
    assert outcome([told], [seen]) is expected


def test_the_best_of_several_counts() -> None:
    a, near, other = plate("AB12345"), plate("AB12346"), plate("XY98765")
    assert outcome([a, other], [plate("QQ55511"), a]) is SerialOutcome.EQUAL
    assert outcome([a, other], [plate("QQ55511"), near]) is SerialOutcome.ONE_APART


def test_among_other_implants_the_mean_is_one() -> None:
    of = NUMBERS
    mean = (
        of.doubled * NOBODY.lr(SerialOutcome.EQUAL, 1, ("A",))
        + of.one_apart * NOBODY.lr(SerialOutcome.ONE_APART, 1)
        + (1 - of.doubled - of.one_apart) * NOBODY.lr(SerialOutcome.DIFFERENT, 1)
    )
    assert mean == pytest.approx(1.0, rel=1e-12)


def test_a_link_is_near_certain_and_bounded() -> None:
    assert math.log10(NOBODY.lr(SerialOutcome.EQUAL, 1, ("A",))) == pytest.approx(5.978, abs=1e-3)
    assert math.log10(NOBODY.lr(SerialOutcome.EQUAL, 6, ("A",))) == pytest.approx(5.2, abs=1e-2)
    assert NOBODY.lr(SerialOutcome.ONE_APART, 1) == pytest.approx(300.0)
    assert NOBODY.lr(SerialOutcome.DIFFERENT, 1) < 0.021


def test_a_number_of_many_persons_is_no_link() -> None:
    lot = [plate("LOT77123")]
    of = serial_population([lot, lot, lot, [plate("AB12345")], []], 5, NUMBERS)
    assert of.doubled("10T77123") == 0.6
    assert of.lr(SerialOutcome.EQUAL, 1, ("10T77123",)) < 2.0
    # Of several equal numbers the rarest counts.
    both = of.lr(SerialOutcome.EQUAL, 4, ("10T77123", "AB12345"))
    assert both == of.lr(SerialOutcome.EQUAL, 4, ("AB12345",)) > 1e5


def test_the_index_finds_what_every_pair_finds() -> None:
    serials = ["AB12345", "AB12346", "AB1234", "XY98765", "LOT77123", "LOT77128", ""]
    lists = [
        [plate(first), plate(second, region, kind)]
        for first in serials
        for second, region, kind in (
            ("QQ55511", LEG, "nail"),
            ("AB12345", None, "plate"),
            ("LOT77123", Region.HEAD, "plate"),
            ("", None, "plate"),
        )
    ]
    of = serial_population(lists, len(lists), NUMBERS)
    seen = [numbered(one, NUMBERS) for one in lists]
    values = serial_lrs(seen, seen, of)
    for i, first in enumerate(seen):
        for j, second in enumerate(seen):
            found = compared_serials(first, second)
            if found is None:
                assert math.isnan(values[i, j])
            else:
                expected = of.lr(found[0], len(first) * len(second), found[1])
                assert values[i, j] == pytest.approx(expected, rel=1e-12)
