"""A list of dead persons as it goes to the Bureau or the Central Agency: canonical JSON, read strictly.

`data/dead-list-1.schema.json` says the same to programs of others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TypeVar

from antigone.formats.cursor import Cursor, parse_json
from antigone.formats.dead_person import Burial, DeadPerson, Packet
from antigone.formats.problems import ProblemList, refusal, shown
from antigone.policy.transmissions import NAMES
from antigone.provenance import canonical_json
from antigone.words import said

Value = TypeVar("Value")

FORMAT = "antigone dead list 1"
KINDS = ("new", "correction", "name_withdrawn")
MOST_PERSONS = 10_000
MOST_PARTS = 1_000
"""Parts of one body, packets, articles, papers: more of each are a mistake."""

BURIALS = ("burial", "cremation", "at_sea", "other")
DISCS = ("half_with_body", "whole_with_body", "none", "unknown")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
PACKAGE = re.compile(r"T-[A-Z0-9]{2,10}-\d{4,}")

TEXTS = tuple(f.name for f in fields(DeadPerson) if f.type == "str" and f.name != "died_is")
"""Fields of a dead person that are text."""

MAY_LACK = (*(f for f in TEXTS if f != "number"), "burial")
"""Fields that can be withheld: they are empty then, and named."""


@dataclass(frozen=True, slots=True)
class Transmitted:
    """One dead person in a package.

    Args:
        person: the particulars as they go.
        kind: "new", "correction" or "name_withdrawn".
        corrects: number of the package that it corrects; "" where it is new.
    """

    person: DeadPerson
    kind: str = "new"
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class DeadList:
    """What a package says of dead persons.

    Args:
        package: its number.
        persons: at least one, each record once.
    """

    package: str
    persons: tuple[Transmitted, ...]


def write_dead_list(dead: DeadList) -> bytes:
    """The list as canonical JSON: the same list always gives the same bytes."""
    return canonical_json(
        {
            "format": FORMAT,
            "package": dead.package,
            "persons": [
                {**_as_json(one.person), "kind": one.kind, "corrects": one.corrects}
                for one in dead.persons
            ],
        }
    )


def _as_json(person: DeadPerson) -> dict[str, object]:
    found = asdict(person)
    if found["burial"] is not None:
        for name in ("latitude", "longitude", "accuracy_m"):
            value = found["burial"][name]
            found["burial"][name] = None if value is None else float(value)
    return found


def read_dead_list(data: bytes, file: str) -> DeadList:
    """The list of a file.

    Raises:
        FormatError: what is wrong with it, by place; also where it is not written byte for byte as
            `write_dead_list` writes it.
    """
    problems = ProblemList(file)
    found = problems.whole(parse_json(data, file), lambda root: _list(root, problems))
    if write_dead_list(found) != data:
        raise refusal(file, "", said("not canonical: keys sorted, no spaces, nothing besides"))
    return found


def _list(root: Cursor, problems: ProblemList) -> DeadList | None:
    _only(root, ("format", "package", "persons"))
    root.field("format").one_of((FORMAT,))
    package = _package(root.field("package"))
    places = root.field("persons").items(at_most=MOST_PERSONS)
    persons = problems.all_of(places, _transmitted)
    if not places:
        raise root.field("persons").refused(said("nobody is in it"))
    if len({one.person.number for one in persons}) != len(persons):
        raise root.field("persons").refused(said("a record stands twice"))
    return DeadList(package, tuple(persons))


def _transmitted(cursor: Cursor) -> Transmitted:
    own = tuple(f.name for f in fields(DeadPerson))
    _only(cursor, (*own, "kind", "corrects"))
    kind = cursor.field("kind").one_of(KINDS)
    corrects = cursor.field("corrects")
    if (kind == "new") != (corrects.text() == ""):
        raise corrects.refused(said("a correction names the package it corrects, and nothing else"))
    return Transmitted(_person(cursor), kind, _package(corrects) if corrects.value else "")


def _person(cursor: Cursor) -> DeadPerson:
    texts = {name: _words(cursor.field(name)) for name in TEXTS}
    cursor.field("number").name()
    for name in ("born", "died"):
        _day(cursor.field(name))
    burial = cursor.optional("burial")
    person = DeadPerson(
        **texts,
        version=cursor.field("version").integer(1, 1_000_000),
        remains=tuple(c.name() for c in cursor.field("remains").items(at_most=MOST_PARTS)),
        identified=_yes_or_no(cursor.field("identified")),
        died_is=cursor.field("died_is").one_of(("death", "capture")),
        burial=None if burial is None else _burial(burial),
        packets=_several(cursor.field("packets"), _packet),
        documents=_several(cursor.field("documents"), _words),
        withheld=tuple(c.one_of(MAY_LACK) for c in cursor.field("withheld").items(at_most=100)),
    )
    _consistent(person, cursor)
    return person


def _consistent(person: DeadPerson, cursor: Cursor) -> None:
    if not person.remains:
        raise cursor.field("remains").refused(said("no remains are named"))
    if not person.identified and any(getattr(person, name) for name in NAMES):
        raise cursor.refused(said("names somebody without a signed identification"))
    if list(person.withheld) != sorted(set(person.withheld)):
        raise cursor.field("withheld").refused(said("each once, in the order of the alphabet"))
    if any(getattr(person, name) for name in person.withheld):
        raise cursor.field("withheld").refused(said("what is withheld is empty"))


def _burial(cursor: Cursor) -> Burial:
    _only(cursor, tuple(f.name for f in fields(Burial)))
    _day(cursor.field("day"))
    texts = ("day", "place", "position", "marking", "rites", "reason")
    return Burial(
        kind=cursor.field("kind").one_of(BURIALS),
        latitude=_number(cursor, "latitude", -90.0, 90.0),
        longitude=_number(cursor, "longitude", -180.0, 180.0),
        accuracy_m=_number(cursor, "accuracy_m", 0.0, 1_000_000.0),
        individual=_yes_or_no(cursor.field("individual")),
        disc=cursor.field("disc").one_of(DISCS),
        **{name: _words(cursor.field(name)) for name in texts},
    )


def _packet(cursor: Cursor) -> Packet:
    _only(cursor, tuple(f.name for f in fields(Packet)))
    return Packet(
        number=_words(cursor.field("number")),
        seal=_words(cursor.field("seal")),
        contents=_several(cursor.field("contents"), _words),
        owner=_words(cursor.field("owner")),
        where=_words(cursor.field("where")),
    )


def _only(cursor: Cursor, names: tuple[str, ...]) -> None:
    """Exactly these members, no more and no fewer."""
    there: Mapping[str, Cursor] = cursor.fields()
    for name in there:
        if name not in names:
            raise cursor.refused(said("{name} is not known here", name=shown(name)))
    for name in names:
        if name not in there:
            raise cursor.refused(said("{name} is missing", name=shown(name)))


def _several(cursor: Cursor, read: Callable[[Cursor], Value]) -> tuple[Value, ...]:
    return tuple(read(one) for one in cursor.items(at_most=MOST_PARTS))


def _words(cursor: Cursor) -> str:
    """Text on one line or several."""
    for line in cursor.text().split("\n"):
        Cursor(line, cursor.place).sentence()
    return cursor.text()


def _package(cursor: Cursor) -> str:
    if not PACKAGE.fullmatch(cursor.text()):
        raise cursor.refused(said("{found} is no number of a package", found=shown(cursor.text())))
    return cursor.text()


def _day(cursor: Cursor) -> None:
    if cursor.text() and not _DAY.fullmatch(cursor.text()):
        raise cursor.refused(
            said("{found} is no day; allowed are YYYY, YYYY-MM, YYYY-MM-DD", found=cursor.text())
        )


def _number(cursor: Cursor, name: str, low: float, high: float) -> float | None:
    found = cursor.optional(name)
    return None if found is None else found.number(low, high)


def _yes_or_no(cursor: Cursor) -> bool:
    if not isinstance(cursor.value, bool):
        raise cursor.expected(said("true or false"))
    return cursor.value
