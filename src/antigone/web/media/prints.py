"""Reading an ANSI/NIST-ITL file of prints (NIST SP 500-290): positions, resolution, dates.

The frame of the records is walked here first, because the library trusts the lengths that it reads.
Shown are facts about the prints; whatever else stands in the file, names among it, stays sealed.
"""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator
from datetime import date, datetime

import nistitl
from django.utils.translation import gettext as _

from antigone.web.media.checks import Refused, check_size, clean_name
from antigone.web.media.print_facts import PrintFacts, PrintImage

MOST_RECORDS = 200
"""A card of ten fingers and both palms has about thirty."""

_ALLOWED = frozenset({1, 2, 4, 9, 13, 14, 15, 19})
_TAGGED_IMAGES = frozenset({13, 14, 15, 19})
_BINARY_IMAGE = 4
_HEAD = re.compile(rb"(\d{1,2})\.0{0,6}1:(\d{1,9})\x1d")
_BINARY_HEAD = struct.Struct("!LBB6sBHHB")
_NATIVE_OF_BINARY = 1
_PER_CENTIMETRE = "2"
_HIGHEST_POSITION = 99


def read_prints(name: str, content: bytes) -> tuple[str, PrintFacts]:
    """The cleaned name of a file of prints, and what stands in it.

    Raises:
        Refused: it is no such file; the message names the record and the field.
    """
    shown = clean_name(name)
    check_size(shown, len(content))
    try:
        _walk(content)
        message = _parsed(content)
        facts = _facts(message)
    except _Fault as fault:
        raise Refused(
            _(
                "%(name)s was not kept: %(words)s Send the ANSI/NIST file as the scanner or the "
                "bureau wrote it."
            )
            % {"name": shown, "words": fault}
        ) from None
    return shown, facts


class _Fault(ValueError):
    """What is wrong, with record and field."""


def _walk(content: bytes) -> None:
    """Go from record to record by their lengths, so that none is empty and none reaches too far."""
    at, number = 0, 0
    while at < len(content):
        number += 1
        kind, length = _head(content, at, number)
        if length < _BINARY_HEAD.size or at + length > len(content):
            raise _at(number, kind, 1, _("it says it is %d bytes long, and is not.") % length)
        if number > MOST_RECORDS:
            raise _Fault(_("it has more than %d records.") % MOST_RECORDS)
        at += length


def _head(content: bytes, at: int, number: int) -> tuple[int, int]:
    found = _HEAD.match(content, at, at + 24)
    if number == 1 and (found is None or int(found[1]) != 1):
        raise _Fault(_("it does not begin with a record of type 1."))
    if found is None:
        return _BINARY_IMAGE, int.from_bytes(content[at : at + 4])
    kind = int(found[1])
    if kind not in _ALLOWED:
        words = _("only types 1, 2, 4, 9, 13, 14, 15 and 19 are kept; faces are added as pictures.")
        raise _at(number, kind, None, words)
    return kind, int(found[2])


def _parsed(content: bytes) -> nistitl.Message:
    message = nistitl.Message()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            message.parse(content)
    except nistitl.NistException as error:
        words = str(error).partition(": ")[2] or str(error)
        raise _at(max(len(message), 1), None, None, f"{words}.") from error
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error) as error:
        words = _("a field in it cannot be read.")
        raise _at(max(len(message), 1), None, None, words) from error
    return message


def _facts(message: nistitl.Message) -> PrintFacts:
    images = tuple(_images(message))
    if not images and not any(record.type == 9 for record in message):
        raise _Fault(_("it holds no prints: no record of type 4, 9, 13, 14, 15 or 19."))
    head = message[0]
    return PrintFacts(
        version=_value(head, 2)[:10],
        transaction=_value(head, 4)[:20],
        made_on=_date(1, head, 5),
        images=images,
        minutiae_records=sum(record.type == 9 for record in message),
    )


