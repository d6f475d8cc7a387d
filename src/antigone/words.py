"""Sentences of the core: English, and with their parts, so that the pages can say them otherwise."""

from __future__ import annotations

from collections.abc import Mapping


class Said(str):
    """A sentence in English that still knows its template and what stands in its places.

    It is a text like any other; `web.sentences.translated` says it in the reader's language. Whatever
    joins, cuts or stores it makes a plain text of it.

    >>> sentence = said("{count} markers were compared.", count=21)
    >>> sentence, sentence.template
    ('21 markers were compared.', '{count} markers were compared.')
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]


def said(template: str, /, **values: object) -> Said:
    """A sentence from its template, which the translators see; values may be sentences themselves."""
    sentence = Said(template.format(**values))
    sentence.template = template
    sentence.values = values
    return sentence
