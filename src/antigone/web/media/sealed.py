"""Files and words under seal: the one place that reads and writes the media folder (ME-03).

AES-256-GCM, a key of its own for each file, bound to the file's name.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone

from antigone.provenance import JsonValue, fingerprint
from antigone.web.media import storage
from antigone.web.media.models import Kept, SealedFile
from antigone.web.records.models import Family
from antigone.web.sealing import keys
from antigone.web.sealing.models import Key

_NONCE_BYTES = 12
_KEY_BYTES = 32


class FileGone(ValueError):
    """The row is there, its file is not."""


class Folder:
    """What an act writes: it stays when the act succeeds, and is removed when it fails."""

    def __init__(self, written: list[str]) -> None:
        self._written = written

    def keep(self, content: bytes, family: Family | None) -> SealedFile:
        """Seal and write a file, under a key of its own.

        Raises:
            KeyDestroyed: the family withdrew.
        """
        file = SealedFile(size=len(content), family=family)
        if family is None:
            file.key = keys.new_key(Key.Purpose.MEDIA)
            sealed = keys.seal(file.key, content, _about(file))
        else:
            own = secrets.token_bytes(_KEY_BYTES)
            file.sealed_key = keys.seal(family.key, own, _about(file))
            sealed = _encrypt(own, content, file)
        file.sha256 = fingerprint(content, bytes.fromhex(file.salt))
        file.full_clean()
        file.save()
        storage.write(file.name, sealed, self._written)
        return file


@contextmanager
def act() -> Iterator[Folder]:
    """One transaction, with the files it writes."""
    with storage.act() as written:
        yield Folder(written)


def content_of(file: SealedFile) -> bytes:
    """ME-03: what was kept, opened; only this package reaches it.

    Raises:
        KeyDestroyed: the family withdrew, or took it back.
        FileGone: its file is not there.
        SealBroken: it was altered.
    """
    if file.destroyed_at is not None:
        raise keys.KeyDestroyed(f"file {file.name} is destroyed")
    try:
        sealed = storage.read(file.name)
    except FileNotFoundError:
        raise FileGone(f"file {file.name} is not there") from None
    if file.key is not None:
        return keys.unseal(file.key, sealed, _about(file))
    return _decrypt(_own_key(file), sealed, file)


def destroy_file(file: SealedFile) -> None:
    """Forget the key of what a family gave; once the transaction has ended, remove its file too."""
    if file.family_id is None:
        raise ValueError("nothing of remains is destroyed")
    file.sealed_key, file.sha256, file.salt = None, "", ""
    file.destroyed_at = file.destroyed_at or timezone.now()
    file.save()
    transaction.on_commit(lambda: storage.remove(file.name), robust=True)


def seal_words(item: Kept, words: JsonValue) -> bytes:
    """Seal what is known of an item in words: with its file's key, or with its family's."""
    return keys.seal_json(_key_of(item), words, f"words of {item.file.name}")


def unseal_words(item: Kept, sealed: bytes) -> JsonValue:
    """What `seal_words` sealed; raises as `content_of` does."""
    return keys.unseal_json(_key_of(item), sealed, f"words of {item.file.name}")


def remove_stray(name: str) -> None:
    """Remove a file that nobody can open any more, and that lies there all the same."""
    storage.remove(name)


def files_there() -> set[str]:
    """The names of all files in the folder."""
    return storage.names()


def _key_of(item: Kept) -> Key:
    if item.file.key is not None:
        return item.file.key
    assert item.file.family is not None  # noqa: S101  (a database constraint: one of the two)
    return item.file.family.key


def _own_key(file: SealedFile) -> bytes:
    if file.sealed_key is None or file.family is None:
        raise keys.KeyDestroyed(f"file {file.name} is destroyed")
    return keys.unseal(file.family.key, bytes(file.sealed_key), _about(file))


def _about(file: SealedFile) -> str:
    return f"file {file.name}"


def _encrypt(own: bytes, content: bytes, file: SealedFile) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(own).encrypt(nonce, content, _about(file).encode())


def _decrypt(own: bytes, sealed: bytes, file: SealedFile) -> bytes:
    try:
        return AESGCM(own).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _about(file).encode()
        )
    except InvalidTag:
        raise keys.SealBroken(f"file {file.name} was altered, or is another's") from None