def _images(message: nistitl.Message) -> Iterator[PrintImage]:
    native = _native_ppi(message[0])
    for number, record in enumerate(message, start=1):
        if record.type == _BINARY_IMAGE:
            yield _binary_image(number, record, native)
        elif record.type in _TAGGED_IMAGES:
            yield _tagged_image(number, record)
        elif record.type not in _ALLOWED:
            raise _at(number, record.type, None, _("this type is not kept."))


def _binary_image(number: int, record: nistitl.BinaryRecord, native: int | None) -> PrintImage:
    head = bytes(5) + record.value[: _BINARY_HEAD.size - 5]
    if len(head) < _BINARY_HEAD.size:
        raise _at(number, 4, None, _("it ends inside its header."))
    _length, _idc, _impression, positions, resolution, width, height, _packed = _BINARY_HEAD.unpack(
        head
    )
    # Table 4-1: resolution 0 is the least, 500 ppi; 1 is the native one of record 1.
    ppi = native if resolution == _NATIVE_OF_BINARY else 500
    known = tuple(position for position in positions if position != 255)
    return PrintImage(4, known, width, height, ppi, None)


def _tagged_image(number: int, record: nistitl.AsciiRecord) -> PrintImage:
    per_unit = _whole(number, record, 9, 99_999)
    by_centimetre = _value(record, 8) == _PER_CENTIMETRE
    return PrintImage(
        kind=record.type,
        positions=tuple(_positions(number, record)),
        width=_whole(number, record, 6, 99_999),
        height=_whole(number, record, 7, 99_999),
        ppi=round(per_unit * 2.54) if by_centimetre else per_unit,
        taken_on=_date(number, record, 5),
    )


def _positions(number: int, record: nistitl.AsciiRecord) -> Iterator[int]:
    field = record[13]
    values = (
        [] if field is None else field.value if isinstance(field.value, list) else [field.value]
    )
    if not values:
        raise _at(number, record.type, 13, _("the position is missing."))
    for value in values:
        text = str(value[0] if isinstance(value, list) and value else value)
        if not text.isdecimal() or int(text) > _HIGHEST_POSITION:
            raise _at(number, record.type, 13, _("“%s” is no position.") % text[:20])
        yield int(text)


def _whole(number: int, record: nistitl.AsciiRecord, tag: int, most: int) -> int:
    text = _value(record, tag)
    if not re.fullmatch(r"\d{1,6}", text) or not 0 < int(text) <= most:
        words = _("“%(found)s” is no whole number from 1 to %(most)d.")
        raise _at(number, record.type, tag, words % {"found": text[:20], "most": most})
    return int(text)


def _date(number: int, record: nistitl.AsciiRecord, tag: int) -> date | None:
    text = _value(record, tag)
    if not text.strip("0"):
        return None
    try:
        return datetime.strptime(text[:8], "%Y%m%d").date()
    except ValueError:
        words = _("“%s” is no date such as 20261005.") % text[:20]
        raise _at(number, record.type, tag, words) from None


def _value(record: nistitl.AsciiRecord, tag: int) -> str:
    field = record[tag]
    return "" if field is None or isinstance(field.value, list) else str(field.value)


def _native_ppi(head: nistitl.AsciiRecord) -> int | None:
    """The native resolution of field 1.011, which counts pixels per millimetre."""
    text = _value(head, 11)
    return (
        round(float(text) * 25.4) if re.fullmatch(r"\d{1,2}\.\d{2}", text) and float(text) else None
    )


def _at(number: int, kind: int | None, tag: int | None, words: str) -> _Fault:
    place = _("record %d") % number
    if kind is not None:
        place = _("record %(number)d (type %(kind)d)") % {"number": number, "kind": kind}
    if kind is not None and tag is not None:
        place += _(", field %(kind)d.%(tag)03d") % {"kind": kind, "tag": tag}
    return _Fault(f"{place}: {words}")
