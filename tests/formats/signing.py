"""A small signed decision, its keys and its journal, made without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from antigone.formats.journal import (
    GENESIS,
    JournalEntry,
    hash_of_content,
    hash_of_entry,
    write_journal,
)
from antigone.formats.seal_qr import Seal, write_seal
from antigone.formats.signatures import key_id_of, public_key_of, sign_detached
from antigone.formats.signed_decision import (
    DECISION,
    STATEMENT,
    Signed,
    SignedDecision,
    SignedStatement,
    seal_text,
    sha256_of,
    write_signed_decision,
)
from antigone.formats.signing_keys import PersonsKey, write_keys
from antigone.provenance import JsonValue, canonical_json

INSTALLATION = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FORGER = Ed25519PrivateKey.from_private_bytes(bytes(range(64, 96)))
PIN = key_id_of(public_key_of(INSTALLATION))
EVIDENCE: dict[str, JsonValue] = {"log10_lr": 9.5, "posterior": 0.99971}


@dataclass(frozen=True)
class Person:
    """A signer."""

    username: str
    full_name: str
    agency: str
    role: str
    key: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        return public_key_of(self.key)

    @property
    def key_id(self) -> str:
        return key_id_of(self.public_key)


OYELIN = Person(
    "oyelin",
    "Oyelin Årud",
    "Institute",
    "geneticist",
    Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))),
)
ILSE = Person(
    "ilse",
    "Ilse Vogt",
    "Ministry",
    "board_member",
    Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34))),
)
SIGNERS = (OYELIN, ILSE)


def at(minute: int) -> str:
    return f"2026-11-24T10:{minute:02}:00.000000+00:00"


def journal_entries(document_sha256: str = "", reopened: int = 6) -> list[JournalEntry]:
    """Both keys are made, two sign, the decision is entered, as identification 7; one is reopened."""
    acts: list[tuple[str, dict[str, JsonValue]]] = [
        ("signing_key.made", {"key_id": OYELIN.key_id}),
        ("identification.signed", {"position": 1}),
        ("signing_key.made", {"key_id": ILSE.key_id}),
        ("identification.signed", {"position": 2}),
        ("identification.decided", {"document_sha256": document_sha256, "identification": 7}),
        ("identification.reopened", {"identification": reopened}),
    ]
    entries: list[JournalEntry] = []
    for sequence, (act, details) in enumerate(acts, start=1):
        content = {
            "at": at(sequence),
            "actor": "oyelin",
            "incident": "marel-valley",
            "act": act,
            "subject": "V1, M1",
            "salt": f"{sequence:032x}",
        }
        previous = entries[-1].entry_hash if entries else GENESIS
        own = hash_of_entry(sequence, previous, hash_of_content(details=details, **content))
        entries.append(JournalEntry(sequence, details=details, previous_hash=previous, entry_hash=own, **content))  # fmt: skip
    return entries


def journal(document_sha256: str, incident: str | None = None, reopened: int = 6) -> bytes:
    entries = journal_entries(document_sha256, reopened)
    return write_journal(entries, incident=incident, exported_at=at(30), key=INSTALLATION)


def head(sequence: int) -> dict[str, JsonValue]:
    if sequence == 0:
        return {"entry_hash": GENESIS, "sequence": 0}
    return {"entry_hash": journal_entries()[sequence - 1].entry_hash, "sequence": sequence}


def statement(person: Person, place: int, **changed: JsonValue) -> dict[str, JsonValue]:
    said: dict[str, JsonValue] = {
        "agency": person.agency,
        "declared": ["I have read the evidence."],
        "evidence_sha256": sha256_of(canonical_json(EVIDENCE).decode()),
        "format": STATEMENT,
        "full_name": person.full_name,
        "incident": "marel-valley",
        "journal_head": head(2 * place - 1),
        "key_id": person.key_id,
        "missing_person": "M1",
        "position": place,
        "proposal": 1,
        "reasons_fingerprint": None,
        "remains": "V1",
        "role": person.role,
        "says": "identification",
        "signed_at": at(10 + place),
        "username": person.username,
    }
    return said | changed


def signed_statement(
    person: Person, said: Mapping[str, JsonValue], key: Ed25519PrivateKey | None = None
) -> SignedStatement:
    text = canonical_json(said).decode()
    signing = key or person.key
    return SignedStatement(
        text, Signed(sign_detached(text.encode(), signing), public_key_of(signing))
    )


def row(
    person: Person, one: SignedStatement, said: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    same = ("agency", "evidence_sha256", "full_name", "position", "role", "signed_at", "username")
    return {name: said[name] for name in same} | {
        "key_id": one.signed.detached.key_id,
        "public_key": one.signed.public_key,
        "statement_sha256": sha256_of(one.text),
        "statement_signature": one.signed.detached.signature,
    }


def decided(
    statements: tuple[SignedStatement, ...] | None = None,
    rows: list[JsonValue] | None = None,
    key: Ed25519PrivateKey = INSTALLATION,
    **changed: JsonValue,
) -> SignedDecision:
    """A decision; with other parts, whatever they are, it is sealed all the same."""
    said = [statement(person, place) for place, person in enumerate(SIGNERS, start=1)]
    own = tuple(signed_statement(p, s) for p, s in zip(SIGNERS, said, strict=True))
    own_rows: list[JsonValue] = [row(p, o, s) for p, o, s in zip(SIGNERS, own, said, strict=True)]
    document = {
        "decided_at": at(12),
        "decision": "identification",
        "evidence": EVIDENCE,
        "evidence_sha256": sha256_of(canonical_json(EVIDENCE).decode()),
        "format": DECISION,
        "incident": "marel-valley",
        "installation_public_key": public_key_of(key),
        "journal_head": head(4),
        "missing_person": "M1",
        "program": "antigone 1",
        "proposal": 1,
        "remains": "V1",
        "rules": [],
        "signatures": own_rows if rows is None else rows,
    } | changed
    text = canonical_json(document).decode()
    seal = sign_detached(seal_text(sha256_of(text)), key)
    return SignedDecision(
        text, Signed(seal, public_key_of(key)), own if statements is None else statements
    )


def bundle() -> bytes:
    return write_signed_decision(decided())


def persons_key(person: Person, **changed: object) -> PersonsKey:
    fields: dict[str, object] = {
        "key_id": person.key_id,
        "public_key": person.public_key,
        "username": person.username,
        "full_name": person.full_name,
        "agency": person.agency,
        "made_at": at(1),
        "waits": False,
        "compared_at": "",
        "compared_by": "",
        "retired_at": "",
        "retired_because": "",
    }
    return PersonsKey(**(fields | changed))  # type: ignore[arg-type]


def keys_file(*persons: PersonsKey, key: Ed25519PrivateKey = INSTALLATION) -> bytes:
    rows = persons or tuple(persons_key(person) for person in SIGNERS)
    return write_keys(rows, exported_at=at(40), installation=key)


def qr() -> str:
    decision = decided()
    return write_seal(Seal(decision.sha256, decision.seal.detached))
