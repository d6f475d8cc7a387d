"""Sheets on their way in: rows of persons sought or of remains, by the columns that a person assigned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time

from django.utils import timezone

from antigone.formats.am_sheet import AmRow, read_am_rows
from antigone.formats.column_mapping import ColumnMapping, faults_of, fingerprint_of
from antigone.formats.column_mapping_headings import by_heading
from antigone.formats.column_mapping_json import mapping_json, read_mapping
from antigone.formats.pm_sheet import PmRow, read_pm_rows
from antigone.formats.problems import FormatError, Problem
from antigone.formats.sheet import Sheet, SheetOptions, open_sheet
from antigone.formats.sheet_fields import RecordKind, Shape, fields_of
from antigone.formats.sheet_rows import SheetNotes, SheetRow, column_letters
from antigone.provenance import JsonValue
from antigone.web.exchange import of_remains, of_sought
from antigone.web.exchange.base import Content, Reading, Row, Source, Taking
from antigone.web.exchange.models import RememberedMapping
from antigone.words import said

RECORDS = {"persons": RecordKind.AM, "remains": RecordKind.PM}
"""By kind of file what its rows become."""


def read_persons(source: Source, after: int) -> Reading:
    """The persons sought of a sheet, by its columns."""
    sheet, mapping, notes = _sheet(source)
    people = read_am_rows(_behind(sheet, notes, after), mapping, notes)
    return _of_sheet((_person(one) for one in people), mapping, notes)


def read_remains(source: Source, after: int) -> Reading:
    """The remains of a sheet, by its columns."""
    sheet, mapping, notes = _sheet(source)
    found = read_pm_rows(_behind(sheet, notes, after), mapping, notes)
    return _of_sheet((_found(one) for one in found), mapping, notes)


def sheet_of(source: Source, notes: SheetNotes) -> Sheet:
    """The sheet of a file, its headings read.

    Raises:
        FormatError: it is none, or the sheet that was named is not there.
    """
    chosen = source.options
    row = chosen.get("heading_row")
    options = SheetOptions(
        sheet=str(chosen.get("sheet", "")),
        heading_row=row if isinstance(row, int) else None,
        encoding=str(chosen.get("encoding", "")),
    )
    return open_sheet(source.content, source.name, notes, options)


def _sheet(source: Source) -> tuple[Sheet, ColumnMapping, SheetNotes]:
    notes = SheetNotes(source.name)
    sheet, mapping = sheet_of(source, notes), read_mapping(source.mapping, source.name)
    faults = [Problem(source.name, "", fault) for fault in faults_of(mapping, sheet.headings)]
    if faults:
        raise FormatError(faults)
    return sheet, mapping, notes


def _behind(sheet: Sheet, notes: SheetNotes, after: int) -> Iterator[SheetRow]:
    return (row for row in sheet.rows(notes) if row.number > after)


def _of_sheet(rows: Iterator[Row], mapping: ColumnMapping, notes: SheetNotes) -> Reading:
    def notices() -> Sequence[str]:
        unread = [
            said("The column {heading} was left out.", heading=heading)
            for column, heading in zip(mapping.columns, kept_headings(mapping), strict=True)
            if column.heading in mapping.left_out
        ]
        return (*notes.notices, *unread)

    def problems() -> Sequence[Problem]:
        return notes.error().problems if notes.problems.count else ()

    return Reading(rows, 0, notices, problems)


def _person(one: AmRow) -> Row:
    words = [(note.field, note.text) for note in one.notes]
    if one.last_seen_place:
        words.append(("last_seen_place", one.last_seen_place))
    if one.family:
        words.append(("family", one.family))
    reached = []
    if one.contact is not None:
        told = ((code, getattr(one.contact, part)) for part, code in _CONTACT.items())
        reached = [(code, text) for code, text in told if text]
    return of_sought.row_of(
        one.row, one.number, one.family, one.sex.value, one.record, words, reached
    )


_CONTACT = {
    "name": "enquirer_name",
    "relation": "relation",
    "phone": "contact_phone",
    "email": "contact_email",
    "address": "contact_address",
    "words": "contact_words",
}


def _found(one: PmRow) -> Row:
    words = [(note.field, note.text) for note in one.notes]
    recovery = _recovery(one)
    if recovery is None:
        told = (("found_at", one.found.place), ("finder", one.found.finder))
        words += [(code, text) for code, text in told if text]
    return of_remains.row_of(one.row, one.number, one.sex.value, one.record, recovery, words)


def _recovery(one: PmRow) -> Content | None:
    """The recovery, where its day, place and finder are all told."""
    found = one.record.recovery
    if found is None or found.found_on is None or not (one.found.place and one.found.finder):
        return None
    recovery: Content = {
        "recovered_at": timezone.make_aware(datetime.combine(found.found_on, time())).isoformat(),
        "place": one.found.place,
        "finder": one.found.finder[:200],
    }
    if found.place is not None:
        recovery |= {
            "latitude": found.place.latitude,
            "longitude": found.place.longitude,
            "within_m": found.place.within_km * 1000,
        }
    return recovery


def columns_chosen(source: Source) -> list[JsonValue]:
    """Which column was read as what, in their order."""
    mapping = read_mapping(source.mapping, source.name)
    kept = kept_headings(mapping)
    return [[name, column.field] for column, name in zip(mapping.columns, kept, strict=True)]


def kept_headings(mapping: ColumnMapping) -> list[str]:
    """The headings as they may be kept in plain: one that says nothing to the program is its letter.

    In a sheet without headings the first person stands in their place, by name and telephone.
    """
    return [
        column.heading if by_heading(column.heading, mapping.kind) else column_letters(place)
        for place, column in enumerate(mapping.columns)
    ]


def remember_columns(taking: Taking) -> None:
    """Propose the same columns for the next sheet with these headings."""
    read = read_mapping(taking.source.mapping, taking.file.name)
    mapping = _with_headings(_without_cells(read), kept_headings(read))
    RememberedMapping.objects.update_or_create(
        incident=taking.file.incident,
        kind=mapping.kind.value,
        headings=fingerprint_of(read.headings),
        defaults={
            "content": mapping_json(mapping),
            "remembered_by": taking.user,
            "remembered_at": timezone.now(),
        },
    )


def remembered_for(mapping: ColumnMapping, headings: Sequence[str]) -> ColumnMapping | None:
    """A mapping that was remembered for a sheet with these headings; None where it does not fit."""
    if len(mapping.columns) != len(headings):
        return None
    return _with_headings(mapping, headings)


def _with_headings(mapping: ColumnMapping, headings: Sequence[str]) -> ColumnMapping:
    named = zip(mapping.columns, headings, strict=True)
    return replace(mapping, columns=tuple(replace(one, heading=name) for one, name in named))


def _without_cells(mapping: ColumnMapping) -> ColumnMapping:
    """The mapping without cells that were read otherwise, but for plain words such as "ч" for a man.

    What stands in other cells is of a person, and is not kept beside the records.
    """
    fields = fields_of(mapping.kind)
    columns = tuple(
        column
        if column.field in fields and fields[column.field].shape is Shape.WORD
        else replace(column, values={})
        for column in mapping.columns
    )
    return replace(mapping, columns=columns)
