"""Rules LA-…: in which languages a text may go to a family, and who answers for its words."""

from __future__ import annotations

from datetime import date

from antigone.policy.findings import Finding, gettext_noop

WRITTEN_IN = "en"
"""The makers wrote the texts in this language; all others are translations."""

LEAST_FUNCTION = 3
"""A function has so many letters at least."""


def la_01_approved(language: str, *, translated: bool, approved: bool) -> Finding:
    """A translated text goes to no family before a named reader has approved exactly this text."""
    title = gettext_noop("The text is approved in this language")
    if language == WRITTEN_IN:
        return Finding("LA-01", title, True, gettext_noop("It was written in it."))
    if not translated:
        lacks = gettext_noop("It is not translated into this language.")
        return Finding("LA-01", title, False, lacks)
    if not approved:
        lacks = gettext_noop(
            "Nobody who reads this language well has approved these words. A named reader approves them "
            "first; an interpreter may read the English text aloud."
        )
        return Finding("LA-01", title, False, lacks)
    return Finding("LA-01", title, True, gettext_noop("A named reader approved these words."))


def la_02_reader_is_named(name: str, function: str, read_on: date, today: date) -> Finding:
    """An approval names its reader, the reader's function, and the day on which the text was read."""
    title = gettext_noop("A named reader approves")
    if len(name.split()) < 2:
        lacks = gettext_noop("Give the full name of the reader: first name and surname.")
    elif len(function.strip()) < LEAST_FUNCTION:
        lacks = gettext_noop("Say what makes the reader able to judge: function, and language.")
    elif read_on > today:
        lacks = gettext_noop("The day lies ahead.")
    else:
        return Finding("LA-02", title, True, gettext_noop("Reader, function and day are named."))
    return Finding("LA-02", title, False, lacks)
