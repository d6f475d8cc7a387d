"""What is told of a missing person, apart from the DNA of relatives, as it stands in JSON files."""

from __future__ import annotations

from antigone.evidence.age import OLDEST_YEARS
from antigone.evidence.records import (
    AmRecord,
    Informant,
    LastSeen,
    OwnedItem,
    PersonName,
    ReportedStature,
)
from antigone.formats.cursor import Cursor
from antigone.formats.problems import ProblemList
from antigone.formats.record_parts_json import (
    MOST_FINDINGS,
    MOST_IMPLANTS,
    MOST_ITEMS,
    MOST_MARKS,
    STATURES_CM,
    Parts,
    code,
    day,
    features,
    implant,
    mark,
    medical_finding,
    members,
    optional_day,
    optional_text,
    place,
    texts,
    tooth_chart,
    traits,
    word,
)
from antigone.genetics.pedigree import Sex
from antigone.words import said

MOST_NAMES = 50
NAME_KINDS = ("legal", "birth", "married", "alias", "diminutive", "call_sign")

_PARTS = (
    "sex",
    "born_on",
    "age_years",
    "stature",
    "traits",
    "teeth",
    "marks",
    "implants",
    "medical",
    "items",
    "names",
    "last_seen",
)


def read_am_record(cursor: Cursor, problems: ProblemList) -> AmRecord:
    """The record of a missing person at a place; what is wrong in it is noted, part by part.

    Raises:
        Refused: there is no object.
    """
    of = Parts(cursor, _PARTS, problems)
    return AmRecord(
        sex=of.one("sex", lambda c: word(c, Sex)) or Sex.UNKNOWN,
        born_on=of.one("born_on", day),
        age_years=of.one("age_years", lambda c: c.number(0.0, OLDEST_YEARS)),
        stature=of.one("stature", _stature),
        traits=of.one("traits", traits) or {},
        teeth=of.one("teeth", lambda c: tooth_chart(c, problems)),
        marks=of.some("marks", mark, MOST_MARKS),
        implants=of.some("implants", implant, MOST_IMPLANTS) or (),
        medical=of.some("medical", medical_finding, MOST_FINDINGS),
        items=of.some("items", _item, MOST_ITEMS) or (),
        names=of.some("names", _name, MOST_NAMES) or (),
        last_seen=of.one("last_seen", _last_seen),
    )


def _stature(cursor: Cursor) -> ReportedStature:
    members(cursor, "cm", "informant")
    cm = cursor.field("cm").number(*STATURES_CM)
    return ReportedStature(cm, word(cursor.field("informant"), Informant))


def _item(cursor: Cursor) -> OwnedItem:
    of = members(cursor, "kind", "numbers", "features")
    return OwnedItem(code(cursor.field("kind")), texts(of, "numbers"), features(of))


def _name(cursor: Cursor) -> PersonName:
    of = members(cursor, "family", "given", "patronymic", "kind")
    family, given, patronymic = (
        optional_text(of, part) for part in ("family", "given", "patronymic")
    )
    if not (family or given or patronymic):
        raise cursor.refused(said("no name; at least one of family, given, patronymic is needed"))
    kind = of["kind"].one_of(NAME_KINDS) if "kind" in of else "legal"
    return PersonName(family, given, patronymic, kind)


def _last_seen(cursor: Cursor) -> LastSeen:
    of = members(cursor, "on", "place")
    return LastSeen(optional_day(of, "on"), place(of))
