"""Rows of a spreadsheet as records of missing persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from antigone.evidence.records import (
    AmRecord,
    Informant,
    LastSeen,
    OwnedItem,
    PersonName,
    ReportedStature,
)
from antigone.formats.am_record_json import MOST_NAMES
from antigone.formats.column_mapping import ColumnMapping
from antigone.formats.record_parts_json import (
    MOST_FINDINGS,
    MOST_IMPLANTS,
    MOST_ITEMS,
    MOST_MARKS,
)
from antigone.formats.sheet_cells import YearOnly
from antigone.formats.sheet_drafts import (
    Draft,
    Note,
    contact_parts,
    drafts_of,
    left_out,
    place_of,
    refuse_doubled,
)
from antigone.formats.sheet_rows import SheetNotes, SheetRow, row_place
from antigone.genetics.pedigree import Sex
from antigone.words import Said, said


@dataclass(frozen=True, slots=True)
class Contact:
    """Who asks for a missing person, as a row says it; kept apart from the record by its type."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    words: str = ""


@dataclass(frozen=True)
class AmRow:
    """A missing person as a row has them.

    Args:
        row: its number in the sheet.
        number: AM number; empty where no column has it.
        family: to which the person belongs; empty where no column says so.
        record: what matching compares.
        last_seen_place: in words.
        contact: the enquirer; None where the row names none.
        notes: what the record cannot hold.
    """

    row: int
    number: str
    family: str
    record: AmRecord
    last_seen_place: str = ""
    contact: Contact | None = None
    notes: tuple[Note, ...] = ()

    @property
    def sex(self) -> Sex:
        """As told."""
        return self.record.sex

    @property
    def place(self) -> Said:
        """The row as messages name it."""
        return row_place(self.row)


def read_am_rows(
    rows: Iterable[SheetRow], mapping: ColumnMapping, notes: SheetNotes
) -> Iterator[AmRow]:
    """The rows as missing persons, one after another; those in which anything is wrong are noted.

    The mapping must be without faults (`faults_of`). Nothing may be taken over before the rows have run
    out and `notes.refuse_if_any()` was called.

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
        if draft.whole:
            yield AmRow(
                draft.row,
                draft.text("number"),
                draft.text("family"),
                record,
                draft.text("last_seen_place"),
                _contact(draft),
                tuple(draft.notes),
            )


def _contact(draft: Draft) -> Contact | None:
    parts = contact_parts(draft)
    if not parts:
        return None
    return Contact(
        **{code.removeprefix("contact_").removeprefix("enquirer_"): parts[code] for code in parts}
    )


def _record(draft: Draft, mapping: ColumnMapping, notes: SheetNotes) -> AmRecord:
    last_seen = _last_seen(draft, notes)
    born_on = draft.values.get("born_on")
    record = AmRecord(
        sex=Sex(draft.text("sex") or "U"),
        born_on=born_on if isinstance(born_on, date) else None,
        age_years=_age(draft, last_seen, notes),
        stature=_stature(draft, mapping),
        traits={t: draft.text(t) for t in ("eyes", "hair", "handedness") if draft.text(t)},
        marks=tuple(draft.marks) if draft.marks_told else None,
        implants=tuple(draft.implants),
        medical=tuple(draft.medical) if draft.medical_told else None,
        items=_items(draft),
        names=_names(draft),
        last_seen=last_seen,
    )
    _refuse_contradictions(draft, record, notes)
    return record


def _last_seen(draft: Draft, notes: SheetNotes) -> LastSeen | None:
    on = draft.values.get("last_seen_on")
    day = on if isinstance(on, date) else None
    place = place_of(draft, notes)
    return LastSeen(day, place) if day or place else None


def _age(draft: Draft, last_seen: LastSeen | None, notes: SheetNotes) -> float | None:
    """The age told, or else from the year of birth the one in the middle of the year."""
    told = draft.number("age_years")
    born, year = draft.values.get("born_on"), draft.values.get("birth_year")
    if isinstance(born, YearOnly | date):
        if isinstance(year, int) and year != born.year:
            _refuse(
                draft, said("has two years of birth: {one}, {two}", one=born.year, two=year), notes
            )
        year = born.year if isinstance(born, YearOnly) else None
    if not isinstance(year, int):
        return told
    draft.notes.append(Note("birth_year", str(year)))
    if told is not None:
        return told
    if last_seen is None or last_seen.on is None or last_seen.on.year < year:
        notes.notice_at(
            said("A year of birth without a day last seen gives no age; it is kept as a note."),
            draft.row,
        )
        return None
    notes.notice_at(
        said("The age when last seen was computed from the year of birth, as if born on 1 July."),
        draft.row,
    )
    on = last_seen.on
    return float(max(0, on.year - year - ((on.month, on.day) < (7, 1))))


def _stature(draft: Draft, mapping: ColumnMapping) -> ReportedStature | None:
    cm = draft.number("stature_cm")
    if cm is None:
        return None
    informant = draft.text("stature_informant") or mapping.assumed.get("stature_informant", "")
    return ReportedStature(cm, Informant(informant or "family"))


def _items(draft: Draft) -> tuple[OwnedItem, ...]:
    listed = [item for read in draft.items for item in read.values if isinstance(item, OwnedItem)]
    return (*listed, *(OwnedItem(kind, (number,)) for kind, number in draft.documents))


def _names(draft: Draft) -> tuple[PersonName, ...]:
    parts = [draft.text(code) for code in ("surname", "given_name", "patronymic")]
    found = [PersonName(*parts)] if any(parts) else []
    # A family name of several words alone is read as a whole name wherever names are compared.
    found += [PersonName(draft.text("full_name"))] if draft.text("full_name") else []
    for code, kind in (("birth_name", "birth"), ("call_sign", "call_sign")):
        found += [PersonName(draft.text(code), kind=kind)] if draft.text(code) else []
    return (*found, *draft.names)


def _refuse_contradictions(draft: Draft, record: AmRecord, notes: SheetNotes) -> None:
    last = record.last_seen.on if record.last_seen else None
    if record.born_on and last and last < record.born_on:
        _refuse(draft, said("was last seen before the day of birth"), notes)
    lists = (
        (record.marks or (), MOST_MARKS),
        (record.implants, MOST_IMPLANTS),
        (record.medical or (), MOST_FINDINGS),
        (record.items, MOST_ITEMS),
        (record.names, MOST_NAMES),
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
