"""From what a family told, part by part, to the record that the core compares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from antigone.evidence.records import (
    AmRecord,
    Implant,
    Informant,
    LastSeen,
    Mark,
    MarkKind,
    MedicalFinding,
    OwnedItem,
    PersonName,
    Place,
    Region,
    ReportedStature,
    ToothChart,
)
from antigone.formats.am_record_json import read_am_record
from antigone.formats.cursor import Cursor
from antigone.formats.problems import ProblemList
from antigone.genetics.pedigree import Sex
from antigone.web.requests.fields import split
from antigone.web.requests.parts import Content
from antigone.web.requests.words import TRAIT_VALUES


def am_record(told: Mapping[str, Content]) -> AmRecord | None:
    """The record; None where nothing is told that can be compared.

    Words, particulars without a code, who told it and how sure they are stay with the request.

    Args:
        told: by part what is kept of it.
    """
    sought, description = told.get("sought", {}), told.get("description", {})
    medical, effects = told.get("medical", {}), told.get("effects", {})
    record = AmRecord(
        sex=Sex(sought.get("sex", "U")),
        born_on=_day(sought.get("born_on")),
        age_years=sought.get("age_years"),
        stature=_stature(description),
        traits={t: description[t] for t in TRAIT_VALUES if t in description},
        teeth=chart_of(told.get("teeth", {})),
        marks=_asked(description, "marks", "no_marks", _mark),
        implants=tuple(_implant(row) for row in medical.get("implants", ())),
        medical=_asked(medical, "medical", "no_medical", _finding),
        items=tuple(_items(effects)),
        names=tuple(_name(row) for row in sought.get("names", ())),
        last_seen=_last_seen(sought),
    )
    return None if record == AmRecord() else record


def chart_of(teeth: Content) -> ToothChart | None:
    """The tooth chart that stands in what was told of teeth."""
    chart = teeth.get("chart")
    if not chart:
        return None
    problems = ProblemList("the database")
    record = problems.whole(
        Cursor({"teeth": chart}, "record"), lambda c: read_am_record(c, problems)
    )
    return record.teeth


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _stature(description: Content) -> ReportedStature | None:
    cm = description.get("stature_cm")
    if cm is None:
        return None
    return ReportedStature(cm, Informant(description.get("stature_from", Informant.FAMILY.value)))


def _asked(content: Content, rows: str, none: str, read: Any) -> tuple[Any, ...] | None:  # noqa: ANN401
    """What was told; empty where it was asked for and there is none; None where nobody asked."""
    found = tuple(read(row) for row in content.get(rows, ()))
    return found if found or content.get(none) else None


def _region(row: Content) -> Region | None:
    return Region(row["region"]) if row.get("region") else None


def _mark(row: Content) -> Mark:
    return Mark(MarkKind(row["kind"]), _region(row), row.get("motif", ""), row.get("text", ""))


def _finding(row: Content) -> MedicalFinding:
    return MedicalFinding(row["kind"], _region(row))


def _implant(row: Content) -> Implant:
    return Implant(row["kind"], _region(row), row.get("maker", ""), row.get("serial", ""))


def _items(effects: Content) -> Iterable[OwnedItem]:
    for row in effects.get("items", ()):
        features = tuple(feature.lower() for feature in split(row.get("features", "")))
        yield OwnedItem(row["kind"], tuple(split(row.get("numbers", ""))), features)
    for row in effects.get("documents", ()):
        yield OwnedItem(row["kind"], tuple(split(row.get("number", ""))))


def _name(row: Content) -> PersonName:
    family, given, patronymic = (row.get(p, "") for p in ("family", "given", "patronymic"))
    return PersonName(family, given, patronymic, row.get("kind", "legal"))


def _last_seen(sought: Content) -> LastSeen | None:
    place = None
    if "latitude" in sought:
        place = Place(sought["latitude"], sought["longitude"], sought.get("within_km", 1.0))
    seen = LastSeen(_day(sought.get("seen_on")), place)
    return None if seen == LastSeen() else seen
