"""What was observed of remains, apart from DNA, as it stands in JSON files."""

from __future__ import annotations

from collections.abc import Collection

from antigone.evidence.age import OLDEST_YEARS
from antigone.evidence.age_tables import PHASES
from antigone.evidence.records import (
    AgeEstimate,
    AgeMethod,
    Carried,
    FoundItem,
    PmRecord,
    Recovery,
    SexEstimate,
    SexMethod,
    State,
    StatureEstimate,
    StatureMethod,
    ToothOpinion,
    Verdict,
)
from antigone.formats.cursor import Cursor
from antigone.formats.problems import ProblemList, shown
from antigone.formats.record_parts_json import (
    MOST_FINDINGS,
    MOST_IMPLANTS,
    MOST_ITEMS,
    MOST_MARKS,
    STATURES_CM,
    Parts,
    code,
    features,
    implant,
    mark,
    medical_finding,
    members,
    optional_day,
    place,
    texts,
    tooth_chart,
    tooth_number,
    traits,
    word,
)
from antigone.genetics.pedigree import Sex
from antigone.words import said

MOST_OPINIONS = 1_000
MOST_DAYS = 73_000
"""200 years: what died before that is no case."""

_PARTS = (
    "state",
    "sex",
    "age",
    "stature",
    "traits",
    "teeth",
    "tooth_opinions",
    "marks",
    "implants",
    "medical",
    "items",
    "recovery",
)


def read_pm_record(
    cursor: Cursor, problems: ProblemList, missing: Collection[str] | None = None
) -> PmRecord | None:
    """The record of remains; what is wrong in it is noted, part by part.

    Args:
        cursor: the place of the record.
        problems: takes what is wrong.
        missing: whom opinions on teeth may name; None: anybody.

    Raises:
        Refused: there is no object.
    """
    of = Parts(cursor, _PARTS, problems)
    # Eyes fade and marks vanish: a state that nobody stated would weigh what was not seen.
    state = problems.attempt(cursor, lambda c: word(c.field("state"), State))
    if state is None:
        return None
    return PmRecord(
        state=state,
        sex=of.one("sex", _sex),
        age=of.one("age", _age),
        stature=of.one("stature", _stature),
        traits=of.one("traits", traits) or {},
        teeth=of.one("teeth", lambda c: tooth_chart(c, problems)),
        tooth_opinions=of.some("tooth_opinions", lambda c: _opinion(c, missing), MOST_OPINIONS)
        or (),
        marks=of.some("marks", mark, MOST_MARKS),
        implants=of.some("implants", implant, MOST_IMPLANTS) or (),
        medical=of.some("medical", medical_finding, MOST_FINDINGS),
        items=of.some("items", _item, MOST_ITEMS) or (),
        recovery=of.one("recovery", _recovery),
    )


def _sex(cursor: Cursor) -> SexEstimate:
    members(cursor, "sex", "method")
    sex = word(cursor.field("sex"), Sex)
    return SexEstimate(sex, word(cursor.field("method"), SexMethod))


def _age(cursor: Cursor) -> AgeEstimate:
    of = members(cursor, "method", "years", "phase")
    method = word(cursor.field("method"), AgeMethod)
    if ("years" in of) == ("phase" in of):
        raise cursor.refused(said("allowed is either years or phase"))
    if "years" in of:
        return AgeEstimate(method, years=of["years"].number(0.0, OLDEST_YEARS))
    if method is not AgeMethod.PUBIC_PHASE:
        raise of["phase"].refused(
            said(
                "a phase belongs to the method {method}",
                method=AgeMethod.PUBIC_PHASE.value,
            )
        )
    return AgeEstimate(method, phase=of["phase"].integer(1, PHASES))


def _stature(cursor: Cursor) -> StatureEstimate:
    members(cursor, "cm", "method")
    cm = cursor.field("cm").number(*STATURES_CM)
    return StatureEstimate(cm, word(cursor.field("method"), StatureMethod))


def _opinion(cursor: Cursor, known: Collection[str] | None) -> ToothOpinion:
    of = members(cursor, "missing", "tooth", "verdict", "reason", "by")
    missing = cursor.field("missing").name()
    if known is not None and missing not in known:
        raise of["missing"].refused(
            said("{person} is not among the missing persons of the file", person=shown(missing))
        )
    return ToothOpinion(
        missing,
        tooth_number(cursor.field("tooth")),
        word(cursor.field("verdict"), Verdict),
        _reason(cursor.field("reason")),
        cursor.field("by").name(),
    )


def _reason(cursor: Cursor) -> str:
    reason = cursor.sentence()
    if not reason.strip():
        raise cursor.refused(said("no reason; who overrules the program gives one"))
    return reason


def _item(cursor: Cursor) -> FoundItem:
    of = members(cursor, "kind", "carried", "numbers", "names", "features")
    return FoundItem(
        code(cursor.field("kind")),
        word(cursor.field("carried"), Carried),
        texts(of, "numbers"),
        texts(of, "names"),
        features(of),
    )


def _recovery(cursor: Cursor) -> Recovery:
    of = members(cursor, "found_on", "place", "days_since_death")
    days = _days(of["days_since_death"]) if "days_since_death" in of else None
    return Recovery(optional_day(of, "found_on"), place(of), days)


def _days(cursor: Cursor) -> tuple[int, int]:
    items = cursor.items()
    if len(items) != 2:
        raise cursor.refused(said("allowed are two numbers of days, the least and the greatest"))
    least, most = (item.integer(0, MOST_DAYS) for item in items)
    if least > most:
        raise cursor.refused(
            said("the least, {least}, is above the greatest, {most}", least=least, most=most)
        )
    return least, most
