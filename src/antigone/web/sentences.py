"""The core's sentences in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext

from antigone.words import Said


def translated(text: str) -> str:
    """A sentence of the core in the language of the page; any other text as it is."""
    if not isinstance(text, Said):
        return text
    values = {name: _translated_value(value) for name, value in text.values.items()}
    return gettext(text.template).format(**values)


def _translated_value(value: object) -> object:
    return translated(value) if isinstance(value, str) else value
