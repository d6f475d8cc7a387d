"""The one door for XML: no document types, no entities, nothing fetched, limits on everything.

Reading streams: what lies below the root is given part by part, each with the lines of the file where
it stands, and let go of.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO
from xml.etree.ElementTree import ParseError  # the type of what breaks; nothing is read with it

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from antigone.formats.limits import MAX_FILE_BYTES
from antigone.formats.problems import FormatError, Refused, refusal
from antigone.formats.xml_encoding import encoding_of
from antigone.words import said

_CHUNK_BYTES = 64 * 1024
_NO_ATTRIBUTES: Mapping[str, str] = {}
_LONGEST_TAG_BYTES = 1024 * 1024
"""A tag, a comment or an instruction above this is refused: they are held whole."""


@dataclass(frozen=True)
class XmlLimits:
    """How much of everything a file may hold.

    Args:
        size: bytes of the file.
        depth: elements within one another.
        attributes: of one element.
        characters: of one text or attribute value.
        name: characters of a name.
        elements: in one part below the root.
        parts: below the root.
    """

    size: int = MAX_FILE_BYTES
    depth: int = 32
    attributes: int = 64
    characters: int = 1_000_000
    name: int = 500
    elements: int = 200_000
    parts: int = 5_000_000


DEFAULT_LIMITS = XmlLimits()


@dataclass(slots=True)
class Element:
    """An element with its line, its own text and what stands in it.

    Names have no prefix; `namespace` is the address that the prefix stands for, empty where none does.
    Texts of an element that are broken by children are joined.
    """

    name: str
    namespace: str
    line: int
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def place(self) -> str:
        """Where the element begins, in words."""
        return f"line {self.line}"

    def child(self, name: str) -> Element | None:
        """The first child of a name."""
        return next((c for c in self.children if c.name == name), None)

    def all(self, name: str) -> list[Element]:
        """The children of a name."""
        return [c for c in self.children if c.name == name]

    def refused(self, message: str) -> Refused:
        """A refusal at this element."""
        return Refused(self.place, message)


class XmlDocument:
    """A document that is read as it is walked: `root` at once, its children one after another.

    Raises, from the beginning and on every step:
        FormatError: with line and column, where the file is no XML, or holds what no file may.
    """

    def __init__(
        self, stream: BinaryIO, file: str, limits: XmlLimits = DEFAULT_LIMITS, *, keep: bool = True
    ) -> None:
        self._stream = stream
        self._file = file
        self._limits = limits
        self._builder = _Builder(limits, keep)
        self._bytes = 0
        self._ended = False
        start = stream.read(_CHUNK_BYTES)
        if not start.strip():
            raise refusal(file, "", said("the file is empty; allowed is an XML document"))
        encoding = encoding_of(start, file)
        self._parser = DefusedXMLParser(
            target=self._builder, encoding=encoding, forbid_dtd=True, forbid_external=True
        )
        self._builder.lines = self._parser.parser
        self._feed(start)
        while self._builder.root is None:
            self._read_on()
        self.root: Element = self._builder.root

    def __iter__(self) -> Iterator[Element]:
        """The children of the root, in the order of the file; each is given once."""
        while True:
            while self._builder.done:
                yield self._builder.done.popleft()
            if self._ended:
                return
            self._read_on()

    def _read_on(self) -> None:
        chunk = self._stream.read(_CHUNK_BYTES)
        if chunk:
            self._feed(chunk)
            return
        self._ended = True
        self._guarded(None)

    def _feed(self, chunk: bytes) -> None:
        self._bytes += len(chunk)
        if self._bytes > self._limits.size:
            allowed = self._limits.size // (1024 * 1024)
            raise refusal(
                self._file,
                "",
                said(
                    "the file has more than {allowed} MiB; allowed are {allowed} MiB",
                    allowed=allowed,
                ),
            )
        self._guarded(chunk)
        if self._bytes - self._parser.parser.CurrentByteIndex > _LONGEST_TAG_BYTES:
            raise self._refusal(said("a tag or comment of more than 1 MiB; allowed is less"))

    def _guarded(self, chunk: bytes | None) -> None:
        """Parse a piece, None at the end; whatever is wrong becomes a refusal with its place."""
        try:
            if chunk is None:
                self._parser.close()
            else:
                self._parser.feed(chunk)
        except Refused as refused:
            raise refusal(self._file, refused.place, refused.message) from None
        except ParseError as error:
            line, column = error.position
            words = str(error).partition(": line ")[0]
            raise refusal(
                self._file,
                f"line {line}, column {column + 1}",
                said("broken XML: {fault}", fault=words),
            ) from error
        except DefusedXmlException as error:
            raise self._refusal(
                said(
                    "a document type or entity (<!DOCTYPE …>) stands in the file; it is never "
                    "followed: remove it"
                )
            ) from error
        except (ValueError, LookupError) as error:
            # Bytes that the declared encoding does not have, found while it is being read.
            raise self._refusal(said("the text is not in the declared encoding")) from error

    def _refusal(self, message: str) -> FormatError:
        return refusal(self._file, f"line {self._parser.parser.CurrentLineNumber}", message)


class _Builder:
    """Takes the events of the parser, keeps to the limits, and collects what stands below the root."""

    def __init__(self, limits: XmlLimits, keep: bool) -> None:
        self.root: Element | None = None
        self.done: deque[Element] = deque()
        self.lines: object = None
        self._limits = limits
        self._keep = keep
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._characters = 0
        self._elements = 0
        self._parts = 0

    @property
    def _line(self) -> int:
        return int(getattr(self.lines, "CurrentLineNumber", 1))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line, limits = self._line, self._limits
        if len(self._open) >= limits.depth:
            raise _at(
                line,
                said(
                    "elements stand in one another; allowed are {allowed} levels",
                    allowed=limits.depth,
                ),
            )
        if len(attributes) > limits.attributes:
            raise _at(
                line,
                said(
                    "too many attributes; allowed are {allowed} to an element",
                    allowed=limits.attributes,
                ),
            )
        if len(tag) > limits.name:
            raise _at(
                line,
                said("a name is too long; allowed are {allowed} characters", allowed=limits.name),
            )
        self._characters = 0
        namespace, _, name = tag.rpartition("}")
        element = Element(name, namespace.removeprefix("{"), line, _without_prefixes(attributes))
        for value in attributes.values():
            if len(value) > limits.characters:
                raise _at(line, _too_long(limits.characters))
        if self._open:
            self._count_below(line)
            if self._keep and len(self._open) > 1:
                self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def _count_below(self, line: int) -> None:
        if len(self._open) == 1:
            self._elements = 0
            self._parts += 1
            if self._parts > self._limits.parts:
                raise _at(
                    line,
                    said(
                        "too many entries; allowed are {allowed} in a file",
                        allowed=self._limits.parts,
                    ),
                )
        self._elements += 1
        if self._keep and self._elements > self._limits.elements:
            raise _at(
                line,
                said(
                    "too many elements in one entry; allowed are {allowed}",
                    allowed=self._limits.elements,
                ),
            )

    def data(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > self._limits.characters:
            raise _at(self._line, _too_long(self._limits.characters))
        if self._keep and len(self._open) > 1:
            self._texts[-1].append(text)

    def end(self, tag: str) -> None:
        self._characters = 0
        element, texts = self._open.pop(), self._texts.pop()
        if texts:
            element.text = "".join(texts)
        if self._keep and len(self._open) == 1:
            self.done.append(element)

    def close(self) -> None:
        """Nothing is left to be done at the end."""


def _at(line: int, message: str) -> Refused:
    return Refused(f"line {line}", message)


def _too_long(allowed: int) -> str:
    return said("a text is too long; allowed are {allowed} characters", allowed=allowed)


def _without_prefixes(attributes: dict[str, str]) -> Mapping[str, str]:
    """Attributes that belong to no namespace; those of others (schema locations) say nothing here."""
    if not attributes:
        return _NO_ATTRIBUTES
    return {name: value for name, value in attributes.items() if not name.startswith("{")}


def read_xml(data: bytes, file: str, limits: XmlLimits = DEFAULT_LIMITS) -> Element:
    """The root of a document with everything below it; for files that are small.

    Raises:
        FormatError: with line and column, where the file is no XML, or holds what no file may.
    """
    document = XmlDocument(BytesIO(data), file, limits)
    root = document.root
    root.children.extend(document)
    return root


def refuse_unsafe_xml(stream: BinaryIO, file: str, limits: XmlLimits = DEFAULT_LIMITS) -> None:
    """Read a document to its end and keep nothing of it: for files that another reader will open.

    Raises:
        FormatError: as `XmlDocument`.
    """
    for _ in XmlDocument(stream, file, limits, keep=False):
        pass
