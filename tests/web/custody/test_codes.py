"""Codes on labels: random, checked, and read in every way a person types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.web.custody.codes import (
    CHECKED,
    LETTERS,
    CodeRefused,
    Kind,
    Label,
    as_code,
    check_character,
    is_sound,
    new_code,
    read_content,
    read_typed,
)

BODIES = st.text(alphabet=LETTERS, min_size=8, max_size=8)


def test_a_published_number_has_its_check_character() -> None:
    """The example of ISBT 128: G1234 98 654321, check character H."""
    assert check_character("G1234 98 654321") == "H"


@given(body=BODIES, at=st.integers(0, 7), other=st.sampled_from(LETTERS))
def test_every_single_wrong_character_is_found(body: str, at: int, other: str) -> None:
    wrong = body[:at] + other + body[at + 1 :]
    assert (check_character(wrong) == check_character(body)) == (wrong == body)


@given(body=BODIES, at=st.integers(0, 6))
def test_every_exchange_of_two_neighbours_is_found(body: str, at: int) -> None:
    wrong = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
    assert (check_character(wrong) == check_character(body)) == (wrong == body)


def test_codes_are_random_and_sound() -> None:
    codes = {new_code(Kind.SAMPLE) for _ in range(300)}
    assert len(codes) == 300
    assert all(is_sound(code) and "*" not in code for code in codes)
    assert not is_sound("S-7K3M-9QXT-A") or check_character("S-7K3M-9QXT") == "A"


@given(
    number=st.text(min_size=1, max_size=60).map(str.strip).filter(bool), kind=st.sampled_from(Kind)
)
def test_what_a_qr_code_holds_is_read_back(number: str, kind: Kind) -> None:
    label = Label(kind, number)
    assert read_content(label.content) == label
    assert label.check in CHECKED


@pytest.mark.parametrize(
    "content",
    ["", "https://example.org/", "AGR:PM-0147", "AGX:PM-0147:C", "AGR::C", "AGR:PM-0174:C"],
)
def test_what_is_no_label_of_ours_is_refused(content: str) -> None:
    with pytest.raises(CodeRefused):
        read_content(content)


def test_codes_are_forgiven_how_they_are_typed() -> None:
    for typed in ("s-7k3m-9qxt-c", "S7K3M9QXTC", " s 7k3m 9qxt c "):
        assert as_code(typed) == "S-7K3M-9QXT-C"
    assert as_code("S-1O00-1111-X") == "S-1000-1111-X"
    assert read_typed("PM-0147  c") == ("PM-0147", "C")
    assert read_typed("PM-0147") == ("PM-0147", "")
