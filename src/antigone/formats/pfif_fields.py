"""Fields of PFIF records: ids, texts, names, instants, dates of birth, ages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from antigone.evidence.age import OLDEST_YEARS
from antigone.formats.cursor import NAME_CHARACTERS, fault_of_name, showable
from antigone.formats.problems import Refused, shown
from antigone.formats.xml_reading import Element
from antigone.words import said

TEXT_CHARACTERS = 10_000
"""Longest text of a record that is read."""

LEFT_OUT = frozenset({"photo_url", "profile_urls"})
"""Elements that are passed over before anything reads them."""

_BORN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?", re.ASCII)
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z", re.ASCII)
_TRUTH = {"true": True, "false": False, "1": True, "0": False}
_FIELD = re.compile(r"([a-z][a-z_]*):(?:\s+|$)(.*)")


def record_id(element: Element, fields: Mapping[str, Element], name: str) -> str:
    """The id of a record, which must be there and fit a line."""
    if name not in fields:
        raise element.refused(said("{field} is missing", field=name))
    text = fields[name].text.strip()
    fault = fault_of_name(text)
    if fault:
        raise fields[name].refused(
            said("{field}: {found} {fault}", field=name, found=shown(text), fault=fault)
        )
    return text


def text_of(fields: Mapping[str, Element], name: str) -> str:
    """A text of one or more lines, without characters that cannot be shown."""
    element = fields.get(name)
    if element is None:
        return ""
    text = element.text.strip()
    if len(text) > TEXT_CHARACTERS:
        raise element.refused(
            said(
                "{field} has {count} characters; allowed are {most}",
                field=name,
                count=len(text),
                most=TEXT_CHARACTERS,
            )
        )
    return "\n".join(showable(line.replace("\t", " ")).rstrip() for line in text.splitlines())


def lines_of(fields: Mapping[str, Element], name: str) -> list[str]:
    """The names of a field that may hold several, one on a line."""
    found = [" ".join(line.split()) for line in text_of(fields, name).splitlines()]
    for line in found:
        if len(line) > NAME_CHARACTERS:
            raise _too_long(fields[name], name, len(line))
    return [line for line in found if line]


def line_of(fields: Mapping[str, Element], name: str) -> str:
    """A text on one line."""
    line = " ".join(text_of(fields, name).split())
    if len(line) > 10 * NAME_CHARACTERS:
        raise _too_long(fields[name], name, len(line))
    return line


def _too_long(element: Element, name: str, count: int) -> Refused:
    return element.refused(
        said("{field} has too long a line: {count} characters", field=name, count=count)
    )


def instant_of(fields: Mapping[str, Element], name: str) -> str:
    """A day and time in UTC as written, or nothing."""
    text = line_of(fields, name)
    found = _INSTANT.fullmatch(text)
    try:
        if found:
            datetime.fromisoformat(found[1])
    except ValueError:
        found = None
    if text and not found:
        raise fields[name].refused(
            said(
                "{field}: found {found}; allowed is a day and time as 2026-10-09T12:00:00Z",
                field=name,
                found=shown(text),
            )
        )
    return text


def born_of(fields: Mapping[str, Element]) -> str:
    """A year, month or day of birth as written, or nothing."""
    text = line_of(fields, "date_of_birth")
    found = _BORN.fullmatch(text)
    try:
        if found:
            date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        found = None
    if text and not found:
        raise fields["date_of_birth"].refused(
            said(
                "date_of_birth: found {found}; allowed are a year, month or day as 1970, 1970-01, "
                "1970-01-31",
                found=shown(text),
            )
        )
    return text


def age_of(fields: Mapping[str, Element]) -> tuple[int, int] | None:
    """Lowest and highest age in years."""
    text = line_of(fields, "age")
    if not text:
        return None
    found = _AGE.fullmatch(text)
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not low <= high <= OLDEST_YEARS:
        raise fields["age"].refused(
            said(
                "age: found {found}; allowed are years as 35 or 35-45, up to {most}",
                found=shown(text),
                most=f"{OLDEST_YEARS:g}",
            )
        )
    return low, high


def truth_of(fields: Mapping[str, Element]) -> bool | None:
    """Whether the author of a note has been in contact with the person."""
    name = "author_made_contact" if "author_made_contact" in fields else "found"
    text = line_of(fields, name).lower()
    if not text:
        return None
    if text not in _TRUTH:
        raise fields[name].refused(
            said(
                "{field}: found {found}; allowed are true and false", field=name, found=shown(text)
            )
        )
    return _TRUTH[text]


def divided(other: str) -> tuple[str, str]:
    """Description and rest of the field `other`: lines of `name: value`, going on where indented."""
    values: dict[str, list[str]] = {}
    current = values.setdefault("", [])
    for line in other.splitlines():
        found = _FIELD.fullmatch(line)
        if found:
            current = values.setdefault(found[1], [])
            line = found[2]
        current.append(line.strip())
    for name in LEFT_OUT:
        values.pop(name, None)
    description = "\n".join(values.pop("description", [])).strip()
    rest = [
        f"{name}: {text}" if name else text
        for name, lines in values.items()
        if (text := "\n".join(lines).strip())
    ]
    return description, "\n".join(rest)
