"""Writing to the journal, and reading its last entry."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone

from antigone.formats.journal import GENESIS, hash_of_content, hash_of_entry
from antigone.provenance import JsonValue, canonical_json
from antigone.web.journal.models import Entry

FORBIDDEN = frozenset(
    {"address", "addresses", "allele", "alleles", "contact", "contacts", "email", "emails"}
    | {"genotype", "genotypes", "mail", "password", "passwords", "phone", "phones", "photo"}
    | {"photos", "picture", "pictures", "profile", "profiles", "telephone"}
)
"""Words that no key of the details may contain, unless it ends in `_count`."""

_LOCK = 0x416E7469
"""Names the journal among PostgreSQL's advisory locks."""


class OutsideTransaction(RuntimeError):
    """The act and its entry would not stand or fall together."""


class NotForTheJournal(ValueError):
    """The details hold what a journal that outlives all consents must not hold."""


def record(
    *, actor: str, act: str, incident: str, subject: str, details: Mapping[str, JsonValue]
) -> Entry:
    """Add an entry, in the transaction of the act that it records.

    Writers take turns until their transaction ends: SQLite's immediate transactions see to it, on
    PostgreSQL a lock does. So the numbers have no gap, and an act that fails leaves none.

    Args:
        actor: user name of who acts.
        act: what was done, e.g. "identification.signed".
        incident: slug of the incident, "" where there is none.
        subject: what was acted on, e.g. "V1, M1".
        details: ids, results and salted fingerprints. No genotypes, no contact data.

    Raises:
        OutsideTransaction: called outside `transaction.atomic()`.
        NotForTheJournal: a key of the details names genotypes, contact data or the like.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("write to the journal inside transaction.atomic(), with the act")
    _refuse_private(details)
    _take_turn()
    last = Entry.objects.order_by("-sequence").first()
    return _append(
        sequence=1 if last is None else last.sequence + 1,
        previous_hash=GENESIS if last is None else last.entry_hash,
        at=timezone.now(),
        content={"actor": actor, "act": act, "incident": incident, "subject": subject},
        details=details,
    )


def latest(incident: str) -> Entry | None:
    """The last entry of an incident: the foot of each page names it."""
    return Entry.objects.filter(incident=incident).order_by("-sequence").first()


def head() -> tuple[int, str]:
    """Number and hash of the last entry of all, (0, GENESIS) where there is none.

    Inside a transaction the next entry that it writes follows this one.
    """
    if connection.in_atomic_block:
        _take_turn()
    last = Entry.objects.order_by("-sequence").first()
    return (0, GENESIS) if last is None else (last.sequence, last.entry_hash)


def _take_turn() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _append(
    *,
    sequence: int,
    previous_hash: str,
    at: datetime,
    content: Mapping[str, str],
    details: Mapping[str, JsonValue],
) -> Entry:
    salt = secrets.token_hex(16)
    content_hash = hash_of_content(
        at=at.astimezone(UTC).isoformat(timespec="microseconds"),
        details=details,
        salt=salt,
        **content,
    )
    entry = Entry(
        sequence=sequence,
        at=at,
        details_text=canonical_json(details).decode(),
        salt=salt,
        previous_hash=previous_hash,
        entry_hash=hash_of_entry(sequence, previous_hash, content_hash),
        **content,
    )
    entry.full_clean(validate_unique=False)
    entry.save()
    return entry


def _refuse_private(details: Mapping[str, JsonValue]) -> None:
    for key in _keys(details):
        words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower())
        if not key.endswith("_count") and FORBIDDEN.intersection(words):
            raise NotForTheJournal(
                f"{key!r} may not stand in the journal: it keeps ids, results and salted "
                "fingerprints, never genotypes or contact data"
            )


def _keys(value: JsonValue) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _keys(inner)
