"""Where a result comes from: program version, and fingerprints of what it was computed from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from antigone import __version__

JsonValue = None | bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"]


def program() -> str:
    """Name and version of this program, as it stands in every result."""
    return f"antigone {__version__}"


def canonical_json(value: object) -> bytes:
    r"""One fixed byte string for a JSON value: keys sorted, no spaces, UTF-8, no NaN.

    >>> canonical_json({"b": 1, "a": "é"})
    b'{"a":"\xc3\xa9","b":1}'

    Raises:
        ValueError: the value holds NaN or an infinity, which JSON does not have.
    """
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def fingerprint(data: bytes, salt: bytes = b"") -> str:
    """SHA-256 of salt and data, in hexadecimal.

    With a secret salt of 16 bytes or more nobody can confirm a guess of the data from the
    fingerprint; whoever holds salt and data can prove that they are the ones.
    """
    return hashlib.sha256(len(salt).to_bytes(2) + salt + data).hexdigest()
