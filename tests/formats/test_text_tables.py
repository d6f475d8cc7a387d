from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.formats.problems import FormatError, ProblemList
from antigone.formats.text_decoding import ENCODINGS, decoded, encoding_of
from antigone.formats.text_tables import (
    LINE_CHARACTERS,
    MOST_COLUMNS,
    SEPARATORS,
    decimal_of,
    guarded,
    open_text_table,
    unguarded,
    written_table,
)


def cells(data: bytes, **options: object) -> list[tuple[str, ...]]:
    problems = ProblemList("table.csv")
    table = open_text_table(data, "table.csv", **options)  # type: ignore[arg-type]
    rows = [row.cells for row in table.rows(problems)]
    problems.refuse_if_any()
    return rows


def refusal(data: bytes, **options: object) -> str:
    with pytest.raises(FormatError) as refused:
        cells(data, **options)
    return str(refused.value)


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_line_ends_are_found(separator: str, end: str) -> None:
    text = end.join(separator.join(row) for row in (["id", "a b"], ["1", "x"], ["2", "y"]))
    table = open_text_table(text.encode(), "t")
    assert (table.separator, table.names) == (separator, ("id", "a b"))
    assert cells((text + end).encode()) == [("1", "x"), ("2", "y")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_bears_its_encoding_needs_no_statement(encoding: str) -> None:
    assert cells("ім'я;стать\nЯ;ч\n".encode(encoding)) == [("Я", "ч")]


def test_a_stated_encoding_is_used() -> None:
    data = "ім'я;стать\nЇжак;ч\n".encode("cp1251")
    message = refusal(data)
    assert message.startswith("table.csv: line 1: byte 1 of the file (B3) is no UTF-8")
    assert "windows-1251 (Cyrillic)" in message
    assert cells(data, encoding="windows-1251") == [("Їжак", "ч")]
    assert "allowed are utf-8, utf-16, windows-1250" in refusal(data, encoding="cp1251")


def test_the_fault_of_an_encoding_is_told_by_line_and_byte() -> None:
    good = "a;b\n" + "é;1\n" * 400_000
    data = good.encode() + b"\xff;2\n"
    assert f"line 400002: byte {len(good.encode()) + 1} of the file (FF)" in refusal(data)
    assert "state another encoding" in refusal(b"a;b\n\x98;1\n", encoding="windows-1251")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \r\n", "the file is empty"),
        (b";;\n;\n", "no line of names"),
        (b"PK\x03\x04rest", "an XLSX workbook"),
        (b"\xd0\xcf\x11\xe0rest", "a workbook of an old Excel"),
        ("a;b\n1;2\n".encode("utf-16-le"), "UTF-16 without its mark"),
        ("a;b\n".encode("utf-32"), "UTF-32"),
        (b"\xff\xfea", "is no utf-16"),
        (b"a;b\n1;\x07\n", "line 2: a control character (U+0007)"),
        (b"id,sex;height\n1,F;170\n", "line 1: semicolon, comma stand between the names"),
        (b"id,sex\n1,F\n2;M\n", "line 3: the cells are separated by semicolon here, but by comma"),
        (b"id,cm\n1,170,5\n", "line 2: 3 cells, but 2 names; a decimal comma"),
        (b"id;cm\n1;2;3\n", "line 2: 3 cells, but 2 names; allowed is one cell for each"),
        (b"id;cm;x\n1;2;3\n4;5", "line 3: 2 cells, but 3 names, and the line is not ended"),
        (b'id;text\n1;"open\n2;x\n', "line 2: a quotation mark is opened here and never closed"),
        (b'id;text\n1;"a"b\n', "line 2: a quotation mark stands within a cell"),
        (b'"id;text\n', "a quotation mark is opened here"),
        (b"a;b\n" + b"x" * (LINE_CHARACTERS + 1) + b";1\n", "line 2: the line has"),
        (b"a;" * MOST_COLUMNS + b"z\n", f"{MOST_COLUMNS + 1} columns"),
    ],
)
def test_what_is_broken_is_refused_with_its_place(data: bytes, message: str) -> None:
    assert message in refusal(data)


def test_a_mark_is_not_overruled() -> None:
    assert "mark of utf-8" in refusal("\ufeffa;b\n".encode(), encoding="windows-1251")


def test_a_comma_in_a_name_does_not_hide_the_separator() -> None:
    data = b"name;height, cm\nA;170\nB;171\n"
    assert open_text_table(data, "t").names == ("name", "height, cm")


def test_a_stated_separator_is_used() -> None:
    assert cells(b"sep=;\r\na,b;c\r\n1;2\r\n") == [("1", "2")]


def test_quotation_marks_hold_separators_and_lines() -> None:
    data = b'id;text\n1;"a;b"\n2;"two\nlines"\n3;"say ""yes"""\n'
    assert cells(data) == [("1", "a;b"), ("2", "two\nlines"), ("3", 'say "yes"')]


def test_rows_know_their_lines() -> None:
    table = open_text_table(b'\n\nid;text\n1;"two\nlines"\n\n;;;\n2;x;\n', "t")
    assert [row.line for row in table.rows(ProblemList("t"))] == [4, 8]
    assert table.line_of_names == 3


def test_short_rows_are_read_where_allowed_but_not_a_file_cut_off() -> None:
    data = b"a\tb\tc\n1\t2\n3\t4\t5\n"
    assert "line 2: 2 cells, but 3 names" in refusal(data)
    assert cells(data, short_rows=True) == [("1", "2", ""), ("3", "4", "5")]
    assert "the file seems cut off" in refusal(data + b"6\t7", short_rows=True)


def test_every_encoding_that_may_be_stated_is_known() -> None:
    for encoding in ENCODINGS:
        assert decoded("a".encode(encoding), encoding) == "a"
        assert encoding_of("a;b".encode(encoding), "t", encoding) == encoding


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,125", 0.125),
        (".5", 0.5),
        ("1e-05", 1e-05),
        ("0,125e1", 1.25),
        ("1,250", None),
        ("1.250", 1.25),
        ("1,2,3", None),
        ("1 000", None),
        ("٣", None),
        ("nan", None),
        ("", None),
    ],
)
def test_decimal_commas(text: str, number: float | None) -> None:
    assert decimal_of(text) == number


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8).map(
    str.strip
)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=5)
    ),
    st.sampled_from([*SEPARATORS]),
    st.booleans(),
)
def test_what_is_written_reads_back_equal(
    rows: list[list[str]], separator: str, mark: bool
) -> None:
    names = [f"n{number}" for number in range(len(rows[0]))]
    data = written_table(names, rows, separator=separator, mark=mark)
    assert cells(data) == [tuple(row) for row in rows if any(row)]


@given(CELLS)
def test_no_spreadsheet_takes_a_cell_for_a_formula(text: str) -> None:
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r") or not text
    assert unguarded(guarded(text)) == text
