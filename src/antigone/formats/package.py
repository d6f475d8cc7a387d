"""A package of dead persons' records: list, manifest and signature in one file, written and verified.

The file is a plain tar archive of three files in a fixed form, so that any program opens it:
`manifest.json` says what it is and holds the fingerprint of `dead-list.json`; `manifest.sig` is the
Ed25519 signature (64 bytes) of `manifest.json` as it stands. Each manifest holds the fingerprint of the
manifest before it to the same recipient: no package can be left out unseen. `package_sealing` encrypts
the file; `docs/transmissions.md` says how others open it.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from antigone.formats.cursor import Cursor, parse_json
from antigone.formats.dead_person_json import (
    PACKAGE,
    DeadList,
    read_dead_list,
    write_dead_list,
)
from antigone.formats.limits import refuse_size
from antigone.formats.problems import refusal, shown
from antigone.formats.signatures import SIGNATURE_DIGITS, is_hex, sign_detached, verify_detached
from antigone.provenance import canonical_json
from antigone.words import said

FORMAT = "antigone package 1"
MANIFEST, SIGNATURE, LIST = "manifest.json", "manifest.sig", "dead-list.json"
MEMBERS = (MANIFEST, SIGNATURE, LIST)
KINDS = ("bureau", "central_agency", "protecting_power", "party", "other")
NOTHING_BEFORE = "0" * 64
"""Stands for the manifest before the first."""

_BLOCK = 512
_TEXTS = (
    "prepared_by",
    "approved_by",
    "made_at",
    "sender",
    "program",
    "recipient",
    "recipient_key",
)
_HASHES = ("previous_sha256", "list_sha256", "journal_hash")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself.

    Args:
        number: e.g. "T-CTA-0003".
        sequence: 1, 2, 3 … to this recipient, without a gap.
        sender: the incident, by its name.
        recipient: by its name.
        recipient_kind: see `KINDS`.
        recipient_key: the age key that it is encrypted to.
        prepared_by, approved_by: full names of two persons.
        made_at: ISO 8601 in UTC.
        previous_number, previous_sha256: the package before this one to the recipient, and the SHA-256 of
            its `manifest.json`; "" and `NOTHING_BEFORE` for the first.
        list_sha256: SHA-256 of `dead-list.json`.
        persons: how many stand in it.
        journal_sequence, journal_hash: the journal's last entry when it was made.
        key_id: of the installation's key that signs it.
        program: name and version.
    """

    number: str
    sequence: int
    sender: str
    recipient: str
    recipient_kind: str
    recipient_key: str
    prepared_by: str
    approved_by: str
    made_at: str
    previous_number: str
    previous_sha256: str
    list_sha256: str
    persons: int
    journal_sequence: int
    journal_hash: str
    key_id: str
    program: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was read: its manifest, what signed it, and the list.

    Args:
        manifest: what it says of itself.
        manifest_sha256: what the next package names.
        signature: 128 digits.
        dead: the list.
    """

    manifest: Manifest
    manifest_sha256: str
    signature: str
    dead: DeadList


def write_manifest(manifest: Manifest) -> bytes:
    """The bytes that are signed."""
    return canonical_json({"format": FORMAT, **asdict(manifest)})


def write_package(manifest: Manifest, dead: DeadList, key: Ed25519PrivateKey) -> bytes:
    """The signed file.

    Args:
        manifest: naming exactly this list and this key.
        dead: what it holds.
        key: the installation's.

    Raises:
        ValueError: the manifest names another list or another key.
    """
    content, head = write_dead_list(dead), write_manifest(manifest)
    signed = sign_detached(head, key)
    if (manifest.list_sha256, manifest.key_id) != (sha256(content), signed.key_id):
        raise ValueError("the manifest is not of this list, or of another key")
    return _archive([head, bytes.fromhex(signed.signature), content])


def read_package(data: bytes, file: str, keys: Mapping[str, str]) -> Package:
    """Read a decrypted package and verify it with public keys alone.

    Args:
        keys: the keys one trusts: key id to public key, 64 digits.

    Raises:
        FormatError: what is wrong; nothing of the package is to be used then.
    """
    head, signature, content = _members(data, file)
    manifest = _read_manifest(head, f"{file}: {MANIFEST}")
    if manifest.key_id not in keys:
        words = said(
            "signed with the key {key}, which is not among those given", key=manifest.key_id
        )
        raise refusal(file, SIGNATURE, words)
    if not verify_detached(head, signature.hex(), keys[manifest.key_id]):
        raise refusal(file, SIGNATURE, said("the signature is not of this manifest and this key"))
    if sha256(content) != manifest.list_sha256:
        raise refusal(file, LIST, said("is not the list that was signed"))
    dead = read_dead_list(content, f"{file}: {LIST}")
    if (dead.package, len(dead.persons)) != (manifest.number, manifest.persons):
        raise refusal(file, LIST, said("belongs to another package"))
    return Package(manifest, sha256(head), signature.hex(), dead)


def follows(earlier: Package, later: Package) -> bool:
    """Whether one package is the very next after another to the same recipient."""
    before, now = earlier.manifest, later.manifest
    return (now.sequence, now.previous_number, now.previous_sha256) == (
        before.sequence + 1,
        before.number,
        earlier.manifest_sha256,
    )


def sha256(data: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _archive(contents: Sequence[bytes]) -> bytes:
    """The three files as tar, always alike: no times, no owners."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in zip(MEMBERS, contents, strict=True):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o600
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def _members(data: bytes, file: str) -> list[bytes]:
    """The three files of an archive that is as `_archive` writes it, byte for byte."""
    refuse_size(len(data), file)
    contents, at = [], 0
    for _ in MEMBERS:
        digits = data[at + 124 : at + 135]
        size = int(digits, 8) if digits.isdigit() and set(digits) <= set(b"01234567") else 0
        begin = at + _BLOCK
        contents.append(data[begin : begin + size])
        at = begin + -(-size // _BLOCK) * _BLOCK
    if _archive(contents) != data:
        raise refusal(file, "", said("is no package, or was changed: its form is not the one"))
    return contents


def _read_manifest(data: bytes, file: str) -> Manifest:
    root = parse_json(data, file)
    try:
        manifest = _manifest(root)
    except ValueError as refused:
        raise refusal(file, getattr(refused, "place", ""), str(refused)) from refused
    if write_manifest(manifest) != data:
        raise refusal(file, "", said("not canonical: keys sorted, no spaces, nothing besides"))
    return manifest


def _manifest(root: Cursor) -> Manifest:
    root.field("format").one_of((FORMAT,))
    names = {f.name for f in fields(Manifest)} | {"format"}
    if unknown := sorted(set(root.fields()) - names):
        raise root.refused(said("{name} is not known here", name=shown(unknown[0])))
    texts = {name: root.field(name).name() for name in _TEXTS}
    hashes = {name: _hash(root.field(name)) for name in _HASHES}
    manifest = Manifest(
        **texts,
        **hashes,
        number=root.field("number").text(),
        sequence=root.field("sequence").integer(1, 10_000_000),
        recipient_kind=root.field("recipient_kind").one_of(KINDS),
        previous_number=root.field("previous_number").text(),
        persons=root.field("persons").integer(1, 1_000_000),
        journal_sequence=root.field("journal_sequence").integer(0, 2**53),
        key_id=root.field("key_id").text(),
    )
    _in_order(manifest, root)
    return manifest


def _in_order(manifest: Manifest, root: Cursor) -> None:
    """Number, place and the number before agree."""
    if not PACKAGE.fullmatch(manifest.number):
        raise root.field("number").refused(said("is no number of a package"))
    series = manifest.number.rpartition("-")[0]
    numbers = [f"{series}-{n:04d}" for n in (manifest.sequence - 1, manifest.sequence)]
    first = manifest.sequence == 1
    before = ("", True) if first else (numbers[0], False)
    found = (manifest.previous_number, manifest.previous_sha256 == NOTHING_BEFORE)
    if manifest.number != numbers[1] or found != before:
        raise root.field("sequence").refused(said("number, place and the number before disagree"))


def _hash(cursor: Cursor) -> str:
    if not is_hex(cursor.value, SIGNATURE_DIGITS // 2):
        raise cursor.expected(said("64 digits of small hexadecimal"))
    return cursor.text()
