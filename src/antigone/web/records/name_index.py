"""Names of persons sought, kept so that they can be looked for: as told, word by word, under keys.

`told` writes here whenever a record changes, `destruction` when a family withdraws; whoever calls holds
the incident's lock, so that no word goes that somebody else has just begun to use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, OuterRef

from antigone.evidence.name_keys import word_keys
from antigone.evidence.name_lookup import packed, stored_keys
from antigone.evidence.name_tables import Part
from antigone.evidence.records import PersonName
from antigone.evidence.tables import Tables, load_tables
from antigone.evidence.written_names import known_parts
from antigone.web.incidents.models import Incident
from antigone.web.records import many_rows
from antigone.web.records.models import MissingPerson, NameBearer, NameIndex, NameKey, NameWord

AT_ONCE = 5_000
"""So many rows go to the database together."""

LONGEST_WORD = 300

Word = tuple[str, str]
"""Part of a name, and a word of it."""
Item = TypeVar("Item")

NAMES_TABLES: tuple[type[models.Model], ...] = (NameIndex, NameBearer, NameKey, NameWord)
"""All tables in which names stand plain, or as keys of plain words."""


def name_tables() -> Tables:
    """The tables of names that this installation uses; read once."""
    return _tables(settings.TABLES)


@cache
def _tables(folder: Path | None) -> Tables:
    return load_tables(folder)


def number_of(incident: int, part: str, key: str) -> int:
    """A key as it is stored: 64 bits that differ by incident and part."""
    text = f"{incident}:{part}:{key}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)


def keep_names(incident: int, rows: Sequence[NameIndex]) -> None:
    """Store names of an incident's persons, of whom none are stored yet, and let them be found."""
    rows = many_rows.bulk_create(rows)
    _index_words(incident, rows)


def forget_names(persons: Iterable[MissingPerson]) -> None:
    """Delete the names of persons, and the words that nobody else bears.

    Overwriting what was deleted is the caller's: `NAMES_TABLES`.
    """
    pks = [person.pk for person in persons]
    _forget_words(NameBearer.objects.filter(missing_person__in=pks))
    NameIndex.objects.filter(missing_person__in=pks).delete()


def rebuild_names(incident: Incident) -> None:
    """Let all persons of an incident be found by the names that are stored of them, and by no others."""
    _forget_words(NameBearer.objects.filter(word__incident=incident))
    rows = NameIndex.objects.filter(missing_person__incident=incident).order_by("pk")
    for some in batches(rows.iterator(AT_ONCE), AT_ONCE):
        _index_words(incident.pk, some)


def _forget_words(bearers: models.QuerySet[NameBearer]) -> None:
    words = list(bearers.order_by().values_list("word", flat=True).distinct())
    bearers.delete()
    others = NameBearer.objects.filter(word=OuterRef("pk"))
    for some in batches(words, AT_ONCE):
        alone = NameWord.objects.filter(~Exists(others), pk__in=some)
        gone = list(alone.values_list("pk", flat=True))
        NameKey.objects.filter(word__in=gone).delete()
        NameWord.objects.filter(pk__in=gone).delete()


def _index_words(incident: int, rows: Sequence[NameIndex]) -> None:
    """Bearers of the words of names; words that are new to the incident with their keys."""
    borne = {row: tuple(dict.fromkeys(words_of(row))) for row in rows}
    every = list(dict.fromkeys(word for own in borne.values() for word in own))
    pks = _known(incident, every)
    pks |= _new(incident, [word for word in every if word not in pks])
    bearers = [
        (row.pk, row.missing_person_id, pks[word]) for row, own in borne.items() for word in own
    ]
    _insert(NameBearer, ("name_id", "missing_person_id", "word_id"), bearers)


def words_of(row: NameIndex) -> Iterator[Word]:
    """The words of a name, each with its part."""
    name = PersonName(row.family, row.given, row.patronymic, row.kind or "legal")
    for part, words in known_parts(name, name_tables().given_names).words.items():
        for word in words:
            yield part.value, word[:LONGEST_WORD]


def _known(incident: int, words: Sequence[Word]) -> dict[Word, int]:
    found: dict[Word, int] = {}
    for part in Part:
        for some in batches([word for own, word in words if own == part], AT_ONCE):
            rows = NameWord.objects.filter(incident=incident, part=part, word__in=some)
            found |= {(part.value, word): pk for pk, word in rows.values_list("pk", "word")}
    return found


def _new(incident: int, words: Sequence[Word]) -> dict[Word, int]:
    names = name_tables().given_names
    keys = {(part, word): word_keys(word, Part(part), names) for part, word in words}
    made = NameWord.objects.bulk_create(
        (
            NameWord(incident_id=incident, part=part, word=word, keys=packed(own))
            for (part, word), own in keys.items()
        ),
        batch_size=AT_ONCE,
    )
    pks = {(row.part, row.word): row.pk for row in made}
    numbers = [
        (pks[part, word], number)
        for (part, word), own in keys.items()
        for number in sorted({number_of(incident, part, key) for key in stored_keys(own)})
    ]
    _insert(NameKey, ("word_id", "key"), numbers)
    return pks


def _insert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[int, ...]]
) -> None:
    """Rows of numbers, without an object for each: names of a large file have millions of keys."""
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        for some in batches(rows, AT_ONCE):
            cursor.executemany(sql, some)


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """So many items together, as they come."""
    some: list[Item] = []
    for item in items:
        some.append(item)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
