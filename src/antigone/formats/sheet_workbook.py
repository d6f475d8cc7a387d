"""What stands in a workbook beside its cells: the list of sheets, shared texts, how numbers are shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from antigone.formats.problems import refusal, shown
from antigone.formats.sheet_package import Package
from antigone.formats.sheet_rows import CELL_CHARACTERS, SheetNotes
from antigone.formats.sheet_xml import (
    RELATION_IDS,
    Attributes,
    Handlers,
    XmlStopped,
    parse,
    whole_number,
)
from antigone.words import Said, said

MOST_SHEETS = 500
MOST_FORMATS = 70_000
MOST_SHARED_TEXTS = 3_000_000
MOST_SHARED_CHARACTERS = 100_000_000
"""Of all shared texts together; they are held in memory."""

_RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
_SHEET_RELATIONS = ("/relationships/worksheet",)
_BUILTIN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

_IGNORED: tuple[tuple[str, Said], ...] = (
    ("xl/vbaproject", said("The workbook holds macros. They were not looked at, and never run.")),
    (
        "xl/externallinks/",
        said("The workbook has links to other files. They were not followed."),
    ),
    (
        "xl/connections",
        said("The workbook has connections to sources of data. They were not followed."),
    ),
    ("xl/comments", said("The sheets have comments. They were left out.")),
    ("xl/threadedcomments", said("The sheets have comments. They were left out.")),
    ("xl/media/", said("The workbook holds pictures. They were left out.")),
    ("xl/embeddings/", said("The workbook holds other files. They were left out.")),
)


@dataclass(frozen=True)
class SheetName:
    """A sheet of a workbook; `part` is where it lies in the archive."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class CellFormat:
    """How a cell shows its number: as a date, or with zeros before it up to so many digits."""

    is_date: bool = False
    digits: int = 0


_PLAIN = CellFormat()


@dataclass(frozen=True)
class Workbook:
    """A workbook whose sheets can be read.

    Args:
        package: its parts.
        sheets: in their order.
        days_from_1904: days are counted from 1904, not from 1900.
        formats: of cells, by number.
        texts: to which cells point by number.
    """

    package: Package
    sheets: tuple[SheetName, ...]
    days_from_1904: bool
    formats: tuple[CellFormat, ...]
    texts: Sequence[str] = field(repr=False)


def open_workbook(data: bytes, file: str) -> Workbook:
    """A workbook, of which no cell is read yet.

    Raises:
        FormatError: the file is no workbook that can be read.
    """
    package = Package(data, file)
    if "xl/workbook.xml" not in package:
        raise refusal(file, "", _another_kind(package))
    parts = _sheet_parts(package)
    names, from_1904 = _sheet_names(package, parts)
    if not names:
        raise refusal(file, "", said("the workbook has no sheet with cells"))
    return Workbook(package, names, from_1904, _formats(package), _shared_texts(package))


def note_what_is_ignored(workbook: Workbook, notes: SheetNotes) -> None:
    """Say of macros, links, comments and pictures that they were left out."""
    for beginning, sentence in _IGNORED:
        if workbook.package.any_below(beginning):
            notes.notice(sentence)


