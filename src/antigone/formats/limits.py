"""How large a file may be, told before it is read."""

from __future__ import annotations

from pathlib import Path

from antigone.formats.problems import refusal
from antigone.words import said

MAX_FILE_BYTES = 64 * 1024 * 1024
"""No file above this is read: the largest real incident needs a few megabytes."""


def refuse_size(size: int, file: str) -> None:
    """Refuse a file that is too large.

    Raises:
        FormatError: saying how large a file may be.
    """
    if size > MAX_FILE_BYTES:
        allowed = MAX_FILE_BYTES // (1024 * 1024)
        raise refusal(
            file,
            "",
            said(
                "the file has more than {allowed} MiB; allowed are {allowed} MiB", allowed=allowed
            ),
        )


def read_file(path: Path) -> bytes:
    """The content of a file, of which never more than the allowed size is read.

    Raises:
        FormatError: the file is too large or cannot be read.
    """
    file = str(path)
    try:
        refuse_size(path.stat().st_size, file)
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise refusal(
            file, "", said("cannot be read: {reason}", reason=error.strerror or error)
        ) from error
    refuse_size(len(data), file)
    return data
