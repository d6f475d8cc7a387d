"""Master keys: they wrap all other keys, and lie outside the database.

They come from ANTIGONE_MASTER_KEYS, or from the file `master-keys` in the data folder, which is made
on the first start. Each is `NAME:KEY`, 32 bytes in URL-safe base64; the first one wraps, the others
only open what they wrapped. A database that is copied without them holds nothing of what is sealed.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32


class MasterKeysRefused(ValueError):
    """The master keys cannot be read; the message says how to mend it."""


def path_of_masters() -> Path:
    """The file that is read where ANTIGONE_MASTER_KEYS is not set."""
    return Path(settings.DATA_FOLDER) / "master-keys"


def masters() -> Mapping[str, bytes]:
    """All master keys by name; the first one wraps new keys.

    Raises:
        MasterKeysRefused: a line is not NAME:KEY, or none is there.
    """
    given = os.environ.get("ANTIGONE_MASTER_KEYS", "")
    if given:
        return _read(given.replace(",", "\n"), "ANTIGONE_MASTER_KEYS")
    path = path_of_masters()
    if not path.exists():
        _create(path, f"{new_master()}\n")
    return _read(path.read_text(), path.name)


def current() -> str:
    """The name of the master key that wraps new keys."""
    return next(iter(masters()))


def new_master() -> str:
    """A new master key as a line, its name a random word."""
    key = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return f"{secrets.token_hex(4)}:{key}"


def _read(text: str, source: str) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, _, encoded = line.strip().partition(":")
        try:
            key = base64.urlsafe_b64decode(encoded)
        except (binascii.Error, ValueError):
            key = b""
        if not re.fullmatch(r"[a-z0-9]{1,32}", name) or len(key) != KEY_BYTES or name in found:
            raise MasterKeysRefused(
                f"{source}, line {number}: write NAME:KEY, a name of small letters and digits that "
                f"stands once, and {KEY_BYTES} bytes in URL-safe base64"
            )
        found[name] = key
    if not found:
        raise MasterKeysRefused(f"{source} holds no master key")
    return found


def _create(path: Path, text: str) -> None:
    """Write the file for its owner alone; of two processes that start together one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
