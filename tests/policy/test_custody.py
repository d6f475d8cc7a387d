"""Custody: each break is found, and nothing else is called a break."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.policy.custody import (
    Chain,
    Handover,
    Seal,
    breaks,
    cu_01_who_gives_had_it,
    cu_02_time_runs_forward,
    cu_03_seal_is_the_one_that_was_set,
    cu_04_no_longer_than_stated,
    cu_05_begins_where_it_came_from,
    cu_06_part_is_not_before_the_whole,
    cu_07_reasons_name_the_breaks,
)

START = datetime(2026, 10, 5, 11, 20)
HOUR = timedelta(hours=1)
LATER = START + timedelta(days=60)


def handed(
    key: int, giver: str, receiver: str, hours: float, *, seal: str = "", new: str = ""
) -> Handover:
    """`seal`: the number as found, whole; `new`: the number set."""
    return Handover(
        key=key,
        at=START + hours * HOUR,
        giver=giver,
        receiver=receiver,
        recorded_at=LATER,
        seal=Seal.INTACT if seal else Seal.NOT_SEALED,
        seal_found=seal,
        seal_left=new,
    )


def chain(*entries: Handover) -> Chain:
    return Chain(entries, begun_at=START, registered_at=START)


SOUND = (
    handed(1, "Teo Varga-Lind", "Teo Varga-Lind", 0, new="4471"),
    handed(2, "Teo Varga-Lind", "B. Aske-Romero", 5, seal="4471"),
    handed(3, "B. Aske-Romero", "Sanna Feld", 14, seal="4471"),
    handed(4, "Sanna Feld", "Sanna Feld", 90, seal="4471", new="4502"),
    handed(5, "Sanna Feld", "Dr Oyelin Harrow", 170, seal="4502"),
)


def codes(one: Chain, now: datetime = LATER) -> list[str]:
    return [found.finding.code for found in breaks(one, now)]


def with_entry(position: int, **changes: object) -> Chain:
    entries = list(SOUND)
    entries[position] = replace(entries[position], **changes)  # type: ignore[arg-type]
    return chain(*entries)


def test_a_sound_chain_has_no_break() -> None:
    assert codes(chain(*SOUND)) == []
    assert codes(chain(*reversed(SOUND))) == [], "the order of writing down does not matter"


def test_cu_01_who_gives_is_who_had_it() -> None:
    (found,) = cu_01_who_gives_had_it(with_entry(2, giver="Jon Alder"))
    assert (found.key, found.finding.code) == (3, "CU-01")
    assert "Jon Alder" in found.finding.message
    assert "B. Aske-Romero had it" in found.finding.message
    assert codes(with_entry(2, giver="  b. aske-romero ")) == []


def test_cu_02_time_does_not_run_back() -> None:
    (turned,) = cu_02_time_runs_forward(with_entry(1, at=START + 15 * HOUR))
    assert turned.key == 3
    assert "before receiving it" in turned.finding.message
    assert codes(with_entry(1, at=START + 15 * HOUR)) == ["CU-02"]
    assert codes(with_entry(0, at=START - HOUR)) == ["CU-02"]
    assert codes(with_entry(4, recorded_at=START)) == ["CU-02"]
    assert codes(with_entry(4, recorded_at=SOUND[4].at - timedelta(minutes=9))) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seal_found": "4417"}, "names seal 4417; it was sealed with 4471"),
        ({"seal": Seal.BROKEN}, "seal 4471 was found broken"),
        ({"seal": Seal.NOT_SEALED, "seal_found": ""}, "it came without a seal"),
    ],
)
def test_cu_03_the_seal_is_the_one_that_was_set(changes: dict[str, object], words: str) -> None:
    found = list(cu_03_seal_is_the_one_that_was_set(with_entry(1, **changes)))
    assert words in found[0].finding.message
    assert found[0].key == 2


def test_cu_03_a_seal_that_nobody_set() -> None:
    entries = (handed(1, "A B", "A B", 0), handed(2, "A B", "C D", 1, seal="77"))
    (found,) = breaks(chain(*entries), LATER)
    assert "nobody recorded that it was set" in found.finding.message
    assert codes(chain(handed(1, "A B", "C D", 1, seal="77"))) == []


def test_cu_04_it_arrives_by_the_time_that_was_stated() -> None:
    late = with_entry(1, expected_by=START + 8 * HOUR)
    (found,) = cu_04_no_longer_than_stated(late, LATER)
    assert (found.key, found.finding.code) == (3, "CU-04")
    assert codes(with_entry(1, expected_by=START + 14 * HOUR)) == []
    on_its_way = with_entry(4, expected_by=START + 200 * HOUR)
    assert codes(on_its_way, START + 199 * HOUR) == []
    (overdue,) = cu_04_no_longer_than_stated(on_its_way, START + 201 * HOUR)
    assert "nothing was entered since" in overdue.finding.message


def test_cu_05_the_chain_begins_where_it_came_from() -> None:
    nothing = chain()
    assert codes(nothing, START + 24 * HOUR) == []
    assert codes(nothing, START + 25 * HOUR) == ["CU-05"]
    assert codes(replace(nothing, begins_elsewhere=True)) == []
    (found,) = cu_05_begins_where_it_came_from(chain(handed(1, "A B", "C D", 30)), LATER)
    assert found.key == 1
    assert codes(chain(handed(1, "A B", "C D", 24))) == []


def test_cu_06_a_part_is_not_before_the_whole() -> None:
    part = replace(chain(*SOUND), source_begun_at=START + HOUR)
    (found,) = cu_06_part_is_not_before_the_whole(part)
    assert found.key is None
    assert codes(replace(part, source_begun_at=START)) == []
    assert codes(replace(part, begun_at=None)) == []


def test_cu_07_the_reasons_name_each_break() -> None:
    silent = cu_07_reasons_name_the_breaks(["CU-03", "CU-01", "CU-03"], "All markers fit; cu-01.")
    assert (silent.code, silent.met) == ("CU-07", False)
    assert "CU-03" in silent.message
    assert "CU-01" not in silent.message
    assert cu_07_reasons_name_the_breaks(["CU-03"], "CU 03: a transposed number.").met
    assert cu_07_reasons_name_the_breaks([], "").met


@st.composite
def sound_chains(draw: st.DrawFn) -> list[Handover]:
    """From hand to hand, sealed anew now and then, each expected just in time."""
    length = draw(st.integers(3, 9))
    entries: list[Handover] = []
    hours, seal = 0.0, ""
    for key in range(length):
        new = draw(st.sampled_from(["", f"S{key}"]))
        entries.append(handed(key, f"P{max(0, key - 1)}", f"P{key}", hours, seal=seal, new=new))
        hours += draw(st.floats(0.5, 20))
        if draw(st.booleans()):
            entries[-1] = replace(entries[-1], expected_by=START + hours * HOUR)
        seal = new or seal
    return [
        replace(entry, expected_by=entry.expected_by if entry.key < length - 1 else None)
        for entry in entries
    ]


@given(entries=sound_chains(), shuffled=st.randoms())
def test_random_sound_chains_have_no_break(entries: list[Handover], shuffled: object) -> None:
    shuffled.shuffle(entries)  # type: ignore[attr-defined]
    assert codes(chain(*entries)) == []


@given(data=st.data(), entries=sound_chains())
def test_a_break_is_found_where_it_was_planted(
    data: st.DataObject, entries: list[Handover]
) -> None:
    at = data.draw(st.integers(1, len(entries) - 1), label="at")
    entry, before = entries[at], entries[at - 1]
    kinds = ["CU-01", "CU-02", "CU-04"] + ["CU-03"] * bool(before.seal_after)
    kind = data.draw(st.sampled_from(kinds), label="kind")
    if kind == "CU-01":
        entries[at] = replace(entry, giver="Somebody Else")
    elif kind == "CU-02":
        entries[at] = replace(entry, recorded_at=entry.at - HOUR)
    elif kind == "CU-04":
        entries[at - 1] = replace(before, expected_by=entry.at - timedelta(minutes=1))
    else:
        entries[at] = replace(
            entry, seal=Seal.INTACT, seal_found="another", seal_left=entry.seal_after
        )
    assert [(b.finding.code, b.key) for b in breaks(chain(*entries), LATER)] == [(kind, at)]


@given(data=st.data(), entries=sound_chains())
def test_two_entries_whose_times_are_exchanged_are_one_break_in_time(
    data: st.DataObject, entries: list[Handover]
) -> None:
    entries = [replace(entry, expected_by=None) for entry in entries]
    at = data.draw(st.integers(1, len(entries) - 1), label="at")
    times = entries[at - 1].at, entries[at].at
    entries[at - 1], entries[at] = (
        replace(entries[at - 1], at=times[1]),
        replace(entries[at], at=times[0]),
    )
    found = codes(chain(*entries))
    assert set(found) == {"CU-02"}
