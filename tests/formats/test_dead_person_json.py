"""The list of dead persons: what is written is read, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

import antigone.formats
from antigone.formats.dead_person import Burial, DeadPerson, Packet
from antigone.formats.dead_person_json import (
    MAY_LACK,
    TEXTS,
    DeadList,
    Transmitted,
    read_dead_list,
    write_dead_list,
)
from antigone.formats.problems import FormatError
from antigone.provenance import canonical_json
from tests.formats.packages import NAMED, UNNAMED, dead_list

SCHEMA = json.loads(
    (Path(next(iter(antigone.formats.__path__))) / "data" / "dead-list-1.schema.json").read_text(
        encoding="utf-8"
    )
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=20)
days = st.sampled_from(["", "1991", "1991-04", "1991-04-30"])
burials = st.builds(
    Burial,
    kind=st.sampled_from(["burial", "cremation", "at_sea", "other"]),
    day=days,
    place=words,
    position=words,
    latitude=st.none() | st.floats(-90, 90),
    longitude=st.none() | st.integers(-180, 180),
    accuracy_m=st.none() | st.floats(0, 1000),
    marking=words,
    individual=st.booleans(),
    rites=words,
    reason=words,
    disc=st.sampled_from(["half_with_body", "whole_with_body", "none", "unknown"]),
)
packets = st.builds(
    Packet,
    number=words,
    seal=words,
    contents=st.lists(words, max_size=3).map(tuple),
    owner=words,
    where=words,
)


@st.composite
def dead_persons(draw: st.DrawFn) -> DeadPerson:
    identified = draw(st.booleans())
    texts: dict[str, Any] = {
        name: draw(words) for name in TEXTS if name not in {"number", "born", "died"}
    }
    person = DeadPerson(
        **texts,
        number=f"D-{draw(st.integers(1, 9999)):04d}",
        version=draw(st.integers(1, 9)),
        remains=("V1",),
        identified=True,
        born=draw(days),
        died=draw(days),
        died_is=draw(st.sampled_from(["death", "capture"])),
        burial=draw(st.none() | burials),
        packets=tuple(draw(st.lists(packets, max_size=2))),
        documents=tuple(draw(st.lists(words, max_size=2))),
    )
    withheld = draw(st.sets(st.sampled_from(MAY_LACK), max_size=3))
    empty: dict[str, Any] = {f: None if f == "burial" else "" for f in withheld}
    if not identified:
        named = ("surname", "first_names", "names_latin", "inform")
        empty |= dict.fromkeys((*named, "fathers_first_name", "mothers_maiden_name"), "")
    return replace(person, **empty, identified=identified, withheld=tuple(sorted(withheld)))


@given(st.lists(dead_persons(), min_size=1, max_size=3, unique_by=lambda one: one.number))
def test_what_is_written_is_read_and_fits_the_schema(persons: list[DeadPerson]) -> None:
    dead = DeadList("T-CTA-0001", tuple(Transmitted(person) for person in persons))
    data = write_dead_list(dead)
    assert read_dead_list(data, "list") == dead
    VALIDATOR.validate(json.loads(data))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR.validate(json.loads(write_dead_list(dead_list())))


Change = Callable[[dict[str, Any]], object]


def _first(change: Change) -> Change:
    return lambda root: change(root["persons"][0])


REFUSED: dict[str, tuple[Change, str]] = {
    "another format": (lambda r: r.update(format="antigone dead list 2"), "allowed are"),
    "no number of a package": (lambda r: r.update(package="CTA 1"), "no number of a package"),
    "something besides": (lambda r: r.update(picture="x"), "picture"),
    "nobody": (lambda r: r["persons"].clear(), "nobody"),
    "a person without a field": (_first(lambda p: p.pop("cause")), "cause"),
    "a person with a field besides": (_first(lambda p: p.update(photo="x")), "photo"),
    "a burial with a field besides": (_first(lambda p: p["burial"].update(map="x")), "map"),
    "no day": (_first(lambda p: p.update(born="April 1991")), "no day"),
    "a place off the globe": (_first(lambda p: p["burial"].update(latitude=91.0)), "latitude"),
    "no remains": (_first(lambda p: p["remains"].clear()), "remains"),
    "a version that nobody confirmed": (_first(lambda p: p.update(version=0)), "version"),
    "a name without an identification": (_first(lambda p: p.update(identified=False)), "names"),
    "withheld and there": (_first(lambda p: p.update(inform="Hanna")), "withheld"),
    "withheld: no field": (_first(lambda p: p.update(withheld=["remains"])), "withheld"),
    "withheld in disorder": (
        _first(lambda p: p.update(withheld=["mothers_maiden_name", "inform"])),
        "alphabet",
    ),
    "a correction of nothing": (_first(lambda p: p.update(kind="correction")), "names the package"),
    "new, and a correction": (
        _first(lambda p: p.update(corrects="T-CTA-0001")),
        "names the package",
    ),
    "control characters": (_first(lambda p: p.update(cause="a\u202eb")), "control"),
}

NOT_IN_A_SCHEMA = {"withheld in disorder", "control characters"}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_such_a_list_is_refused_by_reader_and_schema(what: str) -> None:
    change, said = REFUSED[what]
    root = json.loads(write_dead_list(dead_list()))
    change(root)
    with pytest.raises(FormatError, match=said):
        read_dead_list(canonical_json(root), "list")
    assert VALIDATOR.is_valid(root) == (what in NOT_IN_A_SCHEMA)


def test_only_canonical_json_is_read() -> None:
    data = write_dead_list(dead_list())
    for other in (
        data + b"\n",
        data.replace(b":1,", b": 1,", 1),
        json.dumps(json.loads(data)).encode(),
    ):
        with pytest.raises(FormatError, match="not canonical"):
            read_dead_list(other, "list")


def test_a_record_stands_once() -> None:
    twice = dead_list(Transmitted(UNNAMED), Transmitted(replace(NAMED, number="D-0002")))
    with pytest.raises(FormatError, match="stands twice"):
        read_dead_list(write_dead_list(twice), "list")
