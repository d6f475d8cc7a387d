"""The journal as a file: JSON Lines, hash-chained, signed; written and verified without a database.

Each line is canonical JSON. An open line holds a whole entry; a sealed line holds the hashes of an
entry whose content the reader may not see. The last line is the head: it fixes how many entries
there are, the last hash and the bytes of all lines before it, and bears the signature (Ed25519) of
the installation. `docs/decisions/0006-journal.md` says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from antigone.provenance import JsonValue, canonical_json, program

FORMAT = "antigone journal 1"
GENESIS = "0" * 64
"""The previous hash of the first entry."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One act as it stands in the journal.

    Args:
        sequence: 1, 2, 3 … without a gap.
        at: ISO 8601 in UTC with microseconds.
        actor: user name of who acted.
        incident: slug of the incident, "" where the act belongs to none.
        act: code of the act, e.g. "identification.signed".
        subject: what was acted on.
        details: ids, results and salted fingerprints; canonical JSON can hold them.
        salt: 32 hexadecimal digits or more that nobody can guess.
        previous_hash: hash of the entry before, `GENESIS` for the first.
        entry_hash: see `hash_of_entry`.
    """

    sequence: int
    at: str
    actor: str
    incident: str
    act: str
    subject: str
    details: Mapping[str, JsonValue]
    salt: str
    previous_hash: str
    entry_hash: str


def hash_of_content(
    *,
    at: str,
    actor: str,
    incident: str,
    act: str,
    subject: str,
    details: Mapping[str, JsonValue],
    salt: str,
) -> str:
    """Commitment to what an entry says; the salt keeps a guess from being confirmed by it."""
    content = {
        "act": act,
        "actor": actor,
        "at": at,
        "details": details,
        "incident": incident,
        "salt": salt,
        "subject": subject,
    }
    return hashlib.sha256(canonical_json(content)).hexdigest()


def hash_of_entry(sequence: int, previous_hash: str, content_hash: str) -> str:
    """Hash of an entry: of its place, of the entry before and of the commitment to its content."""
    return hashlib.sha256(
        canonical_json(
            {"content_hash": content_hash, "previous_hash": previous_hash, "sequence": sequence}
        )
    ).hexdigest()


def content_hash_of(entry: JournalEntry) -> str:
    """The commitment to an entry's content."""
    return hash_of_content(
        at=entry.at,
        actor=entry.actor,
        incident=entry.incident,
        act=entry.act,
        subject=entry.subject,
        details=entry.details,
        salt=entry.salt,
    )


def open_line(entry: JournalEntry) -> bytes:
    """The line that shows a whole entry."""
    shown = {name: getattr(entry, name) for name in JournalEntry.__slots__}
    return canonical_json(shown) + b"\n"


def sealed_line(entry: JournalEntry) -> bytes:
    """The line that proves an entry without showing what it says, who acted, where or when."""
    return (
        canonical_json(
            {
                "content_hash": content_hash_of(entry),
                "entry_hash": entry.entry_hash,
                "previous_hash": entry.previous_hash,
                "sequence": entry.sequence,
            }
        )
        + b"\n"
    )


def fingerprint_of_key(public_key: bytes) -> str:
    """SHA-256 of the 32 bytes of an Ed25519 public key: what two persons compare by voice."""
    return hashlib.sha256(public_key).hexdigest()


def write_journal(
    entries: Iterable[JournalEntry],
    *,
    incident: str | None,
    exported_at: str,
    key: Ed25519PrivateKey,
) -> bytes:
    """The signed file of the whole chain.

    Args:
        entries: the whole chain, in order.
        incident: entries of other incidents are sealed; None shows all.
        exported_at: ISO 8601 in UTC.
        key: the installation's.
    """
    lines = []
    count, last_hash = 0, GENESIS
    for entry in entries:
        shown = incident is None or entry.incident == incident
        lines.append(open_line(entry) if shown else sealed_line(entry))
        count, last_hash = count + 1, entry.entry_hash
    body = b"".join(lines)
    public = key.public_key().public_bytes_raw()
    head: dict[str, JsonValue] = {
        "count": count,
        "entries_sha256": hashlib.sha256(body).hexdigest(),
        "exported_at": exported_at,
        "format": FORMAT,
        "incident": incident,
        "last_hash": last_hash,
        "program": program(),
        "public_key": public.hex(),
        "public_key_fingerprint": fingerprint_of_key(public),
    }
    signature = key.sign(canonical_json(head)).hex()
    return body + canonical_json({"head": head, "signature": signature}) + b"\n"
