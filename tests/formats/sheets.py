"""Spreadsheets for tests: workbooks made by another program, and rows that a sheet can hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from antigone.evidence import records as of
from antigone.formats.am_record_json import NAME_KINDS
from antigone.formats.am_sheet import AmRow, Contact
from antigone.formats.pm_sheet import Found, PmRow
from antigone.formats.record_parts_json import MOTIFS
from antigone.formats.sheet import Sheet, SheetOptions, open_sheet
from antigone.formats.sheet_drafts import Note
from antigone.formats.sheet_fields import Goes, RecordKind, fields_of
from antigone.formats.sheet_rows import SheetNotes, SheetRow
from antigone.formats.sheet_words import meanings, says_nothing
from antigone.genetics.pedigree import Sex

Value = TypeVar("Value")
Row = Sequence[object]


def workbook(
    rows: Iterable[Row], change: Callable[[Workbook, Worksheet], None] | None = None
) -> bytes:
    """A workbook as openpyxl writes it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(
    data: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None
) -> bytes:
    """The archive with parts changed, left out (None) or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


def read(
    data: bytes, options: SheetOptions | None = None
) -> tuple[Sheet, list[SheetRow], SheetNotes]:
    """A sheet, its rows, and what was noted on the way."""
    notes = SheetNotes("list")
    sheet = open_sheet(data, "list", notes, options)
    return sheet, list(sheet.rows(notes)), notes


def rows_of(*cells: Sequence[str]) -> list[SheetRow]:
    """Rows as a sheet with headings in row 1 gives them."""
    return [SheetRow(number, tuple(row)) for number, row in enumerate(cells, start=2)]


_LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Zs"])
_TEXTS = (
    st.text(_LETTERS, min_size=1, max_size=10).filter(lambda text: not says_nothing(text))
) | st.sampled_from(
    ["=1+1", "+380", "'x", "@a", "-b", "Іван", "فاطمة", "née O'Hara", 'a "b"', "x; y, z"]
)
"""Texts that are not taken for an empty cell, some of which a spreadsheet would compute."""

_LOWER = _TEXTS.map(str.lower).filter(lambda text: text == text.lower() and bool(text.strip()))
_CODES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
_REGIONS = st.none() | st.sampled_from(of.Region)
_PLACES = st.none() | st.builds(
    of.Place, st.floats(-90, 90), st.floats(-180, 180), st.floats(0.001, 20_040)
)
_STATURES = st.floats(20, 260)
_TRAITS = st.fixed_dictionaries(
    {},
    optional={trait: st.sampled_from(meanings(trait)) for trait in ("eyes", "hair", "handedness")},
)
_IMPLANTS = st.builds(of.Implant, _CODES, _REGIONS, st.just("") | _TEXTS, st.just("") | _TEXTS)


def _some(values: st.SearchStrategy[Value]) -> st.SearchStrategy[tuple[Value, ...]]:
    return st.lists(values, max_size=3).map(tuple)


_OTHERS = [kind for kind in of.MarkKind if kind is not of.MarkKind.TATTOO]
_MARKS = st.none() | _some(
    st.builds(
        of.Mark,
        st.just(of.MarkKind.TATTOO),
        _REGIONS,
        st.sampled_from(["", *MOTIFS]),
        st.just("") | _TEXTS,
    )
    | st.builds(of.Mark, st.sampled_from(_OTHERS), _REGIONS, st.just(""), st.just("") | _TEXTS)
)
_MEDICAL = st.none() | _some(st.builds(of.MedicalFinding, _CODES, _REGIONS))


def _notes(kind: RecordKind) -> st.SearchStrategy[tuple[Note, ...]]:
    codes = [code for code, field in fields_of(kind).items() if field.goes is Goes.NOTE]
    chosen = st.lists(st.sampled_from(codes), max_size=3, unique=True).map(
        lambda found: sorted(found, key=codes.index)
    )
    return chosen.flatmap(
        lambda found: st.tuples(*(st.builds(Note, st.just(code), _TEXTS) for code in found))
    )


def _names() -> st.SearchStrategy[tuple[of.PersonName, ...]]:
    part = st.just("") | _TEXTS
    names = st.builds(of.PersonName, part, part, part, st.sampled_from(NAME_KINDS))
    return _some(names.filter(lambda n: bool(n.family or n.given or n.patronymic)))


def _am_records() -> st.SearchStrategy[of.AmRecord]:
    seen = st.builds(of.LastSeen, st.none() | st.dates(), _PLACES)
    return st.builds(
        of.AmRecord,
        sex=st.sampled_from(Sex),
        born_on=st.none() | st.dates(),
        age_years=st.none() | st.floats(0, 125),
        stature=st.none() | st.builds(of.ReportedStature, _STATURES, st.sampled_from(of.Informant)),
        traits=_TRAITS,
        marks=_MARKS,
        implants=_some(_IMPLANTS),
        medical=_MEDICAL,
        items=_some(st.builds(of.OwnedItem, _CODES, _some(_TEXTS), _some(_LOWER))),
        names=_names(),
        last_seen=st.none() | seen.filter(lambda s: bool(s.on or s.place)),
    ).filter(
        lambda r: not (r.born_on and r.last_seen and r.last_seen.on and r.last_seen.on < r.born_on)
    )


def _numbered(rows: list[Value]) -> list[Value]:
    return rows


def am_rows() -> st.SearchStrategy[AmRow]:
    """A missing person as a row can hold them, without a number."""
    word = st.just("") | _TEXTS
    contact = st.none() | st.builds(Contact, word, word, word, word, word, word).filter(
        lambda c: c != Contact()
    )
    return st.builds(
        AmRow, st.just(0), st.just(""), word, _am_records(), word, contact, _notes(RecordKind.AM)
    )


def pm_rows() -> st.SearchStrategy[PmRow]:
    """Remains as a row can hold them, without a number."""
    days = st.tuples(st.integers(0, 73_000), st.integers(0, 73_000)).map(
        lambda pair: (min(pair), max(pair))
    )
    phases = st.builds(
        of.AgeEstimate, st.just(of.AgeMethod.PUBIC_PHASE), st.none(), st.integers(1, 6)
    )
    recovery = st.builds(of.Recovery, st.none() | st.dates(), _PLACES, st.none() | days)
    items = st.builds(
        of.FoundItem,
        _CODES,
        st.sampled_from(of.Carried),
        _some(_TEXTS),
        _some(_TEXTS),
        _some(_LOWER),
    )
    records = st.builds(
        of.PmRecord,
        state=st.sampled_from(of.State),
        sex=st.none()
        | st.builds(
            of.SexEstimate, st.sampled_from([Sex.FEMALE, Sex.MALE]), st.sampled_from(of.SexMethod)
        ),
        age=st.none()
        | phases
        | st.builds(of.AgeEstimate, st.sampled_from(of.AgeMethod), st.floats(0, 125)),
        stature=st.none()
        | st.builds(of.StatureEstimate, _STATURES, st.sampled_from(of.StatureMethod)),
        traits=_TRAITS,
        marks=_MARKS,
        implants=_some(_IMPLANTS),
        medical=_MEDICAL,
        items=_some(items),
        recovery=st.none() | recovery.filter(lambda r: r != of.Recovery()),
    )
    word = st.just("") | _TEXTS
    return st.builds(
        lambda record, sex, found, notes: PmRow(
            0, "", record.sex.sex if record.sex else sex, record, found, notes
        ),
        records,
        st.sampled_from(Sex),
        st.builds(Found, word, word),
        _notes(RecordKind.PM),
    )
