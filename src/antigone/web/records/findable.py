"""Keeping cases findable by word: numbers, codes, and what may stand plain of the dead.

Whoever writes what is found by words calls the function of its kind, in the same transaction. What is
sealed is not found by words: names of persons sought have an index of their own (`name_index`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from antigone.web.records import many_rows
from antigone.web.records.folding import LONGEST, stored_words
from antigone.web.records.models import (
    FindableWord,
    ImportedFile,
    MissingPerson,
    Person,
    RecoveryEvent,
    Remains,
)
from antigone.web.records.name_index import batches

Kind = FindableWord.Kind

SOME = 1_000
"""So many things are written together."""

LEAST_BEGINNING = 2
"""A single letter or digit is looked for as a whole word."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What a thing is found by.

    Args:
        codes: numbers and codes, for everybody who may know of it.
        content: what is recorded, for those who may see that.
        coded: codes of the record, such as "wedding_ring", likewise; found by their words in any language.
        places: those of the content that name a place of recovery; a list can ask for them alone.
    """

    codes: tuple[str, ...]
    content: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def words(self) -> Mapping[str, bool]:
        """By folded word whether it is content."""
        found = {word: True for text in self.content for word in stored_words(text)}
        found |= {coded_word(code): True for code in self.coded}
        for text in self.places:
            found |= {place_word(word): True for word in stored_words(text)}
        return found | {word: False for text in self.codes for word in stored_words(text)}


def coded_word(code: str) -> str:
    """A code of a record as a word that nobody types."""
    return f"_{code}"[:LONGEST]


def place_word(word: str) -> str:
    """A word of a place as a word that nobody types."""
    return f"@{word}"[:LONGEST]


def begins(word: str) -> Q:
    """The condition on `FindableWord` that a word begins so; a single letter is a whole word."""
    if len(word) < LEAST_BEGINNING:
        return Q(word=word)
    if connection.vendor == "postgresql":
        return Q(word__startswith=word)
    # SQLite compares code points, and its LIKE would read the whole table.
    return Q(word__gte=word, word__lt=word + "\U0010ffff")


def let_find(incident: int, kind: Kind, things: Iterable[tuple[int, Texts]]) -> None:
    """Let things of one kind be found by these words, and by no others."""
    for some in batches(things, SOME):
        FindableWord.objects.filter(kind=kind, thing__in=[pk for pk, _ in some]).delete()
        many_rows.bulk_create(
            FindableWord(
                incident_id=incident, kind=int(kind), thing=pk, word=word, is_content=content
            )
            for pk, texts in some
            for word, content in texts.words.items()
        )


def find_remains(incident: int, rows: Iterable[Remains]) -> None:
    """Let remains be found: by number, and by what is recorded of their recovery and examination."""
    for some in batches(rows, SOME):
        events = recoveries_of(some)
        let_find(
            incident,
            Kind.REMAINS,
            ((row.pk, remains_texts(row, events.get(row.pk))) for row in some),
        )


def recoveries_of(rows: Iterable[Remains]) -> dict[int, RecoveryEvent]:
    """By pk of remains the recovery that holds."""
    events = RecoveryEvent.objects.filter(remains__in=list(rows), replaced_by__isnull=True)
    return {event.remains_id: event for event in events if event.remains_id is not None}


def remains_texts(row: Remains, event: RecoveryEvent | None) -> Texts:
    """By what remains are found."""
    record: Mapping[str, Any] = row.record or {}
    recovery = (event.place, event.finder, event.circumstances) if event else ()
    return Texts(
        (row.number,),
        (*recovery, *record.get("traits", {}).values(), *_texts(record)),
        tuple(dict.fromkeys(_codes(record))),
        recovery[:1],
    )


def _texts(record: Mapping[str, Any]) -> Iterator[str]:
    for mark in record.get("marks") or ():
        yield mark.get("text", "")
    for implant in record.get("implants") or ():
        yield from (implant.get("maker", ""), implant.get("serial", ""))
    for item in record.get("items") or ():
        for several in ("numbers", "names", "features"):
            yield from item.get(several, ())


def _codes(record: Mapping[str, Any]) -> Iterator[str]:
    if "state" in record:
        yield record["state"]
    for part in ("marks", "implants", "medical", "items"):
        for one in record.get(part) or ():
            yield from (one[key] for key in ("kind", "region", "motif", "carried") if one.get(key))


def find_sought(incident: int, persons: Iterable[MissingPerson]) -> None:
    """Let persons sought be found by number, by the code of the family, and by donors' codes."""
    for some in batches(persons, SOME):
        families = {person.family_id: person.family.name for person in some}
        donors: dict[int, list[str]] = {}
        rows = Person.objects.filter(family__in=families).exclude(donor_code="").order_by()
        for family, code in rows.values_list("family", "donor_code"):
            donors.setdefault(family, []).append(code)
        let_find(
            incident,
            Kind.SOUGHT,
            (
                (
                    person.pk,
                    Texts(
                        (person.number, families[person.family_id]),
                        tuple(donors.get(person.family_id, ())),
                    ),
                )
                for person in some
            ),
        )


def find_files(incident: int, files: Iterable[ImportedFile]) -> None:
    """Let files be found by name."""
    let_find(incident, Kind.FILE, ((file.pk, Texts((file.name,))) for file in files))
