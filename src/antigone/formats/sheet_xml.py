"""The XML of a workbook, read as a stream. Declarations of a document type end the reading.

Entities, those that grow without end and those that point outside the file, need such a declaration: so
there are none.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat

from antigone.formats.problems import refusal, shown
from antigone.formats.sheet_package import Part
from antigone.words import Said, said

CHUNK_BYTES = 65_536
LONGEST_TAG_BYTES = 1024 * 1024
"""A tag, a comment or an instruction above this is refused: it is held whole, and read again and again."""

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""Namespaces of sheets, in the usual and the strict kind of workbook."""

RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
"""The attribute that names a relation of a part."""

Attributes = Mapping[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]


class XmlStopped(Exception):
    """A part of the workbook holds what none may hold; `message` says what."""

    def __init__(self, message: Said) -> None:
        super().__init__(message)
        self.message = message


class Handlers:
    """What is done at the beginning and end of each element by its name, and with text.

    Elements of other namespaces than `spaces` are passed over.
    """

    def __init__(
        self,
        starts: Mapping[str, Start],
        ends: Mapping[str, End],
        text: Callable[[str], None] | None = None,
        spaces: tuple[str, ...] = MAIN,
    ) -> None:
        self._starts = {f"{s} {name}": do for s in spaces for name, do in starts.items()}
        self._ends = {f"{s} {name}": do for s in spaces for name, do in ends.items()}
        self.text = text

    def start(self, name: str, attributes: Attributes) -> None:
        """Called by the parser."""
        do = self._starts.get(name)
        if do is not None:
            do(attributes)

    def end(self, name: str) -> None:
        """Called by the parser."""
        do = self._ends.get(name)
        if do is not None:
            do()


def chunks_parsed(stream: Part, handlers: Handlers, file: str, part: str) -> Iterator[None]:
    """Parse a part; after each piece the caller can take what the handlers have made of it.

    Raises:
        FormatError: the XML is broken or holds what none may hold.
    """
    chunk = stream.read(CHUNK_BYTES)
    # Stated, not asked of the file: workbooks have no other encodings than these two.
    encoding = "utf-16" if chunk[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = CHUNK_BYTES
    parser.StartElementHandler = handlers.start
    parser.EndElementHandler = handlers.end
    parser.StartDoctypeDeclHandler = _stop
    if handlers.text is not None:
        parser.CharacterDataHandler = handlers.text
    fed = 0
    while True:
        fed += len(chunk)
        try:
            parser.Parse(chunk, not chunk)
        except XmlStopped as stopped:
            raise refusal(file, part, stopped.message) from stopped
        except expat.ExpatError as error:
            place = said("{part}, line {line}", part=part, line=parser.ErrorLineNumber)
            raise refusal(file, place, said("broken XML; save the workbook again")) from error
        if fed - parser.CurrentByteIndex > LONGEST_TAG_BYTES:
            place = said("{part}, line {line}", part=part, line=parser.CurrentLineNumber)
            raise refusal(file, place, said("a tag or comment of more than 1 MiB; allowed is less"))
        yield
        if not chunk:
            return
        chunk = stream.read(CHUNK_BYTES)


def parse(stream: Part, handlers: Handlers, file: str, part: str) -> None:
    """Parse a small part as a whole.

    Raises:
        FormatError: as for `chunks_parsed`.
    """
    for _ in chunks_parsed(stream, handlers, file, part):
        pass


def whole_number(text: str | None, most: int) -> int | None:
    """A whole number from 0 to `most`, as attributes have them; None where it is none."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 12):
        return None
    number = int(text)
    return number if number <= most else None


def _stop(name: str, *_: object) -> None:
    raise XmlStopped(
        said(
            "holds a declaration of a document type ({name}), which no workbook has; "
            "save it again with a spreadsheet program",
            name=shown(name),
        )
    )
