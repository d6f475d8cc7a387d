"""What the server tells, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field of what was sent."""

    field: str
    message: str


@dataclass(frozen=True)
class Me:
    """For whom a token acts, and how far."""

    username: str
    full_name: str
    agency: str | None
    token: str
    scopes: tuple[str, ...]
    incident: str | None
    expires_at: datetime


@dataclass(frozen=True)
class Incident:
    """An incident, and what this token may do in it now."""

    slug: str
    name: str
    begun_on: date
    is_training: bool
    role: str | None
    permissions: tuple[str, ...]
    sees_whole: bool


@dataclass(frozen=True)
class Remains:
    """Remains; `record` only where one of them was asked for, and the token may see it."""

    number: str
    sex: str
    agency: str | None
    registered_at: datetime
    file: int | None
    markers_typed: int
    may_be_compared: bool
    record: Mapping[str, Any] | None = None
    record_hidden: bool = False


@dataclass(frozen=True)
class Sought:
    """A person sought; `record` as of remains."""

    number: str
    sex: str
    family: int
    relatives_typed: int
    covered: bool
    withdrawn: bool
    found_alive: bool
    record: Mapping[str, Any] | None = None
    record_hidden: bool = False


@dataclass(frozen=True)
class Relative:
    """A person of a pedigree, under a code."""

    code: str
    sex: str
    father: str | None
    mother: str | None
    markers_typed: int
    covered: bool
    withdrawn: bool


@dataclass(frozen=True)
class Family:
    """A family; `relatives` only where one of them was asked for."""

    id: int
    name: str
    agency: str | None
    registered_at: datetime
    file: int | None
    covered: bool
    withdrawn: bool
    sought: tuple[str, ...]
    relatives: tuple[Relative, ...] = ()


@dataclass(frozen=True)
class Sample:
    """A sample, under its code."""

    code: str
    kind: str
    state: str
    remains: str | None
    family: int | None
    relative: str | None
    parent: str | None
    taken_at: datetime
    readings: int


@dataclass(frozen=True)
class Run:
    """A comparison: how far it is, and what it rests on."""

    id: int
    status: str
    stage: str
    done: int
    total: int
    created_by: str
    created_at: datetime
    finished_at: datetime | None
    program: str
    inputs: str
    prior: str

    @property
    def is_open(self) -> bool:
        """Whether it still waits or works."""
        return self.status in {"waiting", "running"}


@dataclass(frozen=True)
class Candidate:
    """One pair: worth looking at, and no more than that.

    Args:
        log10_lr: of DNA alone; -inf excludes, nan says nothing, None: not compared.
        other_log10_lr: of all else that was recorded; None: nothing was.
        posterior: in the joint view, from DNA alone.
    """

    remains: str
    missing: str
    log10_lr: float | None
    other_log10_lr: float | None
    posterior: float | None


@dataclass(frozen=True)
class Marker:
    """One marker of a pair; alleles only for those who may see them."""

    marker: str
    log10_lr: float | None
    remains: str | None
    relatives: tuple[str, ...] | None


@dataclass(frozen=True)
class Line:
    """One line of evidence besides DNA."""

    line: str
    log10_lr: float | None
    counts: bool


@dataclass(frozen=True)
class Pair(Candidate):
    """One pair in detail."""

    inconsistent_family: bool
    relatives: tuple[str, ...]
    markers: tuple[Marker, ...]
    lines: tuple[Line, ...] | None


@dataclass(frozen=True)
class Standing:
    """Whom remains may be, in the joint view; the improbable are left out."""

    remains: str
    persons: Mapping[str, float]
    nobody: float
    settled: bool
    error: float | None


@dataclass(frozen=True)
class Stage:
    """How many have reached a stage."""

    code: str
    name: str
    meaning: str
    count: int


@dataclass(frozen=True)
class Progress:
    """The stages of the dead or of the sought, of so many in all."""

    total: int
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Day:
    """What happened on one day; what was taken back counts as minus one."""

    day: date
    count: int


@dataclass(frozen=True)
class Events:
    """One kind of event, day by day."""

    code: str
    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Figures:
    """An incident in numbers."""

    remains: Progress
    sought: Progress
    timeline: tuple[Events, ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class Figure:
    """One number of a year, with what exactly it counts."""

    code: str
    name: str
    meaning: str
    value: float | None
    unit: str


@dataclass(frozen=True)
class Preview:
    """What a file would bring; it waits to be confirmed."""

    id: int
    name: str
    sha256: str
    expires_at: datetime
    remains: tuple[str, ...]
    missing: tuple[str, ...]
    families: int
    relatives_typed: int
    markers: tuple[str, ...]
    notices: tuple[str, ...]
    problems: tuple[FieldProblem, ...]


@dataclass(frozen=True)
class File:
    """A data set that was taken over whole."""

    id: int
    name: str
    sha256: str
    size: int
    imported_by: str
    imported_at: datetime
    notices: tuple[str, ...]


def columns(rows: Iterable[object]) -> dict[str, list[Any]]:
    """Rows of one kind as plain lists, one for each field: what plots and tables take.

    >>> columns([Day(date(2026, 10, 3), 2), Day(date(2026, 10, 4), 5)])["count"]
    [2, 5]
    """
    found = list(rows)
    if not found:
        return {}
    first = found[0]
    if not is_dataclass(first):
        raise TypeError("rows of this module")
    return {of.name: [getattr(row, of.name) for row in found] for of in fields(first)}
