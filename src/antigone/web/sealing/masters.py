"""Master keys: they wrap all other keys, and lie outside the database.

They come from ANTIGONE_MASTER_KEYS, or from the file `master-keys` in the data folder, which is made
on the first start. Each is `NAME:KEY`, 32 bytes in URL-safe base64; the first one wraps, the others
only open what they wrapped. A database that is copied without them holds nothing of what is sealed.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32
VARIABLE = "ANTIGONE_MASTER_KEYS"


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
    if are_given():
        return _read(os.environ[VARIABLE].replace(",", "\n"), VARIABLE)
    path = path_of_masters()
    if not path.exists():
        _create(path, f"{new_master()}\n")
    seen = path.stat()
    return _read_file(path, seen.st_mtime_ns, seen.st_size, seen.st_ino)


def are_given() -> bool:
    """Whether they come from the environment, where this program cannot change them."""
    return bool(os.environ.get(VARIABLE))


def current() -> str:
    """The name of the master key that wraps new keys."""
    return next(iter(masters()))


@contextmanager
def changing() -> Iterator[None]:
    """Let one process at a time change the file of master keys.

    Raises:
        MasterKeysRefused: another process changes it.
    """
    path = path_of_masters()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.with_name(f".{path.name}-lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MasterKeysRefused(
                "another process is changing the master keys: wait for it"
            ) from None
        yield


def put_first() -> str:
    """Write a new master key before all others, and give its name."""
    line, path = new_master(), path_of_masters()
    _replace(path, f"{line}\n{path.read_text()}")
    return line.partition(":")[0]


def take_out(name: str) -> None:
    """Write the file without one master key: what it still wraps is lost."""
    path = path_of_masters()
    lines = path.read_text().splitlines(keepends=True)
    _replace(path, "".join(x for x in lines if x.strip().partition(":")[0] != name))


def new_master() -> str:
    """A new master key as a line, its name a random word."""
    key = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return f"{secrets.token_hex(4)}:{key}"


@lru_cache(maxsize=4)
def _read_file(path: Path, changed_ns: int, size: int, inode: int) -> Mapping[str, bytes]:
    """The file as it stood then; a rotation by another process gives it another inode."""
    return _read(path.read_text(), path.name)


@lru_cache(maxsize=4)
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
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _replace(path: Path, text: str) -> None:
    """Put another text in the place of the file at once: a power cut leaves the old or the new."""
    _draft(path, text).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
