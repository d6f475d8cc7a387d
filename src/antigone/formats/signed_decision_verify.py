"""Checking a signed decision: every signature, every repetition, the keys, and the journal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from antigone.formats.journal_verify import Verdict, verify_journal
from antigone.formats.signatures import is_hex, key_id_of, verify_detached
from antigone.formats.signed_decision import (
    NotASignedDecision,
    Signed,
    SignedDecision,
    SignedStatement,
    decision_of,
    read_signed_decision,
    seal_text,
    sha256_of,
    statement_of,
)
from antigone.formats.signing_keys import Keys, PersonsKey, plain_key_id
from antigone.provenance import JsonValue, canonical_json

LEAST_SIGNATURES = 2
"""As rule BO-02 asks."""

_SAME_IN_DOCUMENT = ("evidence_sha256", "incident", "missing_person", "proposal", "remains")
_SAME_IN_SIGNATURE = ("agency", "full_name", "position", "role", "signed_at", "username")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, in words, and whether it holds."""

    holds: bool
    words: str


def verify(
    data: bytes,
    keys: Keys | None = None,
    journal: bytes | None = None,
    pin: str | None = None,
) -> list[Check]:
    """Check the file of a signed decision: it bears a statement of each signer and the seal (SI-06).

    Args:
        data: the file.
        keys: the installation's file of keys; without it the decision vouches for itself.
        journal: an export of the installation's journal, in which the decision must stand.
        pin: id or fingerprint of the installation's key, learnt elsewhere.

    Returns:
        All that was checked; the decision is sound if each of them holds. What cannot be read at all
        is one check that does not hold.
    """
    try:
        decision = read_signed_decision(data)
        document = decision_of(decision.document)
        statements = [statement_of(one.text) for one in decision.statements]
    except NotASignedDecision as refusal:
        return [Check(False, str(refusal))]
    checks = [*_seal(decision, keys, pin), *_document(decision, document)]
    for place, (one, said) in enumerate(zip(decision.statements, statements, strict=True)):
        checks += _statement(place, one, said, document, keys)
    if journal is not None:
        checks += _journal(decision.sha256, document, statements, journal, keys)
    return checks


def _seal(decision: SignedDecision, keys: Keys | None, pin: str | None) -> Iterator[Check]:
    signed = decision.seal
    yield Check(
        _is_valid(seal_text(decision.sha256), signed),
        f"the installation's key {signed.detached.key_id} signed the document "
        f"with fingerprint {decision.sha256}",
    )
    if keys is not None:
        yield Check(
            signed.public_key == keys.installation,
            "this key is the installation's in the file of keys",
        )
    if pin is not None:
        yield Check(
            signed.detached.key_id == plain_key_id(pin), "this key is the one whose id you gave"
        )


def _document(decision: SignedDecision, document: Mapping[str, JsonValue]) -> Iterator[Check]:
    yield Check(
        decision.seal.public_key == document["installation_public_key"],
        "the document names this key as the installation's",
    )
    evidence = sha256_of(canonical_json(document["evidence"]).decode())
    yield Check(
        evidence == document["evidence_sha256"],
        f"the evidence in the document is that with fingerprint {evidence}",
    )
    count = len(decision.statements)
    named = _signatures(document)
    yield Check(
        count == len(named) and count >= LEAST_SIGNATURES,
        f"{count} statements are there, for the {len(named)} signatures that the document names",
    )
    names = [row["username"] for row in named]
    ids = [row["key_id"] for row in named]
    yield Check(
        len(set(map(str, names))) == len(names) and len(set(map(str, ids))) == len(ids),
        "each signature is of another person, with another key",
    )


def _statement(
    place: int,
    one: SignedStatement,
    said: Mapping[str, JsonValue],
    document: Mapping[str, JsonValue],
    keys: Keys | None,
) -> Iterator[Check]:
    named = _signatures(document)
    row: Mapping[str, JsonValue] = named[place] if place < len(named) else {}
    who = f"{said['full_name']} ({said['username']})"
    yield Check(
        _is_valid(one.text.encode(), one.signed),
        f"{who} signed with key {one.signed.detached.key_id} at {said['signed_at']}",
    )
    yield Check(
        said["position"] == place + 1
        and said["says"] == document["decision"]
        and all(said[name] == document[name] for name in _SAME_IN_DOCUMENT)
        and all(said[name] == row.get(name) for name in _SAME_IN_SIGNATURE)
        and row.get("evidence_sha256") == document["evidence_sha256"]
        and row.get("statement_sha256") == sha256_of(one.text)
        and row.get("statement_signature") == one.signed.detached.signature
        and row.get("public_key") == one.signed.public_key
        and row.get("key_id") == said["key_id"] == one.signed.detached.key_id,
        f"what {who} signed is what the document says of it",
    )
    if keys is not None:
        yield from _known(who, one, said, keys.persons.get(one.signed.detached.key_id))


