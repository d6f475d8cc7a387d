"""Spreadsheets: what is read of them, and every way in which one can be broken or set a trap."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from importlib import resources
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import numbers
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from antigone.formats import sheet_package
from antigone.formats.problems import FormatError
from antigone.formats.sheet import SheetOptions, open_sheet
from antigone.formats.sheet_rows import SheetNotes, SheetRow
from antigone.formats.sheet_words import headings_by_field, meanings, plain, words
from antigone.words import Said
from tests.formats.sheets import read, repacked, workbook

HEAD = ("Number", "Name", "Born")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refused(data: bytes, options: SheetOptions | None = None) -> str:
    """The refusal of a sheet, at once or when its rows are read."""
    with pytest.raises(FormatError) as refusal:
        read(data, options)[2].refuse_if_any()
    assert all(isinstance(problem.message, Said) for problem in refusal.value.problems)
    return str(refusal.value)


def sheet_xml(rows: str, before: str = "") -> bytes:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def with_sheet(content: bytes) -> bytes:
    """A workbook whose only sheet is this XML."""
    return repacked(
        workbook([HEAD]),
        lambda name, old: content if name == "xl/worksheets/sheet1.xml" else old,
    )


def texts(*cells: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)


def test_a_workbook_is_read_as_texts() -> None:
    data = workbook(
        [
            HEAD,
            (1, "Іван", date(1990, 3, 4)),
            (2.5, "  فاطمة ", datetime(1990, 3, 4, 12, 30)),
            (None, None, None),
            (-3, True, None),
            (178.0, "_x0041_", 0.1),
        ]
    )
    sheet, rows, notes = read(data)
    assert (sheet.headings, sheet.heading_row, sheet.name) == (HEAD, 1, "Sheet")
    assert rows == [
        SheetRow(2, ("1", "Іван", "1990-03-04")),
        SheetRow(3, ("2.5", "فاطمة", "1990-03-04 12:30")),
        SheetRow(5, ("-3", "true", "")),
        SheetRow(6, ("178", "A", "0.1")),
    ]
    assert notes.notices == ()


def test_a_text_file_gives_the_same_rows() -> None:
    data = 'Number;Name;Born\r\n1;Іван;1990-03-04\r\n\r\n2;"a;b"\r\n'.encode("utf-8-sig")
    sheet, rows, notes = read(data)
    assert sheet.headings == HEAD
    assert rows == [SheetRow(2, ("1", "Іван", "1990-03-04")), SheetRow(4, ("2", "a;b", ""))]
    notes.refuse_if_any()


def test_zeros_that_a_format_shows_are_read() -> None:
    def as_shown(_: Workbook, sheet: Worksheet) -> None:
        sheet["A2"].number_format = "00000"
        sheet["B2"].number_format = numbers.FORMAT_PERCENTAGE

    _, rows, _ = read(workbook([HEAD, (123, 0.5, None)], as_shown))
    assert rows[0].cells == ("00123", "0.5", "")


def test_dates_of_a_workbook_that_counts_from_1904() -> None:
    def from_1904(book: Workbook, sheet: Worksheet) -> None:
        book.epoch = CALENDAR_MAC_1904
        sheet.append([1, "x", date(1990, 3, 4)])

    _, rows, _ = read(workbook([HEAD], from_1904))
    assert rows[0].cells[2] == "1990-03-04"


def test_a_title_above_the_headings_is_left_out_and_said() -> None:
    _, rows, notes = read(workbook([("List of the missing",), (), HEAD, (1, "a", None)]))
    assert rows == [SheetRow(4, ("1", "a", ""))]
    assert notes.notices == ("Rows above the headings were left out. Rows: 1; first: 1.",)


def test_the_row_of_headings_can_be_stated() -> None:
    data = workbook([("a", "b"), HEAD, (1, "x", None)])
    sheet, rows, _ = read(data, SheetOptions(heading_row=2))
    assert (sheet.headings, len(rows)) == (HEAD, 1)
    assert "row 9: this row is empty" in refused(data, SheetOptions(heading_row=9))


def test_several_sheets() -> None:
    def more(book: Workbook, sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"
        second = book.create_sheet("Bodies")
        second.append(["PM number", "Sex"])
        second.append(["PM-1", "f"])

    data = workbook([HEAD, (1, "a", None)], more)
    sheet, rows, notes = read(data)
    assert (sheet.name, rows[0].cells) == ("Bodies", ("PM-1", "f"))
    assert [(one.name, one.hidden) for one in sheet.sheets] == [("Sheet", True), ("Bodies", False)]
    assert notes.notices == (
        "Of the workbook only the sheet Bodies is read; it has others: Sheet.",
    )
    assert read(data, SheetOptions(sheet="Sheet"))[0].headings == HEAD
    assert "no sheet 'C'; it has 'Sheet', 'Bodies'" in refused(data, SheetOptions(sheet="C"))


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def hide(_: Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    _, rows, notes = read(workbook([HEAD, (1, "a", None), (2, "b", None)], hide))
    assert len(rows) == 2
    assert notes.notices == (
        "Hidden columns were read like all others, from B on.",
        "Hidden rows were read like all others. Rows: 1; first: 2.",
    )


def test_a_formula_is_refused_with_its_cell_unless_its_value_is_asked_for() -> None:
    cell = '<c r="B2" t="str"><f>A2&amp;"x"</f><v>1x</v></c>'
    data = with_sheet(sheet_xml(f'<row>{texts(*HEAD)}</row><row r="2">{cell}</row>'))
    assert "cell B2: holds a formula; copy the column and paste it as values" in refused(data)
    _, rows, _ = read(data, SheetOptions(formula_values=True))
    assert rows == [SheetRow(2, ("", "1x", ""))]


def test_errors_and_numbers_that_lost_digits_are_refused_all_at_once() -> None:
    cells = '<c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>12345678901234567</v></c><c r="C2"><v>x</v></c>'
    told = refused(with_sheet(sheet_xml(f'<row>{texts(*HEAD)}</row><row r="2">{cells}</row>')))
    assert "cell A2: holds the error #N/A; mend or empty it" in told
    assert "cell B2: holds a number of more than 15 digits" in told
    assert "cell C2: holds no number" in told


def test_merged_cells_are_refused_below_the_title() -> None:
    def merge(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("B3:B4")

    told = refused(workbook([("Title",), HEAD, (1, "a", None), (2, None, None)], merge))
    assert told.count("merged") == 1
    assert "cells B3:B4: are merged" in told


def test_headings_that_are_empty_or_stand_twice_are_told_apart_and_said() -> None:
    for data in (
        workbook([("Name", None, "Name", "Born"), ("a", "b", "c", "d")]),
        b"Name,,Name,Born\na,b,c,d\n",
    ):
        sheet, rows, notes = read(data)
        assert sheet.headings == ("Name", "column B", "Name (C)", "Born")
        assert rows[0].cells == ("a", "b", "c", "d")
        assert notes.notices == ("Column B has no heading.", "Column C has the heading of another.")


def test_a_value_beside_the_headings_is_refused() -> None:
    told = refused(workbook([("Number", "Name"), (1, "a"), (2, "b", None, "lost")]))
    assert "cell D3: has a value, but its column has no heading" in told


def test_macros_links_comments_and_pictures_are_left_out_and_said() -> None:
    def comment(_: Workbook, sheet: Worksheet) -> None:
        sheet["A1"].comment = Comment("secret", "x")

    data = repacked(
        workbook([HEAD, (1, "a", None)], comment),
        lambda _, old: old,
        {
            "xl/vbaProject.bin": b"x",
            "xl/externalLinks/externalLink1.xml": b"<x/>",
            "xl/media/image1.png": b"x",
            "xl/connections.xml": b"<x/>",
        },
    )
    _, rows, notes = read(data)
    assert len(rows) == 1
    assert [notice.split(".")[0] for notice in notes.notices] == [
        "The workbook holds macros",
        "The workbook has links to other files",
        "The workbook has connections to sources of data",
        "The sheets have comments",
        "The workbook holds pictures",
    ]


def test_xml_bombs_and_entities_outside_are_refused_in_every_part() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    parts = (
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet1.xml",
    )
    shared = f'<sst xmlns="{MAIN}"/>'.encode()
    book = repacked(workbook([HEAD]), lambda _, old: old, {"xl/sharedStrings.xml": shared})
    for part in parts:
        for doctype in (bomb, outside):
            assert "declaration of a document type" in refused(_with_doctype(book, part, doctype))


def _with_doctype(book: bytes, part: str, doctype: bytes) -> bytes:
    def change(name: str, old: bytes) -> bytes:
        return doctype + re.sub(rb"^<\?.*?\?>", b"", old) if name == part else old

    return repacked(book, change)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b" " * (8 * 1024 * 1024))
    assert "unpacks to more than 200 times its size" in refused(stream.getvalue())


def test_a_comment_without_end_is_refused_before_reading_it_takes_hours() -> None:
    # No more than a real sheet is packed, so that nothing refuses it sooner.
    comment = f"<!--{Random(1).randbytes(1024 * 1024).hex()}-->"
    for part in (sheet_xml(f"{comment}<row>{texts(*HEAD)}</row>"), sheet_xml("", comment)):
        assert "a tag or comment of more than 1 MiB" in refused(with_sheet(part))


def test_an_archive_of_too_much_or_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook([HEAD])
    monkeypatch.setattr(sheet_package, "MOST_UNPACKED_BYTES", 1_000)
    assert "unpacked, the workbook has more than" in refused(data)
    monkeypatch.setattr(sheet_package, "MOST_PARTS", 3)
    assert "more than 3 parts" in refused(data)
    monkeypatch.setattr(sheet_package, "MOST_DIRECTORY_BYTES", 100)
    assert "parts" in refused(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
        ),
        (workbook([HEAD])[:-100], "broken or cut off"),
        (workbook([HEAD])[:1000], "broken or cut off"),
        (b"PK\x03\x04", "broken or cut off"),
        (b"", "the file is empty"),
        (workbook([]), "is empty"),
        ("Номер,Имя\n1,Иван\n".encode("cp1251"), "no UTF-8"),
        (b"Number,Name\n1;a\n", "separated by semicolon here, but by comma"),
        (b"Number,Height\n1,178,5\n", "decimal comma"),
    ],
)
def test_files_that_are_no_sheets_say_what_to_do(data: bytes, told: str) -> None:
    assert told in refused(data)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"xl/workbook.bin": b""}, "binary workbook (.xlsb)"),
        ({"content.xml": b"", "mimetype": b""}, "another program (.ods)"),
        ({"word/document.xml": b""}, "no workbook (.xlsx), but another archive"),
    ],
)
def test_other_archives_are_named(parts: dict[str, bytes], told: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert told in refused(stream.getvalue())


def test_an_encrypted_part_and_a_doubled_part_are_refused() -> None:
    data = bytearray(workbook([HEAD]))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "locked with a password" in refused(bytes(data))
    twice = io.BytesIO(workbook([HEAD]))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
    assert "two parts" in refused(twice.getvalue())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<worksheet>", "broken XML"),
        (sheet_xml('<row r="2"/><row r="1"/>'), "not in order"),
        (sheet_xml('<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'), "not in order"),
        (sheet_xml('<row><c r="1"><v>1</v></c></row>'), "has no place"),
        (sheet_xml('<row r="x"/>'), "not in order"),
        (sheet_xml(f'<row>{texts(*HEAD)}</row><row><c r="ZZZ2"><v>1</v></c></row>'), "first 500"),
        (
            sheet_xml(f'<row>{texts(*HEAD)}</row><row><c t="s"><v>9</v></c></row>'),
            "points to a text",
        ),
        (sheet_xml(f"<row>{texts('a' * 40_000)}</row>"), "longer than 32767"),
    ],
)
def test_broken_sheets_are_refused(content: bytes, told: str) -> None:
    assert told in refused(with_sheet(content))


def test_a_part_may_be_utf_16() -> None:
    content = sheet_xml(f"<row>{texts(*HEAD)}</row><row>{texts('ї', 'b')}</row>").decode()
    _, rows, _ = read(with_sheet(content.encode("utf-16")))
    assert rows == [SheetRow(2, ("ї", "b", ""))]


def test_what_only_helps_to_read_aloud_is_no_text() -> None:
    cell = "<c t='inlineStr'><is><r><t>東</t></r><r><t>京</t></r><rPh><t>とう</t></rPh></is></c>"
    _, rows, _ = read(with_sheet(sheet_xml(f"<row>{texts(*HEAD)}</row><row>{cell}</row>")))
    assert rows[0].cells[0] == "東京"


def test_rows_are_read_anew_each_time_and_nothing_is_held() -> None:
    notes = SheetNotes("list")
    sheet = open_sheet(workbook([HEAD, *((i, "a", None) for i in range(2_000))]), "list", notes)
    assert len(sheet.first_rows(5)) == 5
    assert sum(1 for _ in sheet.rows(notes)) == 2_000
    assert sum(1 for _ in sheet.rows(notes)) == 2_000


CHANGES: list[Callable[[bytes, int, bytes], bytes]] = [
    lambda data, at, new: data[:at] + new + data[at + len(new) :],
    lambda data, at, _: data[:at],
    lambda data, at, new: data[:at] + new + data[at:],
]


@given(st.sampled_from(CHANGES), st.integers(0, 6_000), st.binary(min_size=1, max_size=4))
def test_a_workbook_with_bytes_changed(
    change: Callable[[bytes, int, bytes], bytes], at: int, new: bytes
) -> None:
    with suppress(FormatError):
        read(change(BOOK, at % len(BOOK), new))


BOOK = workbook([HEAD, (1, "a", date(1990, 3, 4)), (2, "b", None)])


@given(
    st.lists(
        st.sampled_from(
            [
                b"<row>",
                b"</row>",
                b"<c>",
                b'<c t="s">',
                b"</c>",
                b"<v>",
                b"1",
                b"</v>",
                b"<f/>",
                b'<c r="B1" s="1">',
                b"&#1;",
                b'<mergeCell ref="9"/>',
            ]
        )
    )
)
def test_any_pieces_of_a_sheet(pieces: list[bytes]) -> None:
    content = b"<worksheet xmlns='%b'><sheetData>%b</sheetData></worksheet>"
    with suppress(FormatError):
        read(with_sheet(content % (MAIN.encode(), b"".join(pieces))))


def test_no_word_means_two_things_in_one_group() -> None:
    file = resources.files("antigone.formats") / "data" / "sheet_words.toml"
    for group, meant in tomllib.loads(file.read_text("utf-8")).items():
        seen: dict[str, str] = {}
        for code, listed in meant.items():
            for word in map(plain, listed.split("|")):
                assert word, (group, code)
                assert seen.setdefault(word, code) == code, (group, word)
        assert set(words(group).values()) == set(meanings(group))


def test_no_heading_means_two_fields_of_one_kind() -> None:
    for kind in ("am", "pm"):
        seen: dict[str, str] = {}
        for field, listed in headings_by_field().items():
            if field.split(".")[0] in ("both", kind):
                for heading in listed:
                    assert heading, field
                    code = field.split(".")[1]
                    assert seen.setdefault(heading, code) == code, (heading, code)
