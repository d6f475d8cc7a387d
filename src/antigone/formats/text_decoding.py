"""The encoding of a text file: found by its mark, stated by a person, or UTF-8; never guessed."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

from antigone.formats.limits import refuse_size
from antigone.formats.problems import FormatError, listed, refusal, shown
from antigone.words import said

ENCODINGS = (
    "utf-8",
    "utf-16",
    *(f"windows-{page}" for page in range(1250, 1259)),
    *(f"iso-8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
    "koi8-r",
    "koi8-u",
    "ibm866",
)
"""Encodings that a person may state; without a statement and without a mark a file is UTF-8."""

_MARKS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = (
    (b"PK\x03\x04", "an XLSX workbook or another ZIP file"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel (.xls)"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file"),
)
_CHUNK = 1 << 20
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def encoding_of(data: bytes, file: str, stated: str = "") -> str:
    """The encoding in which all of a text can be read, as one of `ENCODINGS`.

    Args:
        data: the content.
        file: the name that problems are reported with.
        stated: one of `ENCODINGS`; empty where nobody said.

    Raises:
        FormatError: the file is empty, too large, no text, not in that encoding (with line and byte),
            or its mark says another encoding than was stated.
    """
    refuse_size(len(data), file)
    if stated and stated not in ENCODINGS:
        raise refusal(
            file,
            "",
            said(
                "the encoding {stated} is not known; allowed are {allowed}",
                stated=shown(stated),
                allowed=listed(ENCODINGS),
            ),
        )
    found = _marked(data, file)
    if stated and found and stated != found:
        raise refusal(
            file,
            "",
            said(
                "the file begins with the mark of {found}, but {stated} is stated; "
                "state {found} or nothing",
                found=found,
                stated=stated,
            ),
        )
    encoding = found or stated or "utf-8"
    _refuse_no_text(data, file, encoding)
    _refuse_what_is_not(data, file, encoding, told=bool(found or stated))
    return encoding


def lines_of_text(data: bytes, encoding: str) -> Iterator[str]:
    """The lines of a text with their ends, decoded piece by piece; the mark is left out."""
    # newline="" keeps line ends apart from other separators that str.splitlines() would cut at.
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    yield from io.TextIOWrapper(io.BytesIO(data), encoding=codec, newline="")


def decoded(data: bytes, encoding: str) -> str:
    """All of a text in an encoding that `encoding_of` found."""
    return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)


def _marked(data: bytes, file: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if not encoding:
                raise refusal(
                    file, "", said("the text is in UTF-32, which is not read; save it as UTF-8")
                )
            return encoding
    return ""


def _refuse_no_text(data: bytes, file: str, encoding: str) -> None:
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise refusal(file, "", said("the file is empty; allowed is a text with a line of names"))
    for beginning, what in _NO_TEXT:
        if data.startswith(beginning):
            raise refusal(
                file, "", said("is {what}, no text; save the table as text in UTF-8", what=what)
            )
    if encoding != "utf-16" and b"\0" in data:
        raise refusal(
            file,
            "",
            said("holds bytes 0, so it is no text, or UTF-16 without its mark; save it as UTF-8"),
        )


def _refuse_what_is_not(data: bytes, file: str, encoding: str, *, told: bool) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), _CHUNK):
        end = start + _CHUNK
        held = len(decoder.getstate()[0])
        try:
            text = decoder.decode(data[start:end], final=end >= len(data))
        except UnicodeDecodeError as error:
            raise _not_in(data, file, encoding, start - held + error.start, told) from error
        control = _CONTROL.search(text)
        if control:
            before = data[:start].decode(encoding, "ignore") + text[: control.start()]
            raise refusal(
                file,
                said("line {line}", line=_line(before)),
                said(
                    "a control character (U+{code}) stands here; remove it, or state the encoding in "
                    "which the file was saved",
                    code=f"{ord(control[0]):04X}",
                ),
            )


def _not_in(data: bytes, file: str, encoding: str, at: int, told: bool) -> FormatError:
    values = {"byte": at + 1, "code": data[at : at + 1].hex().upper() or "-", "encoding": encoding}
    place = said("line {line}", line=_line(data[:at].decode(encoding, "ignore")))
    if told:
        words = said(
            "byte {byte} of the file ({code}) is no {encoding}; state another encoding, or save the "
            "file as UTF-8",
            **values,
        )
    else:
        words = said(
            "byte {byte} of the file ({code}) is no UTF-8; save the file as UTF-8, or state its "
            "encoding, as windows-1251 (Cyrillic), windows-1252 (Western Europe) or windows-1256 "
            "(Arabic)",
            **values,
        )
    return refusal(file, place, words)


def _line(before: str) -> int:
    return sum(1 for _ in _LINE_BREAK.finditer(before)) + 1
