"""Files of prints: facts are read, what is malformed is refused with record and field."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.formats.cursor import Cursor
from antigone.web.media.checks import Refused
from antigone.web.media.print_facts import PrintFacts, PrintImage
from antigone.web.media.prints import read_prints
from tests.web.media import drawn

GOOD, BINARY = drawn.prints(), drawn.binary_prints()


def test_positions_resolution_and_dates_are_read() -> None:
    name, facts = read_prints("card.nist", GOOD)
    assert name == "card.nist"
    assert (facts.version, facts.transaction, facts.made_on) == ("0400", "TPR", date(2026, 10, 5))
    taken = date(2026, 10, 4)
    assert facts.images == tuple(PrintImage(14, (p,), 8, 4, 500, taken) for p in (1, 7))
    assert [image.where for image in facts.images] == ["right thumb", "left index finger"]


def test_binary_records_are_read() -> None:
    _, facts = read_prints("card.nist", drawn.binary_prints())
    assert facts.images == (PrintImage(4, (2,), 8, 4, 500, None),)


def test_pixels_per_centimetre_are_turned_into_pixels_per_inch() -> None:
    _, facts = read_prints("card.nist", drawn.prints(changed={8: "2", 9: "197"}))
    assert {image.ppi for image in facts.images} == {500}


def test_facts_hold_no_name_and_survive_their_row() -> None:
    _, facts = read_prints("card.nist", GOOD)
    row = facts.as_row()
    assert "INVENTED" not in str(row)
    assert PrintFacts.from_row(Cursor(row)) == facts


BAD = {
    "position": (drawn.prints(changed={13: "thumb"}), "record 3 (type 14), field 14.013: “thumb”"),
    "width": (drawn.prints(changed={6: "wide"}), "record 3 (type 14), field 14.006: “wide”"),
    "no resolution": (drawn.prints(changed={9: "0"}), "record 3 (type 14), field 14.009"),
    "date": (drawn.prints(changed={5: "20261399"}), "field 14.005: “20261399” is no date"),
    "no prints": (drawn.prints(positions=()), "it holds no prints"),
    "truncated": (GOOD[:-10], "record 4 (type 14), field 14.001: it says it is"),
    "something behind": (GOOD + b"PK\x03\x04" + bytes(40), "record 5 (type 4)"),
    "a face": (GOOD.replace(b"14.001:", b"10.001:"), "record 3 (type 10): only types 1, 2, 4"),
    "a record of no length": (
        BINARY[:-50] + bytes(4) + BINARY[-46:],
        "record 2 (type 4), field 4.001: it says it is 0 bytes long",
    ),
    "too many records": (drawn.prints(positions=(1,) * 220), "more than 200 records"),
    "a picture": (drawn.jpeg(), "it does not begin with a record of type 1"),
    "nothing": (b"", "it is empty"),
}


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=BAD.keys())
def test_what_is_malformed_is_refused_with_record_and_field(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_prints("card.nist", content)
    assert str(refused.value).startswith("card.nist was not kept: ")
    assert words in str(refused.value)


def test_a_path_in_the_name_is_refused() -> None:
    with pytest.raises(Refused, match="path"):
        read_prints("../card.nist", GOOD)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([GOOD, BINARY]),
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 12), st.binary(max_size=12)), max_size=5
    ),
)
def test_whatever_comes_is_read_or_refused(
    content: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    changed = bytearray(content)
    for at, length, new in changes:
        changed[at : at + length] = new
    try:
        _, facts = read_prints("card.nist", bytes(changed))
    except Refused:
        return
    assert facts.images or facts.minutiae_records
