"""Records of persons and remains as rows of a list, under headings that the readers know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from antigone.evidence.records import AmRecord, PersonName, Place, PmRecord
from antigone.formats.am_sheet import AmRow
from antigone.formats.column_mapping import ColumnMapping, MappedColumn
from antigone.formats.pm_sheet import PmRow
from antigone.formats.sheet_drafts import Note
from antigone.formats.sheet_fields import Goes, RecordKind, Shape, SheetField, fields_of
from antigone.formats.sheet_list_writer import (
    implants_text,
    items_text,
    marks_text,
    medical_text,
    names_text,
)
from antigone.formats.sheet_rows import Value
from antigone.formats.sheet_values import DateOrder
from antigone.formats.sheet_writer import ColumnType, SheetColumn

NOT_WRITTEN = frozenset(
    {
        *("tattoos", "scars", "birthmarks", "piercings", "clothing", "footwear", "jewellery"),
        *("full_name", "birth_name", "call_sign", "coordinates", "death", "identified_as"),
    }
)
"""Fields that stand in another column when the program writes, or never."""

_TYPES = {
    Shape.DAY: ColumnType.DAY,
    Shape.YEARS: ColumnType.NUMBER,
    Shape.LENGTH: ColumnType.NUMBER,
    Shape.LATITUDE: ColumnType.NUMBER,
    Shape.LONGITUDE: ColumnType.NUMBER,
    Shape.DISTANCE: ColumnType.NUMBER,
    Shape.PHASE: ColumnType.INTEGER,
}


def columns_of(kind: RecordKind, *, contacts: bool = False) -> tuple[SheetColumn, ...]:
    """The columns under which records are written.

    Args:
        kind: of records.
        contacts: whether those of enquirers are among them.
    """
    return tuple(
        SheetColumn(str(field.label), _TYPES.get(field.shape, ColumnType.TEXT))
        for field in _fields(kind, contacts=contacts)
    )


def own_mapping(kind: RecordKind, *, contacts: bool = False) -> ColumnMapping:
    """The mapping with which such a list is read again."""
    return ColumnMapping(
        kind,
        tuple(
            MappedColumn(
                str(field.label),
                field.code,
                date_order=DateOrder.DAY_FIRST if field.shape is Shape.DAY else None,
            )
            for field in _fields(kind, contacts=contacts)
        ),
    )


def am_values(rows: Iterable[AmRow], *, contacts: bool = False) -> Iterator[Sequence[Value]]:
    """Missing persons as the cells under `columns_of`; tooth charts have no column.

    Args:
        rows: to be written.
        contacts: as for `columns_of`.
    """
    codes = [field.code for field in _fields(RecordKind.AM, contacts=contacts)]
    for row in rows:
        values = _am_values(row) | _contact_values(row)
        _add_notes(values, row.notes, RecordKind.AM)
        yield [values.get(code) for code in codes]


def pm_values(rows: Iterable[PmRow]) -> Iterator[Sequence[Value]]:
    """Remains as the cells under `columns_of`; tooth charts and opinions have no column."""
    codes = [field.code for field in _fields(RecordKind.PM, contacts=False)]
    for row in rows:
        values = _pm_values(row)
        _add_notes(values, row.notes, RecordKind.PM)
        yield [values.get(code) for code in codes]


def _fields(kind: RecordKind, *, contacts: bool) -> list[SheetField]:
    return [
        field
        for code, field in fields_of(kind).items()
        if code not in NOT_WRITTEN
        and field.shape is not Shape.DOCUMENT
        and (contacts or field.goes is not Goes.CONTACT)
    ]


def _am_values(row: AmRow) -> dict[str, Value]:
    of = row.record
    legal, others = _names(of.names)
    last = of.last_seen
    return {
        "number": row.number,
        "family": row.family,
        "surname": legal.family,
        "given_name": legal.given,
        "patronymic": legal.patronymic,
        "other_names": names_text(others),
        "sex": of.sex.value if of.sex.value != "U" else None,
        "born_on": of.born_on,
        "age_years": of.age_years,
        "last_seen_on": last.on if last else None,
        "last_seen_place": row.last_seen_place,
        "stature_cm": of.stature.cm if of.stature else None,
        "stature_informant": of.stature.informant.value if of.stature else None,
        **_place_values(last.place if last else None),
        **_body_values(of),
    }


def _names(names: Sequence[PersonName]) -> tuple[PersonName, Sequence[PersonName]]:
    """The legal name that comes first, and the others; without one, an empty name."""
    if names and names[0].kind == "legal":
        return names[0], names[1:]
    return PersonName(), names


def _contact_values(row: AmRow) -> dict[str, Value]:
    if row.contact is None:
        return {}
    return {
        "enquirer_name": row.contact.name,
        "relation": row.contact.relation,
        "contact_phone": row.contact.phone,
        "contact_email": row.contact.email,
        "contact_address": row.contact.address,
        "contact_words": row.contact.words,
    }


def _pm_values(row: PmRow) -> dict[str, Value]:
    of = row.record
    recovery = of.recovery
    days = recovery.days_since_death if recovery else None
    return {
        "number": row.number,
        "sex": row.sex.value if of.sex or row.sex.value != "U" else None,
        "sex_method": of.sex.method.value if of.sex else None,
        "state": of.state.value,
        "age_years": of.age.years if of.age else None,
        "age_phase": of.age.phase if of.age else None,
        "age_method": of.age.method.value if of.age else None,
        "found_on": recovery.found_on if recovery else None,
        "found_at": row.found.place,
        "finder": row.found.finder,
        "days_since_death": f"{days[0]}-{days[1]}" if days else None,
        "stature_cm": of.stature.cm if of.stature else None,
        "stature_method": of.stature.method.value if of.stature else None,
        **_place_values(recovery.place if recovery else None),
        **_body_values(of),
    }


def _place_values(place: Place | None) -> dict[str, Value]:
    if place is None:
        return {}
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "within_km": place.within_km,
    }


def _body_values(of: AmRecord | PmRecord) -> dict[str, Value]:
    return {
        **of.traits,
        "marks": marks_text(of.marks),
        "implants": implants_text(of.implants),
        "medical": medical_text(of.medical),
        "items": items_text(of.items),
    }


def _add_notes(values: dict[str, Value], notes: Iterable[Note], kind: RecordKind) -> None:
    """Notes under their own column; those of a column that holds something else, among the notes."""
    fields = fields_of(kind)
    for note in notes:
        field = fields.get(note.field)
        # Words of a list would be read into the record once more if they stood in its cell.
        if field and (field.goes is Goes.NOTE or note.field == "birth_year"):
            code, text = note.field, note.text
        else:
            code = "notes"
            text = f"{field.label}: {note.text}" if field else note.text
        values[code] = f"{values[code]}; {text}" if values.get(code) else text
