"""Taking a part of the register out, as a table to read: for a purpose, and marked as an extract."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from antigone.formats.sheet_rows import Value
from antigone.formats.sheet_writer import ColumnType, SheetColumn, SheetKind, rows_as_bytes
from antigone.policy.exports import ex_01_purpose_stated
from antigone.policy.findings import Finding
from antigone.policy.register import (
    MOST_IN_AN_EXTRACT,
    ra_03_heading,
    ra_04_shown,
    ra_05_is_an_extract,
)
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.models import Entry
from antigone.web.journal.services import head, record
from antigone.web.records.filters import Filters
from antigone.web.register.asking import entries_of
from antigone.web.register.reading import asked_in_codes
from antigone.web.register.words import act_of

COLUMNS = (
    SheetColumn("entry", ColumnType.INTEGER),
    SheetColumn("at", ColumnType.MOMENT),
    SheetColumn("person"),
    SheetColumn("group"),
    SheetColumn("act"),
    SheetColumn("in_words"),
    SheetColumn("subject"),
    SheetColumn("details"),
    SheetColumn("hash"),
)
CHUNK = 2_000
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()


class ExtractRefused(ValueError):
    """A rule is not met; `finding` says which, and what is lacking."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True)
class Extract:
    """A file that goes out, and how many entries it holds."""

    content: bytes
    entries: int


def take_extract(
    *,
    user: User,
    incident: Incident,
    filters: Filters,
    purpose: str,
    words: str,
    most: int = MOST_IN_AN_EXTRACT,
) -> Extract:
    """The entries that pass the filters, the newest first, below a heading that says what they are.

    Args:
        purpose: one of `policy.exports.PURPOSES`.
        words: for whom and for what.
        most: so many entries at most.

    Raises:
        PermissionDenied: the role does not read the register, or takes nothing out.
        ExtractRefused: EX-01, or RA-05.
    """
    require(user, incident, Permission.READ_JOURNAL)
    require(user, incident, Permission.EXPORT)
    rows = filters.apply(entries_of(incident)).order_by("-sequence")
    numbers = list(rows.values_list("sequence", flat=True)[: most + 1])
    for finding in (ex_01_purpose_stated(purpose, words), ra_05_is_an_extract(len(numbers), most)):
        if not finding.met:
            raise ExtractRefused(finding)
    table = rows_as_bytes(COLUMNS, _rows(numbers), SheetKind.CSV)
    heading = ra_03_heading(head=head(), purpose=purpose, entries=len(numbers))
    lines = "".join(f"# {line}\r\n" for line in heading)
    extract = Extract(_MARK + lines.encode() + table.removeprefix(_MARK), len(numbers))
    _enter(user, incident, filters, extract, purpose, words)
    return extract


@transaction.atomic
def _enter(
    user: User, incident: Incident, filters: Filters, extract: Extract, purpose: str, words: str
) -> None:
    record(
        actor=user.username,
        act="register.taken_out",
        incident=incident.slug,
        subject=incident.slug,
        details={
            "purpose": purpose,
            "purpose_in_words": words.strip(),
            "rows_count": extract.entries,
            "sha256": hashlib.sha256(extract.content).hexdigest(),
            "filter": asked_in_codes(filters),
        },
    )


def _rows(numbers: list[int]) -> Iterator[tuple[Value, ...]]:
    for begin in range(0, len(numbers), CHUNK):
        chunk = numbers[begin : begin + CHUNK]
        entries = Entry.objects.filter(sequence__in=chunk).order_by("-sequence")
        yield from map(_row, entries)


def _row(entry: Entry) -> tuple[Value, ...]:
    act = act_of(entry.act)
    return (
        entry.sequence,
        entry.at,
        entry.actor,
        act.group.value,
        entry.act,
        str(act.words),
        entry.subject,
        json.dumps(ra_04_shown(entry.details), ensure_ascii=False, sort_keys=True),
        entry.entry_hash,
    )
