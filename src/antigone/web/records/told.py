"""What a family told of a person sought: sealed with the family's key, and names to look for.

Whoever writes a record calls `seal_told` and saves, then `index_names`, in one transaction.
"""

from __future__ import annotations

import json

from antigone.evidence.records import AmRecord
from antigone.web.records.models import MissingPerson, NameIndex
from antigone.web.records.name_index import forget_names, keep_names
from antigone.web.records.record_rows import am_record_from_row, am_record_to_row
from antigone.web.sealing.keys import seal, unseal
from antigone.web.sealing.models import Key

ABOUT = "record"
"""What the sealed content is bound to, besides the family's key."""

LONGEST = 300
"""Of longer names the index knows the beginning."""


def told_of(person: MissingPerson) -> AmRecord | None:
    """What is told of a person sought; None where nothing is, or where the family has withdrawn.

    Raises:
        SealBroken: something else wrote it.
    """
    key = person.family.key
    if person.record is None or key.is_destroyed:
        return None
    return am_record_from_row(json.loads(unseal(key, person.record, ABOUT)))


def sealed_record(key: Key, record: AmRecord | None) -> bytes | None:
    """A record as it is kept, its parts in the same order."""
    row = am_record_to_row(record)
    return None if row is None else seal(key, json.dumps(row, ensure_ascii=False).encode(), ABOUT)


def seal_told(person: MissingPerson, record: AmRecord | None) -> None:
    """Put a record in the place of what was told before; the person is not saved.

    Raises:
        KeyDestroyed: the family has withdrawn, and did not state a new basis since.
    """
    person.record = sealed_record(person.family.key, record)


def names_in(person: MissingPerson, record: AmRecord | None) -> list[NameIndex]:
    """The rows by which a person is found, not saved: `name_index.keep_names` saves them."""
    if record is None:
        return []
    born = record.born_on.isoformat() if record.born_on else ""
    rows = [
        NameIndex(
            missing_person=person,
            kind=name.kind[:20],
            family=name.family[:LONGEST],
            given=name.given[:LONGEST],
            patronymic=name.patronymic[:LONGEST],
            born=born,
        )
        for name in record.names
    ]
    return rows or ([NameIndex(missing_person=person, born=born)] if born else [])


def index_names(person: MissingPerson, record: AmRecord | None) -> None:
    """Let the person be found by the names and the birth date of a record, and by no others."""
    forget_names([person])
    keep_names(person.incident_id, names_in(person, record))
