"""The core's sentences in the reader's language."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, gettext, ngettext

from antigone.policy.findings import Finding
from antigone.words import Said, told

_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def translated(text: str) -> str:
    """A sentence of the core in the language of the page; any other text as it is."""
    if not isinstance(text, Said):
        return text
    if not text.template:
        return _of_moment(text)
    values = {name: _translated_value(value) for name, value in text.values.items()}
    if text.singular:
        return ngettext(text.singular, text.template, text.number).format(**values)
    return gettext(text.template).format(**values)


def translated_error(error: BaseException) -> str:
    """What an error of the core says, likewise."""
    return translated(told(error))


def finding_in_words(finding: Finding) -> str:
    """What a rule found, likewise."""
    values = {name: _translated_value(value) for name, value in finding.values.items()}
    return gettext(finding.template).format(**values)


def _translated_value(value: object) -> object:
    """A sentence in its place; names and codes keep their own direction there."""
    if isinstance(value, Said):
        return translated(value)
    return isolated(value) if isinstance(value, str) else value


def isolated(text: str) -> str:
    """A name, code or number that keeps its own direction where the page runs from the right."""
    return f"{_ISOLATE}{text}{_END}" if text and get_language_bidi() else text


def _of_moment(text: Said) -> str:
    found = text.values["moment"]
    return date_format(found, "DATETIME_FORMAT") if isinstance(found, datetime) else str(text)
