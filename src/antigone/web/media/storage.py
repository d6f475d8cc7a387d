"""Sealed files on the disk: written whole or not at all, read, overwritten and removed.

Only `sealed` may import this module; `pyproject.toml` sees to it. Nothing here can open a seal.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

_NAME = re.compile(r"[0-9a-f]{32}")


def folder() -> Path:
    """Where the sealed files lie."""
    return Path(settings.DATA_FOLDER) / "media"


@contextmanager
def act() -> Iterator[list[str]]:
    """A transaction with its files: when it fails, the files it wrote are removed again.

    It gives the list to which `write` adds. A crash, or the failure of a transaction around this one,
    leaves at most a file without a row, which `antigone media check` reports.
    """
    written: list[str] = []
    try:
        with transaction.atomic():
            yield written
            if written:
                _sync_folder()
    except BaseException:
        for name in written:
            _path(name).unlink(missing_ok=True)
        raise


def write(name: str, sealed: bytes, written: list[str]) -> None:
    """Write a file: it is not there, or there to its last byte; `act` sees it onto the disk."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{name}-{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        written.append(name)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def read(name: str) -> bytes:
    """The sealed bytes.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return _path(name).read_bytes()


def remove(name: str) -> None:
    """Overwrite a file and remove it; where there is none, nothing happens.

    A disk may keep old blocks all the same: what makes them worthless is that their key is gone.
    """
    path = _path(name)
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    _sync_folder()


def names() -> set[str]:
    """The names of all files that lie there, drafts of a crash among them."""
    return {path.name for path in folder().iterdir()} if folder().exists() else set()


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ValueError("a sealed file has 32 hexadecimal digits as its name")
    return folder() / name


def _sync_folder() -> None:
    descriptor = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
