"""Telling by their first bytes what files are that are no pictures, or hide in one."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_BEGINS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", gettext_noop("a PDF document")),
    (b"GIF8", gettext_noop("a GIF")),
    (b"II*\0", gettext_noop("a TIFF or a raw picture")),
    (b"MM\0*", gettext_noop("a TIFF or a raw picture")),
    (b"BM", gettext_noop("a BMP")),
    (b"PK\x03\x04", gettext_noop("a ZIP archive or an office document")),
    (b"\x7fELF", gettext_noop("a program")),
    (b"MZ", gettext_noop("a program")),
    (b"#!", gettext_noop("a script")),
    (b"\0\0\0\x0cjP  ", gettext_noop("a JPEG 2000")),
)
_HEIC = {b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis", b"hevc"}
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|svg|\?xml|script|\?php)", re.IGNORECASE)

_HIDDEN: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf"), gettext_noop("an archive")),
    (re.compile(rb"%PDF-\d"), gettext_noop("a PDF document")),
    (re.compile(rb"\x7fELF[\x01\x02]|This program cannot be run"), gettext_noop("a program")),
    (
        re.compile(rb"<!doctype|<html|<svg|<script|<iframe|<\?php|javascript:", re.IGNORECASE),
        gettext_noop("a web page or a script"),
    ),
    (re.compile(rb"^#!|\n#!/"), gettext_noop("a script")),
)


def foreign_type(content: bytes) -> str:
    """What a file is that is none of the pictures that are kept, in words."""
    if content[4:8] == b"ftyp":
        return _("a HEIC picture") if content[8:12] in _HEIC else _("a film or an AVIF picture")
    if _MARKUP.match(content[:512]):
        return _("a web page or a drawing in text")
    for begins, words in _BEGINS:
        if content.startswith(begins):
            return _(words)
    return _("no picture that can be read")


def hidden_in(metadata: bytes) -> str | None:
    """What else is written into a piece that only describes a picture, in words."""
    return next((_(words) for pattern, words in _HIDDEN if pattern.search(metadata)), None)
