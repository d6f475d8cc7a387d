"""Finding what was done to a journal file: changed, removed, inserted, reordered, cut, re-signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from antigone.formats.journal import (
    FORMAT,
    GENESIS,
    JournalEntry,
    content_hash_of,
    fingerprint_of_key,
    hash_of_entry,
)
from antigone.provenance import JsonValue, canonical_json

_OPEN = frozenset(JournalEntry.__slots__)
_SEALED = frozenset({"content_hash", "entry_hash", "previous_hash", "sequence"})
_SIGNED = frozenset({"head", "signature"})
_HEAD = frozenset(
    {
        "count",
        "entries_sha256",
        "exported_at",
        "format",
        "incident",
        "last_hash",
        "program",
        "public_key",
        "public_key_fingerprint",
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, at which line of the file (from 1)."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass(frozen=True)
class Verdict:
    """What a verification found.

    Args:
        faults: in the order of the lines; empty if the journal is sound.
        entries: number of entry lines that could be read, of which `sealed` are sealed.
        head: the signed head, empty if there is none that can be read.
        hashes: entry hash by sequence, as the file states them.
        key_from_file: nobody named the key, so that the file vouches for itself.
    """

    faults: tuple[Fault, ...]
    entries: int
    sealed: int
    head: Mapping[str, JsonValue]
    hashes: Mapping[int, str]
    key_from_file: bool

    @property
    def sound(self) -> bool:
        """Nothing is wrong."""
        return not self.faults


@dataclass
class _Reading:
    """The state of a pass over the lines."""

    faults: list[Fault] = field(default_factory=list)
    hashes: dict[int, str] = field(default_factory=dict)
    entries: int = 0
    sealed: int = 0
    sequence: int = 0
    last_hash: str = GENESIS

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))


def verify_journal(data: bytes, *, key: str | None = None) -> Verdict:
    """Find every change that was made to an exported journal.

    Args:
        data: the file.
        key: fingerprint of the installation's public key, learnt by another way than the file
            (spaces and colons do not matter). Without it a file that was made anew with another
            key cannot be told apart, and the verdict says so.
    """
    reading = _Reading()
    lines = data.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    else:
        reading.fault(len(lines), "the last line has no end: the file was cut or added to")
    if not lines:
        reading.fault(1, "the file is empty; a journal ends with a signed head")
        return _verdict(reading, {}, key)
    for number, line in enumerate(lines[:-1], start=1):
        _read_entry(reading, number, line)
    signed = _parsed(reading, len(lines), lines[-1])
    head: Mapping[str, JsonValue] = {}
    if signed is None or signed.keys() != _SIGNED:
        reading.fault(
            len(lines),
            "the last line is not a signed head: the end of the file was cut or replaced",
        )
    else:
        body = b"".join(line + b"\n" for line in lines[:-1])
        head = _read_head(reading, len(lines), signed, hashlib.sha256(body).hexdigest(), key)
    return _verdict(reading, head, key)


def verify_continuation(earlier: Verdict, later: Verdict) -> tuple[Fault, ...]:
    """Entries of an earlier export that a later one no longer has, or has otherwise.

    This finds what a signature cannot: a journal rewritten by somebody who holds the key.
    """
    faults = []
    for sequence, entry_hash in earlier.hashes.items():
        now = later.hashes.get(sequence)
        if now is None:
            faults.append(Fault(sequence, f"entry {sequence} of the earlier export is missing"))
        elif now != entry_hash:
            faults.append(Fault(sequence, f"entry {sequence} is not that of the earlier export"))
    return tuple(faults)


def _verdict(reading: _Reading, head: Mapping[str, JsonValue], key: str | None) -> Verdict:
    return Verdict(
        faults=tuple(reading.faults),
        entries=reading.entries,
        sealed=reading.sealed,
        head=head,
        hashes=reading.hashes,
        key_from_file=key is None,
    )


def _parsed(reading: _Reading, number: int, line: bytes) -> dict[str, JsonValue] | None:
    """The object of a line, or None after saying why it is none."""
    try:
        value = json.loads(line)
        canonical = canonical_json(value)
    except (ValueError, RecursionError):
        reading.fault(number, "this is not JSON; a journal has one JSON object on each line")
        return None
    if canonical != line:
        reading.fault(number, "changed: the line is not written as the journal writes it")
    if not isinstance(value, dict):
        reading.fault(number, "this is no JSON object; a journal has one on each line")
        return None
    return value


def _read_entry(reading: _Reading, number: int, line: bytes) -> None:
    value = _parsed(reading, number, line)
    if value is None:
        return
    if value.keys() == _SIGNED:
        reading.fault(number, "a signed head stands before the end: lines were added after it")
        return
    entry_hash, previous_hash = value.get("entry_hash"), value.get("previous_hash")
    sequence = value.get("sequence")
    content_hash = _content_hash(value)
    if (
        content_hash is None
        or not _is_hash(entry_hash)
        or not _is_hash(previous_hash)
        or not _is_number(sequence)
    ):
        reading.fault(number, "malformed: this is neither an entry nor a sealed entry")
        return
    assert isinstance(entry_hash, str)  # noqa: S101 - narrowed by _is_hash
    assert isinstance(previous_hash, str)  # noqa: S101
    assert isinstance(sequence, int)  # noqa: S101
    if hash_of_entry(sequence, previous_hash, content_hash) != entry_hash:
        reading.fault(number, f"entry {sequence} was changed: its hash is not that of its content")
    _follow(reading, number, sequence, previous_hash)
    reading.entries += 1
    reading.sealed += value.keys() == _SEALED
    reading.hashes.setdefault(sequence, entry_hash)
    reading.sequence, reading.last_hash = sequence, entry_hash


def _follow(reading: _Reading, number: int, sequence: int, previous_hash: str) -> None:
    """Check that an entry follows the one before it."""
    expected = reading.sequence + 1
    if sequence in reading.hashes:
        reading.fault(number, f"entry {sequence} occurs twice: it was inserted")
    elif sequence > expected:
        gone = (
            f"entry {expected}"
            if sequence == expected + 1
            else f"entries {expected} to {sequence - 1}"
        )
        reading.fault(number, f"{gone} should stand here: removed or moved")
    elif sequence < expected:
        reading.fault(number, f"entry {sequence} stands after entry {reading.sequence}: reordered")
    elif previous_hash != reading.last_hash:
        reading.fault(
            number, f"entry {sequence} does not follow the entry before: the chain is broken"
        )


def _content_hash(value: Mapping[str, JsonValue]) -> str | None:
    """The commitment of a line: stated if sealed, computed if open, None if malformed."""
    if value.keys() == _SEALED:
        stated = value["content_hash"]
        return stated if isinstance(stated, str) and _is_hash(stated) else None
    if value.keys() != _OPEN or not isinstance(value["details"], dict):
        return None
    texts = {name: value[name] for name in _OPEN - {"sequence", "details"}}
    if not all(isinstance(text, str) for text in texts.values()):
        return None
    return content_hash_of(JournalEntry(**value))  # type: ignore[arg-type]


def _read_head(
    reading: _Reading,
    number: int,
    signed: Mapping[str, JsonValue],
    entries_sha256: str,
    key: str | None,
) -> Mapping[str, JsonValue]:
    head, signature = signed["head"], signed["signature"]
    if not isinstance(head, dict) or head.keys() != _HEAD or not isinstance(signature, str):
        reading.fault(number, "malformed: the signed head lacks parts that it must have")
        return {}
    if head["format"] != FORMAT:
        reading.fault(number, f"the format is {head['format']!r}; this program reads {FORMAT!r}")
    if head["count"] != reading.entries or head["count"] != reading.sequence:
        reading.fault(
            number,
            f"the head counts {head['count']} entries, the file has {reading.entries} "
            f"up to number {reading.sequence}",
        )
    if head["last_hash"] != reading.last_hash:
        reading.fault(number, "the head names another last entry than the file has")
    if head["entries_sha256"] != entries_sha256:
        reading.fault(number, "the lines are not those that were signed")
    _check_signature(reading, number, head, signature, key)
    return head


def _check_signature(
    reading: _Reading,
    number: int,
    head: Mapping[str, JsonValue],
    signature: str,
    key: str | None,
) -> None:
    try:
        public = bytes.fromhex(str(head["public_key"]))
        Ed25519PublicKey.from_public_bytes(public).verify(
            bytes.fromhex(signature), canonical_json(head)
        )
    except (ValueError, InvalidSignature):
        reading.fault(number, "the signature is not valid: head or signature were changed")
        return
    if bytes.fromhex(signature).hex() != signature:
        reading.fault(number, "changed: the signature is not written as the journal writes it")
    own = fingerprint_of_key(public)
    if head["public_key_fingerprint"] != own:
        reading.fault(number, "the fingerprint in the head is not that of the key in the head")
    if key is not None and _plain(key) != own:
        reading.fault(number, f"signed with another key: {own}, not {_plain(key)}")


def _plain(key: str) -> str:
    return "".join(key.split()).replace(":", "").lower()


def _is_hash(value: JsonValue) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