def _known(
    who: str, one: SignedStatement, said: Mapping[str, JsonValue], key: PersonsKey | None
) -> Iterator[Check]:
    if key is None:
        yield Check(False, f"the key of {who} is not in the file of keys")
        return
    yield Check(
        key.public_key == one.signed.public_key and key.username == said["username"],
        f"the file of keys says that this is the key of {key.full_name} ({key.username})",
    )
    yield Check(_was_in_force(key, str(said["signed_at"])), f"{_life(key)}, and it signed then")


def _was_in_force(key: PersonsKey, signed_at: str) -> bool:
    """Whether a key could sign at that moment; a text that is no moment says no."""
    try:
        signed, made = datetime.fromisoformat(signed_at), datetime.fromisoformat(key.made_at)
        compared = datetime.fromisoformat(key.compared_at) if key.compared_at else None
        retired = datetime.fromisoformat(key.retired_at) if key.retired_at else None
        begins = made if not key.waits else compared
        return begins is not None and begins <= signed and (retired is None or signed <= retired)
    except (TypeError, ValueError):
        return False


def _life(key: PersonsKey) -> str:
    words = f"this key was made at {key.made_at}"
    if key.compared_at:
        words += f", compared at {key.compared_at} by {key.compared_by}"
    elif key.waits:
        words += ", was to be compared by another person, and was not"
    if key.retired_at:
        words += f", retired at {key.retired_at} ({key.retired_because})"
    return words


def _journal(
    sha256: str,
    document: Mapping[str, JsonValue],
    statements: list[Mapping[str, JsonValue]],
    journal: bytes,
    keys: Keys | None,
) -> Iterator[Check]:
    verdict = verify_journal(journal, key=None)
    yield Check(verdict.sound, f"the journal of {verdict.entries} entries is sound")
    if keys is not None:
        public = verdict.head.get("public_key")
        yield Check(public == keys.installation, "the installation's key signed the journal")
    for whose, said in (("the document", document), *(("a statement", s) for s in statements)):
        head = said["journal_head"]
        yield Check(
            _stands(head, verdict), f"the journal head in {whose} stands in the journal: {head}"
        )
    if verdict.sound:
        yield from _entries(sha256, [str(said["key_id"]) for said in statements], journal, verdict)


def _stands(head: JsonValue, verdict: Verdict) -> bool:
    if not isinstance(head, Mapping):
        return False
    sequence = head["sequence"]
    if sequence == 0:
        return is_hex(head["entry_hash"], 64) and set(str(head["entry_hash"])) == {"0"}
    return isinstance(sequence, int) and verdict.hashes.get(sequence) == head["entry_hash"]


def _entries(sha256: str, key_ids: list[str], journal: bytes, verdict: Verdict) -> Iterator[Check]:
    """The entries of the decision and of the keys, where the export shows them."""
    entries = [json.loads(line) for line in journal.splitlines()]
    decided = _numbers(entries, "identification.decided", "document_sha256")
    made = _numbers(entries, "signing_key.made", "key_id")
    for what, number in (
        ("this decision", decided.get(sha256)),
        *((f"the making of key {key_id}", made.get(key_id)) for key_id in key_ids),
    ):
        if number is not None:
            yield Check(True, f"entry {number} of the journal records {what}")
        elif verdict.sealed == 0:
            yield Check(False, f"no entry of the journal records {what}")
    if sha256 in decided:
        yield _still_stands(entries, decided[sha256])


def _still_stands(entries: list[dict[str, Any]], decided: int) -> Check:
    """Whether the identification was reopened, as far as the export goes."""
    identification = str(entries[decided - 1]["details"].get("identification"))
    reopened = _numbers(entries, "identification.reopened", "identification")
    if identification in reopened:
        number = reopened[identification]
        return Check(False, f"entry {number} of the journal reopens it: it no longer stands")
    return Check(True, "no entry of the journal reopens it")


def _numbers(entries: list[dict[str, Any]], act: str, detail: str) -> dict[str, int]:
    """The numbers of the entries of an act, by one of their details."""
    shown = [entry for entry in entries if entry.get("act") == act]
    return {str(entry["details"].get(detail)): entry["sequence"] for entry in shown}


def _signatures(document: Mapping[str, JsonValue]) -> list[Mapping[str, JsonValue]]:
    rows = document["signatures"]
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _is_valid(data: bytes, signed: Signed) -> bool:
    try:
        own = key_id_of(signed.public_key)
    except ValueError:
        return False
    return own == signed.detached.key_id and verify_detached(
        data, signed.detached.signature, signed.public_key
    )
