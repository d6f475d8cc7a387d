"""What ISO 19005-3 (PDF/A-3, level U) asks of a file, as far as it can be read off its structure.

This is no validator: it looks for what a program that makes PDF gets wrong. `verification.pdfa` asks one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
)

FORBIDDEN_ACTIONS = frozenset(
    {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState"}
    | {"/Rendition", "/Trans", "/GoTo3DView", "/JavaScript"}
)


def faults_of(pdf: bytes) -> list[str]:
    """Everything that is not as the standard asks; empty where nothing was found."""
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    return [
        *_of_file(pdf, reader),
        *_of_metadata(reader),
        *(fault for one in _objects(reader) for fault in _of_object(one)),
        *_of_attachments(reader),
    ]


def _of_file(pdf: bytes, reader: PdfReader) -> Iterator[str]:
    if not pdf.startswith(b"%PDF-1.7\n%") or min(pdf[10:14]) < 128:
        yield "no header with four bytes above 127 behind it"
    if reader.is_encrypted or "/Encrypt" in reader.trailer:
        yield "it is encrypted"
    if len(_array(reader.trailer.get("/ID"))) != 2:
        yield "no identifier of two parts"
    catalog = _dictionary(reader.trailer["/Root"])
    for key in ("/OCProperties", "/AA", "/OpenAction", "/Requirements", "/NeedsRendering"):
        if key in catalog:
            yield f"{key} in the catalog"
    intents = _array(catalog.get("/OutputIntents"))
    profiles = [_dictionary(intent).get("/DestOutputProfile") for intent in intents]
    if not profiles or any(profile is None for profile in profiles):
        yield "no output intent with a profile"


def _of_metadata(reader: PdfReader) -> Iterator[str]:
    stream = _dictionary(_dictionary(reader.trailer["/Root"]).get("/Metadata"))
    if not isinstance(stream, StreamObject):
        yield "no metadata"
        return
    text = stream.get_data().decode()
    for words in ('pdfaid:part="3"', 'pdfaid:conformance="U"', "dc:title"):
        if words not in text:
            yield f"no {words} in the metadata"
    if "bytes=" in text.split("?>", 1)[0] or "encoding=" in text.split("?>", 1)[0]:
        yield "the metadata packet names its bytes or encoding"


def _dictionary(value: object) -> DictionaryObject:
    """The dictionary that something is, or leads to; an empty one where it is none."""
    found = value.get_object() if isinstance(value, PdfObject) else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _array(value: object) -> ArrayObject:
    found = value.get_object() if isinstance(value, PdfObject) else None
    return found if isinstance(found, ArrayObject) else ArrayObject()


def _objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary and stream of the file, those inside others as well."""
    waiting: list[object] = [reader.trailer["/Root"]]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += one.values()
        elif isinstance(one, ArrayObject):
            waiting += one


def _of_object(one: DictionaryObject) -> Iterator[str]:
    kind, subtype = one.get("/Type"), one.get("/Subtype")
    if one.get("/S") in FORBIDDEN_ACTIONS or "/JS" in one:
        yield f"an action {one.get('/S')}"
    if isinstance(one, StreamObject) and "/LZWDecode" in str(one.get("/Filter")):
        yield "a stream in LZW"
    if "/F" in one and isinstance(one, StreamObject):
        yield "a stream that lies elsewhere"
    if kind == "/Font":
        yield from _of_font(one)
    if subtype == "/Image":
        yield from _of_image(one)
    if kind == "/Annot" and int(one.get("/F", 0)) & 4 == 0:
        yield "an annotation that is not printed"
    if "/TR" in one or one.get("/HTP") is not None:
        yield "a transfer function"


def _of_font(font: DictionaryObject) -> Iterator[str]:
    name = font.get("/BaseFont")
    if font.get("/Subtype") == "/Type0":
        if "/ToUnicode" not in font:
            yield f"{name} does not say its letters"
        return
    if font.get("/Subtype") == "/Type3":
        yield f"{name} is of type 3, whose letters need no name"
        return
    descriptor = _dictionary(font.get("/FontDescriptor"))
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys():
        yield f"{name} is not embedded"
    if font.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in font:
        yield f"{name} does not say which glyph is which"


def _of_image(image: DictionaryObject) -> Iterator[str]:
    if image.get("/Interpolate") not in (None, False):
        value = image["/Interpolate"]
        if str(value).lower() != "false":
            yield "an image that is to be interpolated"
    if "/Alternates" in image or "/OPI" in image:
        yield "an image with alternates"
    if str(image.get("/ColorSpace")) == "/DeviceCMYK":
        yield "an image in colours that the profile does not know"


def _of_attachments(reader: PdfReader) -> Iterator[str]:
    catalog = _dictionary(reader.trailer["/Root"])
    files = _dictionary(_dictionary(catalog.get("/Names")).get("/EmbeddedFiles"))
    associated = [_dictionary(one) for one in _array(catalog.get("/AF"))]
    for spec in map(_dictionary, _array(files.get("/Names"))[1::2]):
        if "/AFRelationship" not in spec:
            yield "an attachment without a relationship"
        if not {"/F", "/UF"} <= spec.keys():
            yield "an attachment without its name in both ways"
        if spec not in associated:
            yield "an attachment that the document is not associated with"
        content = _dictionary(_dictionary(spec.get("/EF")).get("/F"))
        if "/Subtype" not in content:
            yield "an attachment without a type"
        if "/ModDate" not in _dictionary(content.get("/Params")):
            yield "an attachment without a date"
