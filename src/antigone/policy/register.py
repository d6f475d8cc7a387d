"""Rules RA-…: who reads the register of acts, what it shows, and what is taken out of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from antigone.policy.findings import Finding, gettext_noop
from antigone.provenance import JsonValue

MOST_IN_AN_EXTRACT = 100_000
"""Longer lists are no extract: the signed export holds the whole chain."""

LONGEST_CODE = 80
"""Hashes, moments and numbers are shorter; whatever is longer was written by somebody."""

_NUMBER = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z][0-9A-Za-z.:+/#_-]*")
_CHOICE = re.compile(r"[a-z][a-z._-]*|[A-Z]{2,6}")


def ra_01_entered(
    chosen: Mapping[str, str], *, about: str = "", older: bool = False
) -> Mapping[str, JsonValue]:
    """RA-01: what the journal keeps of a reading of the register: by what it was asked, in codes.

    What was typed is kept only where it is a number of the record: a name that somebody looked for
    would outlive every withdrawal, as in CO-16.

    Args:
        chosen: the filters in use whose values are chosen from a list, by name.
        about: what was typed as the number of a case.
        older: whether it was a page behind the first.
    """
    kept: dict[str, JsonValue] = {name: value for name, value in chosen.items() if value}
    if about:
        kept["about"] = about if is_number(about) else None
    return kept | {"older": older}


def is_number(text: str) -> bool:
    """Whether a text is one number, hash or moment, as the record writes them.

    >>> [is_number(text) for text in ("PM-0147", "Marchuk", "PM-0147 of Marchuk")]
    [True, False, False]
    """
    return len(text) <= LONGEST_CODE and _NUMBER.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Whether a text is a number, or one of the words in small letters that stand for choices.

    >>> [is_code(text) for text in ("PM-0147", "identification", "Olena", "as her mother asked")]
    [True, True, False, False]
    """
    if len(text) > LONGEST_CODE:
        return False
    return is_number(text) or _CHOICE.fullmatch(text) is not None


def ra_03_heading(*, head: tuple[int, str], purpose: str, entries: int) -> Sequence[str]:
    """RA-03: what stands above every extract: for what it is, and that it proves nothing by itself.

    Args:
        head: number and hash of the last entry when it was taken.
        purpose: one of `policy.exports.PURPOSES`; the words beside it stand in the journal.
        entries: how many the extract holds.
    """
    number, last_hash = head
    return (
        "EXTRACT of the register of acts. It cannot be verified by itself: the signed export of "
        "the journal can, with: antigone journal verify",
        f"entries in this extract: {entries}",
        f"purpose: {purpose}",
        f"last entry of the journal when it was taken: {number}, hash {last_hash}",
    )


def ra_04_shown(details: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """RA-04: of an entry's details what a page shows: counts, yes and no, numbers, codes and hashes.

    Words that somebody wrote are not shown, not even their beginning: None stands in their place.
    They stay in the journal, and stand open in its signed export.
    """
    return {key: _shown(value) for key, value in details.items()}


def _shown(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return value if not value or is_code(value) else None
    if isinstance(value, Mapping):
        return {key: _shown(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(inner) for inner in value]
    return value


def ra_05_is_an_extract(entries: int, most: int = MOST_IN_AN_EXTRACT) -> Finding:
    """An extract holds so many entries at most; longer lists are the signed export's."""
    title = gettext_noop("It is no more than an extract holds")
    if entries > most:
        lacks = gettext_noop(
            "More than {most} entries pass this filter. Choose less, or export the whole journal."
        )
        return Finding("RA-05", title, False, lacks, {"most": str(most)})
    return Finding("RA-05", title, True, gettext_noop("It is."))
