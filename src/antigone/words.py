"""Sentences of the core: English, and with their parts, so that the pages can say them otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

JsonValue: TypeAlias = (
    "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
)

_SAID, _VALUES, _SINGULAR, _NUMBER = "said", "values", "one", "number"


class Said(str):
    """A sentence in English that still knows its template and what stands in its places.

    It is a text like any other; `web.sentences.translated` says it in the reader's language. Whatever
    joins, cuts or stores it makes a plain text of it: for these there are `joined` and `said_json`.

    Args:
        template: with its places, as the translators see it; none for a moment.
        values: what stands in them, sentences among it.
        singular: template for one, where the sentence counts something.
        number: how many it counts.

    >>> sentence = said("{count} markers were compared.", count=21)
    >>> sentence, sentence.template
    ('21 markers were compared.', '{count} markers were compared.')
    """

    __slots__ = ("number", "singular", "template", "values")
    template: str
    values: Mapping[str, object]
    singular: str
    number: int


def said(template: str, /, **values: object) -> Said:
    """A sentence from its template, which the translators see; values may be sentences themselves."""
    return _sentence(template, values, "", 0)


def moment(at: datetime) -> Said:
    """A day and an hour, as it was given; the pages write it as their language does.

    >>> moment(datetime(2026, 10, 5, 16, 5))
    '5 October 2026, 16:05'
    """
    sentence = Said(f"{at.day} {at:%B %Y, %H:%M}")
    sentence.template, sentence.values = "", {"moment": at}
    sentence.singular, sentence.number = "", 0
    return sentence


def counted(singular: str, plural: str, /, number: int, **values: object) -> Said:
    """A sentence about a number of things, which other languages say in more forms than two.

    >>> counted("{number} marker", "{number} markers", number=1)
    '1 marker'
    """
    return _sentence(plural, values | {"number": number}, singular, number)


def _sentence(template: str, values: Mapping[str, object], singular: str, number: int) -> Said:
    shown = singular if singular and number == 1 else template
    sentence = Said(shown.format(**values))
    sentence.template, sentence.values = template, values
    sentence.singular, sentence.number = singular, number
    return sentence


def word(text: str) -> str:
    """A word of a vocabulary, such as a kind of an item; the pages say it where they know it.

    >>> word("hip_prosthesis")
    'hip prosthesis'
    """
    spaced = " ".join(text.replace("_", " ").split())
    return spaced if not spaced or set(spaced) & set("{}") else said(spaced)


def in_a_row(parts: Sequence[str]) -> str:
    """Several words or sentences with commas between them.

    >>> in_a_row(["worn", "loose", "handed in apart"])
    'worn, loose, handed in apart'
    """
    return _joined(parts, lambda first, rest: said("{first}, {rest}", first=first, rest=rest))


def in_turn(parts: Sequence[str]) -> str:
    """Several facts with semicolons between them.

    >>> in_turn(["found 3 days later", "death estimated before"])
    'found 3 days later; death estimated before'
    """
    return _joined(parts, lambda first, rest: said("{first}; {rest}", first=first, rest=rest))


def both(parts: Sequence[str]) -> str:
    """Two words or sentences, or several, with "and" between them.

    >>> both(["PM-1", "PM-2"])
    'PM-1 and PM-2'
    """
    return _joined(parts, lambda first, rest: said("{first} and {rest}", first=first, rest=rest))


def alternatively(parts: Sequence[str]) -> str:
    """Several possibilities.

    >>> alternatively(["M1 (0.5)", "M2 (0.4)"])
    'M1 (0.5), or M2 (0.4)'
    """
    return _joined(parts, lambda first, rest: said("{first}, or {rest}", first=first, rest=rest))


def sentences(parts: Sequence[str]) -> str:
    """Whole sentences, one after the other.

    >>> sentences(["It was read.", "It was compared."])
    'It was read. It was compared.'
    """
    return _joined(parts, lambda first, rest: said("{first} {rest}", first=first, rest=rest))


def _joined(parts: Sequence[str], join: Callable[[str, str], str]) -> str:
    found: str = parts[-1] if parts else ""
    for part in reversed(parts[:-1]):
        found = join(part, found)
    return found


def told(error: BaseException) -> str:
    """What an error says: as a sentence with its parts where it was raised with one.

    >>> told(ValueError(said("{count} alleles", count=3))).template
    '{count} alleles'
    """
    message = error.args[0] if error.args else None
    return message if isinstance(message, Said) and message == str(error) else str(error)


def said_json(value: JsonValue) -> JsonValue:
    """A value of lists, mappings and texts in which each sentence keeps its parts, for JSON.

    >>> said_json(["plain", said("{count} alleles", count=3)])
    ['plain', {'said': '{count} alleles', 'values': {'count': 3}}]
    """
    if isinstance(value, Said) and value.template:
        found: dict[str, JsonValue] = {_SAID: value.template}
        if value.values:
            found[_VALUES] = {name: _plain(of) for name, of in value.values.items()}
        if value.singular:
            found |= {_SINGULAR: value.singular, _NUMBER: value.number}
        return found
    if isinstance(value, Mapping):
        return {name: said_json(of) for name, of in value.items()}
    if isinstance(value, list | tuple):
        # Rows of numbers are long, and say nothing.
        numbers = bool(value) and isinstance(value[0], int | float)
        return value if numbers else [said_json(of) for of in value]
    return value


def _plain(value: object) -> JsonValue:
    if isinstance(value, Said):
        return said_json(value)
    return value if isinstance(value, int | str) else str(value)


def said_of_json(value: object) -> str:
    """The sentence that `said_json` wrote; a plain text, as older results hold them, stays one.

    >>> said_of_json({"said": "{count} alleles", "values": {"count": 3}})
    '3 alleles'
    """
    if not isinstance(value, dict):
        return str(value)
    values = {
        name: said_of_json(of) if isinstance(of, dict) else of
        for name, of in value.get(_VALUES, {}).items()
    }
    return _sentence(value[_SAID], values, value.get(_SINGULAR, ""), value.get(_NUMBER, 0))
