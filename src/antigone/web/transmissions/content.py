"""A record as it goes: composed in one language, fingerprinted, and kept sealed where a family told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, is_dataclass, replace
from typing import TypeVar

from django.utils import translation

from antigone.formats.dead_person import DeadPerson
from antigone.formats.dead_person_json import (
    DeadList,
    Transmitted,
    read_dead_list,
    write_dead_list,
)
from antigone.provenance import canonical_json, fingerprint
from antigone.web.deaths.models import DeathRecord
from antigone.web.deaths.particulars import dead_person_of
from antigone.web.sealing.keys import KeyDestroyed, seal, unseal
from antigone.web.transmissions.models import Item

LANGUAGE = "en"
"""Of the few words that the program itself puts into a list."""

ABOUT = "sent record"
_TRIAL = "T-TRIAL-0001"

Plain = TypeVar("Plain")


def person_now(record: DeathRecord, withheld: Collection[str]) -> DeadPerson:
    """The record as it would go now; whoever asks, and in whatever language, it is the same."""
    with translation.override(LANGUAGE):
        whole = dead_person_of(record)
        there = [name for name in withheld if getattr(whole, name)]
        return _plain_lines(dead_person_of(record, there))


def _plain_lines(value: Plain) -> Plain:
    """With one way to end a line; browsers send another."""
    if isinstance(value, str):
        return "\n".join(value.splitlines()).strip()  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_plain_lines(one) for one in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        names = value.__dataclass_fields__
        return replace(value, **{name: _plain_lines(getattr(value, name)) for name in names})
    return value


def insist_readable(persons: Iterable[DeadPerson]) -> None:
    """Go on only if the list of these persons can be read by whoever gets it.

    Raises:
        FormatError: what is wrong, and of whom.
    """
    for person in persons:
        trial = DeadList(_TRIAL, (Transmitted(person),))
        read_dead_list(write_dead_list(trial), person.number)


def fingerprint_of(person: DeadPerson, salt: str) -> str:
    """Names exactly this content, and lets nobody confirm a guess."""
    return fingerprint(canonical_json(asdict(person)), bytes.fromhex(salt))


def keep(item: Item, person: DeadPerson) -> None:
    """Keep what went: sealed with the family's key where it names somebody. The row is not saved.

    Of a family that has withdrawn nothing is kept here: number and fingerprint stay.
    """
    text = write_dead_list(DeadList(_TRIAL, (Transmitted(person),)))
    if item.identification is None:
        item.content_text = text.decode()
        return
    try:
        item.sealed = seal(item.identification.missing_person.family.key, text, ABOUT)
    except KeyDestroyed:
        item.sealed = None


def kept(item: Item) -> DeadPerson | None:
    """What went of a record; None where the family has withdrawn since."""
    if item.content_text:
        return _person_of(item.content_text.encode())
    if item.sealed is None or item.identification is None:
        return None
    try:
        key = item.identification.missing_person.family.key
        return _person_of(unseal(key, item.sealed, ABOUT))
    except KeyDestroyed:
        return None


def _person_of(text: bytes) -> DeadPerson:
    return read_dead_list(text, _TRIAL).persons[0].person


def transmitted(item: Item, person: DeadPerson) -> Transmitted:
    """An item as it stands in the list."""
    return Transmitted(person, item.kind, "" if item.corrects is None else item.corrects.number)
