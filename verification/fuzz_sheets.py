"""Fuzzing of the readers of spreadsheets: text files, workbooks, their parts, and column mappings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from antigone.evidence import records as of
from antigone.formats.am_sheet import AmRow, Contact, read_am_rows
from antigone.formats.column_mapping import ColumnMapping, faults_of
from antigone.formats.column_mapping_json import mapping_json, parse_mapping, read_mapping
from antigone.formats.column_mapping_proposal import propose_mapping
from antigone.formats.pm_sheet import Found, PmRow, read_pm_rows
from antigone.formats.sheet import open_sheet
from antigone.formats.sheet_drafts import Note
from antigone.formats.sheet_fields import RecordKind
from antigone.formats.sheet_records import am_values, columns_of, own_mapping, pm_values
from antigone.formats.sheet_rows import SheetNotes, SheetRow
from antigone.formats.sheet_writer import SheetKind, rows_as_bytes
from antigone.genetics.pedigree import Sex
from antigone.provenance import canonical_json
from verification.fuzz_target import Target

PERSON = AmRow(
    2,
    "M-1",
    "Family 1",
    of.AmRecord(
        Sex.MALE,
        date(1991, 2, 28),
        None,
        of.ReportedStature(178.5, of.Informant.FAMILY),
        {"eyes": "blue", "handedness": "left"},
        None,
        (of.Mark(of.MarkKind.TATTOO, of.Region.LEFT_ARM, "plant", 'Rose; "1999"'),),
        (of.Implant("plate", of.Region.RIGHT_LEG, "Zimmer", "SN-4471"),),
        (of.MedicalFinding("fracture", of.Region.LEFT_ARM),),
        (of.OwnedItem("wedding_ring", ("17",), ("gold",)),),
        (of.PersonName("Орлевич", "Давид", "Павлович"), of.PersonName("Сокіл", kind="call_sign")),
        of.LastSeen(date(2026, 9, 14), of.Place(48.1, 37.4)),
    ),
    "Bridge",
    Contact("Olena", "mother", "+380 50 000 0000"),
    (Note("blood_group", "A+"), Note("notes", "=1+1")),
)
REMAINS = PmRow(
    2,
    "PM-1",
    Sex.MALE,
    of.PmRecord(
        of.State.SKELETAL,
        of.SexEstimate(Sex.MALE, of.SexMethod.PELVIS),
        of.AgeEstimate(of.AgeMethod.PUBIC_PHASE, phase=3),
        of.StatureEstimate(174.5, of.StatureMethod.LEG_BONE),
        {"hair": "brown"},
        items=(of.FoundItem("keys", of.Carried.POCKET, ("12 34",), ("Орлевич",), ("red",)),),
        recovery=of.Recovery(date(2026, 10, 5), of.Place(48.0, 37.5, 0.1), (20, 90)),
    ),
    Found("Field", "Team 3"),
)

_WORDS = tuple(
    word.encode()
    for word in (
        *("Date of birth", "Sex", "Height (m)", "Coordinates", "Marks", "Items", "Whole name"),
        *("Year of birth", "Age", "03.04.1990", "25/12/1990", "3 березня 1990", "1,78", "5'10\""),
        *(
            "48°06'00\"N 37°24'00\"E",
            "20-90",
            "none",
            "unknown",
            "#code",
            'no "17"',
            "worn",
            "=1+1",
        ),
        *("tattoo, left arm", "чорна куртка", ";", ",", "\t", '"', "«", "»", "\r\n", "١٩٩٠", "ж"),
    )
)
_XML_WORDS = tuple(
    word.encode()
    for word in (
        *("<row>", '<row r="2">', "</row>", '<c r="B2" t="s">', '<c t="inlineStr">', "</c>", "<v>"),
        *("</v>", "<f>1+1</f>", "<is><t>", "</t></is>", '<mergeCell ref="A1:B2"/>', ' s="1"'),
        *(' t="n"', ' t="d"', ' t="b"', ' t="e"', ' hidden="1"', "<!DOCTYPE a>", "<si>", "<rPh>"),
        *('<numFmt numFmtId="200" formatCode="yyyy"/>', '<xf numFmtId="14"/>', "_x000D_", "1e309"),
        *("2958465.99999999", "-1", "60", "99999999999999999", 'date1904="1"', "&#0;", "\ufeff"),
    )
)


def _csv(kind: RecordKind) -> bytes:
    values = am_values([PERSON], contacts=True) if kind is RecordKind.AM else pm_values([REMAINS])
    return rows_as_bytes(columns_of(kind, contacts=True), values, SheetKind.CSV)


@lru_cache(maxsize=1)
def _book() -> bytes:
    values = am_values([PERSON], contacts=True)
    return rows_as_bytes(columns_of(RecordKind.AM, contacts=True), values, SheetKind.XLSX)


def read_missing(data: bytes) -> list[AmRow]:
    """Missing persons with a proposed mapping; their records, written, come back equal."""
    rows, mapping, notes = _opened(data, RecordKind.AM)
    found = list(read_am_rows(rows, mapping, notes))
    notes.refuse_if_any()
    again = _again(rows_as_bytes(columns_of(RecordKind.AM), am_values(found), SheetKind.CSV))
    back = list(read_am_rows(again, own_mapping(RecordKind.AM), SheetNotes("again")))
    if [row.record for row in back] != [row.record for row in found if _written(row)]:
        raise AssertionError("the records do not come back equal")
    return found


def read_remains(data: bytes) -> list[PmRow]:
    """Remains with a proposed mapping; their records, written, come back equal."""
    rows, mapping, notes = _opened(data, RecordKind.PM)
    found = list(read_pm_rows(rows, mapping, notes))
    notes.refuse_if_any()
    again = _again(rows_as_bytes(columns_of(RecordKind.PM), pm_values(found), SheetKind.CSV))
    back = list(read_pm_rows(again, own_mapping(RecordKind.PM), SheetNotes("again")))
    if [row.record for row in back] != [row.record for row in found]:
        raise AssertionError("the records do not come back equal")
    return found


def _opened(data: bytes, kind: RecordKind) -> tuple[Iterable[SheetRow], ColumnMapping, SheetNotes]:
    notes = SheetNotes("fuzz")
    sheet = open_sheet(data, "fuzz", notes)
    proposed = propose_mapping(sheet.headings, sheet.first_rows(), kind).mapping
    assumed = {} if kind is RecordKind.AM else {"state": "fresh", "carried": "loose"}
    mapping = ColumnMapping(kind, proposed.columns, assumed)
    if faults_of(mapping, sheet.headings):
        return (), mapping, notes
    return sheet.rows(notes), mapping, notes


def _again(data: bytes) -> list[SheetRow]:
    notes = SheetNotes("again")
    rows = list(open_sheet(data, "again", notes).rows(notes))
    notes.refuse_if_any()
    return rows


def _written(row: AmRow) -> bool:
    """Whether a row has anything under the columns that are written without contacts."""
    return bool(row.number or row.family or row.notes or row.last_seen_place) or (
        row.record != of.AmRecord()
    )


def read_workbook(data: bytes) -> list[SheetRow]:
    """All rows of a workbook."""
    notes = SheetNotes("fuzz")
    rows = list(open_sheet(data, "fuzz", notes).rows(notes))
    notes.refuse_if_any()
    return rows


_PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
)


def read_part(data: bytes) -> list[SheetRow]:
    """The rows of a workbook of which one part is these bytes; the first of them says which part."""
    return read_workbook(_with_part(_PARTS[data[0] % len(_PARTS)], data[1:]) if data else data)


@lru_cache(maxsize=1)
def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_book())) as book:
        found = {name: book.read(name) for name in book.namelist()}
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Sex</t></si></sst>'
    return {**found, "xl/sharedStrings.xml": shared}


def _with_part(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for part, own in _parts().items():
            book.writestr(part, content if part == name else own)
    return stream.getvalue()


def read_column_mapping(data: bytes) -> ColumnMapping:
    """A mapping; written, it comes back equal, and its faults can be told."""
    mapping = parse_mapping(data.decode("utf-8", "replace"), "fuzz")
    if read_mapping(mapping_json(mapping)) != mapping:
        raise AssertionError("the mapping does not come back equal")
    faults_of(mapping, mapping.headings)
    return mapping


def _workbooks() -> Sequence[bytes]:
    return [_book()]


def _numbered_parts() -> Sequence[bytes]:
    return [bytes([number]) + _parts()[name] for number, name in enumerate(_PARTS)]


TARGETS = {
    "am-sheet": Target(read_missing, lambda: [_csv(RecordKind.AM)], _WORDS),
    "pm-sheet": Target(read_remains, lambda: [_csv(RecordKind.PM)], _WORDS),
    "workbook": Target(read_workbook, _workbooks, most_bytes=16_384),
    "workbook-part": Target(read_part, _numbered_parts, (*_XML_WORDS, *_WORDS), 16_384),
    "column-mapping": Target(
        read_column_mapping,
        lambda: [canonical_json(mapping_json(own_mapping(kind))) for kind in RecordKind],
        (b'"field"', b'"values"', b'"date_order":"dmy"', b'"unit":"ft"', b"true", b"null"),
        16_384,
    ),
}
