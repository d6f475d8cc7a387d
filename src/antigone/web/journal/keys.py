"""The installation's signing key: made once, kept in the data folder, read by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

NAME = "journal-key.pem"


class KeyRefused(RuntimeError):
    """The key file cannot be used; the message says how to mend it."""


def installation_key(folder: Path) -> Ed25519PrivateKey:
    """The key that signs exports of the journal; the first use makes it.

    Raises:
        KeyRefused: others may read the file, or it holds no Ed25519 key.
    """
    path = folder / NAME
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise KeyRefused(
            f"{path} can be read by others: run chmod 600 on it, and consider a new key"
        )
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise KeyRefused(f"{path} holds no private key: restore it from your backup") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyRefused(f"{path} holds a key of another kind than Ed25519")
    return key


def _make(path: Path) -> None:
    """Write a new key; the file appears complete or not at all, so two processes get the same."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{NAME}-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        key = Ed25519PrivateKey.generate()
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
