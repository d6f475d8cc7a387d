"""Rows of a spreadsheet as records of remains. A death or an identity is never taken from one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

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
)
from antigone.formats.column_mapping import ColumnMapping
from antigone.formats.record_parts_json import (
    MOST_FINDINGS,
    MOST_IMPLANTS,
    MOST_ITEMS,
    MOST_MARKS,
)
from antigone.formats.sheet_cells import AgeRange
from antigone.formats.sheet_drafts import (
    Draft,
    Note,
    drafts_of,
    left_out,
    noted,
    place_of,
    refuse_doubled,
)
from antigone.formats.sheet_rows import SheetNotes, SheetRow, row_place
from antigone.genetics.pedigree import Sex
from antigone.words import Said, said


@dataclass(frozen=True, slots=True)
class Found:
    """How remains were found, in words; day and degrees stand in the record."""

    place: str = ""
    finder: str = ""


@dataclass(frozen=True)
class PmRow:
    """Remains as a row has them.

    Args:
        row: its number in the sheet.
        number: PM number; empty where no column has it.
        sex: as stated, also where nobody says how it was told and the record has none.
        record: what matching compares.
        found: place and finder in words.
        notes: what the record cannot hold.
    """

    row: int
    number: str
    sex: Sex
    record: PmRecord
    found: Found = Found()
    notes: tuple[Note, ...] = ()

    @property
    def place(self) -> Said:
        """The row as messages name it."""
        return row_place(self.row)


def read_pm_rows(
    rows: Iterable[SheetRow], mapping: ColumnMapping, notes: SheetNotes
) -> Iterator[PmRow]:
    """The rows as remains, one after another; those in which anything is wrong are noted.

    The mapping must be without faults (`faults_of`). Nothing may be taken over before the rows have run
    out and `notes.refuse_if_any()` was called. No death is confirmed by what is read.

    Args:
        rows: of a sheet.
        mapping: for its headings.
        notes: takes problems and notices, and the numbers that were read.
    """
    for draft in drafts_of(rows, mapping, notes):
        if left_out(draft, notes):
            continue
        refuse_doubled(draft, notes)
        record = _record(draft, mapping, notes)
        if record is None or not draft.whole:
            continue
        yield PmRow(
            draft.row,
            draft.text("number"),
            Sex(draft.text("sex") or "U"),
            record,
            Found(draft.text("found_at"), draft.text("finder")),
            tuple(draft.notes),
        )


def _record(draft: Draft, mapping: ColumnMapping, notes: SheetNotes) -> PmRecord | None:
    state = _stated(draft, mapping, "state")
    if not state:
        _refuse(
            draft,
            said("has no state of the remains, and none is stated for all; it is needed"),
            notes,
        )
        return None
    record = PmRecord(
        state=State(state),
        sex=_sex(draft, mapping, notes),
        age=_age(draft, mapping, notes),
        stature=_stature(draft, mapping, notes),
        traits={t: draft.text(t) for t in ("eyes", "hair", "handedness") if draft.text(t)},
        marks=tuple(draft.marks) if draft.marks_told else None,
        implants=tuple(draft.implants),
        medical=tuple(draft.medical) if draft.medical_told else None,
        items=_items(draft, mapping, notes),
        recovery=_recovery(draft, notes),
    )
    _refuse_long_lists(draft, record, notes)
    return record


def _stated(draft: Draft, mapping: ColumnMapping, code: str) -> str:
    return draft.text(code) or mapping.assumed.get(code, "")


def _sex(draft: Draft, mapping: ColumnMapping, notes: SheetNotes) -> SexEstimate | None:
    sex, method = draft.text("sex"), _stated(draft, mapping, "sex_method")
    if not sex:
        return None
    if not method:
        notes.notice_at(
            said("Nobody says how the sex was told: it is kept, but no evidence is made of it."),
            draft.row,
        )
        return None
    return SexEstimate(Sex(sex), SexMethod(method))


def _age(draft: Draft, mapping: ColumnMapping, notes: SheetNotes) -> AgeEstimate | None:
    years, phase = draft.values.get("age_years"), draft.values.get("age_phase")
    method = _stated(draft, mapping, "age_method")
    if isinstance(phase, int):
        if years is not None:
            noted(draft, "age_years", _in_words(years), _BESIDE_PHASE, notes)
        return AgeEstimate(AgeMethod.PUBIC_PHASE, phase=phase)
    if years is None:
        return None
    if not method:
        noted(draft, "age_years", _in_words(years), _NO_AGE_METHOD, notes)
        return None
    if isinstance(years, AgeRange):
        noted(draft, "age_years", _in_words(years), _MIDDLE, notes)
        return AgeEstimate(AgeMethod(method), years=(years.low + years.high) / 2.0)
    return AgeEstimate(AgeMethod(method), years=years) if isinstance(years, float) else None


_BESIDE_PHASE = said("An age beside a Suchey-Brooks phase is kept as a note; the phase counts.")
_NO_AGE_METHOD = said("Nobody says how the age was estimated: it is kept as a note.")
_MIDDLE = said("Of a range of ages the middle was taken; the range is kept as a note.")
_NO_STATURE_METHOD = said("Nobody says how the height was estimated: it is kept as a note.")
_NO_WAY = said("Nobody says how the items lay with the remains: they are kept as notes.")


def _in_words(years: object) -> str:
    return f"{years.low:g}-{years.high:g}" if isinstance(years, AgeRange) else f"{years:g}"


def _stature(draft: Draft, mapping: ColumnMapping, notes: SheetNotes) -> StatureEstimate | None:
    cm, method = draft.number("stature_cm"), _stated(draft, mapping, "stature_method")
    if cm is None:
        return None
    if not method:
        noted(draft, "stature_cm", f"{cm:g} cm", _NO_STATURE_METHOD, notes)
        return None
    return StatureEstimate(cm, StatureMethod(method))


def _items(draft: Draft, mapping: ColumnMapping, notes: SheetNotes) -> tuple[FoundItem, ...]:
    listed = [item for read in draft.items for item in read.values if isinstance(item, FoundItem)]
    carried = mapping.assumed.get("carried")
    if not carried:
        for code, number in draft.documents:
            noted(draft, code, number, _NO_WAY, notes)
        return tuple(listed)
    return (
        *listed,
        *(FoundItem(kind, Carried(carried), (number,)) for kind, number in draft.documents),
    )


def _recovery(draft: Draft, notes: SheetNotes) -> Recovery | None:
    on, days = draft.values.get("found_on"), draft.values.get("days_since_death")
    place = place_of(draft, notes)
    day = on if isinstance(on, date) else None
    interval = days if isinstance(days, tuple) else None
    return Recovery(day, place, interval) if day or place or interval else None


def _refuse_long_lists(draft: Draft, record: PmRecord, notes: SheetNotes) -> None:
    lists = (
        (record.marks or (), MOST_MARKS),
        (record.implants, MOST_IMPLANTS),
        (record.medical or (), MOST_FINDINGS),
        (record.items, MOST_ITEMS),
    )
    for entries, most in lists:
        if len(entries) > most:
            _refuse(
                draft,
                said(
                    "{count} entries in a list; allowed are {most}", count=len(entries), most=most
                ),
                notes,
            )


def _refuse(draft: Draft, message: Said, notes: SheetNotes) -> None:
    draft.whole = False
    notes.problems.add(row_place(draft.row), message)
