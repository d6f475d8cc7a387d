"""A workbook of one sheet, written row by row straight into its archive.

Nothing is put down elsewhere on the way: lists hold what must not be left in temporary files. The same rows
give the same bytes.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape
from typing import IO

from antigone.formats.sheet_rows import Value, column_letters
from antigone.formats.sheet_xml import MAIN, RELATION_IDS

MOST_DIGITS = 15
"""Whole numbers of more digits are written as texts: spreadsheet programs would round them."""

_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_DAY = date(1900, 3, 1)
"""Earlier days are written as texts: programs count a 29 February 1900 that never was."""

_DAY_ZERO = date(1899, 12, 30)
_BOLD, _DAY = 1, 2
"""Formats of cells, by their place in `_STYLES`."""

_FLUSHED_ROWS = 500
_MOMENT = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = RELATION_IDS[0].removesuffix(" id")
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'<styleSheet xmlns="{MAIN[0]}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/>'
    '<top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_xlsx(
    target: IO[bytes],
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    title: str = "",
    right_to_left: bool = False,
) -> None:
    """Write a workbook. Every text is a cell of text, so that none can be taken for a formula.

    Args:
        target: takes the archive.
        headings: the first row, which stays in sight.
        rows: below it.
        title: name of the sheet, as far as workbooks allow it.
        right_to_left: the first column stands on the right.
    """
    name = _NOT_IN_NAMES.sub(" ", _SPECIAL.sub("", title)).strip("' ")[:_LONGEST_NAME] or "List"
    book = (
        f'<workbook xmlns="{MAIN[0]}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = (
        ("[Content_Types].xml", _TYPES),
        ("_rels/.rels", _RELATIONS),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS),
        ("xl/styles.xml", _STYLES),
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts:
            archive.writestr(_entry(part), _HEAD + content, zipfile.ZIP_DEFLATED)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            _write_sheet(sheet, headings, rows, right_to_left)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _write_sheet(
    sheet: IO[bytes],
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    right_to_left: bool,
) -> None:
    side = ' rightToLeft="1"' if right_to_left else ""
    lines = [
        f'{_HEAD}<worksheet xmlns="{MAIN[0]}"><sheetViews><sheetView{side} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        "</sheetViews><sheetData>"
    ]
    letters = [column_letters(column) for column in range(len(headings))]
    lines.append(_row(1, letters, headings, bold=True))
    for number, row in enumerate(rows, start=2):
        lines.append(_row(number, letters, row))
        if len(lines) >= _FLUSHED_ROWS:
            sheet.write("".join(lines).encode())
            lines.clear()
    lines.append("</sheetData></worksheet>")
    sheet.write("".join(lines).encode())


def _row(
    number: int, letters: Sequence[str], values: Sequence[Value], *, bold: bool = False
) -> str:
    style = f' s="{_BOLD}"' if bold else ""
    cells = [
        _cell(f"{letter}{number}", value, style)
        for letter, value in zip(letters, values, strict=True)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Value, style: str) -> str:
    match value:
        case str():
            return _text(place, value, style)
        case bool():
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        case int() if abs(value) < 10**MOST_DIGITS:
            return f'<c r="{place}"><v>{value}</v></c>'
        case float() if math.isfinite(value):
            return f'<c r="{place}"><v>{value!r}</v></c>'
        # A workbook knows no zones: a moment is written as a text.
        case datetime():
            return _text(place, value.isoformat(" ", "seconds"), style)
        case date() if value >= _FIRST_DAY:
            return f'<c r="{place}" s="{_DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
        case _:
            return _text(place, str(value), style)


def _text(place: str, text: str, style: str) -> str:
    written = escape(_SPECIAL.sub(_escaped, text), quote=False)
    return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _escaped(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"