def unescaped(text: str) -> str:
    r"""A text with the characters that workbooks write as _x000D_.

    >>> unescaped("one_x000A_two"), unescaped("_x005F_x000A_")
    ('one\ntwo', '_x000A_')
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _another_kind(package: Package) -> Said:
    if "xl/workbook.bin" in package:
        return said("this is a binary workbook (.xlsb); save it as .xlsx")
    if "content.xml" in package:
        return said("this is a sheet of another program (.ods); save it as .xlsx or as CSV")
    return said("this is no workbook (.xlsx), but another archive; allowed are .xlsx and CSV")


def _shared_texts(package: Package) -> Sequence[str]:
    part = "xl/sharedStrings.xml"
    if part not in package:
        return ()
    reading = _SharedTexts()
    parse(package.opened(part), reading.handlers, package.file, part)
    return reading.texts


class _SharedTexts:
    """Collects the texts of the part; what only helps to read a text aloud is left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._inside = self._aloud = False
        self._characters = 0
        self.handlers = Handlers(
            {"si": self._begin, "t": self._enter, "rPh": self._enter_aloud},
            {"si": self._end, "t": self._leave, "rPh": self._leave_aloud},
            self._text,
        )

    def _begin(self, _: Attributes) -> None:
        self._pieces, self._length = [], 0

    def _end(self) -> None:
        text = unescaped("".join(self._pieces))
        self._characters += len(text)
        if len(self.texts) >= MOST_SHARED_TEXTS or self._characters > MOST_SHARED_CHARACTERS:
            raise XmlStopped(said("more texts than are allowed; split the workbook"))
        self.texts.append(text)

    def _enter(self, _: Attributes) -> None:
        self._inside = not self._aloud

    def _leave(self) -> None:
        self._inside = False

    def _enter_aloud(self, _: Attributes) -> None:
        self._aloud = True

    def _leave_aloud(self) -> None:
        self._aloud = False

    def _text(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > CELL_CHARACTERS:
                raise XmlStopped(
                    said("a text is longer than {most} characters", most=CELL_CHARACTERS)
                )


def _sheet_parts(package: Package) -> dict[str, str]:
    """By relation of the workbook the part of a sheet with cells; charts and links are not among them."""
    part, found = "xl/_rels/workbook.xml.rels", {}

    def relation(attributes: Attributes) -> None:
        if attributes.get("Type", "").endswith(_SHEET_RELATIONS):
            if attributes.get("TargetMode", "") == "External":
                raise XmlStopped(said("a sheet lies outside the file; save the workbook again"))
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            found[attributes.get("Id", "")] = target.lstrip("/")

    parse(
        package.opened(part),
        Handlers({"Relationship": relation}, {}, spaces=_RELATIONS),
        package.file,
        part,
    )
    return found


def _sheet_names(package: Package, parts: dict[str, str]) -> tuple[tuple[SheetName, ...], bool]:
    part = "xl/workbook.xml"
    found: list[SheetName] = []
    from_1904 = False

    def properties(attributes: Attributes) -> None:
        nonlocal from_1904
        from_1904 = attributes.get("date1904", "") in ("1", "true", "on")

    def sheet(attributes: Attributes) -> None:
        relation = next((attributes[id_] for id_ in RELATION_IDS if id_ in attributes), "")
        if relation in parts:
            hidden = attributes.get("state", "visible") != "visible"
            found.append(SheetName(attributes.get("name", ""), hidden, parts[relation]))
        if len(found) > MOST_SHEETS:
            raise XmlStopped(said("more than {most} sheets", most=MOST_SHEETS))

    handlers = Handlers({"workbookPr": properties, "sheet": sheet}, {})
    parse(package.opened(part), handlers, package.file, part)
    return tuple(found), from_1904


def _formats(package: Package) -> tuple[CellFormat, ...]:
    part = "xl/styles.xml"
    if part not in package:
        return ()
    own: dict[int, str] = {}
    found: list[CellFormat] = []
    within = False

    def enter(_: Attributes) -> None:
        nonlocal within
        within = True

    def leave() -> None:
        nonlocal within
        within = False

    def own_format(attributes: Attributes) -> None:
        number = whole_number(attributes.get("numFmtId"), 1_000_000)
        if number is not None and len(own) < MOST_FORMATS:
            own[number] = attributes.get("formatCode", "")[:1_000]

    def cell_format(attributes: Attributes) -> None:
        if not within:
            return
        if len(found) >= MOST_FORMATS:
            raise XmlStopped(said("more than {most} formats of cells", most=MOST_FORMATS))
        number = whole_number(attributes.get("numFmtId"), 1_000_000) or 0
        found.append(_format(number, own.get(number)))

    starts = {"cellXfs": enter, "numFmt": own_format, "xf": cell_format}
    parse(package.opened(part), Handlers(starts, {"cellXfs": leave}), package.file, part)
    return tuple(found)


def _format(number: int, code: str | None) -> CellFormat:
    if code is None:
        return CellFormat(is_date=True) if number in _BUILTIN_DATES else _PLAIN
    if code and not code.strip("0"):
        return CellFormat(digits=min(len(code), 30))
    plain = _NOT_SHOWN.sub("", code.split(";")[0]).casefold()
    if plain in ("general", "@"):
        return _PLAIN
    return CellFormat(is_date=True) if any(letter in plain for letter in "dmyhs") else _PLAIN


def sheet_named(workbook: Workbook, name: str, file: str) -> SheetName:
    """The sheet of this name; without a name the first that is not hidden.

    Raises:
        FormatError: there is no such sheet.
    """
    if not name:
        return next((one for one in workbook.sheets if not one.hidden), workbook.sheets[0])
    for one in workbook.sheets:
        if one.name == name:
            return one
    raise refusal(
        file,
        "",
        said(
            "the workbook has no sheet {name}; it has {sheets}",
            name=shown(name),
            sheets=", ".join(shown(one.name) for one in workbook.sheets[:30]),
        ),
    )
