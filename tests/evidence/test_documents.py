from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.documents import (
    NumberOutcome,
    ToldNumbers,
    number_likelihoods,
    plain_numbers,
)
from antigone.evidence.inscriptions import one_apart
from antigone.evidence.records import Carried, FoundItem, OwnedItem
from antigone.evidence.tables import load_tables

OF = load_tables().effects.documents
numbers = st.text("1234АВAB", min_size=4, max_size=6).filter(lambda n: any(c in "1234" for c in n))


def found(*read: str, kind: str = "identity_card") -> FoundItem:
    return FoundItem(kind, Carried.POCKET, read)


def told(*read: str, kind: str = "identity_card") -> tuple[OwnedItem, ...]:
    return (OwnedItem(kind, read),)


def outcome(item: FoundItem, *persons: tuple[OwnedItem, ...]) -> list[NumberOutcome]:
    return [NumberOutcome(n) for n in ToldNumbers(persons, OF).outcomes(item).tolist()]


@pytest.mark.parametrize(
    ("read", "number", "expected"),
    [
        ("АВ 123456", "AB-123456", NumberOutcome.EQUAL),
        ("№ 4711", "4711", NumberOutcome.EQUAL),
        ("OI2345", "012345", NumberOutcome.EQUAL),
        ("AB123456", "AB123457", NumberOutcome.ONE_APART),
        ("AB123456", "AB12346", NumberOutcome.ONE_APART),
        ("AB123456", "AB132456", NumberOutcome.DIFFERENT),
        ("123", "123", NumberOutcome.NOT_COMPARED),
        ("0000000", "0000000", NumberOutcome.NOT_COMPARED),
        ("паспорт", "паспорт", NumberOutcome.NOT_COMPARED),
    ],
)
def test_numbers_are_compared(read: str, number: str, expected: NumberOutcome) -> None:
    assert outcome(found(read), told(number)) == [expected]


def test_other_numbers_differ_within_a_kind_only() -> None:
    telephone = told("5550001", kind="mobile_phone")
    assert outcome(found("AB123456"), telephone, ()) == [NumberOutcome.NOT_COMPARED] * 2
    assert outcome(found("AB123456", kind="Mobile phone"), telephone) == [NumberOutcome.DIFFERENT]
    # An equal number counts, whatever the family calls the thing.
    assert outcome(found("555 0001"), telephone) == [NumberOutcome.EQUAL]


def test_the_best_of_several_numbers_counts() -> None:
    item = found("AB123456", "CC777001")
    persons = told("CC777001", "XX1111"), told("CC777002"), told("XX1111")
    assert outcome(item, *persons) == [
        NumberOutcome.EQUAL,
        NumberOutcome.ONE_APART,
        NumberOutcome.DIFFERENT,
    ]


@given(numbers, st.lists(numbers, max_size=8))
def test_the_index_finds_what_pairs_find(read: str, others: list[str]) -> None:
    own = plain_numbers([read], OF)
    expected = []
    for other in others:
        plain = plain_numbers([other], OF)
        if not own or not plain:
            expected.append(NumberOutcome.NOT_COMPARED)
        elif own == plain:
            expected.append(NumberOutcome.EQUAL)
        elif one_apart(own[0], plain[0]):
            expected.append(NumberOutcome.ONE_APART)
        else:
            expected.append(NumberOutcome.DIFFERENT)
    assert outcome(found(read), *(told(other) for other in others)) == expected


def test_likelihoods_are_those_of_two_distributions() -> None:
    likelihoods = number_likelihoods(OF)
    another = np.array([1.0 - OF.doubled - OF.one_apart, OF.one_apart, OF.doubled])
    # P(outcome | own) sums to 1 over different, one apart, equal.
    assert (another * likelihoods[NumberOutcome.DIFFERENT :]).sum() == pytest.approx(1.0)
    assert likelihoods[NumberOutcome.NOT_COMPARED] == 1.0
    assert likelihoods[NumberOutcome.DIFFERENT] < 1.0 < likelihoods[NumberOutcome.ONE_APART]
