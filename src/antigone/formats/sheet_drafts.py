"""The cells of a row read by its mapping, before they become a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from antigone.evidence.records import (
    Implant,
    Mark,
    MedicalFinding,
    PersonName,
    Place,
)
from antigone.formats.column_mapping import ColumnMapping, MappedColumn
from antigone.formats.problems import shown
from antigone.formats.sheet_cells import MARK_KINDS, cell_reader
from antigone.formats.sheet_fields import (
    NEVER_TAKEN,
    Goes,
    RecordKind,
    Shape,
    SheetField,
    fields_of,
)
from antigone.formats.sheet_lists import (
    Read,
)
from antigone.formats.sheet_rows import SheetNotes, SheetRow, cell_place, row_place
from antigone.formats.sheet_values import (
    Unreadable,
)
from antigone.formats.sheet_words import plain, says_nothing
from antigone.words import Said, said

VALUE_CHARACTERS = 300
"""No single value is longer: a longer cell is a description in the wrong column."""

_REMEMBERED = 5_000
"""So many different cells of a column are kept with what they mean."""

_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_TIME = re.compile(r"(?<!\d)(?!0?0:00(?::00)?(?!\d))\d{1,2}:\d{2}")
"""A time of day; midnight is what programs write that know none."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a row says and a record cannot hold, in its own words.

    Args:
        field: code of the `SheetField` of its column.
        text: of the cell, or the entries of a list that were not understood.
    """

    field: str
    text: str


@dataclass
class Draft:
    """A row as read.

    Args:
        row: its number.
        values: by field what it means.
        notes: what the record cannot hold.
        whole: False where anything was refused; no record is made of it then.
    """

    row: int
    values: dict[str, object] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    marks_told: bool = False
    implants: list[Implant] = field(default_factory=list)
    medical: list[MedicalFinding] = field(default_factory=list)
    medical_told: bool = False
    items: list[Read[object]] = field(default_factory=list)
    documents: list[tuple[str, str]] = field(default_factory=list)
    names: list[PersonName] = field(default_factory=list)
    whole: bool = True

    @property
    def says_nothing(self) -> bool:
        """Whether no column that is read has a value."""
        lists = (self.marks, self.implants, self.medical, self.items, self.documents, self.names)
        told = self.marks_told or self.medical_told
        return not (self.values or self.notes or told or any(lists))

    def text(self, code: str) -> str:
        """A field of text; empty where the row does not have it."""
        value = self.values.get(code, "")
        return value if isinstance(value, str) else ""

    def number(self, code: str) -> float | None:
        """A field that is a number."""
        value = self.values.get(code)
        return value if isinstance(value, float) else None


@dataclass(frozen=True)
class _Column:
    place: int
    mapped: MappedColumn
    field: SheetField
    read: Callable[[str], object]
    known: dict[str, object]


def drafts_of(
    rows: Iterable[SheetRow], mapping: ColumnMapping, notes: SheetNotes
) -> Iterator[Draft]:
    """Each row read by its mapping; what cannot be read is noted, with its row and column."""
    columns = _columns(mapping)
    for row in rows:
        draft = Draft(row.number)
        for column in columns:
            cell = row.cells[column.place]
            if cell:
                _take(draft, column, cell, notes)
        yield draft


def _columns(mapping: ColumnMapping) -> list[_Column]:
    fields = fields_of(mapping.kind)
    return [
        _Column(place, mapped, fields[mapped.field], cell_reader(mapped, mapping), {})
        for place, mapped in enumerate(mapping.columns)
        if mapped.field in fields and mapped.field not in NEVER_TAKEN
    ]


def _take(draft: Draft, column: _Column, cell: str, notes: SheetNotes) -> None:
    value = column.known.get(cell)
    if value is None:
        value = _understood(column, cell)
        if len(column.known) < _REMEMBERED:
            column.known[cell] = value
    if isinstance(value, Unreadable):
        _refuse(draft, column, cell, value, notes)
    elif value is not _NOTHING:
        _put(draft, column.field, value, notes)
        if column.field.shape is Shape.DAY and _TIME.search(cell):
            draft.notes.append(Note(column.field.code, cell))


class _Nothing:
    """An empty cell, or one that says that nothing is known."""


_NOTHING = _Nothing()


def _understood(column: _Column, cell: str) -> object:
    text = column.mapped.values.get(cell, cell)
    if _says_nothing(text, column.field.shape):
        return _NOTHING
    if _UNSHOWABLE.search(text):
        return Unreadable(said("{text} contains control characters; remove them", text=shown(text)))
    if column.field.shape not in (Shape.TEXT, Shape.LIST) and len(text) > VALUE_CHARACTERS:
        return Unreadable(
            said("{count} characters; allowed are {most}", count=len(text), most=VALUE_CHARACTERS)
        )
    try:
        return column.read(text)
    except Unreadable as refusal:
        return refusal


def _says_nothing(text: str, shape: Shape) -> bool:
    # Na is a surname, and a record may have any number.
    if shape is Shape.NAME and plain(text) == "na":
        return False
    return says_nothing(text) if shape is not Shape.NUMBER else not text.strip()


def _refuse(
    draft: Draft, column: _Column, cell: str, refusal: Unreadable, notes: SheetNotes
) -> None:
    heading = column.mapped.heading
    if column.mapped.keep_unreadable:
        draft.notes.append(Note(column.field.code, _showable(cell)))
        notes.notice_at(
            said("{heading}: what could not be read is kept as a note.", heading=heading), draft.row
        )
        return
    draft.whole = False
    notes.problems.add(cell_place(draft.row, column.place, heading), refusal.message)


def _showable(text: str) -> str:
    return _UNSHOWABLE.sub("?", text)


def _put(draft: Draft, of: SheetField, value: object, notes: SheetNotes) -> None:
    match value:
        case Read():
            _put_list(draft, of, value, notes)
        case _ if of.goes is Goes.NOTE:
            draft.notes.append(Note(of.code, str(value)))
        case _ if of.shape is Shape.DOCUMENT:
            draft.documents.append((of.code, str(value)))
        case _ if of.goes is Goes.CONTACT and of.code in draft.values:
            draft.values[of.code] = f"{draft.values[of.code]}; {value}"
        case _:
            draft.values[of.code] = value


def _put_list(draft: Draft, of: SheetField, read: Read[object], notes: SheetNotes) -> None:
    if read.words:
        draft.notes.append(Note(of.code, "; ".join(read.words)))
        notes.notice_at(
            said("{field}: what was not understood as a whole is kept as a note.", field=of.label),
            draft.row,
        )
    if of.code in MARK_KINDS:
        draft.marks += [one for one in read.values if isinstance(one, Mark)]
        draft.marks_told |= bool(read.values) or (read.none and of.code == "marks")
    elif of.code == "implants":
        draft.implants += [one for one in read.values if isinstance(one, Implant)]
    elif of.code == "medical":
        draft.medical += [one for one in read.values if isinstance(one, MedicalFinding)]
        draft.medical_told |= bool(read.values) or read.none
    elif of.code == "other_names":
        draft.names += [one for one in read.values if isinstance(one, PersonName)]
    else:
        draft.items.append(read)
    if read.none and of.code not in ("marks", "medical"):
        draft.notes.append(Note(of.code, "none"))


def place_of(draft: Draft, notes: SheetNotes) -> Place | None:
    """The place of a row by its degrees; None where it has none."""
    pair = draft.values.get("coordinates")
    latitude, longitude = (
        pair
        if isinstance(pair, tuple)
        else (
            draft.number("latitude"),
            draft.number("longitude"),
        )
    )
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        draft.whole = False
        notes.problems.add(
            row_place(draft.row),
            said("has a latitude without longitude, or a longitude without latitude"),
        )
        return None
    if latitude == 0.0 and longitude == 0.0:
        notes.notice_at(
            said("The place is 0, 0: in the sea south of Ghana. It often means: not known."),
            draft.row,
        )
    within = draft.number("within_km")
    return Place(latitude, longitude) if within is None else Place(latitude, longitude, within)


def left_out(draft: Draft, notes: SheetNotes) -> bool:
    """Whether a row is left out because no column that is read has a value; that is said."""
    if draft.whole and draft.says_nothing:
        notes.notice_at(
            said("Rows in which no column that is read has a value were left out."), draft.row
        )
        return True
    return False


def refuse_doubled(draft: Draft, notes: SheetNotes) -> None:
    """Note a number that a row before has already."""
    number = draft.text("number")
    if not number:
        return
    earlier = notes.numbers.setdefault(number, draft.row)
    if earlier != draft.row:
        draft.whole = False
        notes.problems.add(
            row_place(draft.row),
            said(
                "the number {number} stands in row {row} already; each may stand once",
                number=shown(number),
                row=earlier,
            ),
        )


def noted(draft: Draft, code: str, text: str, notice: Said, notes: SheetNotes) -> None:
    """Keep what a record cannot hold as a note, and say so."""
    draft.notes.append(Note(code, text))
    notes.notice_at(notice, draft.row)


def contact_parts(draft: Draft) -> Mapping[str, str]:
    """By field what a row says of the enquirer."""
    codes = (c.code for c in fields_of(RecordKind.AM).values() if c.goes is Goes.CONTACT)
    return {code: draft.text(code) for code in codes if draft.text(code)}
