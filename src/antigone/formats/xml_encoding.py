"""The encoding of XML documents: what is declared must be what the file is."""

from __future__ import annotations

import codecs
import re

from antigone.formats.problems import FormatError, listed, refusal, shown
from antigone.words import said

ENCODINGS = (
    "utf-8",
    "utf-16",
    "us-ascii",
    *(f"iso-8859-{part}" for part in (1, 2, 4, 5, 6, 7, 8, 9, 15)),
    *(f"windows-{page}" for page in range(1250, 1259)),
    "koi8-r",
    "koi8-u",
)
"""Encodings that a declaration may name."""

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"'>]*)[\"']")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(start: bytes, file: str) -> str | None:
    """The encoding to read with; None: UTF-8, of which the document says nothing.

    Raises:
        FormatError: what is declared is none that is read, or is not what the file begins with.
    """
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _unknown_encoding("utf-32", file)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if marked is None and b"\0" in start[:4]:
        raise refusal(
            file,
            "line 1",
            said("UTF-16 text without byte order mark; save the file as UTF-8"),
        )
    head = start[:512].decode("utf-16" if marked == "utf-16" else "latin-1", "ignore")
    declared = _DECLARATION.match(head.removeprefix(codecs.BOM_UTF8.decode("latin-1")))
    if declared is None:
        return marked
    name = _canonical(declared[1])
    if name not in ENCODINGS:
        raise _unknown_encoding(declared[1], file)
    if name == "utf-16" and marked is None:
        raise refusal(
            file,
            "line 1",
            said("the file is declared as UTF-16, but is not; save it as UTF-8"),
        )
    if (marked or name) != name:
        raise refusal(
            file,
            "line 1",
            said(
                "the declared encoding {declared} is not that of the file, {found}; save it as UTF-8",
                declared=shown(declared[1]),
                found=marked,
            ),
        )
    return name


def _canonical(declared: str) -> str:
    name = declared.strip().lower().replace("_", "-")
    aliases = {
        "utf8": "utf-8",
        "ascii": "us-ascii",
        "latin1": "iso-8859-1",
        "latin-1": "iso-8859-1",
    }
    if name in ("utf-16le", "utf-16be"):
        return "utf-16"
    return aliases.get(name, re.sub(r"^cp(?=125\d$)", "windows-", name))


def _unknown_encoding(name: str, file: str) -> FormatError:
    return refusal(
        file,
        "line 1",
        said(
            "the encoding {name} is not read; allowed are {allowed}",
            name=shown(name),
            allowed=listed(ENCODINGS),
        ),
    )
